import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { hasRole } from "../../core/desk/roster.ts";
import { isSignedOff } from "../../core/issue/course.ts";
import { printedBriefs } from "../../core/issue/fold-issue.ts";
import { manifestOf, manifestText, type Manifest, type ManifestFile } from "../../core/issue/manifest.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import { NO_FIELDS, type Content } from "../../core/item/item.ts";
import { emptyDoc } from "../../core/manuscript/blocks.ts";
import { factsOf } from "../../core/projection/fold.ts";
import { assemble, type Proof } from "../../core/proof/proof.ts";
import type { Exported, Format } from "../../contract/issue.ts";
import { FORMATS, write } from "../files/formats.ts";
import { MANIFEST_ENDING, readManifest, verifyFiles } from "../files/manifest-file.ts";
import { save } from "../files/save.ts";
import { logoIfHere } from "./logo.ts";
import { clock, type Station } from "../station.ts";

/// Why an export of this issue would be marked DRAFT now; null if it would be clean. The embargo is asked of this
/// laptop's clock, here and nowhere else.
export function draftReason(station: Station, row: IssueRow): Refusal | null {
  // A snapshot is a help, and no evidence that anybody approved or signed anything.
  if (station.snapshots.active) return refuse("draft-history-arriving").refusal;
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

/// The files that are recorded as exports of the issue as it stands, each as its name and digest.
export function recordedFiles(station: Station, row: IssueRow): Set<string> {
  return new Set(
    factsOf(station.ledger, `issue:${row.issue}`).flatMap(({ known, contested }) =>
      known.kind === "issue.exported" && known.payload.digest === row.digest && !contested
        ? known.payload.files.map((file) => `${file.name} ${file.digest}`)
        : [],
    ),
  );
}

/// Records a clean export, with the decisions that cover each text. The first one of an edition puts it out.
function recordOut(station: Station, row: IssueRow, { digest, items, files }: Manifest): Result<unknown> {
  const known = recordedFiles(station, row);
  const out = row.exported?.digest === digest && row.correction === null;
  if (out && files.every((file) => known.has(`${file.name} ${file.digest}`))) return ok(null);
  return station.act((pen) => {
    const written = pen.write("issue.exported", {
      issue: row.issue,
      digest,
      manifest: items.map((one) => ({ item: one.item, digest: one.digest, decisions: one.approvals.map(({ entry }) => entry) })),
      files: files.map(({ name, digest: of, bytes }) => ({ name, digest: of, bytes })),
    });
    return written.ok ? null : written.refusal;
  });
}

/// What an earlier export of this very edition left in the folder and is there still: the manifest goes on naming it.
async function stillThere(path: string, manifest: Manifest): Promise<ManifestFile[]> {
  const before = existsSync(path) ? await readManifest(path) : null;
  if (before === null || "code" in before || before.issue !== manifest.issue || before.digest !== manifest.digest) return [];
  const names = new Set(manifest.files.map((file) => file.name));
  const faults = await Promise.all(before.files.map(async (file) => (await verifyFiles(path, { ...before, files: [file] })).length));
  return before.files.filter((file, at) => faults[at] === 0 && !names.has(file.name));
}

/// Writes the manifest beside the files of a clean export, and records it. Answers its path.
async function putOut(station: Station, row: IssueRow, folder: string, files: readonly ManifestFile[]): Promise<Result<string | null>> {
  const own = manifestOf(station.ledger, row, files);
  if (own === null) return ok(null);
  const path = join(folder, `${fileStem(row)}${MANIFEST_ENDING}`);
  const whole = { ...own, files: [...own.files, ...(await stillThere(path, own))].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  const saved = await save(path, new TextEncoder().encode(manifestText(whole)));
  const done = saved.ok ? recordOut(station, row, own) : saved;
  return done.ok ? ok(path) : done;
}

/// Writes the issue's files into a folder: all of them, or the refusal before the first. Marked DRAFT on every page until
/// two have signed it off and its embargo has passed. A clean export is refused while the publication's logo is not here.
export async function exportIssue(
  station: Station,
  input: { issue: string; formats: readonly Format[]; folder: string },
): Promise<Result<Exported>> {
  const row = station.ledger.row("issue", input.issue);
  if (row === undefined) return refuse("issue-unknown");
  const why = draftReason(station, row);
  const proof = proofOf(station, row, { mine: false, draft: why !== null });
  const made: { format: Format; name: string; bytes: Uint8Array }[] = [];
  const { logo, lacks } = await logoIfHere(station, row.publication);
  if (why === null && lacks !== null) return { ok: false, refusal: lacks };
  for (const format of input.formats) {
    const written = await write(proof, format, { logo });
    if (!written.ok) return written;
    made.push({ format, name: `${fileStem(row)}${why === null ? "" : "-DRAFT"}.${FORMATS[format]}`, bytes: written.value });
  }
  try {
    await mkdir(input.folder, { recursive: true });
    if (!(await stat(input.folder)).isDirectory()) return refuse("file-not-written", { path: input.folder, why: "no-folder" });
  } catch (error) {
    return refuse("file-not-written", { path: input.folder, why: diskReason(error) });
  }
  for (const file of made) {
    const saved = await save(join(input.folder, file.name), file.bytes);
    if (!saved.ok) return saved;
  }
  const files = made.map(({ format, name, bytes }) => ({
    name,
    format,
    bytes: bytes.length,
    digest: createHash("sha256").update(bytes).digest("hex"),
  }));
  const manifest = why === null ? await putOut(station, row, input.folder, files) : ok(null);
  if (!manifest.ok) return manifest;
  const lines = files.map(({ name, bytes, digest }) => ({ path: join(input.folder, name), bytes, digest }));
  return ok({ clean: why === null, why, lacks, files: lines, manifest: manifest.value });
}
