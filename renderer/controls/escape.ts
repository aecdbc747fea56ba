/// For `{@attach}`: Esc inside an element closes it, before anything else hears the key.
export const onEscape =
  (close: () => void) =>
  (element: HTMLElement): (() => void) => {
    const hear = (key: KeyboardEvent): void => {
      if (key.key !== "Escape" || key.isComposing) return;
      key.preventDefault();
      close();
    };
    element.addEventListener("keydown", hear);
    return () => element.removeEventListener("keydown", hear);
  };

/// For `{@attach}`: the first field of a form that opened takes the keyboard.
export const focusFirst = (element: HTMLElement): void => element.querySelector<HTMLElement>("input, textarea, select")?.focus();
