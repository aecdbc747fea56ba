import { isUnshared, situation } from "../../core/acts/situation.ts";
import { perform } from "../../core/acts/perform.ts";
import { factsOf } from "../../core/projection/fold.ts";
import { performAct } from "../../core/acts/act.ts";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { checkItem } from "../../core/checks/item.ts";
import { measureOf } from "../../core/checks/measure.ts";
import { authorNames } from "../../core/item/acts.ts";
import { NO_FIELDS, type Content } from "../../core/item/item.ts";
import { DECISIONS } from "../../core/item/kinds.ts";
import type { ItemRow } from "../../core/item/rows.ts";
import { emptyDoc } from "../../core/manuscript/blocks.ts";
import { suggestedPlaces } from "../../core/review/places.ts";
import { applySuggestions, suggestions, type Taking } from "../../core/review/suggestion.ts";
import { takenIn } from "../../core/review/taken.ts";
import { obstacle } from "../../core/review/transitions.ts";
import type { HistoryLine, ItemView, Obstacles, ProposalLine } from "../../contract/item.ts";
import type { CheckFinding } from "../../core/checks/check.ts";
import type { Language } from "../language/language.ts";
import { randomHex } from "../keys/crypto.ts";
import { seenSpans, type SeenSpan } from "../../core/review/seen-spans.ts";
import { noteLines, reviewOf } from "./notes.ts";
import type { Station } from "../station.ts";

const WHY: Readonly<Record<string, string>> = {
  share: "shared",
  edit: "edited",
  accept: "accepted",
  merge: "merged",
  choose: "chose",
  restore: "restored",
  import: "imported",
};

function history(station: Station, item: string): HistoryLine[] {
  const parent = `item:${item}`;
  const erasures = new Map(
    station.ledger
      .children("erasure", parent)
      .sort((a, b) => Number(a.second !== null) - Number(b.second !== null))
      .flatMap((row) => row.targets.map(({ entry }) => [entry, row] as const)),
  );
  const revisions = station.ledger.children("revision", parent).map((one): HistoryLine => ({
    entry: one.id,
    kind: "revision",
    by: one.by,
    at: one.at,
    what: WHY[one.why ?? "share"] ?? "shared",
    digest: one.digest,
    reason: null,
    obstacle: null,
    erasure: erasures.get(one.id) ?? null,
  }));
  const decisions = station.ledger.children("decision", parent).map((one): HistoryLine => ({
    entry: one.entry,
    kind: "decision",
    by: one.by,
    at: one.at,
    what: one.decision,
    digest: one.digest,
    reason: one.reason,
    obstacle: one.obstacle,
    erasure: null,
  }));
  const facts = factsOf(station.ledger, parent);
  const proposers = new Map(facts.map(({ known, by }) => [known.entry.id, by.id]));
  const review = facts.flatMap(({ known, by }): HistoryLine[] => {
    const { id: entry, header } = known.entry;
    const erasure = erasures.get(entry) ?? null;
    const line = { entry, kind: "proposal", by: by.id, at: header.at, digest: null, obstacle: null, erasure } as const;
    if (known.kind === "item.proposed") return [{ ...line, what: "proposed", reason: known.payload.reason }];
    if (known.kind === "copy.returned") return [{ ...line, what: "brought", reason: known.payload.from }];
    if (known.kind === "proposal.closed")
      return [{ ...line, what: proposers.get(known.payload.proposal) === by.id ? "withdrew" : "declined", reason: known.payload.reason }];
    return known.kind === "review.sent" ? [{ ...line, what: "reviewed", reason: null }] : [];
  });
  const places = new Map(station.ledger.of(parent).map((stored, at) => [stored.entry.id, at]));
  return [...revisions, ...decisions, ...review].sort((a, b) => (places.get(b.entry) ?? 0) - (places.get(a.entry) ?? 0));
}

/// The open proposals, oldest first, with where each change shows on the text as I have it here; and the shared text with all of
/// them taken.
function proposalLines(station: Station, row: ItemRow, mine: Content): { lines: ProposalLine[]; clean: Content } {
  const shown = textOf(row);
  const subject = `item:${row.item}`;
  const graph = new Map(station.ledger.children("revision", subject).map((one) => [one.id, one]));
  const facts = factsOf(station.ledger, subject);
  const lines: ProposalLine[] = [];
  const taken: { readonly base: string; readonly taking: Taking }[] = [];
  let clean = shown;
  for (const one of station.ledger.children("proposal", subject)) {
    const base = graph.get(one.base)?.content;
    if (base === undefined) continue;
    const already = row.head === null ? [] : takenIn(facts, graph, row.head, one.base);
    const places = suggestedPlaces(base, mine, already, one.content, one.open);
    const open = suggestions(base, one.content).filter((each) => one.open.includes(each.name));
    lines.push({
      proposal: one.proposal,
      by: one.by,
      at: one.at,
      reason: one.reason,
      ...(one.from === undefined ? {} : { from: one.from }),
      open: open.map((each) => ({ ...each, places: places.get(each.name) ?? [] })),
    });
    const taking: Taking = { proposal: one.proposal, proposed: one.content, names: one.open };
    const before = taken.filter((each) => each.base === one.base).map((each) => each.taking);
    const next = applySuggestions(base, clean, [...already, ...before], taking);
    if (next !== null) taken.push({ base: one.base, taking });
    clean = next ?? clean;
  }
  return { lines, clean };
}

