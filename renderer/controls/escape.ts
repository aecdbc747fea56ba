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

/// For `{@attach}`: the first field of a form that opened takes the keyboard, or where none is in sight what sends it, and comes into
/// view.
export function focusFirst(element: HTMLElement): void {
  const inSight = (field: HTMLElement): boolean => field.closest("details:not([open])") === null;
  const fields = [...element.querySelectorAll<HTMLElement>("input, textarea, select")].filter(inSight);
  (fields[0] ?? element.querySelector<HTMLElement>("[type=submit]"))?.focus();
  element.scrollIntoView({ block: "nearest" });
}
