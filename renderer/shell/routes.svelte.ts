import { tick } from "svelte";
import { focusRow, heldRow } from "./focus.ts";

/// Where a person can be. `id` is the thing shown there.
export type Place =
  | {
      readonly name:
        "welcome" | "inbox" | "issue" | "pitches" | "archive" | "preview" | "people" | "exchange" | "settings" | "shortcuts" | "find";
    }
  | { readonly name: "item" | "past-issue" | "briefs"; readonly id: string };

export type PlaceName = Place["name"];

interface Visit {
  readonly place: Place;
  scroll: number;
  row: string | null;
}

const same = (a: Place, b: Place): boolean => a.name === b.name && ("id" in a ? a.id : "") === ("id" in b ? b.id : "");

/// The way through the window: where the person is, was, how far down and on which row.
class Routes {
  #visits = $state<Visit[]>([{ place: { name: "welcome" }, scroll: 0, row: null }]);
  #at = $state(0);
  #view: HTMLElement | null = null;

  get current(): Place {
    return this.#visits[this.#at]?.place ?? { name: "welcome" };
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  get canGoForward(): boolean {
    return this.#at < this.#visits.length - 1;
  }

  is(place: Place): boolean {
    return same(this.current, place);
  }

  /// The element that scrolls; its place is kept for each visit.
  watch(view: HTMLElement): () => void {
    this.#view = view;
    return () => (this.#view = null);
  }

  /// Goes to a place; what was ahead is forgotten.
  go(place: Place): void {
    if (same(place, this.current)) return;
    this.#leave();
    this.#visits = [...this.#visits.slice(0, this.#at + 1), { place, scroll: 0, row: null }];
    this.#at += 1;
    void this.#arrive();
  }

  /// Replaces where the person is: nothing to go back to.
  begin(place: Place): void {
    this.#visits = [{ place, scroll: 0, row: null }];
    this.#at = 0;
  }

  back(): void {
    if (this.canGoBack) this.#move(-1);
  }

  forward(): void {
    if (this.canGoForward) this.#move(1);
  }

  #move(by: 1 | -1): void {
    this.#leave();
    this.#at += by;
    void this.#arrive();
  }

  #leave(): void {
    const visit = this.#visits[this.#at];
    if (!visit) return;
    visit.row = heldRow();
    if (this.#view) visit.scroll = this.#view.scrollTop;
  }

  async #arrive(): Promise<void> {
    await tick();
    const visit = this.#visits[this.#at];
    this.#view?.scrollTo({ top: visit?.scroll ?? 0, behavior: "instant" });
    if (visit?.row) focusRow(visit.row);
  }
}

export const routes = new Routes();
