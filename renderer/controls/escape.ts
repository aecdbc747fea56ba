/// For `{@attach}`: Esc inside an element closes it, before anything else hears the key.
export const onEscape =
  (close: () => void) =>
  (element: HTMLElement): (() => void) => {
    const hear = (key: KeyboardEvent): void => {
      if (key.key !== "Escape" || key.isComposing || key.defaultPrevented) return;
      key.preventDefault();
      close();
    };
    element.addEventListener("keydown", hear);
    return () => element.removeEventListener("keydown", hear);
  };

/// For `{@attach}`: the first field of a form that opened takes the keyboard, and comes into view.
export function focusFirst(element: HTMLElement): void {
  element.querySelector<HTMLElement>("input, textarea, select")?.focus();
  element.scrollIntoView({ block: "nearest" });
}
