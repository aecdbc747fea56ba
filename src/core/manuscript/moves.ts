import { AllSelection, TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state";
import { STRUCTURE } from "./guard.ts";
import {
  blockAround,
  blocksOf,
  clearSelection,
  crosses,
  endOf,
  flatten,
  nest,
  regionAt,
  regionsOf,
  startOf,
  type Placed,
  type Region,
} from "./regions.ts";
import { schema } from "./schema.ts";

/// What the keys do in a manuscript. Each command answers false when the key is not for it.

const here = (state: EditorState): { regions: Region[]; at: number; region: Region } | null => {
  const regions = regionsOf(state.doc);
  const at = regionAt(state.doc, state.selection.from);
  const region = regions[at];
  return region === undefined ? null : { regions, at, region };
};

const cursorAt = (tr: Transaction, pos: number): Transaction => tr.setSelection(TextSelection.create(tr.doc, pos)).scrollIntoView();

/// Moves the cursor to the start of the next or the previous part. False at the ends, so that Tab leaves the text.
export const stepPart =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const place = here(state);
    const target = place?.regions[place.at + by];
    if (target === undefined) return false;
    dispatch?.(cursorAt(state.tr, startOf(state.doc, target)));
    return true;
  };

/// From a line of text to the start of the part after it; what was selected is gone.
function enterLine(state: EditorState, at: number): Transaction {
  const tr = clearSelection(state);
  const next = regionsOf(tr.doc)[at + 1];
  return next === undefined ? tr : cursorAt(tr, startOf(tr.doc, next));
}

/// An empty block at the end of a part is the wish to go on: to the next part, the empty block gone unless it is alone.
function leavePart(state: EditorState, region: Region, next: Region | undefined): Transaction | null {
  const { node, pos } = blockAround(state.selection.$from);
  const blocks = blocksOf(state.doc, region);
  if (node.content.size > 0 || node.type !== schema.nodes.paragraph || blocks.at(-1)?.pos !== pos) return null;
  if (next === undefined) return state.tr;
  const target = startOf(state.doc, next);
  if (blocks.length === 1) return cursorAt(state.tr, target);
  const tr = state.tr.delete(pos, pos + node.nodeSize);
  return cursorAt(tr, tr.mapping.map(target));
}

/// Rebuilds the body's blocks from `first` to `last` (indexes of blocks) by a change of their kinds.
function rebuild(tr: Transaction, region: Region, change: (flats: ReturnType<typeof flatten>) => ReturnType<typeof flatten>): Transaction {
  const body: Placed[] = [];
  tr.doc.nodesBetween(region.from, region.to, (node, pos) => {
    if (pos >= region.from) body.push({ node, pos });
    return pos < region.from;
  });
  return tr.replaceWith(region.from, region.to, nest(change(flatten(body.map((each) => each.node)))));
}

/// Gives the blocks of the selection another kind, the cursor staying in its text.
function setKind(tr: Transaction, region: Region, kind: "paragraph" | "point"): Transaction {
  const { $anchor, $head, from, to } = tr.selection;
  const at = regionAt(tr.doc, from);
  const blocks = blocksOf(tr.doc, region);
  const chosen = new Set(blocks.flatMap(({ node, pos }, index) => (pos + node.nodeSize > from && pos < to + 1 ? [index] : [])));
  const spot = (pos: number, offset: number) => ({ index: blocks.findIndex((block) => block.pos === pos), offset });
  const [a, b] = [spot($anchor.before(), $anchor.parentOffset), spot($head.before(), $head.parentOffset)];
  rebuild(tr, region, (flats) => flats.map((flat, index) => (chosen.has(index) ? { ...flat, kind } : flat)));
  const after = blocksOf(tr.doc, regionsOf(tr.doc)[at] ?? region);
  const place = ({ index, offset }: { index: number; offset: number }): number => (after[index]?.pos ?? region.from) + 1 + offset;
  return tr.setSelection(TextSelection.create(tr.doc, place(a), place(b))).scrollIntoView();
}

/// Enter: the next part from a headline or title, a new block in a body, out of the list from an empty point, on to
/// the next part from an empty last block.
export const enter: Command = (state, dispatch) => {
  const place = here(state);
  if (place === null) return false;
  const { regions, at, region } = place;
  const next = regions[at + 1];
  if (region.line) {
    dispatch?.(enterLine(state, at));
    return true;
  }
  if (!state.selection.empty) {
    dispatch?.(splitBlock(clearSelection(state)));
    return true;
  }
  const { $from } = state.selection;
  const leave = leavePart(state, region, next);
  if (leave) dispatch?.(leave);
  else if ($from.parent.type === schema.nodes.point && $from.parent.content.size === 0) dispatch?.(setKind(state.tr, region, "paragraph"));
  else dispatch?.(splitBlock(state.tr));
  return true;
};

/// A new block at the cursor. At the start of a text the new, empty block comes before it, so that the text keeps its id.
function splitBlock(tr: Transaction): Transaction {
  const { $from } = tr.selection;
  const { node, pos } = blockAround($from);
  if ($from.parentOffset === 0 && node.content.size > 0) return tr.insert(pos, node.type.create({ id: null })).scrollIntoView();
  return tr.split($from.pos, 1, [{ type: node.type, attrs: { id: null } }]).scrollIntoView();
}

