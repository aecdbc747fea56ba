import { EditorState, TextSelection, type Command, type Plugin, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { ListedBody } from "../../src/core/desk/kinds.ts";
import { guard, STRUCTURE } from "../../src/core/manuscript/guard.ts";
import { nearest } from "../../src/core/manuscript/anchor.ts";
import { crosses, regionsOf, startOf } from "../../src/core/manuscript/regions.ts";
import { schema, toJson, type DocJson, type Part } from "../../src/core/manuscript/schema.ts";
import { completePlugin, MENDED, take, type Offer, type Spot } from "./complete.ts";
import { chooseHighlight, highlightsPlugin, placeOf, setHighlights, type Highlight } from "./highlights.ts";
import { inputPlugin } from "./input.ts";
import { keyPlugins } from "./keys.ts";
import { marginPlugin, setLabels, type PartLabels } from "./margin.ts";

export interface EditorOptions {
  readonly content: DocJson;
  readonly editable: boolean;
  readonly labels: PartLabels;
  readonly name: string;
  /// Where the cursor is to be; null: at the start.
  readonly cursor: Cursor | null;
  /// Hears each change that a person makes. The whole text is to be had when there is time for it.
  onchange(content: () => DocJson): void;
  /// Hears where the cursor is whenever that or the text changes.
  onselect(): void;
  onpick(highlight: string): void;
  /// The names that a desk knows, to complete while they are typed.
  names(): readonly ListedBody[];
  /// Hears which names are offered, and where on the screen.
  onoffer(offer: Offer | null, at: Spot | null): void;
  /// A link was clicked that may be followed.
  onopen(address: string): void;
}

/// Where cursor and selection are.
export interface Cursor {
  readonly anchor: number;
  readonly head: number;
}

/// A stretch of one block as notes keep it.
export interface Stretch {
  readonly block: string;
  readonly from: number;
  readonly to: number;
  readonly quote: string;
}

/// Words of one block where a check found them. Offsets count UTF-16 units of the block's plain text.
export type Words = Stretch;

/// The editor of one item's manuscript.
export interface ManuscriptEditor {
  readonly view: EditorView;
  setContent(content: DocJson): void;
  setEditable(editable: boolean): void;
  setLabels(labels: PartLabels): void;
  setHighlights(highlights: readonly Highlight[]): void;
  choose(highlight: string | null): void;
  run(command: Command): boolean;
  focus(part: Part | null): void;
  /// Puts the cursor at the beginning of a block; false when there is none of that id.
  show(block: string): boolean;
  /// The id of the block that the cursor is in.
  block(): string;
  /// Selects words of a block; false when they are not there any more.
  select(place: Words): boolean;
  /// Puts other words in the place of these, as if typed; false when they are not there any more.
  mend(place: Words, words: string): boolean;
  /// Takes one of the names that are offered.
  take(option: number): boolean;
  /// The selection within one block, or null when it is empty or reaches over several.
  stretch(): Stretch | null;
  cursor(): Cursor;
  destroy(): void;
}

/// 128 bits of chance, as 32 hex digits.
const nextId = (): string => crypto.randomUUID().replaceAll("-", "");

/// The smallest change from the shown text to another, so that cursor and highlights stay where nothing changed.
function replaced(state: EditorState, content: DocJson): Transaction | null {
  // What the editor told comes back with every keystroke.
  if (content === toJson(state.doc)) return null;
  const doc = schema.nodeFromJSON(content);
  const start = state.doc.content.findDiffStart(doc.content);
  const end = state.doc.content.findDiffEnd(doc.content);
  if (start === null || end === null) return null;
  const overlap = start - Math.min(end.a, end.b);
  const [a, b] = overlap > 0 ? [end.a + overlap, end.b + overlap] : [end.a, end.b];
  return state.tr.replace(start, a, doc.slice(start, b)).setMeta(STRUCTURE, true).setMeta("addToHistory", false);
}

function followLinks(options: EditorOptions, editable: () => boolean) {
  return (_view: EditorView, click: MouseEvent): boolean => {
    const link = click.target instanceof Element ? click.target.closest("a") : null;
    if (link === null) return false;
    click.preventDefault();
    const address = link.getAttribute("href");
    if (address !== null && (!editable() || click.ctrlKey || click.metaKey)) options.onopen(address);
    return false;
  };
}

/// The text with the cursor where it was, as far as there is text still.
function startState({ content, cursor }: EditorOptions, plugins: Plugin[]): EditorState {
  const doc = schema.nodeFromJSON(content);
  const place = (at: number) => doc.resolve(Math.min(at, doc.content.size));
  return EditorState.create({
    doc,
    plugins,
    ...(cursor ? { selection: TextSelection.between(place(cursor.anchor), place(cursor.head)) } : {}),
  });
}

/// Builds the editor inside `place`.
export function createEditor(place: HTMLElement, options: EditorOptions): ManuscriptEditor {
  let { editable } = options;
  let outside = false;
  const completing = completePlugin(options.names, options.onoffer);
  const plugins = [
    guard(nextId),
    completing,
    inputPlugin(),
    ...keyPlugins(),
    highlightsPlugin(options.onpick),
    marginPlugin(options.labels),
  ];
  const view = new EditorView(place, {
    state: startState(options, plugins),
    editable: () => editable,
    attributes: () => ({
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": options.name,
      spellcheck: "false",
      class: "manuscript reading",
      ...(editable ? {} : { tabindex: "0", "aria-readonly": "true" }),
    }),
    dispatchTransaction(tr) {
      const { state, transactions } = view.state.applyTransaction(tr);
      view.updateState(state);
      if (!outside && transactions.some((each) => each.docChanged)) options.onchange(() => toJson(view.state.doc));
      options.onselect();
    },
    handleDOMEvents: { click: followLinks(options, () => editable) },
  });
  const quietly = (tr: Transaction | null): void => {
    outside = true;
    if (tr) view.dispatch(tr);
    outside = false;
  };
  const redraw = (): void => view.setProps({});
  return {
    view,
    setContent: (content) => quietly(replaced(view.state, content)),
    setEditable: (now) => (editable = now) === view.editable || redraw(),
    setLabels: (labels) => quietly(setLabels(view.state.tr, labels)),
    setHighlights: (highlights) => quietly(setHighlights(view.state.tr, highlights)),
    choose(highlight) {
      const at = highlight === null ? null : placeOf(view.state, highlight);
      const tr = chooseHighlight(view.state.tr, highlight);
      quietly(at === null ? tr : tr.setSelection(TextSelection.near(tr.doc.resolve(at))).scrollIntoView());
    },
    run: (command) => (view.focus(), command(view.state, view.dispatch, view)),
    focus(part) {
      const region = regionsOf(view.state.doc).find((each) => each.part === part);
      if (region)
        view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, startOf(view.state.doc, region))).scrollIntoView());
      view.focus();
    },
    show(block) {
      let at = -1;
      view.state.doc.descendants((node, pos) => {
        if (node.isTextblock && node.attrs["id"] === block) at = pos + 1;
        return at < 0 && !node.isTextblock;
      });
      if (at < 0) return false;
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)).scrollIntoView());
      view.focus();
      return true;
    },
    block: () => String(view.state.selection.$from.parent.attrs["id"]),
    select(place) {
      const at = wordsAt(view.state, place);
      if (at === null) return false;
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at.from, at.to)).scrollIntoView());
      view.focus();
      return true;
    },
    mend(place, words) {
      const at = wordsAt(view.state, place);
      if (at === null) return false;
      const tr = words === "" ? view.state.tr.delete(at.from, at.to) : view.state.tr.insertText(words, at.from, at.to);
      view.dispatch(tr.setMeta(MENDED, true));
      return true;
    },
    take: (option) => take(view, option),
    stretch: () => stretchOf(view.state),
    cursor: () => ({ anchor: view.state.selection.anchor, head: view.state.selection.head }),
    destroy: () => view.destroy(),
  };
}

function stretchOf({ doc, selection }: EditorState): Stretch | null {
  const { $from, $to, empty } = selection;
  if (empty || crosses(selection) || !$from.sameParent($to) || !$from.parent.isTextblock) return null;
  const quote = doc.textBetween($from.pos, $to.pos);
  return { block: String($from.parent.attrs["id"]), from: $from.parentOffset, to: $to.parentOffset, quote };
}

/// Where the quoted words are now: at their place, else where the block has them nearest to it.
function wordsAt({ doc }: EditorState, { block, from, quote }: Words): { from: number; to: number } | null {
  let found: { from: number; to: number } | null = null;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    if (node.attrs["id"] !== block) return false;
    const at = nearest(node.textContent, quote, from);
    if (at >= 0) found = { from: pos + 1 + at, to: pos + 1 + at + quote.length };
    return false;
  });
  return found;
}
