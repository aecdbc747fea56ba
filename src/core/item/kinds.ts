import * as v from "valibot";
import { Day, Line } from "../desk/kinds.ts";
import { defineKind } from "../ledger/define.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { ContentSchema } from "./content-schema.ts";

/// The parts that can be assigned to different authors, each with a ready tick.
export const ASSIGNED_PARTS = ["glance", "comment"] as const;
export type AssignedPart = (typeof ASSIGNED_PARTS)[number];

export const AssignmentSchema = v.object({
  glance: v.pipe(v.array(Id), v.maxLength(20)),
  comment: v.pipe(v.array(Id), v.maxLength(20)),
});
export type Assignment = v.InferOutput<typeof AssignmentSchema>;

const ofItem = (payload: { item: string }): string => `item:${payload.item}`;
const Reason = v.nullable(v.pipe(v.string(), v.maxLength(4000)));
export const WaiverSchema = v.object({
  check: v.pipe(v.string(), v.maxLength(100)),
  reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000)),
});
export type Waiver = v.InferOutput<typeof WaiverSchema>;

/// Why a revision was made.
export const REVISION_REASONS = ["share", "edit", "accept", "merge", "choose", "restore", "import"] as const;

/// Suggestions taken from a proposal, by their names.
export const TakenSchema = v.object({ proposal: Hash, names: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(5000)) });

/// A decision on an item names the revision and the digest that it judged. `decision` is which one; what each may do, from
/// which state and by whom is in `review/transitions.ts`.
export const DECISIONS = [
  "submit",
  "recall",
  "claim",
  "take-over",
  "return",
  "take-back",
  "approve",
  "reopen",
  "spike",
  "unspike",
] as const;
export type DecisionName = (typeof DECISIONS)[number];

export const itemKinds = {
  "item.pitched": defineKind({
    subject: ofItem,
    payload: v.object({ item: Id, issue: v.nullable(Id), headline: Line, why: Line }),
  }),
  /// Assigns the authors of each part and the deadline; again to change them.
  "item.commissioned": defineKind({
    subject: ofItem,
    payload: v.object({
      item: Id,
      issue: v.nullable(Id),
      headline: Line,
      authors: AssignmentSchema,
      due: v.nullable(Day),
    }),
  }),
  "item.moved": defineKind({ subject: ofItem, payload: v.object({ item: Id, issue: v.nullable(Id) }) }),
  "item.ready": defineKind({
    subject: ofItem,
    payload: v.object({ item: Id, part: v.picklist(ASSIGNED_PARTS), ready: v.boolean() }),
  }),
  /// One shared state of the whole text. `accepts`: suggestions taken in it, whose writers stay their writers.
  "item.revision": defineKind({
    subject: ofItem,
    payload: v.object({
      item: Id,
      parents: v.pipe(v.array(Hash), v.maxLength(2)),
      content: ContentSchema,
      accepts: v.pipe(v.array(TakenSchema), v.maxLength(100)),
      why: v.nullable(v.picklist(REVISION_REASONS)),
    }),
  }),
  "item.decided": defineKind({
    subject: ofItem,
    payload: v.object({
      item: Id,
      decision: v.picklist(DECISIONS),
      revision: v.nullable(Hash),
      digest: v.nullable(Hash),
      reason: Reason,
      waivers: v.pipe(v.array(WaiverSchema), v.maxLength(100)),
      /// For `take-back`: the return that is taken back.
      names: v.nullable(Hash),
    }),
  }),
};
