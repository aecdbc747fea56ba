import { inForce } from "../erasure/erasure.ts";
import { headsOf } from "../item/heads.ts";
import { isBefore } from "../ledger/entry.ts";
import type { Known } from "../ledger/kinds.ts";
import { entryOf, type Fact, type Revisions } from "./facts.ts";
import { linearise } from "./linearise.ts";
import { noteThreads } from "./note.ts";
import { openProposals } from "./proposal.ts";
import { unseen, type Sight, type WrittenRevision } from "./seen.ts";
import type { Approval, ItemState, ItemView, ReturnDecision } from "./view.ts";

interface Running {
  state: ItemState | null;
  authors: ItemView["authors"];
  ready: Record<string, boolean>;
  pitchedBy: string | null;
  submitter: string | null;
  claimant: string | null;
  approval: Approval | null;
  approved: string[];
  returned: ReturnDecision | null;
  sights: Sight[];
  recall: Fact | null;
  lateRecalls: Fact[];
}

const SEEING: readonly string[] = ["submit", "return", "approve"];

/// A claim that did not know of a recall prevails over it; the recall then stands as a note to the claimant.
function overtakes(now: Running, claim: Fact): boolean {
  const { recall } = now;
  if (now.state !== "writing" || recall === null || isBefore(entryOf(recall), entryOf(claim))) return false;
  now.lateRecalls.push(recall);
  now.recall = null;
  return true;
}

/// Applies one decision that was in order when it was made. In a race it may find another state than its maker saw: it then
/// takes effect where that is meaningful and none where it is not.
function decide(now: Running, fact: Fact, payload: Extract<Known, { kind: "item.decided" }>["payload"]): void {
  const [by, entry] = [fact.by.id, entryOf(fact).id];
  const { decision, revision, digest } = payload;
  if (revision !== null && SEEING.includes(decision)) now.sights.push({ member: by, revision, only: false });
  const inWork = now.state === "submitted" || now.state === "in review" || now.state === "approved";
  if (decision === "submit" && (now.state === "writing" || now.state === "changes requested")) {
    Object.assign(now, { state: "submitted", submitter: by, claimant: null, returned: null });
  } else if (decision === "recall" && now.state === "submitted") Object.assign(now, { state: "writing", recall: fact });
  else if (decision === "recall" && now.state === "in review") now.lateRecalls.push(fact);
  else if (decision === "claim" && (now.state === "submitted" || overtakes(now, fact)))
    Object.assign(now, { state: "in review", claimant: by });
  else if (decision === "take-over" && inWork) Object.assign(now, { state: "in review", claimant: by });
  else if (decision === "approve" && inWork && revision !== null && digest !== null) {
    Object.assign(now, { state: "approved", approval: { entry, by, revision, digest } });
    now.approved.push(revision);
  } else if (decision === "return" && inWork) {
    Object.assign(now, { state: "changes requested", returned: { entry, by, reason: payload.reason, revision } });
  } else if (decision === "take-back" && now.returned?.entry === payload.names) {
    Object.assign(now, { state: "in review", returned: null });
  } else if (decision === "reopen" && (now.state === "approved" || now.state === "changes requested")) {
    Object.assign(now, { state: "in review", approval: null, returned: null });
  } else if (decision === "spike") now.state = "spiked";
  else if (decision === "unspike" && now.state === "spiked") now.state = "writing";
}

function step(now: Running, fact: Fact): void {
  const { known, by } = fact;
  if (known.kind === "item.pitched" && now.state === null) Object.assign(now, { state: "pitch", pitchedBy: by.id });
  else if (known.kind === "item.commissioned") {
    now.authors = known.payload.authors;
    if (now.state === null || now.state === "pitch") now.state = "writing";
  } else if (known.kind === "item.ready") now.ready[known.payload.part] = known.payload.ready;
  else if (known.kind === "review.sent") now.sights.push({ member: by.id, revision: known.payload.revision, only: false });
  else if (known.kind === "item.revision" && known.payload.accepts.length > 0) {
    now.sights.push({ member: by.id, revision: known.entry.id, only: true });
  } else if (known.kind === "item.decided") decide(now, fact, known.payload);
}

/// Where an item stands by these facts: a causally closed set in ledger order, of which every decision was in order when it
/// was made. The same set gives the same view, whatever the order of arrival.
export function replay(facts: readonly Fact[], revisions: Revisions): ItemView {
  const now: Running = {
    state: null,
    authors: { glance: [], comment: [] },
    ready: {},
    pitchedBy: null,
    submitter: null,
    claimant: null,
    approval: null,
    approved: [],
    returned: null,
    sights: [],
    recall: null,
    lateRecalls: [],
  };
  for (const fact of linearise(facts.filter((one) => !one.contested))) step(now, fact);
  const graph = new Map<string, WrittenRevision>();
  for (const fact of facts) {
    const revision = fact.known.kind === "item.revision" ? revisions.get(entryOf(fact).id) : undefined;
    if (revision !== undefined) graph.set(revision.id, revision);
  }
  const force = inForce(facts);
  const heads = headsOf(graph, ({ erased }) => erased !== undefined && force.has(erased));
  const [head, digest] = heads.length === 1 ? [heads[0]?.id ?? null, heads[0]?.digest ?? null] : [null, null];
  const stands = now.state !== "approved" || (digest !== null && digest === now.approval?.digest);
  const { lateRecalls, recall: _recall, ...settled } = now;
  const notes = noteThreads(facts, lateRecalls);
  return {
    ...settled,
    notes,
    newer: 0,
    state: stands ? (now.state ?? "writing") : "in review",
    graph,
    heads: heads.map((one) => one.id),
    head,
    digest,
    unseen: head === null ? [] : unseen(graph, head, now.approved, now.sights),
    openBlocking: notes.filter((note) => note.blocking && !note.resolved).length,
    pendingSuggestions: openProposals(facts).reduce((sum, one) => sum + one.open.length, 0),
  };
}
