import * as v from "valibot";
import { ListedBodySchema, PublicationSchema, RolesSchema } from "../desk/kinds.ts";
import { StyleSchema } from "../house/kinds.ts";
import { BriefSchema, IssueFieldsSchema } from "../issue/kinds.ts";
import { ContentSchema, FieldsSchema } from "../item/content-schema.ts";
import { keyOf } from "./overlay.ts";
import type { RowKind, Rows } from "./rows.ts";

/// The shape of each kind of row, as far as a screen leans on it: for rows that came from another laptop whole instead of being
/// folded here. What they say is not judged: that is for the entries.
const text = v.string();
const maybe = v.nullable(text);
const texts = v.array(text);
const number = v.number();
const flag = v.boolean();
const some = <T extends v.ObjectEntries>(entries: T) => v.looseObject(entries);
const many = <T extends v.ObjectEntries>(entries: T) => v.array(some(entries));
const signedBy = { entry: text, by: text };

/// A text of the past is read when somebody asks for it; there are thousands.
const laidBy = some({
  schema: number,
  fields: FieldsSchema,
  doc: some({ type: v.literal("doc"), content: v.array(some({ type: text })) }),
});

const SHAPES: { readonly [K in RowKind]: v.GenericSchema } = {
  roster: some({
    head: text,
    length: number,
    members: v.record(text, some({ id: text, name: text, roles: v.union([RolesSchema, v.tuple([])]) })),
    devices: v.record(text, some({ id: text, member: text, sign: text, box: text })),
    recovery: v.nullable(some({ id: text, sign: text, box: text })),
    cuts: many({ device: text, seq: number, head: text, length: number }),
    adopted: texts,
  }),
  desk: some({ publication: PublicationSchema, bodies: v.array(ListedBodySchema), house: some({ ...StyleSchema.entries, words: texts }) }),
  announced: some({ device: text, kinds: texts }),
  item: some({
    item: text,
    issue: maybe,
    headline: text,
    pitch: v.nullable(some({ why: text })),
    due: maybe,
    state: text,
    authors: v.record(text, texts),
    ready: v.record(text, flag),
    pitchedBy: maybe,
    submitter: maybe,
    claimant: maybe,
    approval: v.nullable(some({ ...signedBy, revision: text, digest: text })),
    returned: v.nullable(some({ ...signedBy, reason: maybe, revision: maybe })),
    heads: texts,
    head: maybe,
    digest: maybe,
    approved: texts,
    sights: many({ member: text, revision: text, only: flag }),
    unseen: many({ revision: text, writer: text }),
    newer: number,
    openBlocking: number,
    openNotes: number,
    pendingSuggestions: number,
    writers: texts,
    words: some({ headline: number, glance: number, explainer: number, comment: number, total: number }),
    passed: many({ check: text, quote: text }),
    shown: v.nullable(ContentSchema),
    versions: v.array(some({})),
  }),
  revision: some({ id: text, item: text, parents: texts, digest: text, by: text, at: text, writers: texts, why: maybe, content: laidBy }),
  decision: some({ ...signedBy, decision: text, at: text, digest: maybe, reason: maybe, obstacle: maybe, item: text }),
  note: some({
    item: text,
    kind: text,
    note: text,
    by: text,
    at: text,
    revision: maybe,
    anchor: v.nullable(some({ block: maybe, field: maybe, from: number, to: number, quote: text })),
    text,
    blocking: flag,
    mentions: texts,
    replies: many({ by: text, at: text, text }),
    resolved: flag,
  }),
  proposal: some({ proposal: text, item: text, by: text, at: text, base: text, content: laidBy, reason: maybe, open: texts }),
  evidence: some({
    evidence: text,
    item: text,
    source: text,
    name: text,
    type: text,
    size: number,
    digest: text,
    fetched: text,
    by: text,
    at: text,
    checks: many({ by: text, at: text, digest: text }),
  }),
  erasure: some({
    erasure: text,
    subject: text,
    by: text,
    at: text,
    reason: text,
    targets: many({ entry: text, kind: text }),
    files: texts,
    second: v.nullable(some({ ...signedBy, at: text })),
  }),
  erased: some({ entry: text, erasure: text, subject: text, kind: text }),
  issue: some({
    issue: text,
    opened: text,
    fields: IssueFieldsSchema,
    publication: PublicationSchema,
    due: maybe,
    state: text,
    ranks: v.array(maybe),
    reserve: texts,
    rankVersions: many({ item: text, places: v.array(some({ by: text })) }),
    digest: maybe,
    complete: flag,
    signatures: many({ ...signedBy, at: text, digest: text, chief: flag, live: flag }),
    corrections: many({ date: text, text }),
    correction: v.nullable(some({ by: text, at: text, reason: text })),
    withdrawing: texts,
    late: flag,
    exported: v.nullable(some({ ...signedBy, at: text, digest: text })),
  }),
  brief: some({
    brief: text,
    issue: text,
    state: text,
    content: BriefSchema,
    digest: text,
    head: text,
    by: text,
    at: text,
    approvedBy: maybe,
    returned: v.nullable(some({ by: text, reason: maybe })),
    writers: texts,
    versions: many({ revision: text, by: text, digest: text, content: BriefSchema }),
  }),
};

const isKind = (kind: string): kind is RowKind => Object.hasOwn(SHAPES, kind);

/// Whether a value that came from elsewhere can stand as this row.
export function isRow(kind: string, key: string, value: unknown): boolean {
  if (!isKind(kind) || !v.is(SHAPES[kind], value)) return false;
  return (kind === "roster" && key === "current") || keyOf(kind, value as Rows[typeof kind]) === key;
}
