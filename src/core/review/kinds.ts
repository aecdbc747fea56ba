import * as v from "valibot";
import { ContentSchema } from "../item/content-schema.ts";
import { defineKind } from "../ledger/define.ts";
import { Hash, Id } from "../ledger/entry.ts";

const Text = v.pipe(v.string(), v.maxLength(20_000));

export const AnchorSchema = v.object({
  block: v.nullable(v.pipe(v.string(), v.maxLength(80))),
  field: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  from: v.pipe(v.number(), v.integer(), v.minValue(0)),
  to: v.pipe(v.number(), v.integer(), v.minValue(0)),
  quote: Text,
});

/// A remark of one review, anchored in the revision that the review names.
export const NewNoteSchema = v.object({
  note: Id,
  anchor: AnchorSchema,
  text: v.pipe(Text, v.trim(), v.minLength(1)),
  blocking: v.boolean(),
  mentions: v.pipe(v.array(Id), v.maxLength(50)),
});

const ofItem = (payload: { item: string }): string => `item:${payload.item}`;

export const reviewKinds = {
  /// One person's notes on one revision, sent together. Sending one says: I have seen this digest.
  "review.sent": defineKind({
    subject: ofItem,
    payload: v.object({
      item: Id,
      revision: Hash,
      digest: Hash,
      notes: v.pipe(v.array(NewNoteSchema), v.maxLength(500)),
      replies: v.pipe(v.array(v.object({ note: Id, text: Text })), v.maxLength(500)),
    }),
  }),
  "note.resolved": defineKind({
    subject: ofItem,
    payload: v.object({ item: Id, note: Id, resolved: v.boolean(), text: v.nullable(Text) }),
  }),
  /// One sitting's suggestions: the whole text as its writer would have it, beside the revision it began from.
  "item.proposed": defineKind({
    subject: ofItem,
    payload: v.object({ item: Id, base: Hash, content: ContentSchema, reason: v.nullable(Text) }),
  }),
  /// Suggestions declined by the author or claimant, or withdrawn by their writer.
  "proposal.closed": defineKind({
    subject: ofItem,
    payload: v.object({
      item: Id,
      proposal: Hash,
      names: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(5000)),
      reason: v.nullable(Text),
    }),
  }),
};
