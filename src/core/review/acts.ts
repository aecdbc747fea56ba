import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Pen, type Performed } from "../acts/pen.ts";
import { isUnshared } from "../acts/situation.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { hasRole } from "../desk/roster.ts";
import { factsOf } from "../projection/fold.ts";
import { itemAndMe } from "../item/acts.ts";
import { ASSIGNED_PARTS } from "../item/kinds.ts";
import type { ItemRow, ProposalRow } from "../item/rows.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { noteKey } from "./note.ts";
import { NewNoteSchema } from "./kinds.ts";
import { applySuggestions } from "./suggestion.ts";
import { takenIn } from "./taken.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

const isAuthorOrClaimant = (row: ItemRow, member: string): boolean =>
  row.claimant === member || ASSIGNED_PARTS.some((part) => row.authors[part].includes(member));

/// The proposal with the named suggestions still open, if this person may answer it; or what is in the way.
function answerable(
  pen: Pen,
  item: string,
  proposal: string,
  names: readonly string[],
  own: boolean,
): { row: ItemRow; open: ProposalRow } | Refusal {
  const found = itemAndMe(pen, item);
  if ("code" in found) return found;
  const open = pen.lookup.row("proposal", proposal);
  if (open === undefined || open.item !== item || !names.every((name) => open.open.includes(name))) return no("suggestion-gone");
  const mine = open.by === found.me.id;
  if (mine && !own) return no("own-suggestion");
  if (!mine && !isAuthorOrClaimant(found.row, found.me.id)) {
    return no("only-author-or-claimant", { who: [...found.row.authors.glance, ...found.row.authors.comment].map((id) => pen.name(id)) });
  }
  return { row: found.row, open };
}

function accept(pen: Pen, item: string, proposal: string, names: string[]): Performed {
  const found = answerable(pen, item, proposal, names, false);
  if ("code" in found) return found;
  const { row, open } = found;
  if (row.head === null || row.shown === null) return no("two-versions-open");
  if (isUnshared(pen.ports.local.draft(item), row)) return no("unshared-words");
  const base = pen.lookup.row("revision", open.base);
  if (base === undefined) return no("suggestion-gone");
  const subject = `item:${item}`;
  const graph = new Map(pen.lookup.children("revision", subject).map((one) => [one.id, one]));
  const already = takenIn(factsOf(pen.lookup, subject), graph, row.head, open.base);
  const content = applySuggestions(base.content, row.shown, already, { proposal, proposed: open.content, names });
  if (content === null) return no("suggestion-clashes");
  return written(
    pen.write("item.revision", {
      item,
      parents: [row.head],
      content,
      accepts: [{ proposal, names }],
      why: "accept",
    }),
  );
}

const Names = v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(5000));

/// The acts of review: sending one's notes, answering them, and deciding on suggestions.
export const reviewActs = {
  /// Sends the notes and replies of my review, together, on the digest that I read.
  "review.send": defineAct(
    { item: Id, digest: Hash, notes: v.array(NewNoteSchema), replies: v.array(v.strictObject({ note: Id, text: v.string() })) },
    (pen, { item, digest, notes, replies }) => {
      const found = itemAndMe(pen, item);
      if ("code" in found) return found;
      if (found.row.head === null) return no(found.row.heads.length > 1 ? "two-versions-open" : "no-text-yet");
      if (found.row.digest !== digest) return no("text-moved-on");
      const only = hasRole(found.me, "author", "editor", "copy editor");
      const sent = only ? notes : notes.map((note) => ({ ...note, blocking: false }));
      return written(pen.write("review.sent", { item, revision: found.row.head, digest, notes: sent, replies }));
    },
  ),
  "note.resolve": defineAct({ item: Id, note: Id, resolved: v.boolean(), text: v.nullable(v.string()) }, (pen, input) => {
    const found = itemAndMe(pen, input.item);
    if ("code" in found) return found;
    const note = pen.lookup.row("note", noteKey(input.item, input.note));
    if (note === undefined) return no("note-unknown");
    const may = note.by === found.me.id || !note.blocking || hasRole(found.me, "editor");
    return may ? written(pen.write("note.resolved", input)) : no("only-note-writer-or-editor", { who: [pen.name(note.by)] });
  }),
  "note.reply": defineAct({ item: Id, note: Id, text: v.pipe(v.string(), v.trim(), v.minLength(1)) }, (pen, { item, note, text }) => {
    const found = itemAndMe(pen, item);
    if ("code" in found) return found;
    const row = pen.lookup.row("note", noteKey(item, note));
    if (row === undefined) return no("note-unknown");
    return written(pen.write("note.resolved", { item, note, resolved: row.resolved, text }));
  }),
  "suggestion.accept": defineAct({ item: Id, proposal: Hash, names: Names }, (pen, { item, proposal, names }) =>
    accept(pen, item, proposal, names),
  ),
  /// Declines suggestions of others, or withdraws one's own.
  "suggestion.close": defineAct({ item: Id, proposal: Hash, names: Names, reason: v.nullable(v.string()) }, (pen, input) => {
    const found = answerable(pen, input.item, input.proposal, input.names, true);
    return "code" in found ? found : written(pen.write("proposal.closed", input));
  }),
};
