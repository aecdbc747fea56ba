import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Pen, type Performed } from "../acts/pen.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { printObstacle } from "../desk/acts.ts";
import { Line, PublicationSchema } from "../desk/kinds.ts";
import { hasRole, namesWith } from "../desk/roster.ts";
import { WaiverSchema } from "../item/kinds.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { printedBriefs, wroteAll } from "./fold-issue.ts";
import { IssueFieldsSchema } from "./kinds.ts";
import { preflight, standing } from "./preflight.ts";
import type { IssueRow } from "./rows.ts";
import { issueObstacle, type IssueStep } from "./transitions.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;
/// All texts that print in the issue, with their writers.
const textsOf = (pen: Pen, row: IssueRow): { readonly writers: readonly string[] }[] => [
  ...row.ranks.flatMap((id) => {
    const item = id === null ? undefined : pen.lookup.row("item", id);
    return item === undefined ? [] : [item];
  }),
  ...printedBriefs(pen.lookup.children("brief", `issue:${row.issue}`), row.publication.briefLists),
];

interface StepInput {
  readonly issue: string;
  readonly digest?: string | null;
  readonly reason?: string | null;
  readonly waivers?: readonly { check: string; reason: string }[];
}

/// What stands in the way of a step on an issue; null if nothing does.
function inTheWay(pen: Pen, step: IssueStep, input: StepInput): Performed {
  const [row, person] = [pen.lookup.row("issue", input.issue), pen.me];
  if (row === undefined) return no("issue-unknown");
  if (person === undefined) return no("not-a-member");
  const waived = [...(input.waivers ?? []), ...row.signatures.filter((one) => one.live).flatMap((one) => one.waivers)];
  return issueObstacle(step, {
    row,
    person,
    people: { editors: namesWith(pen.roster, "editor"), chiefs: namesWith(pen.roster, "chief") },
    digest: input.digest ?? null,
    reason: input.reason ?? null,
    open: step === "sign" ? standing(preflight(pen.lookup, row), waived).length : 0,
    wroteAll: wroteAll(person.id, textsOf(pen, row)),
  });
}

function rank(pen: Pen, issue: string, places: { item: string; rank: 1 | 2 | 3 | 4 | 5 | null }[]): Performed {
  const refusal = inTheWay(pen, "rank", { issue });
  const row = pen.lookup.row("issue", issue);
  if (refusal !== null || row === undefined) return refusal ?? no("issue-unknown");
  const here = new Set([...row.ranks, ...row.reserve]);
  if (!places.every((place) => here.has(place.item))) return no("item-unknown");
  return written(pen.write("issue.ranked", { issue, places }));
}

/// The acts of an issue: opening it, its printed fields, ranking, signing. Being out is recorded by the export itself.
export const issueActs = {
  "issue.open": defineAct({ issue: Id, fields: IssueFieldsSchema, due: v.nullable(Line) }, (pen, { issue, fields, due }) => {
    if (!hasRole(pen.me, "editor")) return no("only-editor-or-chief", { who: namesWith(pen.roster, "editor") });
    const publication = pen.lookup.row("desk", "desk")?.publication;
    if (publication === undefined) return no("not-a-member");
    if (pen.lookup.row("issue", issue) !== undefined) return no("issue-known");
    return written(pen.write("issue.opened", { issue, fields, publication: v.parse(PublicationSchema, publication), due }));
  }),
  "issue.change": defineAct(
    { issue: Id, fields: IssueFieldsSchema, publication: PublicationSchema, due: v.nullable(Line) },
    (pen, input) => inTheWay(pen, "change", input) ?? printObstacle(pen, input.publication) ?? written(pen.write("issue.changed", input)),
  ),
  "issue.rank": defineAct(
    { issue: Id, places: v.pipe(v.array(v.strictObject({ item: Id, rank: v.nullable(v.picklist([1, 2, 3, 4, 5])) })), v.minLength(1)) },
    (pen, { issue, places }) => rank(pen, issue, places),
  ),
  "issue.sign": defineAct(
    { issue: Id, digest: Hash, waivers: v.array(WaiverSchema) },
    (pen, input) => inTheWay(pen, "sign", input) ?? written(pen.write("issue.signed", input)),
  ),
  /// After it is out: opens a correction, asks to withdraw it, or leaves out what arrived too late.
  "issue.decide": defineAct(
    { issue: Id, decision: v.picklist(["correct", "withdraw", "close-late"]), digest: v.nullable(Hash), reason: Line },
    (pen, input) => inTheWay(pen, input.decision, input) ?? written(pen.write("issue.decided", input)),
  ),
};
