import type { Anchor } from "../manuscript/anchor.ts";
import type { Known } from "../ledger/kinds.ts";
import { entryOf, type Fact } from "./facts.ts";

export interface Reply {
  readonly by: string;
  readonly from?: string;
  readonly at: string;
  readonly text: string;
}

/// A note with what became of it. `revision`: the one its anchor speaks of; null for a recall that came too late, which has
/// no anchor either.
export interface NoteThread {
  readonly kind: "note" | "recall";
  readonly note: string;
  readonly by: string;
  /// The name of who wrote it, where that is nobody of the desk: then `by` brought it in.
  readonly from?: string;
  readonly at: string;
  readonly revision: string | null;
  readonly anchor: Anchor | null;
  readonly text: string;
  readonly blocking: boolean;
  readonly mentions: readonly string[];
  readonly replies: readonly Reply[];
  readonly resolved: boolean;
  /// The erasure by which its words are gone.
  readonly erased?: string;
}

type Open = { -readonly [K in keyof NoteThread]: NoteThread[K] } & { replies: Reply[] };

const at = (fact: Fact): string => entryOf(fact).header.at;
const erasedAs = ({ erased }: Known): { readonly anchor: null; readonly erased: string } | object =>
  erased === undefined ? {} : { anchor: null, erased };

/// The key of a note among all of the desk. Its id alone would not do: another item's review could bring the same.
export const noteKey = (item: string, note: string): string => `${item}/${note}`;

/// The note id of a recall that came after the claim: it stands as a blocking note to the claimant.
export const lateRecallNote = (entry: string): string => entry.slice(0, 32);

const fromRecall = (fact: Fact, reason: string | null): Open => ({
  note: lateRecallNote(entryOf(fact).id),
  by: fact.by.id,
  at: at(fact),
  revision: null,
  anchor: null,
  text: reason ?? "",
  blocking: true,
  mentions: [],
  replies: [],
  resolved: false,
  kind: "recall",
});

/// All notes on an item with their replies, oldest first. A note's id counts once: the first entry that brings it.
/// `lateRecalls`: recalls that found the text already claimed.
export function noteThreads(facts: readonly Fact[], lateRecalls: readonly Fact[]): NoteThread[] {
  const notes = new Map<string, Open>();
  for (const fact of lateRecalls) {
    if (fact.known.kind === "item.decided") notes.set(lateRecallNote(entryOf(fact).id), fromRecall(fact, fact.known.payload.reason));
  }
  for (const fact of facts) {
    const { known } = fact;
    if (known.kind === "review.sent") {
      for (const one of known.payload.notes) {
        if (notes.has(one.note)) continue;
        notes.set(one.note, {
          ...one,
          by: fact.by.id,
          at: at(fact),
          revision: known.payload.revision,
          replies: [],
          resolved: false,
          kind: "note",
          ...erasedAs(known),
        });
      }
      for (const reply of known.payload.replies) notes.get(reply.note)?.replies.push({ by: fact.by.id, at: at(fact), text: reply.text });
    } else if (known.kind === "copy.returned") {
      const { base, notes: brought, replies } = known.payload;
      const from = { by: fact.by.id, at: at(fact) };
      for (const one of brought) {
        const fresh = {
          ...one,
          ...from,
          revision: base,
          blocking: false,
          mentions: [],
          replies: [],
          resolved: false,
          kind: "note",
          ...erasedAs(known),
        } as const;
        if (!notes.has(one.note)) notes.set(one.note, { ...fresh, replies: [] });
      }
      for (const { note, text, from: name } of replies) notes.get(note)?.replies.push({ ...from, from: name, text });
    } else if (known.kind === "note.resolved") {
      const note = notes.get(known.payload.note);
      if (note === undefined) continue;
      if (known.payload.text !== null) note.replies.push({ by: fact.by.id, at: at(fact), text: known.payload.text });
      if (mayResolve(note, fact)) note.resolved = known.payload.resolved;
    }
  }
  return [...notes.values()];
}

/// A note is resolved or reopened by its writer, or by an editor or chief; an author can answer a blocking note, not close it.
export const mayResolve = (note: Pick<NoteThread, "by" | "blocking">, fact: Pick<Fact, "by">): boolean =>
  note.by === fact.by.id || !note.blocking || fact.by.roles.includes("editor") || fact.by.roles.includes("chief");
