import { hasRole } from "../desk/roster.ts";
import { isBefore } from "../ledger/entry.ts";
import { entryOf, type Fact } from "../review/facts.ts";
import type { IssueRow, Signature } from "./rows.ts";

/// A signature under the issue with the entry that made it.
export interface SignedFact {
  readonly signature: Signature;
  readonly fact: Fact;
}

/// Signed off: a chief and a second person have signed the issue as it stands.
export function isSignedOff(signed: readonly Signature[]): boolean {
  const live = signed.filter((one) => one.live);
  return live.some((first) => first.chief && live.some((second) => second.by !== first.by));
}

type Exported = NonNullable<IssueRow["exported"]>;

/// What became of the issue after its first signature, in ledger order: exports, corrections, withdrawals.
export interface Course {
  exported: Exported | null;
  exports: number;
  correction: Fact | null;
  corrections: Fact[];
  withdrawing: Fact[];
  closed: string[];
}

/// A clean export counts where two signatures on its digest came before it, and after the correction that it ends.
function exports(course: Course, fact: Fact, signed: readonly SignedFact[]): Exported | null {
  if (fact.known.kind !== "issue.exported" || !hasRole(fact.by, "editor")) return null;
  const { digest } = fact.known.payload;
  const since = course.correction;
  const named = signed.filter(
    (one) =>
      one.signature.digest === digest &&
      (since === null || isBefore(entryOf(since), entryOf(one.fact))) &&
      isBefore(entryOf(one.fact), entryOf(fact)),
  );
  if (!isSignedOff(named.map((one) => ({ ...one.signature, live: true })))) return null;
  return { entry: entryOf(fact).id, by: fact.by.id, at: entryOf(fact).header.at, digest };
}

export function courseOf(facts: readonly Fact[], signed: readonly SignedFact[]): Course {
  const course: Course = { exported: null, exports: 0, correction: null, corrections: [], withdrawing: [], closed: [] };
  for (const fact of facts.filter((one) => !one.contested)) {
    const made = exports(course, fact, signed);
    if (made !== null && (course.exported === null || course.correction !== null)) {
      Object.assign(course, { exported: made, exports: course.exports + 1, correction: null, withdrawing: [] });
    }
    if (fact.known.kind !== "issue.decided" || course.exported === null) continue;
    const { decision, digest } = fact.known.payload;
    const chief = hasRole(fact.by, "chief");
    if (decision === "correct" && chief && course.correction === null) {
      course.correction = fact;
      course.corrections.push(fact);
    } else if (decision === "close-late" && chief && digest !== null) course.closed.push(digest);
    else if (decision === "withdraw" && hasRole(fact.by, "editor")) course.withdrawing.push(fact);
  }
  return course;
}

/// Withdrawn: a chief and a second person said so.
const isWithdrawn = (asked: readonly Fact[]): boolean =>
  asked.some((one) => hasRole(one.by, "chief") && asked.some((other) => other.by.id !== one.by.id));

/// The state of an issue by what has been signed and exported, and in which order.
export function stateOf(course: Course, complete: boolean, signed: readonly SignedFact[]): IssueRow["state"] {
  if (isWithdrawn(course.withdrawing)) return "withdrawn";
  const since = course.correction;
  if (course.exported !== null && since === null) return course.exports > 1 ? "corrected" : "out";
  const fresh = signed.filter((one) => since === null || isBefore(entryOf(since), entryOf(one.fact)));
  return complete && isSignedOff(fresh.map((one) => one.signature)) ? "signed off" : "open";
}

/// The correction that is under way, as screens show it.
export const correctionOf = (fact: Fact | null): IssueRow["correction"] =>
  fact?.known.kind === "issue.decided" ? { by: fact.by.id, at: entryOf(fact).header.at, reason: fact.known.payload.reason } : null;

/// The corrections as they print: the day on which each was opened, and what it corrects.
export const correctionNotes = (course: Course): { date: string; text: string }[] =>
  course.corrections.flatMap((fact) =>
    fact.known.kind === "issue.decided" ? [{ date: entryOf(fact).header.at.slice(0, 10), text: fact.known.payload.reason }] : [],
  );
