import { Plugin, TextSelection, type EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { MARK_HAN } from "../../src/core/manuscript/guard.ts";
import { typeOver } from "../../src/core/manuscript/moves.ts";
import { pasteInto, sliceOfText } from "../../src/core/manuscript/paste.ts";
import { tame } from "../../src/core/manuscript/tame.ts";
import { clearRange, clearSelection, crosses, regionAt } from "../../src/core/manuscript/regions.ts";

/// What comes in other than by keys: typed over several parts, composed, cut, pasted, dropped.

const overParts = (state: EditorState): boolean => !state.selection.empty && crosses(state.selection);

/// A stretch of the document as the browser has it: ahead of the editor's own selection by up to a frame.
interface Range {
  readonly startContainer: Node;
  readonly startOffset: number;
  readonly endContainer: Node;
  readonly endOffset: number;
}

/// Where a stretch of the page begins and ends in the text, when that is in different parts.
function across(view: EditorView, range: Range | undefined): { from: number; to: number } | null {
  if (range === undefined || range.startContainer === range.endContainer) return null;
  if (!view.dom.contains(range.startContainer) || !view.dom.contains(range.endContainer)) return null;
  const from = view.posAtDOM(range.startContainer, range.startOffset);
  const to = view.posAtDOM(range.endContainer, range.endOffset);
  return regionAt(view.state.doc, from) === regionAt(view.state.doc, to) ? null : { from, to };
}

/// The browser is about to change text of several parts: it would join them, so we do it, part by part.
function beforeInput(view: EditorView, input: InputEvent): boolean {
  const reach = input.cancelable && view.editable ? across(view, input.getTargetRanges()[0]) : null;
  if (reach === null) return false;
  input.preventDefault();
  const tr = clearRange(view.state.tr, reach.from, reach.to);
  const text = input.inputType.startsWith("insert") ? (input.data ?? "") : "";
  view.dispatch((text === "" ? tr : tr.insertText(text)).scrollIntoView());
  return true;
}

/// What is composed over several parts stands where they began.
function beforeComposing(view: EditorView): boolean {
  const selection = document.getSelection();
  const reach = selection?.rangeCount ? across(view, selection.getRangeAt(0)) : null;
  if (reach !== null) view.dispatch(clearRange(view.state.tr, reach.from, reach.to));
  return false;
}

function cut(view: EditorView, cutting: ClipboardEvent): boolean {
  if (!view.editable || !overParts(view.state) || cutting.clipboardData === null) return false;
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  cutting.clipboardData.setData("text/html", dom.innerHTML);
  cutting.clipboardData.setData("text/plain", text);
  cutting.preventDefault();
  view.dispatch(clearSelection(view.state).scrollIntoView());
  return true;
}

/// Chinese is marked once its composing has ended: marks in between would end it.
class Composing {
  #was = false;

  update(view: EditorView): void {
    const ended = this.#was && !view.composing;
    this.#was = view.composing;
    if (ended)
      queueMicrotask(() => view.isDestroyed || view.dispatch(view.state.tr.setMeta(MARK_HAN, true).setMeta("addToHistory", false)));
  }
}

/// Fits everything that comes in to the part where it lands.
export const inputPlugin = (): Plugin =>
  new Plugin({
    view: () => new Composing(),
    props: {
      clipboardTextParser: (text) => sliceOfText(text),
      transformPastedHTML: tame,
      handleTextInput(view, _from, _to, text) {
        if (!overParts(view.state)) return false;
        view.dispatch(typeOver(view.state, text));
        return true;
      },
      handlePaste(view, _paste, slice) {
        view.dispatch(pasteInto(view.state, slice).setMeta("paste", true).setMeta("uiEvent", "paste"));
        return true;
      },
      handleDrop(view, drop, slice, moved) {
        const at = view.posAtCoords({ left: drop.clientX, top: drop.clientY });
        if (at === null || (moved && overParts(view.state))) return true;
        const taken = moved ? clearSelection(view.state) : view.state.tr;
        const state = view.state.apply(taken);
        const placed = state.tr.setSelection(TextSelection.near(state.doc.resolve(taken.mapping.map(at.pos))));
        view.updateState(state);
        view.updateState(view.state.apply(placed));
        view.dispatch(pasteInto(view.state, slice).setMeta("uiEvent", "drop"));
        return true;
      },
      handleDOMEvents: {
        // Esc is the window's: it goes back where the person came from.
        keydown: (_view, key) => key.key === "Escape" && !key.isComposing,
        cut,
        beforeinput: beforeInput,
        compositionstart: beforeComposing,
      },
    },
  });
