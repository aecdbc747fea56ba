/// Keeps the keyboard's place in the window: what goes away hands the focus on, and regions are walked through as a whole.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex='0']";

const usable = (element: HTMLElement): boolean => !element.matches(":disabled") && element.checkVisibility({ visibilityProperty: true });

/// What the keyboard can reach inside an element, in reading order. Of a group with one tab stop, all of it.
const within = (place: Element): HTMLElement[] => [...place.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(usable);

const centre = (): HTMLElement | null => document.querySelector("main");

/// Where the focus was, as long as that is known: the element, what it stood in, and which of its neighbours it was.
interface Step {
  readonly element: HTMLElement;
  readonly around: readonly { readonly place: Element; readonly at: number }[];
}

function stepOf(element: HTMLElement): Step {
  const around: { place: Element; at: number }[] = [];
  for (
    let place = element.parentElement;
    place !== null && place.closest("main, nav, aside, header, [role=region]");
    place = place.parentElement
  )
    around.push({ place, at: within(place).indexOf(element) });
  return { element, around };
}

const REMEMBERED = 24;

/// Hands the focus on when the element that had it goes away or is switched off. A form that closes gives it back to
/// where the person came from; a button that has done its work, to its neighbour, but never to the next step of a screen: one more
/// press of a key that was meant for what went away would sign.
export function keepFocus(): () => void {
  let trail: Step[] = [];
  const entered = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement) trail = [...trail.filter((step) => step.element !== target), stepOf(target)].slice(-REMEMBERED);
  };
  const heir = ({ element, around }: Step): HTMLElement | null => {
    const form = element.isConnected ? null : element.closest("form, [role=dialog], [role=menu]");
    const before = form && trail.findLast((step) => step.element.isConnected && usable(step.element) && !form.contains(step.element));
    if (before) return before.element;
    const calm = (place: Element): HTMLElement[] => within(place).filter((one) => !one.matches("button.step"));
    const left = around.find(({ place }) => place.isConnected && calm(place).length > 0);
    const near = left ? calm(left.place) : [];
    return near[Math.min(Math.max(left?.at ?? 0, 0), near.length - 1)] ?? centre();
  };
  const changed = (): void => {
    const last = trail.at(-1);
    const now = document.activeElement;
    if (last === undefined || (now !== null && now !== document.body && now !== last.element)) return;
    if (last.element.isConnected && !last.element.matches(":disabled")) return;
    heir(last)?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  document.addEventListener("focusin", entered);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", entered);
  };
}

/// Where the focus was in each region when it was left.
const held = new WeakMap<Element, HTMLElement>();

/// Goes to the next (1) or the previous (-1) region of the window, to where the focus was there: menus, top bar, left
/// column, centre, right column, notices.
export function stepRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll("[role=menubar], header.top, nav, main, aside, .notices")].filter(
    (each) => each.matches("main") || within(each).length > 0,
  );
  const now = document.activeElement;
  const at = regions.findIndex((each) => each.contains(now));
  if (now instanceof HTMLElement && regions[at]) held.set(regions[at], now);
  const next = regions[(at + by + regions.length) % regions.length];
  if (next === undefined) return;
  const kept = held.get(next);
  const first = within(next).find((each) => each.tabIndex >= 0) ?? within(next)[0];
  (kept && next.contains(kept) && usable(kept) ? kept : (first ?? (next as HTMLElement))).focus();
}

/// The name of the row that has the focus, for coming back to it: `data-open` of what is opened from there.
export const heldRow = (): string | null => document.activeElement?.closest<HTMLElement>("[data-open]")?.dataset["open"] ?? null;

const PATIENCE_MS = 2000;

/// Gives the focus back to a row of this name once it is there; the person who moves on first is left alone.
export function focusRow(name: string): void {
  const until = performance.now() + PATIENCE_MS;
  const look = (): void => {
    const now = document.activeElement;
    const waiting = now === null || now === document.body || now === centre();
    const row = document.querySelector<HTMLElement>(`main [data-open="${CSS.escape(name)}"], aside [data-open="${CSS.escape(name)}"]`);
    if (!waiting || performance.now() > until) return observer.disconnect();
    if (row === null) return;
    observer.disconnect();
    (row.matches(FOCUSABLE) ? row : within(row)[0])?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  look();
}
