import { evidenceIn, evidenceKey } from "../evidence/evidence.ts";
import { isBefore } from "../ledger/entry.ts";
import type { Lookup } from "../projection/lookup.ts";
import { row, type RowChange } from "../projection/rows.ts";
import { entryOf, type Fact } from "../review/facts.ts";
import { noteKey } from "../review/note.ts";
import { openProposals } from "../review/proposal.ts";
import { proposedIn } from "../review/proposed.ts";
import { replay } from "../review/replay.ts";
import type { WrittenRevision } from "../review/seen.ts";
import { obstacle } from "../review/transitions.ts";
import { applySuggestions } from "../review/suggestion.ts";
import { takenIn } from "../review/taken.ts";
import type { ItemView } from "../review/view.ts";
import { same } from "../base/canonical.ts";
import { headlineOf, partWords } from "../manuscript/text.ts";
import { contentDigest } from "./content-digest.ts";
import { commonAncestor } from "./heads.ts";
import type { Content } from "./item.ts";
import { mergeContents, type TwoVersions } from "./merge.ts";
import { NOTHING } from "./nothing.ts";
import type { DecisionRow, ItemRow, RevisionRow } from "./rows.ts";

type RevisionFact = Fact & { known: Extract<Fact["known"], { kind: "item.revision" }> };
const isRevision = (fact: Fact): fact is RevisionFact => fact.known.kind === "item.revision";

const entriesOf = <T>(map: ReadonlyMap<string, T>, key: string): [string, T][] => {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
};

/// Whose words are new in a revision: its signer's; where it is exactly its parent with suggestions taken, the writers of
/// those suggestions, for then its signer has written nothing. Judged by what had come to its signer's laptop: whatever else
/// it names arrives later on some laptops than on others, and must count on none. Where a text that it was made of was erased,
/// it is what two people stated when they had it before them, or all who may have written.
function writersOf(fact: RevisionFact, all: ReadonlyMap<string, RevisionRow>, every: readonly Fact[]): readonly string[] {
  const { accepts, content, parents } = fact.known.payload;
  if (fact.known.erased !== undefined) return fact.stated?.writers ?? [fact.by.id];
  if (accepts.length === 0) return [fact.by.id];
  const facts = every.filter((one) => isBefore(entryOf(one), entryOf(fact)));
  const rows = new Map(facts.flatMap((one) => entriesOf(all, entryOf(one).id)));
  let text: Content | undefined = rows.get(parents[0] ?? "")?.content;
  const writers = new Set<string>();
  let erased = rows.get(parents[0] ?? "")?.erased !== undefined;
  for (const taken of accepts) {
    const found = facts.find((one) => entryOf(one).id === taken.proposal);
    const proposal = found === undefined ? null : proposedIn(found.known);
    if (found?.known.erased !== undefined) {
      erased = true;
      writers.add(found.by.id);
    }
    if (found === undefined || proposal === null) continue;
    if (rows.get(proposal.base)?.erased !== undefined) {
      erased = true;
      writers.add(found.by.id);
      continue;
    }
    const base = rows.get(proposal.base)?.content;
    if (base === undefined || text === undefined) continue;
    const already = takenIn(facts, rows, parents[0] ?? "", proposal.base);
    text = applySuggestions(base, text, already, { ...taken, proposed: proposal.content }) ?? undefined;
    writers.add(found.by.id);
  }
  if (erased) return fact.stated?.writers ?? [...new Set([...writers, fact.by.id])].sort();
  const exact = text !== undefined && same(text, content) && parents.length === 1;
  return exact ? [...writers].sort() : [...new Set([...writers, fact.by.id])].sort();
}

/// Who outside the desk wrote suggestions that were accepted in a revision, by name. It counts for nothing in who has written and
/// who has seen: their words are those of whoever brought them in.
function outsideIn(fact: RevisionFact, every: readonly Fact[]): { readonly outside?: readonly string[] } {
  const names = fact.known.payload.accepts.flatMap(({ proposal }) => {
    const found = every.find((one) => entryOf(one).id === proposal && isBefore(entryOf(one), entryOf(fact)));
    return (found === undefined ? null : proposedIn(found.known)?.from) ?? [];
  });
  return names.length === 0 ? {} : { outside: [...new Set(names)].sort() };
}

function foldRevisions(lookup: Lookup, item: string, facts: readonly Fact[]): Map<string, RevisionRow> {
  const rows = new Map<string, RevisionRow>();
  for (const fact of facts.filter(isRevision)) {
    const { entry, payload } = fact.known;
    const known = lookup.row("revision", entry.id);
    rows.set(
      entry.id,
      known ?? {
        id: entry.id,
        item,
        parents: payload.parents,
        digest: fact.stated?.digest ?? contentDigest(payload.content),
        by: fact.by.id,
        at: entry.header.at,
        writers: writersOf(fact, rows, facts),
        ...outsideIn(fact, facts),
        why: payload.why,
        content: payload.content,
        ...(fact.known.erased === undefined ? {} : { erased: fact.known.erased }),
      },
    );
  }
  return rows;
}

/// Judges a decision by what its maker knew: only the facts that had arrived there.
function judge(fact: Fact, counted: readonly Fact[], revisions: ReadonlyMap<string, WrittenRevision>): string | null {
  if (fact.known.kind !== "item.decided") return null;
  if (fact.contested) return "device-forked";
  const view = replay(
    counted.filter((one) => isBefore(entryOf(one), entryOf(fact))),
    revisions,
  );
  const { decision, revision, digest, reason, names } = fact.known.payload;
  return (
    obstacle({
      view,
      person: fact.by,
      names: (members) => members,
      people: { editors: [], chiefs: [] },
      decision: { name: decision, revision, digest, reason, names },
    })?.code ?? null
  );
}

