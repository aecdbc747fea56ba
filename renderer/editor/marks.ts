import { toggleMark } from "prosemirror-commands";
import type { Mark } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import { schema } from "../../src/core/manuscript/schema.ts";

export const toggleStrong: Command = toggleMark(schema.marks.strong);
export const toggleEm: Command = toggleMark(schema.marks.em);

/// The mark of a kind at the cursor or anywhere in the selection.
export function markAt(state: EditorState, kind: "link" | "lang"): Mark | null {
  const type = schema.marks[kind];
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) ?? null;
  let found: Mark | null = null;
  state.doc.nodesBetween(from, to, (node) => void (found ??= type.isInSet(node.marks) ?? null));
  return found;
}

/// The stretch of a mark around the cursor, when nothing is selected.
function around(state: EditorState, mark: Mark): { from: number; to: number } {
  const { $from, from, to, empty } = state.selection;
  if (!empty) return { from, to };
  let range = { from, to };
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    if (mark.isInSet(node.marks) && start <= from && from <= start + node.nodeSize) range = { from: start, to: start + node.nodeSize };
  });
  return range;
}

/// Sets a link or a language on the selection, or takes it away with null. False when nothing is selected or marked.
export const setMark =
  (kind: "link" | "lang", attrs: { readonly href: string | null } | { readonly lang: string } | null): Command =>
  (state, dispatch) => {
    const now = markAt(state, kind);
    if (state.selection.empty && now === null) return false;
    const { from, to } = now === null ? state.selection : around(state, now);
    const tr = state.tr.removeMark(from, to, schema.marks[kind]);
    dispatch?.((attrs === null ? tr : tr.addMark(from, to, schema.mark(kind, attrs))).scrollIntoView());
    return true;
  };
