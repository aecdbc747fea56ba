import { MediaQuery } from "svelte/reactivity";
import { desk } from "../desk.ts";

/// Light, dark, or as the system has it.
export type Mode = "light" | "dark" | "system";

const KEPT = "appearance";
const isMode = (value: string | null): value is Mode => value === "light" || value === "dark" || value === "system";

const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
const USUAL = STEPS.indexOf(1);

/// How the window looks: its mode and size. This laptop's station keeps them; the window's own storage has the mode too,
/// so that the first frame is right already.
class Appearance {
  #system = new MediaQuery("prefers-color-scheme: dark");
  #mode = $state<Mode>("system");
  #step = $state(USUAL);

  constructor() {
    const kept = localStorage.getItem(KEPT);
    if (isMode(kept)) this.#mode = kept;
  }

  /// Takes over what the station keeps, if it keeps any.
  async load(): Promise<void> {
    const reply = await desk.call("settings.read", {});
    if (!reply.ok || reply.value === null) return;
    const { appearance: mode, size } = reply.value;
    this.#mode = mode;
    this.#step = Math.max(
      0,
      STEPS.findIndex((step) => Math.round(step * 100) === size),
    );
    localStorage.setItem(KEPT, mode);
  }

  #keep(): void {
    localStorage.setItem(KEPT, this.#mode);
    void desk.call("settings.appearance", { appearance: this.#mode, size: Math.round(this.zoom * 100) });
  }

  get mode(): Mode {
    return this.#mode;
  }

  set mode(mode: Mode) {
    this.#mode = mode;
    this.#keep();
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
    this.#keep();
  }
}

export const appearance = new Appearance();
