import type { Node, ResolvedPos } from "prosemirror-model";
import { TextSelection, type EditorState, type Selection, type Transaction } from "prosemirror-state";
import { schema, type Part } from "./schema.ts";

/// A stretch of a manuscript that the cursor moves in freely and that editing never leaves: the headline, the body of
/// a part, an explainer's title. `from` to `to` is its content; `line`: one line of text without blocks.
export interface Region {
  readonly part: Part;
  readonly line: boolean;
  readonly from: number;
  readonly to: number;
}

/// The regions of a manuscript in reading order.
export function regionsOf(doc: Node): Region[] {
  const regions: Region[] = [];
  doc.forEach((node, offset) => {
    const part = node.type.name as Part;
    const inside = offset + 1;
    const to = offset + node.nodeSize - 1;
    const title = node.type === schema.nodes.explainer ? node.firstChild : null;
    if (title) regions.push({ part, line: true, from: inside + 1, to: inside + title.nodeSize - 1 });
    regions.push({ part, line: node.isTextblock, from: inside + (title?.nodeSize ?? 0), to });
  });
  return regions;
}

/// The index of the region that holds a position; between two regions, the earlier one.
export function regionAt(doc: Node, pos: number): number {
  const regions = regionsOf(doc);
  const at = regions.findLastIndex((region) => region.from <= pos);
  return Math.max(at, 0);
}

/// Whether a selection reaches over the edge of a region.
export const crosses = ({ $from, $to }: Selection): boolean => regionAt($from.doc, $from.pos) !== regionAt($to.doc, $to.pos);

/// The first and the last place for text in a region.
export const startOf = (doc: Node, region: Region): number =>
  region.line ? region.from : TextSelection.near(doc.resolve(region.from), 1).from;
export const endOf = (doc: Node, region: Region): number => (region.line ? region.to : TextSelection.near(doc.resolve(region.to), -1).to);

/// A textblock: its node and the position before it.
export interface Placed {
  readonly node: Node;
  readonly pos: number;
}

/// The textblocks of a region in reading order.
export function blocksOf(doc: Node, region: Region): Placed[] {
  if (region.line) {
    const node = doc.resolve(region.from).parent;
    return [{ node, pos: region.from - 1 }];
  }
  const blocks: Placed[] = [];
  doc.nodesBetween(region.from, region.to, (node, pos) => {
    if (node.isTextblock && pos >= region.from) blocks.push({ node, pos });
    return !node.isTextblock;
  });
  return blocks;
}

/// The textblock around a position.
export const blockAround = ($pos: ResolvedPos): Placed => ({ node: $pos.parent, pos: $pos.before() });

const emptyBlock = (id: unknown = null): Node => schema.node("paragraph", { id });

function clearBody(tr: Transaction, region: Region, from: number, to: number): void {
  const first = startOf(tr.doc, region);
  const last = endOf(tr.doc, region);
  const [a, b] = [Math.max(from, first), Math.min(to, last)];
  if (a > b) return;
  if (a === first && b === last) {
    const kept = tr.doc.resolve(first).parent;
    tr.replaceWith(region.from, region.to, emptyBlock(kept.attrs["id"]));
  } else if (a < b) tr.delete(a, b);
}

/// Deletes a stretch of text and keeps every part: what reaches over several regions is cleared in each of them.
/// The cursor goes where the stretch began.
export function clearRange(tr: Transaction, from: number, to: number): Transaction {
  for (const region of regionsOf(tr.doc).reverse()) {
    const [a, b] = [Math.max(from, region.from), Math.min(to, region.to)];
    if (a > b) continue;
    if (region.line) tr.delete(a, b);
    else clearBody(tr, region, a, b);
  }
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size)), 1));
}

/// The selection's text gone, the parts kept; the same transaction when nothing was selected.
export const clearSelection = (state: EditorState): Transaction => {
  const { from, to, empty } = state.selection;
  return empty ? state.tr : clearRange(state.tr, from, to);
};

/// One block out of its list or part, as text and kind: what rebuilding works with.
export interface Flat {
  readonly kind: "paragraph" | "point";
  readonly node: Node;
}

/// Blocks of a body as a flat sequence.
export const flatten = (nodes: readonly Node[]): Flat[] =>
  nodes.flatMap((node): Flat[] =>
    node.type === schema.nodes.points ? node.children.map((point) => ({ kind: "point", node: point })) : [{ kind: "paragraph", node }],
  );

/// The inverse of `flatten`: neighbouring points become one list, each block the node of its kind.
export function nest(flats: readonly Flat[]): Node[] {
  const nodes: Node[] = [];
  for (const { kind, node } of flats) {
    const block = schema.node(kind, { id: node.attrs["id"] ?? null }, node.content);
    const last = nodes.at(-1);
    if (kind === "paragraph") nodes.push(block);
    else if (last?.type === schema.nodes.points) nodes[nodes.length - 1] = last.copy(last.content.addToEnd(block));
    else nodes.push(schema.node("points", null, block));
  }
  return nodes;
}