function foldDecisions(lookup: Lookup, item: string, facts: readonly Fact[], revisions: ReadonlyMap<string, WrittenRevision>) {
  const counted: Fact[] = [];
  const rows: DecisionRow[] = [];
  for (const fact of facts) {
    const { known } = fact;
    if (known.kind !== "item.decided") {
      counted.push(fact);
      continue;
    }
    const before = lookup.row("decision", known.entry.id);
    const why =
      before !== undefined && (before.obstacle === "device-forked") === fact.contested ? before.obstacle : judge(fact, counted, revisions);
    rows.push({
      item,
      entry: known.entry.id,
      decision: known.payload.decision,
      by: fact.by.id,
      at: known.entry.header.at,
      digest: known.payload.digest,
      reason: known.payload.reason,
      obstacle: why,
    });
    if (why === null) counted.push(fact);
  }
  return { rows, counted };
}

/// The text to show: the head, or the first two heads merged where several people shared at once.
function shownText(
  view: ItemView,
  revisions: ReadonlyMap<string, RevisionRow>,
): { content: Content | null; versions: readonly TwoVersions[] } {
  const [a, b] = view.heads.map((id) => revisions.get(id));
  if (a === undefined) return { content: null, versions: [] };
  if (b === undefined) return { content: a.content, versions: [] };
  const base = commonAncestor(revisions, a.id, b.id);
  const merged = mergeContents(base?.content ?? NOTHING, a.content, b.content);
  return { content: merged.content, versions: merged.versions };
}

const NO_WORDS = { headline: 0, glance: 0, explainer: 0, comment: 0, total: 0 };

/// Which findings stand by somebody's word; the latest word on each holds.
function passedIn(facts: readonly Fact[]): { check: string; quote: string }[] {
  const latest = new Map<string, { check: string; quote: string; passed: boolean }>();
  for (const { known } of facts)
    if (known.kind === "check.passed" && known.erased === undefined)
      latest.set(`${known.payload.check} ${known.payload.quote}`, known.payload);
  return [...latest.values()].flatMap(({ check, quote, passed }) => (passed ? [{ check, quote }] : []));
}

function itemRow(item: string, facts: readonly Fact[], view: ItemView, revisions: ReadonlyMap<string, RevisionRow>): ItemRow {
  const about = facts.map((fact) => fact.known);
  const pitch = about.find((known) => known.kind === "item.pitched");
  const commissions = about.filter((known) => known.kind === "item.commissioned");
  const placed = about.filter(
    (known) => known.kind === "item.pitched" || known.kind === "item.commissioned" || known.kind === "item.moved",
  );
  const shown = shownText(view, revisions);
  const written = shown.content === null ? "" : headlineOf(shown.content.doc);
  const { graph: _graph, notes, ...rest } = view;
  return {
    ...rest,
    item,
    issue: placed.at(-1)?.payload.issue ?? null,
    headline: written || commissions.at(-1)?.payload.headline || pitch?.payload.headline || "",
    pitch: pitch === undefined ? null : { why: pitch.payload.why },
    due: commissions.at(-1)?.payload.due ?? null,
    openNotes: notes.filter((note) => !note.resolved).length,
    passed: passedIn(facts),
    words: shown.content === null ? NO_WORDS : partWords(shown.content.doc),
    writers: [...new Set([...revisions.values()].flatMap((one) => one.writers))].sort(),
    shown: shown.content,
    versions: shown.versions,
  };
}

/// All rows of an item from all facts about it, in ledger order. A pure function of the set: whatever arrives in whatever
/// order, the rows end the same. Rows that can never change (revisions, judged decisions) are taken over from `lookup`.
export function foldItem(lookup: Lookup, item: string, facts: readonly Fact[]): RowChange[] {
  const parent = `item:${item}`;
  const revisions = foldRevisions(lookup, item, facts);
  const { rows: decisions, counted } = foldDecisions(lookup, item, facts, revisions);
  const newer = lookup.of(parent).filter((stored) => stored.standing === "unknown").length;
  const view = { ...replay(counted, revisions), newer };
  const known = itemRow(item, facts, view, revisions);
  const closed = new Set(lookup.children("proposal", parent).map((one) => one.proposal));
  const proposals = openProposals(counted).map((one) => row("proposal", one.proposal, parent, { ...one, item }));
  proposals.forEach((change) => closed.delete(change.key));
  const evidence = evidenceIn(facts.filter((fact) => !fact.contested));
  const lost = new Set(lookup.children("evidence", parent).map((one) => evidenceKey(item, one.evidence)));
  evidence.forEach((one) => lost.delete(evidenceKey(item, one.evidence)));
  // A late recall is a note only as long as nothing that arrives shows that it was in time.
  const gone = new Set(lookup.children("note", parent).map((one) => noteKey(item, one.note)));
  view.notes.forEach((one) => gone.delete(noteKey(item, one.note)));
  return [
    row("item", item, known.issue === null ? "issue:" : `issue:${known.issue}`, known),
    ...[...revisions.values()].map((one) => row("revision", one.id, parent, one)),
    ...decisions.map((one) => row("decision", one.entry, parent, one)),
    ...view.notes.map((one) => row("note", noteKey(item, one.note), parent, { ...one, item })),
    ...proposals,
    ...evidence.map((one) => row("evidence", evidenceKey(item, one.evidence), parent, one)),
    ...[...lost].map((key) => row("evidence", key, parent, null)),
    ...[...closed].map((key) => row("proposal", key, parent, null)),
    ...[...gone].map((key) => row("note", key, parent, null)),
  ];
}
