/// For `{@attach}`: up and down arrows, Home and End move among the rows of a list, each known by `selector`.
export const arrows =
  (selector = "button") =>
  (list: HTMLElement): (() => void) => {
    const hear = (key: KeyboardEvent): void => {
      if (key.defaultPrevented || key.altKey || key.ctrlKey || key.metaKey || key.isComposing) return;
      const all = [...list.querySelectorAll<HTMLElement>(selector)];
      const at = all.findIndex((each) => each === key.target);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key.key];
      if (at < 0 || to === undefined) return;
      key.preventDefault();
      all[Math.min(Math.max(to, 0), all.length - 1)]?.focus();
    };
    list.addEventListener("keydown", hear);
    return () => list.removeEventListener("keydown", hear);
  };