/// Moves a block's text to the end of the block before it.
function joinBlocks(state: EditorState, into: Placed, block: Placed): Transaction {
  const end = into.pos + into.node.nodeSize - 1;
  const $block = state.doc.resolve(block.pos);
  const alone = $block.parent.type === schema.nodes.points && $block.parent.childCount === 1;
  const [from, to] = alone ? [$block.before(), $block.after()] : [block.pos, block.pos + block.node.nodeSize];
  const tr = state.tr.delete(from, to).insert(end, block.node.content);
  return cursorAt(tr, end);
}

/// An explainer without any text goes when its empty title is deleted.
function dropExplainer(state: EditorState, region: Region): Transaction | null {
  if (region.part !== "explainer" || !region.line) return null;
  const $title = state.doc.resolve(region.from);
  const explainer = $title.node(1);
  if (explainer.textContent !== "") return null;
  const tr = state.tr.delete($title.before(1), $title.after(1)).setMeta(STRUCTURE, true);
  return tr.setSelection(TextSelection.near(tr.doc.resolve($title.before(1)), -1)).scrollIntoView();
}

/// Backspace: clears a selection, keeping the parts; stays at a part's start; makes a list's first point a paragraph;
/// joins blocks. False inside a text, where the letter before the cursor goes.
export const backspace: Command = (state, dispatch) => {
  if (!state.selection.empty) {
    dispatch?.(clearSelection(state).scrollIntoView());
    return true;
  }
  const { $from } = state.selection;
  const place = here(state);
  if (place === null || $from.parentOffset > 0) return false;
  const block = blockAround($from);
  const blocks = blocksOf(state.doc, place.region);
  const before = blocks[blocks.findIndex((each) => each.pos === block.pos) - 1];
  const firstPoint = block.node.type === schema.nodes.point && $from.index(-1) === 0;
  if (firstPoint) dispatch?.(setKind(state.tr, place.region, "paragraph"));
  else if (before) dispatch?.(joinBlocks(state, before, block));
  else {
    const dropped = dropExplainer(state, place.region);
    if (dropped) dispatch?.(dropped);
  }
  return true;
};

/// Delete: the same forward; it stays at a part's end.
export const deleteForward: Command = (state, dispatch) => {
  if (!state.selection.empty) return backspace(state, dispatch);
  const { $from } = state.selection;
  const place = here(state);
  if (place === null || $from.parentOffset < $from.parent.content.size) return false;
  const block = blockAround($from);
  const blocks = blocksOf(state.doc, place.region);
  const after = blocks[blocks.findIndex((each) => each.pos === block.pos) + 1];
  if (after) dispatch?.(joinBlocks(state, block, after));
  return true;
};

/// Select all: the part first, the whole item when that is selected already.
export const selectAll: Command = (state, dispatch) => {
  const place = here(state);
  if (place === null) return false;
  const [from, to] = [startOf(state.doc, place.region), endOf(state.doc, place.region)];
  const { selection, tr } = state;
  const whole = crosses(selection) || (selection.from <= from && selection.to >= to);
  dispatch?.(tr.setSelection(whole ? new AllSelection(state.doc) : TextSelection.create(state.doc, from, to)));
  return true;
};

/// Makes the selected paragraphs points, or points paragraphs when all are points. False outside a body.
export const togglePoints: Command = (state, dispatch) => {
  const place = here(state);
  if (place === null || place.region.line || crosses(state.selection)) return false;
  const { from, to } = state.selection;
  const chosen = blocksOf(state.doc, place.region).filter(({ node, pos }) => pos + node.nodeSize > from && pos < to + 1);
  const kind = chosen.every((block) => block.node.type === schema.nodes.point) ? "paragraph" : "point";
  dispatch?.(setKind(state.tr, place.region, kind));
  return true;
};

/// Makes the paragraph of the cursor a point. Null where there are no points, or it is one already.
export function makePoint(tr: Transaction): Transaction | null {
  const region = regionsOf(tr.doc)[regionAt(tr.doc, tr.selection.from)];
  if (!region || region.line || tr.selection.$from.parent.type !== schema.nodes.paragraph) return null;
  return setKind(tr, region, "point");
}

/// Adds an explainer after the part of the cursor (at the earliest after the glance), and goes to its title.
export const addExplainer: Command = (state, dispatch) => {
  const { $from } = state.selection;
  const children = state.doc.children;
  const index = Math.min(Math.max($from.index(0), 1), children.length - 2);
  const pos = children.slice(0, index + 1).reduce((sum, node) => sum + node.nodeSize, 0);
  const made = schema.node("explainer", { id: null }, [schema.node("title"), schema.node("paragraph")]);
  const tr = state.tr.insert(pos, made);
  dispatch?.(cursorAt(tr, pos + 2));
  return true;
};

/// Text typed over a selection that reaches over several parts: each is cleared, the text stands where it began.
export const typeOver = (state: EditorState, text: string): Transaction => clearSelection(state).insertText(text).scrollIntoView();
