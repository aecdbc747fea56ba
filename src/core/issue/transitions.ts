import { refuse, type Refusal } from "../base/result.ts";
import { hasRole, type Member } from "../desk/roster.ts";
import type { BriefRow, BriefState, IssueRow, IssueState } from "./rows.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

/// What a step on an issue is judged by. `open`: obstacles that no waiver covers; `wroteAll`: this person alone wrote it.
export interface IssueSituation {
  readonly row: IssueRow;
  readonly person: Member;
  readonly people: { readonly editors: readonly string[]; readonly chiefs: readonly string[] };
  readonly digest: string | null;
  readonly reason: string | null;
  readonly open: number;
  readonly wroteAll: boolean;
}

type Guard = (s: IssueSituation) => Refusal | null;

export const ISSUE_STEPS = ["rank", "change", "sign", "correct", "withdraw", "close-late"] as const;
export type IssueStep = (typeof ISSUE_STEPS)[number];

export interface IssueTransition {
  readonly from: readonly IssueState[];
  readonly who: Guard;
  readonly guards: readonly Guard[];
}

const editorOrChief: Guard = (s) => (hasRole(s.person, "editor") ? null : no("only-editor-or-chief", { who: s.people.editors }));
const chief: Guard = (s) => (hasRole(s.person, "chief") ? null : no("only-chief", { who: s.people.chiefs }));
const others = (s: IssueSituation): string[] => s.people.editors.filter((name) => name !== s.person.name);

const current: Guard = (s) => (s.row.digest !== null && s.row.digest === s.digest ? null : no("issue-moved-on"));
const notSigned: Guard = (s) => (s.row.signatures.some((one) => one.live && one.by === s.person.id) ? no("signed-already") : null);
const oneIsChief: Guard = (s) => {
  const live = s.row.signatures.filter((one) => one.live);
  return live.length > 0 && !live.some((one) => one.chief) && !hasRole(s.person, "chief")
    ? no("sign-off-needs-chief", { who: s.people.chiefs })
    : null;
};
const clean: Guard = (s) => (s.open > 0 ? no("preflight-open", { count: s.open }) : null);
const notAlone: Guard = (s) => (s.wroteAll ? no("signer-wrote-all", { who: others(s) }) : null);
const reasonGiven: Guard = (s) => ((s.reason ?? "").trim() === "" ? no("reason-missing") : null);
const notWithdrawing: Guard = (s) => (s.row.withdrawing.includes(s.person.id) ? no("signed-already") : null);
const withdrawNeedsChief: Guard = (s) =>
  hasRole(s.person, "chief") || s.row.withdrawing.length > 0 ? null : no("only-chief", { who: s.people.chiefs });
const somethingLate: Guard = (s) => (s.row.late ? null : no("nothing-late"));

const OPEN: readonly IssueState[] = ["open", "signed off"];
const OUT: readonly IssueState[] = ["out", "corrected"];

/// Whether an issue is still being made, its correction included; after that it stands in the archive.
export const isInWork = (state: IssueState): boolean => OPEN.includes(state);

/// Who may move an issue, from which state (`product.md` §4). A change after the first signature gives the issue another
/// digest, which voids that signature. The first clean export records the issue as out; every earlier one says DRAFT.
export const ISSUE_TRANSITIONS: Readonly<Record<IssueStep, IssueTransition>> = {
  rank: { from: OPEN, who: editorOrChief, guards: [] },
  change: { from: OPEN, who: editorOrChief, guards: [] },
  sign: { from: OPEN, who: editorOrChief, guards: [current, notSigned, oneIsChief, clean, notAlone] },
  correct: { from: OUT, who: chief, guards: [reasonGiven] },
  withdraw: { from: OUT, who: editorOrChief, guards: [withdrawNeedsChief, notWithdrawing, reasonGiven] },
  "close-late": { from: OUT, who: chief, guards: [somethingLate, current, reasonGiven] },
};

/// Whether the step may be taken: null, or the first thing that stands in the way.
export function issueObstacle(step: IssueStep, s: IssueSituation): Refusal | null {
  const rule = ISSUE_TRANSITIONS[step];
  if (!rule.from.includes(s.row.state)) return no("issue-wrong-state", { state: s.row.state, from: rule.from });
  for (const guard of [rule.who, ...rule.guards]) {
    const refusal = guard(s);
    if (refusal !== null) return refusal;
  }
  return null;
}

export const BRIEF_DECISIONS = ["submit", "approve", "return", "spike", "unspike"] as const;
export type BriefDecision = (typeof BRIEF_DECISIONS)[number];

/// Who may move a brief: no claim, the same four eyes; approved singly or as a selection.
export const BRIEF_TRANSITIONS: Readonly<Record<BriefDecision, { readonly from: readonly BriefState[]; readonly editor: boolean }>> = {
  submit: { from: ["writing"], editor: false },
  approve: { from: ["submitted"], editor: true },
  return: { from: ["submitted", "approved"], editor: true },
  spike: { from: ["writing", "submitted", "approved"], editor: false },
  unspike: { from: ["spiked"], editor: true },
};

/// Whether a brief may be decided so by this person, four eyes aside: null, or what stands in the way. An author spikes only
/// what they wrote themselves, before it is submitted.
export function briefObstacle(row: BriefRow, decision: BriefDecision, person: Member, editors: readonly string[]): Refusal | null {
  const rule = BRIEF_TRANSITIONS[decision];
  const text = row.content.text
    .map((run) => run.text)
    .join("")
    .slice(0, 60);
  if (row.versions.length > 0) return no("brief-two-versions", { text });
  if (!rule.from.includes(row.state)) return no("brief-wrong-state", { text, state: row.state });
  if (!hasRole(person, "author", "editor")) return no("only-writers-write-briefs");
  const own = decision !== "spike" || (row.state === "writing" && row.writers.every((writer) => writer === person.id));
  return hasRole(person, "editor") || (!rule.editor && own) ? null : no("only-editor-or-chief", { who: editors });
}
