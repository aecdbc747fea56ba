import { same } from "../base/canonical.ts";
import { fromBlocks, isExplainerMarker, toBlocks, type Block } from "./blocks.ts";
import type { DocJson } from "./schema.ts";

/// Two versions of one block that two people made from the same base. `null`: that side deleted it.
/// For `order`, both moved blocks differently; the sides are the two orders of block ids.
export type BlockVersions =
  | { readonly kind: "block"; readonly id: string; readonly base: Block | null; readonly a: Block | null; readonly b: Block | null }
  | { readonly kind: "order"; readonly base: readonly string[]; readonly a: readonly string[]; readonly b: readonly string[] };

export interface MergedDoc {
  readonly doc: DocJson;
  readonly versions: readonly BlockVersions[];
}

type Index = ReadonlyMap<string, Block>;
const index = (blocks: readonly Block[]): Index => new Map(blocks.map((block) => [block.id, block]));

/// What becomes of one block id: the block to keep (null: deleted), and the two versions where both changed it.
function mergeBlock(id: string, base: Index, a: Index, b: Index): { keep: Block | null; versions: BlockVersions | null } {
  const [o, x, y] = [base.get(id) ?? null, a.get(id) ?? null, b.get(id) ?? null];
  if (same(x, y) || same(o, y)) return { keep: x, versions: null };
  if (same(o, x)) return { keep: y, versions: null };
  return { keep: x ?? y, versions: { kind: "block", id, base: o, a: x, b: y } };
}

/// `order` with the ids of `other` that it lacks, each after the nearest predecessor that both have. Ids inserted at one
/// place by both sides keep both groups: the group of `order` first.
function interleave(order: readonly string[], other: readonly string[], base: ReadonlySet<string>): string[] {
  const out = [...order];
  const known = new Set(order);
  other.forEach((id, at) => {
    if (known.has(id)) return;
    const before = other.slice(0, at).findLast((one) => known.has(one));
    let place = before === undefined ? 0 : out.indexOf(before) + 1;
    if (before !== undefined && base.has(before)) {
      while (place < out.length && !base.has(out[place] ?? "") && !other.includes(out[place] ?? "")) place++;
    }
    out.splice(place, 0, id);
    known.add(id);
  });
  return out;
}

const moved = (base: readonly string[], side: readonly string[]): boolean => {
  const inSide = new Set(side);
  const inBase = new Set(base);
  return !same(
    base.filter((id) => inSide.has(id)),
    side.filter((id) => inBase.has(id)),
  );
};

function mergeOrder(base: readonly string[], a: readonly string[], b: readonly string[]) {
  const baseIds = new Set(base);
  const [byA, byB] = [moved(base, a), moved(base, b)];
  const common = (side: readonly string[], rest: readonly string[]): string[] => {
    const kept = new Set(rest);
    return side.filter((id) => kept.has(id));
  };
  const clash = byA && byB && !same(common(a, b), common(b, a));
  const order = byB && !byA ? interleave(interleave(b, a, baseIds), base, baseIds) : interleave(interleave(a, b, baseIds), base, baseIds);
  return { order, versions: clash ? [{ kind: "order" as const, base, a, b }] : [] };
}

/// An explainer that one side deleted stays open while any block that was in it survives.
function keepOpen(kept: ReadonlyMap<string, Block>, order: readonly string[], all: readonly Index[]): Map<string, Block> {
  const out = new Map(kept);
  order.forEach((id, at) => {
    if (out.has(id) || !isExplainerMarker(id)) return;
    const next = order.slice(at + 1).findIndex((one) => one.startsWith("part:"));
    const inside = order.slice(at + 1, next < 0 ? undefined : at + 1 + next);
    const marker = all.map((one) => one.get(id)).find((block) => block !== undefined);
    if (marker !== undefined && inside.some((one) => out.has(one))) out.set(id, marker);
  });
  return out;
}

/// Three-way merge of manuscripts, block by block. Blocks changed on one side take that side; changed alike, once; changed
/// on both sides, deleted against edited, or reordered against reordered: two versions, where the merged text holds `a`'s
/// (or the surviving) one until a person chooses. No text of either side is ever absent from both `doc` and `versions`,
/// unless one side deleted it and the other left it untouched.
export function mergeDocs(base: DocJson, a: DocJson, b: DocJson): MergedDoc {
  const [o, x, y] = [toBlocks(base), toBlocks(a), toBlocks(b)];
  const [io, ix, iy] = [index(o), index(x), index(y)];
  const ids = (blocks: readonly Block[]): string[] => blocks.map((block) => block.id);
  const { order, versions: orders } = mergeOrder(ids(o), ids(x), ids(y));
  const versions: BlockVersions[] = [...orders];
  const kept = new Map<string, Block>();
  for (const id of order) {
    const merged = mergeBlock(id, io, ix, iy);
    if (merged.keep !== null) kept.set(id, merged.keep);
    if (merged.versions !== null) versions.push(merged.versions);
  }
  const open = keepOpen(kept, order, [io, ix, iy]);
  const blocks = order.map((id) => open.get(id)).filter((block) => block !== undefined);
  return { doc: fromBlocks(blocks), versions };
}
