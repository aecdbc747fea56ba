import { MediaQuery } from "svelte/reactivity";

/// Light, dark, or as the system has it.
export type Mode = "light" | "dark" | "system";

const KEPT = "appearance";
const isMode = (value: string | null): value is Mode => value === "light" || value === "dark" || value === "system";

const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
const USUAL = STEPS.indexOf(1);

/// How the window looks: its mode and size, kept in this window's own storage.
class Appearance {
  #system = new MediaQuery("prefers-color-scheme: dark");
  #mode = $state<Mode>("system");
  #step = $state(USUAL);

  constructor() {
    const kept = localStorage.getItem(KEPT);
    if (isMode(kept)) this.#mode = kept;
  }

  get mode(): Mode {
    return this.#mode;
  }

  set mode(mode: Mode) {
    this.#mode = mode;
    localStorage.setItem(KEPT, mode);
  }

  /// What is shown now.
  get shown(): "light" | "dark" {
    return this.#mode === "system" ? (this.#system.current ? "dark" : "light") : this.#mode;
  }

  get zoom(): number {
    return STEPS[this.#step] ?? 1;
  }

  /// One step larger (1), smaller (-1), or the usual size (0).
  size(by: -1 | 0 | 1): void {
    this.#step = by === 0 ? USUAL : Math.min(Math.max(this.#step + by, 0), STEPS.length - 1);
  }
}

export const appearance = new Appearance();
