import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Pen, type Performed } from "../acts/pen.ts";
import { refuse } from "../base/result.ts";
import { hasRole } from "../desk/roster.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { evidenceKey } from "./evidence.ts";
import { AddedSchema } from "./kinds.ts";

/// Evidence is the business of those who write and review; readers look at it.
function obstacle(pen: Pen, item: string): Performed {
  if (pen.lookup.row("item", item) === undefined) return refuse("item-unknown").refusal;
  return hasRole(pen.me, "author", "copy editor", "editor") ? null : refuse("readers-keep-no-evidence").refusal;
}

const ofEvidence = (pen: Pen, item: string, evidence: string): Performed =>
  obstacle(pen, item) ??
  (pen.lookup.row("evidence", evidenceKey(item, evidence)) === undefined ? refuse("evidence-unknown").refusal : null);

/// The acts on evidence. The file itself is stored before its entry is written: see the station.
export const evidenceActs = {
  "evidence.add": defineAct(AddedSchema.entries, (pen, input) => obstacle(pen, input.item) ?? written(pen.write("evidence.added", input))),
  "evidence.check": defineAct(
    { item: Id, evidence: Id, digest: Hash },
    (pen, input) => ofEvidence(pen, input.item, input.evidence) ?? written(pen.write("evidence.checked", input)),
  ),
  "evidence.drop": defineAct(
    { item: Id, evidence: Id, reason: v.nullable(v.string()) },
    (pen, input) => ofEvidence(pen, input.item, input.evidence) ?? written(pen.write("evidence.dropped", input)),
  ),
};
