import { refuse, type Refusal } from "../base/result.ts";
import { hasRole, type Member } from "../desk/roster.ts";
import { lineage } from "../item/heads.ts";
import { ASSIGNED_PARTS, type DecisionName } from "../item/kinds.ts";
import { sinceApproval, unseen } from "./seen.ts";
import type { ItemState, ItemView } from "./view.ts";

/// What a decision is judged by. `names` turns members into words for refusals. `local` is what only the decider's own
/// laptop can know; it is absent when an entry from elsewhere is judged.
export interface Situation {
  readonly view: ItemView;
  readonly person: Member;
  readonly names: (members: readonly string[]) => readonly string[];
  /// Names of those who could do what this person may not.
  readonly people: { readonly editors: readonly string[]; readonly chiefs: readonly string[] };
  readonly decision: {
    readonly name: DecisionName;
    readonly revision: string | null;
    readonly digest: string | null;
    readonly reason: string | null;
    readonly names: string | null;
  };
  readonly local?: { readonly unshared: boolean; readonly checks: readonly string[] };
}

type Guard = (s: Situation) => Refusal | null;

export interface Transition {
  readonly from: readonly ItemState[];
  readonly to: ItemState;
  readonly who: Guard;
  readonly guards: readonly Guard[];
}

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

const authorsOf = (view: ItemView): string[] => [...new Set(ASSIGNED_PARTS.flatMap((part) => view.authors[part]))];
/// Whoever lost the right to it is no author any more, though the item names them.
const isAuthor = (s: Situation): boolean => authorsOf(s.view).includes(s.person.id) && hasRole(s.person, "author", "editor");
const hasWritten = (view: ItemView, member: string): boolean => [...view.graph.values()].some((r) => r.writers.includes(member));

/// Whether the member's own words are new in the head since it last counted as approved.
export const wroteSince = (view: ItemView, member: string): boolean =>
  view.head !== null && sinceApproval(view.graph, view.head, view.approved).some((id) => view.graph.get(id)?.writers.includes(member));

const assignedAuthor: Guard = (s) => (isAuthor(s) ? null : no("only-assigned-author", { who: s.names(authorsOf(s.view)) }));
const editorOrChief: Guard = (s) => (hasRole(s.person, "editor") ? null : no("only-editor-or-chief", { who: s.people.editors }));
const chief: Guard = (s) => (hasRole(s.person, "chief") ? null : no("only-chief", { who: s.people.chiefs }));
const submitter: Guard = (s) =>
  s.view.submitter === s.person.id ? null : no("only-submitter", { who: s.names(s.view.submitter === null ? [] : [s.view.submitter]) });
const claimantName = (s: Situation): readonly string[] => s.names(s.view.claimant === null ? [] : [s.view.claimant]);
const claimantOrChief: Guard = (s) =>
  (s.view.claimant === s.person.id && hasRole(s.person, "editor")) || hasRole(s.person, "chief")
    ? null
    : no("only-claimant-or-chief", { who: claimantName(s) });

const otherEditors = (s: Situation): string[] => s.people.editors.filter((name) => name !== s.person.name);

const reviewer: Guard = (s) => {
  if (!hasRole(s.person, "editor")) return no("only-editor-or-chief", { who: s.people.editors });
  return hasWritten(s.view, s.person.id) || isAuthor(s) ? no("reviewer-wrote-it", { who: otherEditors(s) }) : null;
};

const approver: Guard = (s) => {
  const { claimant } = s.view;
  if (claimant !== null && !wroteSince(s.view, claimant)) {
    return s.person.id === claimant ? editorOrChief(s) : no("only-claimant", { who: claimantName(s) });
  }
  if (s.person.id === claimant) return no("claimant-wrote-in-it", { who: otherEditors(s) });
  return editorOrChief(s);
};

const spiker: Guard = (s) => {
  if (hasRole(s.person, "editor")) return null;
  const own = s.view.pitchedBy === s.person.id || isAuthor(s);
  return own && (s.view.state === "pitch" || s.view.state === "writing") ? null : no("only-editor-or-chief", { who: s.people.editors });
};

const returnTaker: Guard = (s) => {
  if (s.view.returned === null || s.decision.names !== s.view.returned.entry) return no("no-such-return");
  return s.view.returned.by === s.person.id || hasRole(s.person, "chief")
    ? null
    : no("only-returner-or-chief", { who: s.names([s.view.returned.by]) });
};

