import * as v from "valibot";
import { Hash, Id } from "../ledger/entry.ts";
import { factsOf } from "../projection/fold.ts";
import type { Lookup } from "../projection/lookup.ts";
import { entryOf } from "../review/facts.ts";
import { printedBriefs } from "./fold-issue.ts";
import type { BriefRow, IssueRow } from "./rows.ts";

export const MANIFEST = "top5-manifest/1";

const words = v.pipe(v.string(), v.maxLength(4000));
const names = v.pipe(v.array(words), v.maxLength(500), v.readonly());
const Decision = v.object({ entry: Hash, by: words, at: words });
const decisions = v.pipe(v.array(Decision), v.maxLength(50), v.readonly());
const most = <T extends v.GenericSchema>(of: T, count: number) => v.pipe(v.array(of), v.maxLength(count), v.readonly());

/// What stands beside the files of a final export: which texts they print, by whose decisions, and how each file is known
/// again. `docs/top5-manifest-1.schema.json` describes it for others.
export const ManifestSchema = v.object({
  format: v.literal(MANIFEST),
  desk: Id,
  issue: Id,
  title: v.nullable(words),
  number: v.nullable(words),
  date: v.nullable(words),
  digest: Hash,
  items: most(v.object({ rank: v.number(), item: Id, headline: words, digest: Hash, writers: names, approvals: decisions }), 50),
  briefs: most(v.object({ brief: Id, list: words, date: words, digest: Hash, writers: names, approvals: decisions }), 2000),
  signatures: most(v.object({ entry: Hash, by: words, chief: v.boolean(), at: words }), 50),
  /// The roster entry by which all this was judged, and when it was signed.
  roster: v.object({ entry: Hash, at: words }),
  files: most(v.object({ name: words, format: words, bytes: v.number(), digest: Hash }), 50),
});
export type Manifest = v.InferOutput<typeof ManifestSchema>;
export type ManifestFile = Manifest["files"][number];

/// The entry of the approval that a brief stands by; null where it stands by none.
function approvalOf(lookup: Lookup, row: BriefRow): Manifest["briefs"][number]["approvals"] {
  const approvals = factsOf(lookup, `brief:${row.brief}`).filter(
    ({ known, by, contested }) =>
      known.kind === "brief.decided" &&
      known.payload.decision === "approve" &&
      known.payload.digest === row.digest &&
      by.id === row.approvedBy &&
      !contested,
  );
  return approvals.slice(-1).map((fact) => ({ entry: entryOf(fact).id, by: fact.by.name, at: entryOf(fact).header.at }));
}

/// The manifest of an issue as it stands. It says nothing that the ledger does not: the same entries and files give the same
/// manifest, whoever makes it and whenever. Null while the issue has no digest.
export function manifestOf(lookup: Lookup, row: IssueRow, files: readonly ManifestFile[]): Manifest | null {
  const roster = lookup.row("roster", "current");
  if (row.digest === null || roster === undefined || lookup.desk === null) return null;
  const name = (member: string): string => roster.members[member]?.name ?? "";
  const items = row.ranks.flatMap((id, at): Manifest["items"][number][] => {
    const item = id === null ? undefined : lookup.row("item", id);
    if (item === undefined || item.digest === null) return [];
    const approval = item.approval === null ? undefined : lookup.row("decision", item.approval.entry);
    return [
      {
        rank: at + 1,
        item: item.item,
        headline: item.headline,
        digest: item.digest,
        writers: item.writers.map(name),
        approvals: approval === undefined ? [] : [{ entry: approval.entry, by: name(approval.by), at: approval.at }],
      },
    ];
  });
  const briefs = printedBriefs(lookup.children("brief", `issue:${row.issue}`), row.publication.briefLists);
  return {
    format: MANIFEST,
    desk: lookup.desk,
    issue: row.issue,
    title: row.fields.title,
    number: row.fields.number,
    date: row.fields.date,
    digest: row.digest,
    items,
    briefs: briefs.map((brief) => ({
      brief: brief.brief,
      list: brief.content.list,
      date: brief.content.date,
      digest: brief.digest,
      writers: brief.writers.map(name),
      approvals: approvalOf(lookup, brief),
    })),
    signatures: row.signatures.flatMap((one) => (one.live ? [{ entry: one.entry, by: name(one.by), chief: one.chief, at: one.at }] : [])),
    roster: { entry: roster.head, at: lookup.entry(roster.head)?.entry.header.at ?? "" },
    files: [...files].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/// The manifest as its file has it: two spaces of indent, one newline at the end.
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;
