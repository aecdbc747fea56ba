import { MediaQuery } from "svelte/reactivity";

/// The two side columns: shown where there is room (inspector from 1100 px, rail from 800 px), or as the person chose.
class Columns {
  #roomForRail = new MediaQuery("min-width: 800px");
  #roomForInspector = new MediaQuery("min-width: 1100px");
  #rail = $state<boolean | null>(null);
  #inspector = $state<boolean | null>(null);

  get rail(): boolean {
    return this.#rail ?? this.#roomForRail.current;
  }

  get inspector(): boolean {
    return this.#inspector ?? this.#roomForInspector.current;
  }

  /// Whether a column lies over the centre, since there is no room beside it.
  get railOver(): boolean {
    return this.rail && !this.#roomForRail.current;
  }

  get inspectorOver(): boolean {
    return this.inspector && !this.#roomForInspector.current;
  }

  toggleRail(): void {
    this.#rail = !this.rail;
  }

  showInspector(): void {
    if (!this.inspector) this.#inspector = true;
  }

  toggleInspector(): void {
    this.#inspector = !this.inspector;
  }

  /// Closes what lies over the centre. False when nothing did.
  closeOver(): boolean {
    const over = this.railOver || this.inspectorOver;
    if (this.railOver) this.#rail = null;
    if (this.inspectorOver) this.#inspector = null;
    return over;
  }
}

export const columns = new Columns();
