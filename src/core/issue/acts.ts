import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import type { Pen, Performed } from "../acts/pen.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { Line, PublicationSchema } from "../desk/kinds.ts";
import { hasRole } from "../desk/roster.ts";
import { WaiverSchema } from "../item/kinds.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { printedBriefs, wroteAll } from "./fold-issue.ts";
import { BriefSchema, IssueFieldsSchema } from "./kinds.ts";
import { preflight, standing } from "./preflight.ts";
import type { BriefRow, IssueRow } from "./rows.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;
const written = (result: ReturnType<Pen["write"]>): Performed => (result.ok ? null : result.refusal);
const editors = (pen: Pen): string[] =>
  Object.values(pen.roster?.members ?? {})
    .filter((member) => hasRole(member, "editor"))
    .map((member) => member.name)
    .sort();

/// The issue, if this person may change it; or what is in the way.
function editable(pen: Pen, issue: string): IssueRow | Refusal {
  const row = pen.lookup.row("issue", issue);
  if (row === undefined) return no("issue-unknown");
  return hasRole(pen.me, "editor") ? row : no("only-editor-or-chief", { who: editors(pen) });
}

function rank(pen: Pen, issue: string, places: { item: string; rank: 1 | 2 | 3 | 4 | 5 | null }[]): Performed {
  const row = editable(pen, issue);
  if ("code" in row) return row;
  if (row.state === "out") return no("issue-is-out");
  const here = new Set([...row.ranks, ...row.reserve]);
  if (!places.every((place) => here.has(place.item))) return no("item-unknown");
  return written(pen.write("issue.ranked", { issue, places }));
}

function sign(pen: Pen, input: { issue: string; digest: string; waivers: { check: string; reason: string }[] }): Performed {
  const row = editable(pen, input.issue);
  if ("code" in row) return row;
  if (row.state === "out") return no("issue-is-out");
  if (row.digest === null || row.digest !== input.digest) return no("issue-moved-on");
  const me = pen.me?.id ?? "";
  const live = row.signatures.filter((one) => one.live);
  if (live.some((one) => one.by === me)) return no("signed-already");
  if (live.length > 0 && !live.some((one) => one.chief) && !hasRole(pen.me, "chief")) return no("sign-off-needs-chief");
  const waived = [...input.waivers, ...live.flatMap((one) => one.waivers)];
  const open = standing(preflight(pen.lookup, row), waived);
  if (open.length > 0) return no("preflight-open", { count: open.length });
  const texts = [
    ...row.ranks.flatMap((id) => {
      const item = id === null ? undefined : pen.lookup.row("item", id);
      return item === undefined ? [] : [item];
    }),
    ...printedBriefs(pen.lookup.children("brief", `issue:${row.issue}`), row.publication.briefLists),
  ];
  if (wroteAll(me, texts)) return no("signer-wrote-all", { who: editors(pen).filter((name) => name !== pen.me?.name) });
  return written(pen.write("issue.signed", input));
}

/// The acts of an issue: opening it, its printed fields, ranking, signing. Being out is recorded by the export itself.
export const issueActs = {
  "issue.open": defineAct({ issue: Id, fields: IssueFieldsSchema, due: v.nullable(Line) }, (pen, { issue, fields, due }) => {
    if (!hasRole(pen.me, "editor")) return no("only-editor-or-chief", { who: editors(pen) });
    const publication = pen.lookup.row("desk", "desk")?.publication;
    if (publication === undefined) return no("not-a-member");
    if (pen.lookup.row("issue", issue) !== undefined) return no("issue-known");
    return written(pen.write("issue.opened", { issue, fields, publication: v.parse(PublicationSchema, publication), due }));
  }),
  "issue.change": defineAct(
    { issue: Id, fields: IssueFieldsSchema, publication: PublicationSchema, due: v.nullable(Line) },
    (pen, input) => {
      const row = editable(pen, input.issue);
      if ("code" in row) return row;
      return row.state === "out" ? no("issue-is-out") : written(pen.write("issue.changed", input));
    },
  ),
  "issue.rank": defineAct(
    { issue: Id, places: v.pipe(v.array(v.strictObject({ item: Id, rank: v.nullable(v.picklist([1, 2, 3, 4, 5])) })), v.minLength(1)) },
    (pen, { issue, places }) => rank(pen, issue, places),
  ),
  "issue.sign": defineAct({ issue: Id, digest: Hash, waivers: v.array(WaiverSchema) }, sign),
};

function briefAndMe(pen: Pen, brief: string): BriefRow | Refusal {
  if (pen.me === undefined) return no("not-a-member");
  return pen.lookup.row("brief", brief) ?? no("brief-unknown");
}

/// Whether a brief may be edited by this person: its issue is not out, and they write for the desk.
function briefObstacle(pen: Pen, issue: string): Performed {
  if (!hasRole(pen.me, "author", "editor")) return no("only-writers-write-briefs");
  const row = pen.lookup.row("issue", issue);
  if (row === undefined) return no("issue-unknown");
  return row.state === "out" ? no("issue-is-out") : null;
}

type BriefDecision = "submit" | "approve" | "return" | "spike" | "unspike";

function decideBrief(pen: Pen, one: { brief: string; digest: string }, decision: BriefDecision, reason: string | null): Performed {
  const row = briefAndMe(pen, one.brief);
  if ("code" in row) return row;
  const text = row.content.text
    .map((run) => run.text)
    .join("")
    .slice(0, 60);
  if (row.versions.length > 0) return no("brief-two-versions", { text });
  if (row.digest !== one.digest) return no("brief-moved-on", { text });
  const editor = hasRole(pen.me, "editor");
  if (decision !== "submit" && decision !== "spike" && !editor) return no("only-editor-or-chief", { who: editors(pen) });
  if (decision === "approve" && row.state !== "submitted") return no("brief-not-submitted", { text });
  const before = row.state;
  const done = pen.write("brief.decided", { brief: one.brief, issue: row.issue, decision, revision: row.head, digest: row.digest, reason });
  if (!done.ok) return done.refusal;
  const after = pen.lookup.row("brief", one.brief);
  if (decision !== "approve" || after?.state === "approved") return null;
  return no("brief-nobody-else-saw", { text, state: before, who: editors(pen).filter((name) => name !== pen.me?.name) });
}

export const briefActs = {
  /// Shares a brief: a new one, or a new state of one that is there. `parents`: the heads that it follows.
  "brief.share": defineAct({ brief: Id, issue: Id, parents: v.pipe(v.array(Hash), v.maxLength(2)), content: BriefSchema }, (pen, input) => {
    const inTheWay = briefObstacle(pen, input.issue);
    return inTheWay ?? written(pen.write("brief.revision", input));
  }),
  /// One decision on one brief or a selection; all of them or none.
  "brief.decide": defineAct(
    {
      briefs: v.pipe(v.array(v.strictObject({ brief: Id, digest: Hash })), v.minLength(1), v.maxLength(200)),
      decision: v.picklist(["submit", "approve", "return", "spike", "unspike"]),
      reason: v.nullable(Line),
    },
    (pen, { briefs, decision, reason }) => {
      for (const one of briefs) {
        const inTheWay = decideBrief(pen, one, decision, reason);
        if (inTheWay !== null) return inTheWay;
      }
      return null;
    },
  ),
};
