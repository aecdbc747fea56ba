import * as v from "valibot";
import { Day, Name } from "../desk/kinds.ts";
import { AssignmentSchema, REVISION_REASONS, TakenSchema } from "../item/kinds.ts";
import { defineKind } from "../ledger/define.ts";
import { Hash, Id } from "../ledger/entry.ts";

const Members = v.pipe(v.array(Id), v.maxLength(200));
const Names = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(5000));
const Parents = v.pipe(v.array(Hash), v.maxLength(2));
const KeptNotes = v.pipe(v.array(v.object({ note: Id, blocking: v.boolean() })), v.maxLength(500));

/// What goes: an entry that carries words, and what folding needs of it without them. Who belongs to the desk, decisions and
/// signatures are not among them: what rights and approvals lean on stays to be judged.
export const TargetSchema = v.variant("kind", [
  v.object({
    entry: Hash,
    kind: v.literal("item.revision"),
    keeps: v.object({
      parents: Parents,
      digest: Hash,
      writers: Members,
      accepts: v.pipe(v.array(TakenSchema), v.maxLength(100)),
      why: v.nullable(v.picklist(REVISION_REASONS)),
    }),
  }),
  v.object({
    entry: Hash,
    kind: v.literal("brief.revision"),
    keeps: v.object({ issue: Id, parents: Parents, digest: Hash, list: Name, date: Day }),
  }),
  v.object({ entry: Hash, kind: v.literal("item.pitched"), keeps: v.object({ issue: v.nullable(Id) }) }),
  v.object({
    entry: Hash,
    kind: v.literal("item.commissioned"),
    keeps: v.object({ issue: v.nullable(Id), authors: AssignmentSchema, due: v.nullable(Day) }),
  }),
  v.object({ entry: Hash, kind: v.literal("item.proposed"), keeps: v.object({ base: Hash }) }),
  v.object({ entry: Hash, kind: v.literal("proposal.closed"), keeps: v.object({ proposal: Hash, names: Names }) }),
  v.object({
    entry: Hash,
    kind: v.literal("review.sent"),
    keeps: v.object({ revision: Hash, digest: Hash, notes: KeptNotes }),
  }),
  v.object({ entry: Hash, kind: v.literal("note.resolved"), keeps: v.object({ note: Id, resolved: v.boolean() }) }),
  v.object({ entry: Hash, kind: v.literal("copy.returned"), keeps: v.object({ base: Hash, file: Hash, notes: KeptNotes }) }),
  v.object({ entry: Hash, kind: v.literal("check.passed"), keeps: v.object({}) }),
  v.object({ entry: Hash, kind: v.literal("evidence.added"), keeps: v.object({ evidence: Id, file: Hash }) }),
]);
export type Target = v.InferOutput<typeof TargetSchema>;

/// Kinds of entry that can lose their words, and so may come without them.
export const ERASABLE: readonly string[] = TargetSchema.options.map((option) => option.entries.kind.literal);

/// Every erasure speaks of one item, or of one brief.
const ABOUT = { item: v.nullable(Id), brief: v.nullable(Id) };
export const aboutOf = ({ item, brief }: { item: string | null; brief: string | null }): string =>
  item === null ? `brief:${brief ?? ""}` : `item:${item}`;

export const ReasonSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000));

export const erasureKinds = {
  /// A chief asks that words go for good. `writers`: whose words are new in the revisions that took suggestions, `suggested`:
  /// the names of what each proposal suggests: both can be told from the words alone, and rights lean on them.
  "erasure.asked": defineKind({
    subject: aboutOf,
    payload: v.object({
      ...ABOUT,
      reason: ReasonSchema,
      targets: v.pipe(v.array(TargetSchema), v.minLength(1), v.maxLength(500)),
      writers: v.record(Hash, Members),
      suggested: v.record(Hash, Names),
    }),
  }),
  /// Another member, an editor or chief, who has seen what is to go, signs under it: from here on it is gone.
  "erasure.confirmed": defineKind({ subject: aboutOf, payload: v.object({ ...ABOUT, asked: Hash }) }),
};
