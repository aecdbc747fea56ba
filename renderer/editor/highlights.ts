import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/// Something shown on a stretch of one block: a note, what a suggestion deletes or inserts, a finding of the checks.
/// Offsets count UTF-16 units of the block's plain text. `text` is what an insertion would add, or a deletion took away, at
/// `from`.
export interface Highlight {
  readonly id: string;
  readonly kind:
    "note" | "blocking" | "deleted" | "inserted" | "formatted" | "insertion" | "deletion" | "check" | "found" | "seen" | "alone";
  readonly block: string;
  readonly from: number;
  readonly to: number;
  readonly text?: string;
  /// Read aloud and shown on hover: what it is, told apart without colour.
  readonly title: string;
}

interface Shown {
  readonly set: DecorationSet;
  readonly chosen: string | null;
}

const key = new PluginKey<Shown>("highlights");
type Change = { readonly highlights: readonly Highlight[] } | { readonly chosen: string | null };

const blocksById = (doc: Node): Map<unknown, { node: Node; pos: number }> => {
  const found = new Map<unknown, { node: Node; pos: number }>();
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.set(node.attrs["id"], { node, pos });
    return !node.isTextblock;
  });
  return found;
};

/// Words that the text does not hold, drawn where they would be or were.
function absent(pos: number, { id, kind, text, title }: Highlight): Decoration {
  const draw = (): HTMLElement => {
    const words = document.createElement(kind === "insertion" ? "ins" : "del");
    words.textContent = text ?? "";
    words.title = title;
    words.dataset["highlight"] = id;
    words.className = `highlight ${kind}`;
    return words;
  };
  return Decoration.widget(pos, draw, { side: 1, key: `${kind} ${id} ${title} ${text ?? ""}`, ignoreSelection: true, id });
}

/// Elements whose role a screen reader speaks: insertion, deletion, highlighted text.
const ELEMENTS: Partial<Record<Highlight["kind"], string>> = {
  deleted: "del",
  inserted: "ins",
  note: "mark",
  blocking: "mark",
};

function drawn(doc: Node, highlights: readonly Highlight[]): DecorationSet {
  const blocks = blocksById(doc);
  const made = highlights.flatMap((each) => {
    const block = blocks.get(each.block);
    if (!block) return [];
    const start = block.pos + 1;
    const [from, to] = [Math.min(each.from, block.node.content.size), Math.min(each.to, block.node.content.size)];
    if (each.kind === "insertion" || each.kind === "deletion") return [absent(start + from, each)];
    const nodeName = ELEMENTS[each.kind];
    return [
      Decoration.inline(
        start + from,
        start + to,
        { class: `highlight ${each.kind}`, title: each.title, "data-highlight": each.id, ...(nodeName === undefined ? {} : { nodeName }) },
        { id: each.id },
      ),
    ];
  });
  return DecorationSet.create(doc, made);
}

function apply(tr: Transaction, shown: Shown): Shown {
  const change = tr.getMeta(key) as Change | undefined;
  if (change && "highlights" in change) return { ...shown, set: drawn(tr.doc, change.highlights) };
  if (change) return { ...shown, chosen: change.chosen };
  return tr.docChanged ? { ...shown, set: shown.set.map(tr.mapping, tr.doc) } : shown;
}

const chosenOn = ({ set, chosen }: Shown, doc: Node): DecorationSet => {
  const spec = (each: { id?: unknown }): boolean => each.id === chosen;
  const found = chosen === null ? [] : set.find(undefined, undefined, spec).filter((each) => each.from < each.to);
  return DecorationSet.create(
    doc,
    found.map((each) => Decoration.inline(each.from, each.to, { class: "chosen" })),
  );
};

/// Shows highlights; they follow what is typed until they are set anew. `pick` hears which one was clicked.
export const highlightsPlugin = (pick: (id: string) => void): Plugin<Shown> =>
  new Plugin<Shown>({
    key,
    state: { init: () => ({ set: DecorationSet.empty, chosen: null }), apply },
    props: {
      decorations(state) {
        const shown = key.getState(state);
        return shown ? shown.set.add(state.doc, chosenOn(shown, state.doc).find()) : null;
      },
      handleClick(_view, _pos, click) {
        const id =
          click.target instanceof Element ? click.target.closest<HTMLElement>("[data-highlight]")?.dataset["highlight"] : undefined;
        if (id !== undefined) pick(id);
        return false;
      },
    },
  });

export const setHighlights = (tr: Transaction, highlights: readonly Highlight[]): Transaction =>
  tr.setMeta(key, { highlights } satisfies Change);
export const chooseHighlight = (tr: Transaction, chosen: string | null): Transaction => tr.setMeta(key, { chosen } satisfies Change);

/// Where a highlight stands now, or null when its text is gone.
export function placeOf(state: EditorState, id: string): number | null {
  const [found] = key.getState(state)?.set.find(undefined, undefined, (spec: { id?: unknown }) => spec.id === id) ?? [];
  return found?.from ?? null;
}
