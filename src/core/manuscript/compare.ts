import { diffWordsWithSpace } from "diff";
import { same } from "../base/canonical.ts";
import { toBlocks, type Block } from "./blocks.ts";
import type { DocJson } from "./schema.ts";
import { plain } from "./text.ts";

/// A stretch of text in a comparison.
export interface Piece {
  readonly kind: "same" | "inserted" | "deleted";
  readonly text: string;
}

/// One block as it stands in two texts. `marks`: the words are alike, their formatting is not.
export interface ComparedBlock {
  readonly id: string;
  readonly kind: Block["kind"];
  readonly change: "same" | "changed" | "inserted" | "deleted" | "moved" | "marks";
  readonly pieces: readonly Piece[];
}

const words = new Intl.Segmenter("zh", { granularity: "word" });

/// Two plain texts, word by word; Chinese by its words. Inserted and deleted pieces joined give the two texts exactly.
export function compareText(before: string, after: string): Piece[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  return diffWordsWithSpace(before, after, { intlSegmenter: words }).map((change) => ({
    kind: change.added ? "inserted" : change.removed ? "deleted" : "same",
    text: change.value,
  }));
}

function compareBlock(before: Block | undefined, after: Block, moved: boolean): ComparedBlock {
  const pieces = compareText(before === undefined ? "" : plain(before), plain(after));
  const { id, kind } = after;
  if (before === undefined) return { id, kind, change: "inserted", pieces };
  if (pieces.some((piece) => piece.kind !== "same")) return { id, kind, change: "changed", pieces };
  return { id, kind, change: same(before, after) ? (moved ? "moved" : "same") : "marks", pieces };
}

/// Ids of `after` that stand elsewhere among the blocks that both texts have.
function movedIds(before: readonly Block[], after: readonly Block[]): Set<string> {
  const [inBefore, inAfter] = [new Set(before.map((one) => one.id)), new Set(after.map((one) => one.id))];
  const [was, is] = [before.filter((one) => inAfter.has(one.id)), after.filter((one) => inBefore.has(one.id))];
  return new Set(is.filter((one, at) => was[at]?.id !== one.id).map((one) => one.id));
}

/// Two manuscripts, block by block in the order of the later one; what it lacks stands where it stood. Markers of parts
/// are left out.
export function compareDocs(before: DocJson, after: DocJson): ComparedBlock[] {
  const [old, now] = [toBlocks(before), toBlocks(after)].map((blocks) => blocks.filter((block) => block.kind !== "part"));
  const [was, is] = [old ?? [], now ?? []];
  const byId = new Map(was.map((block) => [block.id, block]));
  const kept = new Set(is.map((block) => block.id));
  const moved = movedIds(was, is);
  const out = is.map((block) => compareBlock(byId.get(block.id), block, moved.has(block.id)));
  was.forEach((block, at) => {
    if (kept.has(block.id)) return;
    const previous = was.slice(0, at).findLast((one) => out.some((other) => other.id === one.id));
    const place = previous === undefined ? 0 : out.findIndex((one) => one.id === previous.id) + 1;
    out.splice(place, 0, { id: block.id, kind: block.kind, change: "deleted", pieces: compareText(plain(block), "") });
  });
  return out;
}
