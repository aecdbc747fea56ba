import { hasRole } from "../desk/roster.ts";
import { inForce } from "../erasure/erasure.ts";
import { headsOf } from "../item/heads.ts";
import { isBefore } from "../ledger/entry.ts";
import { row, type RowChange } from "../projection/rows.ts";
import { entryOf, type Fact } from "../review/facts.ts";
import { unseen, type Sight, type WrittenRevision } from "../review/seen.ts";
import type { Brief } from "./issue.ts";
import { briefDigest } from "./issue-digest.ts";
import type { BriefRow, BriefState } from "./rows.ts";

interface BriefRevision extends WrittenRevision {
  readonly content: Brief;
  readonly issue: string;
  readonly by: string;
  readonly at: string;
}

type Decided = Fact & { known: Extract<Fact["known"], { kind: "brief.decided" }> };

function revisionsOf(facts: readonly Fact[]): Map<string, BriefRevision> {
  const out = new Map<string, BriefRevision>();
  for (const fact of facts) {
    if (fact.known.kind !== "brief.revision") continue;
    const { content, parents, issue } = fact.known.payload;
    const { id, header } = fact.known.entry;
    const { erased } = fact.known;
    const digest = fact.stated?.digest ?? briefDigest(content);
    const gone = erased === undefined ? {} : { erased };
    out.set(id, { id, parents, digest, writers: [fact.by.id], content, issue, by: fact.by.id, at: header.at, ...gone });
  }
  return out;
}

const FORCE = { unspike: 0, submit: 1, approve: 2, return: 3, spike: 4 };

/// Decisions in the order in which they take effect: causes first; of concurrent ones the weaker first.
function inEffect(decided: readonly Decided[]): Decided[] {
  const force = (fact: Decided): number => FORCE[fact.known.payload.decision];
  const out: Decided[] = [];
  for (const fact of decided) {
    let at = out.length;
    while (at > 0) {
      const before = out[at - 1];
      if (before === undefined || isBefore(entryOf(before), entryOf(fact)) || force(before) <= force(fact)) break;
      at--;
    }
    out.splice(at, 0, fact);
  }
  return out;
}

/// Whether a brief's approval counts: an editor's or chief's, on the head its maker knew, whose every change another person
/// than its writer has seen.
function approves(
  fact: Decided,
  revisions: ReadonlyMap<string, BriefRevision>,
  sights: readonly Sight[],
  approved: readonly string[],
): boolean {
  const { revision, digest } = fact.known.payload;
  if (!hasRole(fact.by, "editor") || revisions.get(revision)?.digest !== digest) return false;
  return unseen(revisions, revision, approved, [...sights, { member: fact.by.id, revision, only: false }]).length === 0;
}

function settle(decided: readonly Decided[], revisions: ReadonlyMap<string, BriefRevision>) {
  const now = {
    state: "writing" as BriefState,
    approval: null as { digest: string; by: string } | null,
    returned: null as BriefRow["returned"],
  };
  const [sights, approved]: [Sight[], string[]] = [[], []];
  for (const fact of inEffect(decided)) {
    const { decision, revision, digest, reason } = fact.known.payload;
    if (decision === "submit") Object.assign(now, { state: "submitted", returned: null });
    else if (decision === "approve" && now.state !== "spiked" && approves(fact, revisions, sights, approved)) {
      Object.assign(now, { state: "approved", approval: { digest, by: fact.by.id } });
      approved.push(revision);
    } else if (decision === "return" && hasRole(fact.by, "editor")) {
      Object.assign(now, { state: "writing", approval: null, returned: { by: fact.by.id, reason } });
      sights.push({ member: fact.by.id, revision, only: false });
    } else if (decision === "spike") now.state = "spiked";
    else if (decision === "unspike" && now.state === "spiked") now.state = "writing";
  }
  return now;
}

/// The row of a brief from all facts about it, in ledger order. A brief edited after its approval is submitted again.
export function foldBrief(brief: string, facts: readonly Fact[]): RowChange[] {
  const revisions = revisionsOf(facts);
  const force = inForce(facts);
  const heads = headsOf(revisions, ({ erased }) => erased !== undefined && force.has(erased));
  const head = heads[0];
  if (head === undefined) return revisions.size === 0 ? [] : [row("brief", brief, "", null)];
  const decided = facts.filter((fact): fact is Decided => fact.known.kind === "brief.decided" && !fact.contested);
  const now = settle(decided, revisions);
  const stands = now.state !== "approved" || (heads.length === 1 && now.approval?.digest === head.digest);
  const state = stands ? now.state : "submitted";
  const value: BriefRow = {
    brief,
    issue: head.issue,
    state,
    content: head.content,
    digest: head.digest,
    head: head.id,
    by: head.by,
    at: head.at,
    approvedBy: state === "approved" ? (now.approval?.by ?? null) : null,
    returned: now.returned,
    writers: [...new Set([...revisions.values()].flatMap((one) => one.writers))].sort(),
    versions: heads.length < 2 ? [] : heads.map((one) => ({ revision: one.id, by: one.by, digest: one.digest, content: one.content })),
  };
  return [row("brief", brief, `issue:${head.issue}`, value)];
}