/// Tries an act without committing: what would stand in its way.
function obstacleOf(station: Station, name: "item.share" | "item.propose", input: unknown): Refusal | null {
  const ports = station.ports();
  if (ports === null) return refuse("station-locked").refusal;
  const tried = perform(station.ledger, ports, (pen) => performAct(pen, name, input));
  return tried.ok ? null : tried.refusal;
}

function obstacles(station: Station, row: ItemRow): Obstacles {
  const me = station.me;
  if (me === undefined) return {};
  const draft = station.draftOf(row.item);
  const out: Record<string, Refusal | null> = {};
  for (const name of DECISIONS) {
    const asked = { name, revision: row.head, digest: row.digest, reason: "·", names: row.returned?.entry ?? null, waivers: [] };
    out[name] = obstacle(situation(station.ledger, row, me, asked, draft));
  }
  out["share"] = obstacleOf(station, "item.share", { item: row.item });
  out["propose"] = obstacleOf(station, "item.propose", { item: row.item, reason: null });
  out["edit"] = textObstacleOf(row, me.id, (id) => station.roster?.members[id]?.name ?? "");
  return out;
}

/// Whether I may type in this text now: its authors while it is in their hands, its claimant in review.
export function textObstacleOf(row: ItemRow, me: string, name: (member: string) => string): Refusal | null {
  const author = row.authors.glance.includes(me) || row.authors.comment.includes(me);
  if (row.state === "writing" || row.state === "changes requested")
    return author ? null : refuse("only-assigned-author", { who: authorNames(row, name) }).refusal;
  if (row.state === "in review" && row.claimant === me) return null;
  return refuse("text-read-only", { state: row.state }).refusal;
}

function textOf(row: ItemRow): Content {
  return row.shown ?? { schema: 1, fields: NO_FIELDS, doc: emptyDoc(() => randomHex(8), row.headline) };
}

/// The text of a revision; null where it is not here, or was erased.
function textThere({ ledger }: Station, id: string): Content | null {
  const row = ledger.row("revision", id);
  return row === undefined || row.erased !== undefined ? null : row.content;
}

/// All that the item page shows.
export function readItem(station: Station, item: string): Result<ItemView> {
  const row = station.ledger.row("item", item);
  if (row === undefined) return refuse("item-unknown");
  const draft = station.draftOf(item);
  const text = draft?.content ?? textOf(row);
  const issue = row.issue === null ? undefined : station.ledger.row("issue", row.issue);
  const measure = measureOf(station.ledger, row);
  const rank = issue === undefined ? -1 : issue.ranks.indexOf(item);
  const kept = station.ledger.children("evidence", `item:${item}`);
  const lastApproved = row.approved.at(-1);
  const { lines, clean } = proposalLines(station, row, text);
  return ok({
    item: row,
    rank: rank < 0 ? null : rank + 1,
    issueState: issue?.state ?? null,
    text,
    unshared: isUnshared(draft, row),
    base: draft === undefined ? row.head : draft.base,
    stale: draft !== undefined && draft.base !== null && !row.heads.includes(draft.base),
    notes: noteLines(station, item, text),
    proposals: lines,
    clean,
    begun: draft === undefined || draft.base === null ? null : textThere(station, draft.base),
    review: reviewOf(station, item),
    evidence: kept.filter((one) => one.copy === undefined),
    copies: kept.filter((one) => one.copy !== undefined),
    history: history(station, item),
    findings: measure === undefined ? [] : checkItem(text, measure),
    obstacles: obstacles(station, row),
    approved: lastApproved === undefined ? null : textThere(station, lastApproved),
    seen: row.sights.map((sight) => ({ member: sight.member, revision: sight.revision, head: sight.revision === row.head && !sight.only })),
  });
}

/// Four eyes, stretch by stretch, of an item's shared text.
export function readSeen(station: Station, item: string): Result<readonly SeenSpan[]> {
  const row = station.ledger.row("item", item);
  if (row === undefined) return refuse("item-unknown");
  const graph = new Map(station.ledger.children("revision", `item:${item}`).map((one) => [one.id, one]));
  return ok(row.head === null ? [] : seenSpans(graph, row.head, row.approved, row.sights));
}

/// What spelling and grammar find in an item's text as it stands here. Refused where they could not be asked.
export async function checkLanguage(station: Station, language: Language, item: string): Promise<Result<readonly CheckFinding[]>> {
  const row = station.ledger.row("item", item);
  const measure = row === undefined ? undefined : measureOf(station.ledger, row);
  if (row === undefined || measure === undefined) return refuse("item-unknown");
  const text = station.draftOf(item)?.content ?? textOf(row);
  return language.check(text.doc, measure);
}
