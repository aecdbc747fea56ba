import * as v from "valibot";
import { Name } from "../desk/kinds.ts";
import { EVIDENCE_BYTES_MAX } from "../evidence/kinds.ts";
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

/// What of a returned copy has no place in the text: why, as a code with its wording, and its words.
export const UnplacedSchema = v.object({ code: v.pipe(v.string(), v.maxLength(60)), words: Text });

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
  /// A review copy that came home: what somebody outside the desk would have otherwise, as one proposal (`content`, null where
  /// they changed none of the text), notes and answers, in their name. `file`: what they sent, kept like evidence; `unplaced`:
  /// what of it has no place in the text. It is signed by who brought it in, and that person counts as its writer: nobody can
  /// prove what an outsider wrote, so who brings words in is answerable for them, cannot accept them, and is not their
  /// second pair of eyes. Nor is bringing in a sight of the text: it says nothing of having read it.
  "copy.returned": defineKind({
    subject: ofItem,
    payload: v.object({
      item: Id,
      base: Hash,
      from: Name,
      file: v.object({ name: Name, size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(EVIDENCE_BYTES_MAX)), digest: Hash }),
      content: v.nullable(ContentSchema),
      notes: v.pipe(
        v.array(v.object({ note: Id, from: Name, anchor: AnchorSchema, text: v.pipe(Text, v.trim(), v.minLength(1)) })),
        v.maxLength(500),
      ),
      replies: v.pipe(v.array(v.object({ note: Id, from: Name, text: Text })), v.maxLength(500)),
      unplaced: v.pipe(v.array(UnplacedSchema), v.maxLength(500)),
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
