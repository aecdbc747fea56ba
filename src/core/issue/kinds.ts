import * as v from "valibot";
import { Day, Line, Name, PublicationSchema } from "../desk/kinds.ts";
import { WaiverSchema } from "../item/kinds.ts";
import { defineKind } from "../ledger/define.ts";
import { Hash, Id } from "../ledger/entry.ts";

const RunSchema = v.object({
  text: v.pipe(v.string(), v.maxLength(10_000)),
  strong: v.exactOptional(v.literal(true)),
  em: v.exactOptional(v.literal(true)),
  lang: v.exactOptional(v.pipe(v.string(), v.maxLength(35))),
  link: v.exactOptional(v.nullable(v.pipe(v.string(), v.maxLength(2000), v.regex(/^(https?|mailto):/i)))),
});

export const BriefSchema = v.object({
  list: Name,
  date: Day,
  text: v.pipe(v.array(RunSchema), v.minLength(1), v.maxLength(200)),
  source: v.nullable(v.object({ label: Name, link: v.nullable(v.pipe(v.string(), v.maxLength(2000), v.regex(/^https?:/i))) })),
});

export const IssueFieldsSchema = v.object({
  title: v.nullable(Line),
  number: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  date: v.nullable(Day),
  embargo: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  credits: v.pipe(
    v.array(v.object({ heading: Line, people: v.pipe(v.array(v.object({ name: Line, role: v.nullable(Line) })), v.maxLength(200)) })),
    v.maxLength(50),
  ),
  contact: v.nullable(Line),
  publisher: v.pipe(v.array(Line), v.maxLength(50)),
});

const ofIssue = (payload: { issue: string }): string => `issue:${payload.issue}`;

export const issueKinds = {
  "issue.opened": defineKind({
    subject: ofIssue,
    payload: v.object({ issue: Id, fields: IssueFieldsSchema, publication: PublicationSchema, due: v.nullable(Line) }),
  }),
  "issue.changed": defineKind({
    subject: ofIssue,
    payload: v.object({ issue: Id, fields: IssueFieldsSchema, publication: PublicationSchema, due: v.nullable(Line) }),
  }),
  /// Places items: 1–5, or null for the reserve. One entry carries all that one move displaced.
  "issue.ranked": defineKind({
    subject: ofIssue,
    payload: v.object({
      issue: Id,
      places: v.pipe(v.array(v.object({ item: Id, rank: v.nullable(v.picklist([1, 2, 3, 4, 5])) })), v.minLength(1), v.maxLength(50)),
    }),
  }),
  /// One signature under one exact issue; two of them sign it off.
  "issue.signed": defineKind({
    subject: ofIssue,
    payload: v.object({ issue: Id, digest: Hash, waivers: v.pipe(v.array(WaiverSchema), v.maxLength(100)) }),
  }),
  /// What a chief (and for a withdrawal a second person) decides about an issue that is out. `close-late`: what arrived
  /// after it was out stays out of it; names the issue's digest with that change.
  "issue.decided": defineKind({
    subject: ofIssue,
    payload: v.object({ issue: Id, decision: v.picklist(["correct", "withdraw", "close-late"]), digest: v.nullable(Hash), reason: Line }),
  }),
  /// The first clean export: the issue is out. The manifest says which decisions cover which text.
  "issue.exported": defineKind({
    subject: ofIssue,
    payload: v.object({
      issue: Id,
      digest: Hash,
      manifest: v.pipe(v.array(v.object({ item: Id, digest: Hash, decisions: v.array(Hash) })), v.maxLength(50)),
      files: v.pipe(v.array(v.object({ name: Name, digest: Hash, bytes: v.number() })), v.maxLength(50)),
    }),
  }),
};

const ofBrief = (payload: { brief: string }): string => `brief:${payload.brief}`;

export const briefKinds = {
  "brief.revision": defineKind({
    subject: ofBrief,
    payload: v.object({ brief: Id, issue: Id, parents: v.pipe(v.array(Hash), v.maxLength(2)), content: BriefSchema }),
  }),
  "brief.decided": defineKind({
    subject: ofBrief,
    payload: v.object({
      brief: Id,
      issue: Id,
      decision: v.picklist(["submit", "approve", "return", "spike", "unspike"]),
      revision: Hash,
      digest: Hash,
      reason: v.nullable(Line),
    }),
  }),
};
