import { toBlocks } from "./blocks.ts";
import { common } from "./edits.ts";
import type { DocJson } from "./schema.ts";
import { plain } from "./text.ts";

/// Where a note sits: a stretch of one block as it read in one revision, or a printed field (`field` set, no text).
/// Offsets count UTF-16 units of the block's plain text.
export interface Anchor {
  readonly block: string | null;
  readonly field: string | null;
  readonly from: number;
  readonly to: number;
  readonly quote: string;
}

/// Where the anchor sits in another text. `orphaned`: its words are gone; show the quote.
export type Placed =
  | { readonly kind: "text"; readonly block: string; readonly from: number; readonly to: number }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "orphaned"; readonly quote: string };

/// Where a text holds `quote` nearest to the place `from`; -1 where it does not.
export function nearest(text: string, quote: string, from: number): number {
  let best = -1;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (best < 0 || Math.abs(at - from) < Math.abs(best - from)) best = at;
  }
  return best;
}

/// Finds the anchor in `doc`: in its block at its place, in its block nearest to its place, then in any block in reading
/// order. An empty quote stays with its block while that exists.
export function place(anchor: Anchor, doc: DocJson): Placed {
  if (anchor.field !== null) return { kind: "field", field: anchor.field };
  const blocks = toBlocks(doc);
  const home = blocks.filter((block) => block.id === anchor.block);
  if (anchor.quote === "" && home.length > 0) return { kind: "text", block: anchor.block ?? "", from: 0, to: 0 };
  if (anchor.quote !== "") {
    for (const block of [...home, ...blocks]) {
      const at = nearest(plain(block), anchor.quote, block.id === anchor.block ? anchor.from : 0);
      if (at >= 0) return { kind: "text", block: block.id, from: at, to: at + anchor.quote.length };
    }
  }
  return { kind: "orphaned", quote: anchor.quote };
}

/// Where a place of a text is after one stretch of it was typed over: what stands before stays, what stands behind moves
/// along, what lay within comes to the end of what was typed. `side`: whether a place where something was put in belongs to
/// the letter before it or to the one behind. Offsets count UTF-16 units.
export function shifted(before: string, after: string, at: number, side: "before" | "behind"): number {
  if (before === after) return at;
  const { start, end } = common(before, after);
  if (at < start || (at === start && side === "before")) return at;
  return at >= before.length - end ? at + after.length - before.length : after.length - end;
}
