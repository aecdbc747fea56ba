import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import type { Pen, Performed } from "../acts/pen.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { Line } from "../desk/kinds.ts";
import { hasRole, namesWith } from "../desk/roster.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { BriefSchema } from "./kinds.ts";
import { BRIEF_DECISIONS, briefObstacle, type BriefDecision } from "./transitions.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;
/// Whether a brief of this issue may be written by this person.
function writeObstacle(pen: Pen, issue: string): Performed {
  if (!hasRole(pen.me, "author", "editor")) return no("only-writers-write-briefs");
  const row = pen.lookup.row("issue", issue);
  if (row === undefined) return no("issue-unknown");
  return row.state === "open" || row.state === "signed off"
    ? null
    : no("issue-wrong-state", { state: row.state, from: ["open", "signed off"] });
}

function decideBrief(pen: Pen, one: { brief: string; digest: string }, decision: BriefDecision, reason: string | null): Performed {
  const [row, person] = [pen.lookup.row("brief", one.brief), pen.me];
  if (person === undefined) return no("not-a-member");
  if (row === undefined) return no("brief-unknown");
  const text = row.content.text
    .map((run) => run.text)
    .join("")
    .slice(0, 60);
  if (row.digest !== one.digest) return no("brief-moved-on", { text });
  const refusal = briefObstacle(row, decision, person, namesWith(pen.roster, "editor"));
  if (refusal !== null) return refusal;
  const done = pen.write("brief.decided", { brief: one.brief, issue: row.issue, decision, revision: row.head, digest: row.digest, reason });
  if (!done.ok) return done.refusal;
  if (decision !== "approve" || pen.lookup.row("brief", one.brief)?.state === "approved") return null;
  return no("brief-nobody-else-saw", { text, who: namesWith(pen.roster, "editor").filter((name) => name !== person.name) });
}

/// The acts of a brief: sharing it, and deciding on one or a selection.
export const briefActs = {
  /// Shares a brief: a new one, or a new state of one that is there. `parents`: the heads that it follows.
  "brief.share": defineAct({ brief: Id, issue: Id, parents: v.pipe(v.array(Hash), v.maxLength(2)), content: BriefSchema }, (pen, input) => {
    const refusal = writeObstacle(pen, input.issue);
    if (refusal !== null) return refusal;
    const done = pen.write("brief.revision", input);
    return done.ok ? null : done.refusal;
  }),
  /// One decision on one brief or a selection; all of them or none.
  "brief.decide": defineAct(
    {
      briefs: v.pipe(v.array(v.strictObject({ brief: Id, digest: Hash })), v.minLength(1), v.maxLength(200)),
      decision: v.picklist(BRIEF_DECISIONS),
      reason: v.nullable(Line),
    },
    (pen, { briefs, decision, reason }) => {
      for (const one of briefs) {
        const refusal = decideBrief(pen, one, decision, reason);
        if (refusal !== null) return refusal;
      }
      return null;
    },
  ),
};