const named: Guard = (s) => {
  if (s.view.heads.length > 1) return no("two-versions-open");
  if (s.view.head === null) return no("no-text-yet");
  return s.decision.digest === s.view.digest &&
    s.decision.revision !== null &&
    s.view.graph.get(s.decision.revision)?.digest === s.view.digest
    ? null
    : no("text-moved-on");
};
const partsReady: Guard = (s) => {
  const open = ASSIGNED_PARTS.find(
    (part) => s.view.authors[part].length > 0 && !s.view.authors[part].includes(s.person.id) && s.view.ready[part] !== true,
  );
  if (open === undefined) return null;
  return no(open === "glance" ? "glance-not-ready" : "comment-not-ready", { who: s.names(s.view.authors[open]) });
};
const checksClean: Guard = (s) => {
  const checks = s.local?.checks ?? [];
  return checks.length === 0 ? null : no("checks-open", { checks });
};
const allShared: Guard = (s) => (s.local?.unshared === true ? no("unshared-words") : null);
const notesAnswered: Guard = (s) => (s.view.openBlocking > 0 ? no("blocking-notes-open", { count: s.view.openBlocking }) : null);
const suggestionsDecided: Guard = (s) =>
  s.view.pendingSuggestions > 0 ? no("suggestions-pending", { count: s.view.pendingSuggestions }) : null;
const allUnderstood: Guard = (s) => (s.view.newer > 0 ? no("needs-newer-app", { count: s.view.newer }) : null);
const reasonGiven: Guard = (s) => ((s.decision.reason ?? "").trim() === "" ? no("reason-missing") : null);
const noteOrReason: Guard = (s) => (s.view.openBlocking > 0 ? null : reasonGiven(s));
const fourEyes: Guard = (s) => {
  if (s.view.head === null) return no("no-text-yet");
  const sights = [...s.view.sights, { member: s.person.id, revision: s.view.head, only: false }];
  const open = unseen(s.view.graph, s.view.head, s.view.approved, sights);
  return open.length === 0 ? null : no("nobody-else-saw", { who: s.names([...new Set(open.map((one) => one.writer))]) });
};

const BEFORE_SIGN_OFF: readonly ItemState[] = ["pitch", "writing", "submitted", "in review", "changes requested", "approved"];

/// The one table of who may move an item, from which state to which (`product.md` §4). A row says who may, and which guards
/// must hold; every guard answers with what stands in the way.
export const TRANSITIONS: Readonly<Record<DecisionName, Transition>> = {
  submit: {
    from: ["writing", "changes requested"],
    to: "submitted",
    who: assignedAuthor,
    guards: [named, allShared, partsReady, checksClean],
  },
  recall: { from: ["submitted"], to: "writing", who: submitter, guards: [] },
  claim: { from: ["submitted"], to: "in review", who: reviewer, guards: [] },
  "take-over": { from: ["submitted", "in review"], to: "in review", who: chief, guards: [reviewer] },
  return: { from: ["in review", "approved"], to: "changes requested", who: claimantOrChief, guards: [named, noteOrReason] },
  "take-back": { from: ["changes requested"], to: "in review", who: returnTaker, guards: [] },
  approve: {
    from: ["in review"],
    to: "approved",
    who: approver,
    guards: [named, allUnderstood, allShared, notesAnswered, suggestionsDecided, fourEyes],
  },
  reopen: { from: ["approved"], to: "in review", who: editorOrChief, guards: [reasonGiven] },
  spike: { from: BEFORE_SIGN_OFF, to: "spiked", who: spiker, guards: [] },
  unspike: { from: ["spiked"], to: "writing", who: editorOrChief, guards: [] },
};

/// Whether the decision may be made: null, or the first thing that stands in the way.
export function obstacle(s: Situation): Refusal | null {
  const rule = TRANSITIONS[s.decision.name];
  if (!rule.from.includes(s.view.state)) {
    return no("wrong-state", { decision: s.decision.name, state: s.view.state, from: rule.from });
  }
  const who = rule.who(s);
  if (who !== null) return who;
  for (const guard of rule.guards) {
    const refusal = guard(s);
    if (refusal !== null) return refusal;
  }
  return null;
}

/// Whether `revision` is part of what the head descends from; a decision on anything else judged another text.
export const isOfHead = (view: ItemView, revision: string): boolean => view.head !== null && lineage(view.graph, view.head).has(revision);
