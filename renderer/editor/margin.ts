import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Part } from "../../src/core/manuscript/schema.ts";

/// What stands in the left margin of a part, and in it while it is empty.
export interface PartLabel {
  readonly label: string;
  /// Below the label: who writes it, whether it is ready.
  readonly under: string;
  readonly hint: string;
}

export type PartLabels = Readonly<Record<Part | "title", PartLabel>>;

const LETTERS_A_LINE = 14;

/// How many lines a label takes in the margin: what stands below it moves down.
function linesOf(label: string): number {
  let [lines, used] = [1, 0];
  for (const word of label.split(" ")) {
    const fits = used === 0 || used + 1 + word.length <= LETTERS_A_LINE;
    used = fits ? used + 1 + word.length : word.length;
    lines += fits ? 0 : 1;
  }
  return lines;
}

const partDecoration = (node: Node, pos: number, labels: PartLabels): Decoration => {
  const { label, under } = labels[node.type.name as Part];
  const lines = String(linesOf(label));
  const shown = { "data-label": label, "data-under": under, "data-lines": lines, role: "group", "aria-label": label };
  return Decoration.node(pos, pos + node.nodeSize, shown);
};

function decorations(doc: Node, labels: PartLabels): DecorationSet {
  const made: Decoration[] = [];
  const hint = (node: Node, pos: number, words: string): void => {
    if (node.content.size === 0) made.push(Decoration.node(pos, pos + node.nodeSize, { class: "hinted", "data-hint": words }));
  };
  doc.forEach((part, offset) => {
    made.push(partDecoration(part, offset, labels));
    if (part.isTextblock) hint(part, offset, labels.headline.hint);
    const body = part.childCount - (part.firstChild?.type.name === "title" ? 1 : 0);
    part.forEach((block, at) => {
      const title = block.type.name === "title";
      if (block.isTextblock && (title || body === 1)) hint(block, offset + 1 + at, labels[title ? "title" : (part.type.name as Part)].hint);
    });
  });
  return DecorationSet.create(doc, made);
}

/// What the decorations depend on beside the labels: the parts and their blocks, and which of them are empty. While
/// letters come and go, this stays.
function sameShape(before: Node, after: Node): boolean {
  if (before === after) return true;
  if (before.type !== after.type || before.childCount !== after.childCount) return false;
  if (before.isTextblock) return (before.content.size === 0) === (after.content.size === 0);
  return before.children.every((child, at) => sameShape(child, after.child(at)));
}

interface Margin {
  readonly labels: PartLabels;
  readonly set: DecorationSet;
}

const key = new PluginKey<Margin>("margin");

function apply(tr: Transaction, margin: Margin): Margin {
  const labels = (tr.getMeta(key) as PartLabels | undefined) ?? margin.labels;
  if (labels === margin.labels && !tr.docChanged) return margin;
  const moved = labels === margin.labels && sameShape(tr.before, tr.doc);
  return { labels, set: moved ? margin.set.map(tr.mapping, tr.doc) : decorations(tr.doc, labels) };
}

/// Labels the parts in the margin and says in an empty part what belongs there.
export const marginPlugin = (labels: PartLabels): Plugin<Margin> =>
  new Plugin<Margin>({
    key,
    state: { init: (_config, state) => ({ labels, set: decorations(state.doc, labels) }), apply },
    props: { decorations: (state) => key.getState(state)?.set },
  });

export const setLabels = (tr: Transaction, labels: PartLabels): Transaction => tr.setMeta(key, labels);
