import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { say } from "../../../resources/messages/say.ts";
import { same } from "../../core/base/canonical.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { askedAs, exportReviewCopy, type CopyNote, type CopySuggestion, type ReviewCopy } from "../../core/export/docx-review.ts";
import { FIELD_NAMES } from "../../core/item/item.ts";
import type { ItemRow } from "../../core/item/rows.ts";
import { factsOf } from "../../core/projection/fold.ts";
import { carrierTo, editsByName, suggestions } from "../../core/review/suggestion.ts";
import { takenIn } from "../../core/review/taken.ts";
import type { Edit } from "../../core/manuscript/edits.ts";
import { diskReason } from "../files/disk-reason.ts";
import { save } from "../files/save.ts";
import type { Station } from "../station.ts";
import { noteLines } from "./notes.ts";

/// Who wrote a note, an answer or a proposal, by name: who is outside the desk where it was brought in for them.
export const authorOf = (one: { readonly by: string; readonly from?: string }, name: (member: string) => string): string =>
  one.from ?? name(one.by);

interface Open {
  readonly suggestions: readonly CopySuggestion[];
  readonly fields: ReviewCopy["fields"];
}

/// What waits for an answer on the item, on the text as it stands now.
function openOn(station: Station, row: ItemRow & { readonly head: string; readonly shown: ReviewCopy["content"] }): Open {
  const subject = `item:${row.item}`;
  const graph = new Map(station.ledger.children("revision", subject).map((one) => [one.id, one]));
  const facts = factsOf(station.ledger, subject);
  const name = (member: string): string => station.roster?.members[member]?.name ?? "";
  const out: { suggestions: CopySuggestion[]; fields: ReviewCopy["fields"][number][] } = { suggestions: [], fields: [] };
  const proposals = station.ledger
    .children("proposal", subject)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.proposal < b.proposal ? -1 : 1));
  for (const one of proposals) {
    const base = graph.get(one.base)?.content;
    if (base === undefined) continue;
    const by = { name: authorOf(one, name), at: one.at };
    const carried = carrierTo(base, row.shown, takenIn(facts, graph, row.head, one.base));
    const edits = editsByName(base, one.content);
    for (const each of suggestions(base, one.content).filter((each) => one.open.includes(each.name))) {
      const asked = askedAs(one.proposal, each.name);
      const field = FIELD_NAMES.find((known) => each.name === `field:${known}`);
      if (field !== undefined) {
        if (!same(row.shown.fields[field], one.content.fields[field])) out.fields.push({ asked, by, field, content: one.content });
        continue;
      }
      const found = carried(edits.get(each.name) ?? []);
      const open = found.filter((edit): edit is Edit => edit !== null && edit !== "made");
      const words = { before: String(each.before), after: String(each.after) };
      if (found.includes(null)) out.suggestions.push({ asked, by, edits: null, ...words });
      else if (open.length > 0) out.suggestions.push({ asked: open.length === found.length ? asked : "", by, edits: open, ...words });
    }
  }
  return out;
}

function notesOn(station: Station, row: ItemRow & { readonly shown: ReviewCopy["content"] }): CopyNote[] {
  const name = (member: string): string => station.roster?.members[member]?.name ?? "";
  return noteLines(station, row.item, row.shown)
    .filter((note) => !note.resolved)
    .map((note): CopyNote => {
      const { placed } = note;
      const field = placed.kind === "field" ? FIELD_NAMES.find((known) => known === placed.field) : undefined;
      const on =
        placed.kind === "text" ? { block: placed.block, from: placed.from, to: placed.to } : field === undefined ? null : { field };
      return {
        by: { name: authorOf(note, name), at: note.at },
        text: note.text,
        on,
        quote: note.anchor?.quote ?? "",
        replies: note.replies.map((reply) => ({ by: { name: authorOf(reply, name), at: reply.at }, text: reply.text })),
      };
    });
}

/// All that a review copy of an item's shared text is made of. Refused where there is none, or two versions of it.
function reviewCopyOf(station: Station, item: string): Result<ReviewCopy> {
  const row = station.ledger.row("item", item);
  const desk = station.ledger.row("desk", "desk");
  if (row === undefined || desk === undefined) return refuse("item-unknown");
  const { head, shown, digest } = row;
  if (head === null || shown === null || digest === null) return refuse(row.heads.length > 1 ? "two-versions-open" : "no-text-yet");
  const issue = row.issue === null ? undefined : station.ledger.row("issue", row.issue);
  const rank = issue === undefined ? -1 : issue.ranks.indexOf(item);
  const number = issue?.fields.number == null ? [] : [say("issue.number", { number: issue.fields.number })];
  return ok({
    publication: issue?.publication ?? desk.publication,
    place: [...number, ...(rank < 0 ? [] : [String(rank + 1)])].join(" · "),
    item,
    revision: head,
    digest,
    content: shown,
    ...openOn(station, { ...row, head, shown }),
    notes: notesOn(station, { ...row, shown }),
  });
}

/// Writes a review copy of an item's shared text into this file.
export async function writeCopy(
  station: Station,
  { item, path }: { readonly item: string; readonly path: string },
): Promise<Result<{ readonly path: string }>> {
  const copy = reviewCopyOf(station, item);
  if (!copy.ok) return copy;
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    return refuse("file-not-written", { path, why: diskReason(error) });
  }
  const saved = await save(path, exportReviewCopy(copy.value));
  return saved.ok ? ok({ path }) : saved;
}
