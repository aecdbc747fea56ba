import { history, redo, undo } from "prosemirror-history";
import { InputRule, inputRules } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { backspace, deleteForward, enter, makePoint, selectAll, stepPart } from "../../src/core/manuscript/moves.ts";
import { toggleEm, toggleStrong } from "./marks.ts";

/// A hyphen, star or bullet and a space at a paragraph's start make it a point.
const toPoint = new InputRule(/^[-*•]\s$/, (state, _match, start, end) => makePoint(state.tr.delete(start, end)));

const stop: Command = () => true;

/// The keys of a manuscript, undo, and what typing a list looks like.
export const keyPlugins = (): Plugin[] => [
  keymap({
    Enter: enter,
    "Shift-Enter": enter,
    Tab: stepPart(1),
    "Shift-Tab": stepPart(-1),
    Backspace: backspace,
    "Mod-Backspace": backspaceOverParts,
    Delete: deleteForward,
    "Mod-Delete": backspaceOverParts,
    "Mod-a": selectAll,
    "Mod-Enter": stop,
    // ProseMirror keeps these four from the window's shortcuts.
    "Mod-b": toggleStrong,
    "Mod-i": toggleEm,
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
  }),
  inputRules({ rules: [toPoint] }),
  history({ newGroupDelay: 600 }),
];

/// Deleting a word or line: a selection is cleared by ours, within a text it is the browser's.
function backspaceOverParts(...given: Parameters<Command>): boolean {
  return !given[0].selection.empty && backspace(...given);
}
