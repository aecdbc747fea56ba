import { say } from "../../resources/messages/say.ts";
import type { ItemView } from "../../src/contract/item.ts";
import { compareText } from "../../src/core/manuscript/compare.ts";
import type { Block } from "../../src/core/manuscript/blocks.ts";
import { place } from "../../src/core/manuscript/anchor.ts";
import { plain } from "../../src/core/manuscript/text.ts";
import type { Suggestion } from "../../src/core/review/suggestion.ts";
import type { Highlight } from "../editor/highlights.ts";

const isBlock = (value: unknown): value is Block => typeof value === "object" && value !== null && "kind" in value && "text" in value;

/// A suggested change of one block as stretches of its text: what would go, and what would come where.
function ofSuggestion(id: string, suggestion: Suggestion): Highlight[] {
  if (!isBlock(suggestion.before)) return [];
  const block = suggestion.before.id;
  const before = plain(suggestion.before);
  if (suggestion.change === "deleted")
    return [{ id, kind: "deleted", block, from: 0, to: before.length, title: say("suggestion.deletes") }];
  if (!isBlock(suggestion.after) || suggestion.change !== "changed") return [];
  let at = 0;
  return compareText(before, plain(suggestion.after)).flatMap((piece): Highlight[] => {
    if (piece.kind === "inserted")
      return [{ id, kind: "insertion", block, from: at, to: at, text: piece.text, title: say("suggestion.inserts") }];
    const from = at;
    at += piece.text.length;
    return piece.kind === "deleted" ? [{ id, kind: "deleted", block, from, to: at, title: say("suggestion.deletes") }] : [];
  });
}

/// What is shown on the text: open notes, my unsent ones, and suggestions (not over my own unshared words).
export function highlightsOf(view: ItemView, unshared: boolean): Highlight[] {
  const notes = view.notes.flatMap((note): Highlight[] => {
    if (note.resolved || note.placed.kind !== "text") return [];
    const { block, from, to } = note.placed;
    return [
      {
        id: `note:${note.note}`,
        kind: note.blocking ? "blocking" : "note",
        block,
        from,
        to,
        title: say(note.blocking ? "note.blocking" : "note.open"),
      },
    ];
  });
  const mine = view.review.notes.flatMap((note): Highlight[] => {
    const placed = place(note.anchor, view.text.doc);
    if (placed.kind !== "text") return [];
    const { block, from, to } = placed;
    return [{ id: `note:${note.note}`, kind: "note", block, from, to, title: say("note.unsent") }];
  });
  if (unshared) return [...notes, ...mine];
  const suggested = view.proposals.flatMap((proposal) =>
    proposal.open.flatMap((one) => ofSuggestion(`suggestion:${proposal.proposal}:${one.name}`, one)),
  );
  return [...notes, ...mine, ...suggested];
}
