import type { ItemView } from "../../src/contract/item.ts";
import type { CheckFinding } from "../../src/core/checks/check.ts";
import type { Content } from "../../src/core/item/item.ts";
import type { Words } from "../editor/create.ts";
import type { Highlight } from "../editor/highlights.ts";
import { highlightsOf, writtenHighlights } from "./highlights.ts";

/// How the text is read: with what is noted and suggested on it, as it would be with every suggestion taken, or as it is
/// without any.
export const READINGS = ["marked", "clean", "original"] as const;
export type Reading = (typeof READINGS)[number];

/// What the marks of a page are made from.
export interface Marked {
  readonly view: ItemView;
  readonly text: Content;
  readonly unshared: boolean;
  readonly suggesting: boolean;
  readonly reading: Reading;
  readonly findings: readonly CheckFinding[];
}

/// Comparing takes longer than a keystroke may: marks follow what is typed by themselves and are drawn anew in a pause.
const PAUSE_MS = 150;

/// What I wrote, compared once for each text: it is asked for again whenever the station has said something.
class Written {
  #begun: Content | null = null;
  #text: Content | null = null;
  #found: readonly Highlight[] = [];

  of(begun: Content, text: Content): readonly Highlight[] {
    if (begun !== this.#begun || text !== this.#text)
      [this.#begun, this.#text, this.#found] = [begun, text, writtenHighlights(begun, text)];
    return this.#found;
  }
}

/// The marks on one page, kept true to its text.
export class Marks {
  highlights = $state.raw<readonly Highlight[]>([]);
  #last: Content | null = null;
  readonly #written = new Written();

  constructor(marked: () => Marked | null, name: (member: string) => string) {
    $effect(() => {
      const now = marked();
      if (now === null) return;
      const draw = (): void => {
        this.#last = now.text;
        this.highlights = this.#drawn(now, name);
      };
      if (this.#last === null || this.#last === now.text) return draw();
      const pause = setTimeout(() => requestIdleCallback(draw, { timeout: PAUSE_MS }), PAUSE_MS);
      return () => clearTimeout(pause);
    });
  }

  #drawn({ view, text, unshared, suggesting, reading, findings }: Marked, name: (member: string) => string): readonly Highlight[] {
    if (reading !== "marked") return [];
    const mine = suggesting && unshared && view.begun !== null ? this.#written.of(view.begun, text) : [];
    return [...highlightsOf(view, text.doc, findings, name), ...mine];
  }
}

/// The places that Find found.
export const foundHighlights = (found: readonly Words[]): Highlight[] =>
  found.map(({ block, from, to }, at) => ({ id: `found:${at}`, kind: "found", block, from, to, title: "" }));

/// The text to show in a reading: `typed` is what I have here, to which alone typing goes.
export function readText({ view, text, unshared, reading }: Omit<Marked, "suggesting" | "findings">): Content {
  if (reading === "clean") return unshared || view.proposals.length === 0 ? text : view.clean;
  if (reading === "original") return (unshared ? view.begun : view.item.shown) ?? text;
  return text;
}
