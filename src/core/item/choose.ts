import { fromBlocks, toBlocks, type Block } from "../manuscript/blocks.ts";
import type { Content } from "./item.ts";
import type { TwoVersions } from "./merge.ts";

/// What a person keeps of two versions: one of them, or both one after the other.
export type Pick = "a" | "b" | "both";

function pickBlock(blocks: readonly Block[], one: Extract<TwoVersions, { kind: "block" }>, pick: Pick, nextId: () => string): Block[] {
  const kept = pick === "b" ? one.b : one.a;
  return blocks.flatMap((block) => {
    if (block.id !== one.id) return [block];
    if (pick !== "both" || one.a === null || one.b === null) return kept === null ? (pick === "both" ? [block] : []) : [kept];
    return [one.a, { ...one.b, id: nextId() }];
  });
}

const ordered = (blocks: readonly Block[], order: readonly string[]): Block[] => {
  const place = new Map(order.map((id, at) => [id, at]));
  const known = blocks.filter((block) => place.has(block.id)).sort((x, y) => (place.get(x.id) ?? 0) - (place.get(y.id) ?? 0));
  return blocks.map((block) => (place.has(block.id) ? (known.shift() ?? block) : block));
};

/// The merged text with a person's choice between each pair of versions: `picks[n]` is for `versions[n]`, `a` where none is
/// given. Both versions of a field cannot be kept: the first is.
export function choose(
  shown: Content,
  versions: readonly TwoVersions[],
  picks: readonly (Pick | undefined)[],
  nextId: () => string,
): Content {
  let blocks: Block[] = toBlocks(shown.doc);
  const fields: Record<string, unknown> = { ...shown.fields };
  versions.forEach((one, at) => {
    const pick = picks[at] ?? "a";
    if (one.kind === "block") blocks = pickBlock(blocks, one, pick, nextId);
    else if (one.kind === "order") blocks = pick === "b" ? ordered(blocks, one.b) : blocks;
    else fields[one.field] = pick === "b" ? one.b : one.a;
  });
  return { ...shown, fields: { ...shown.fields, ...fields }, doc: fromBlocks(blocks) };
}
