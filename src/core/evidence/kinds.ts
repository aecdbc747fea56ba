import * as v from "valibot";
import { Line, Name } from "../desk/kinds.ts";
import { defineKind } from "../ledger/define.ts";
import { Hash, Id } from "../ledger/entry.ts";

/// What a stored file may be; how each is shown depends on it.
export const EVIDENCE_TYPES = ["application/pdf", "image/png", "image/jpeg", "text/html", "text/plain"] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

/// What a returned review copy is.
export const WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// 64 MiB: the most that one file may have.
export const EVIDENCE_BYTES_MAX = 64 * 1024 * 1024;

const Time = v.pipe(v.string(), v.isoTimestamp());
const ofItem = (payload: { item: string }): string => `item:${payload.item}`;

export const AddedSchema = v.object({
  item: Id,
  evidence: Id,
  /// The source that it supports, by its title or link as it was then.
  source: Line,
  name: Name,
  type: v.picklist(EVIDENCE_TYPES),
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(EVIDENCE_BYTES_MAX)),
  /// SHA-256 of the file's bytes. The bytes are no part of the entry.
  digest: Hash,
  fetched: Time,
});

export const evidenceKinds = {
  "evidence.added": defineKind({ subject: ofItem, payload: AddedSchema }),
  /// Somebody compared the text, as of this digest, with what the file says.
  "evidence.checked": defineKind({ subject: ofItem, payload: v.object({ item: Id, evidence: Id, digest: Hash }) }),
  "evidence.dropped": defineKind({
    subject: ofItem,
    payload: v.object({ item: Id, evidence: Id, reason: v.nullable(v.pipe(v.string(), v.maxLength(2000))) }),
  }),
};
