import { createHash } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { hasRole } from "../../core/desk/roster.ts";
import { isSignedOff } from "../../core/issue/course.ts";
import { printedBriefs } from "../../core/issue/fold-issue.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import { NO_FIELDS, type Content } from "../../core/item/item.ts";
import { emptyDoc } from "../../core/manuscript/blocks.ts";
import { assemble, type Proof } from "../../core/proof/proof.ts";
import type { Exported, Format } from "../../contract/issue.ts";
import { FORMATS, write } from "../files/formats.ts";
import { save } from "../files/save.ts";
import { clock, type Station } from "../station.ts";

/// Why an export of this issue would be marked DRAFT now; null if it would be clean. The embargo is asked of this
/// laptop's clock, here and nowhere else.
export function draftReason(station: Station, row: IssueRow): Refusal | null {
  if (row.digest === null || !row.complete) return refuse("draft-not-approved").refusal;
  if (!isSignedOff(row.signatures)) return refuse("draft-not-signed").refusal;
  if (row.fields.embargo !== null && Date.parse(row.fields.embargo) > Date.parse(clock.now())) {
    return refuse("draft-embargo", { until: row.fields.embargo }).refusal;
  }
  return hasRole(station.me, "editor") ? null : refuse("draft-only-editors-export").refusal;
}

function textOf(station: Station, item: string, mine: boolean): Content {
  const draft = mine ? station.draftOf(item)?.content : undefined;
  const row = station.ledger.row("item", item);
  return draft ?? row?.shown ?? { schema: 1, fields: NO_FIELDS, doc: emptyDoc(() => item, row?.headline ?? "") };
}

/// The issue assembled from what is shared; `mine`: with my own unshared words, for the preview only.
export function proofOf(station: Station, row: IssueRow, options: { readonly mine: boolean; readonly draft: boolean }): Proof {
  return assemble({
    publication: row.publication,
    fields: row.fields,
    corrections: row.corrections,
    items: row.ranks.flatMap((id, at) => (id === null ? [] : [{ rank: at + 1, content: textOf(station, id, options.mine) }])),
    briefs: printedBriefs(station.ledger.children("brief", `issue:${row.issue}`), row.publication.briefLists).map((brief) => brief.content),
    draft: options.draft,
  });
}

/// A file name of plain ASCII letters, digits and hyphens, from the publication's name and the issue's number.
export function fileStem(row: IssueRow): string {
  const words = `${row.publication.name} ${row.fields.number ?? row.fields.date ?? ""}`
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return words === "" ? "issue" : words;
}

/// Records that the issue is out: the first clean export, with the decisions that cover each text.
function recordOut(station: Station, row: IssueRow, files: Exported["files"], folder: string): Result<unknown> {
  if (row.exported !== null || row.digest === null) return ok(null);
  const digest = row.digest;
  const manifest = row.ranks.flatMap((id) => {
    const item = id === null ? undefined : station.ledger.row("item", id);
    return item?.approval == null ? [] : [{ item: item.item, digest: item.approval.digest, decisions: [item.approval.entry] }];
  });
  return station.act((pen) => {
    const written = pen.write("issue.exported", {
      issue: row.issue,
      digest,
      manifest,
      files: files.map((file) => ({ name: file.path.slice(folder.length + 1), digest: file.digest, bytes: file.bytes })),
    });
    return written.ok ? null : written.refusal;
  });
}

/// Writes the issue's files into a folder: all of them, or the refusal before the first. Marked DRAFT on every page until
/// two have signed it off and its embargo has passed.
export async function exportIssue(
  station: Station,
  input: { issue: string; formats: readonly Format[]; folder: string },
): Promise<Result<Exported>> {
  const row = station.ledger.row("issue", input.issue);
  if (row === undefined) return refuse("issue-unknown");
  const why = draftReason(station, row);
  const proof = proofOf(station, row, { mine: false, draft: why !== null });
  const made: { path: string; bytes: Uint8Array }[] = [];
  for (const format of input.formats) {
    const written = await write(proof, format);
    if (!written.ok) return written;
    made.push({ path: join(input.folder, `${fileStem(row)}${why === null ? "" : "-DRAFT"}.${FORMATS[format]}`), bytes: written.value });
  }
  try {
    await mkdir(input.folder, { recursive: true });
    if (!(await stat(input.folder)).isDirectory()) return refuse("file-not-written", { path: input.folder, why: "no-folder" });
  } catch (error) {
    return refuse("file-not-written", { path: input.folder, why: diskReason(error) });
  }
  for (const file of made) {
    const saved = await save(file.path, file.bytes);
    if (!saved.ok) return saved;
  }
  const files = made.map(({ path, bytes }) => ({ path, bytes: bytes.length, digest: createHash("sha256").update(bytes).digest("hex") }));
  if (why === null) {
    const recorded = recordOut(station, row, files, input.folder);
    if (!recorded.ok) return recorded;
  }
  return ok({ clean: why === null, why, files });
}
