import { canonical } from "../../core/base/canonical.ts";
import type { Finding, ImportedIssue } from "../../core/import/imported.ts";
import { takeIn } from "../../core/issue/take-in.ts";
import { assemble, type Proof } from "../../core/proof/proof.ts";
import { reading } from "../../core/proof/reading.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { readIssueFile } from "../files/read-issue.ts";
import { randomHex, randomIds } from "../keys/crypto.ts";
import type { Station } from "../station.ts";
import { proofOf } from "./exports.ts";

/// The issue of this desk that has the very items that were read; null where none has.
function sameIssue(station: Station, read: ImportedIssue): string | null {
  const textsOf = (proof: Proof): string => canonical(reading(proof).items);
  const wanted = textsOf(assemble(read));
  if (read.items.length === 0) return null;
  const same = station.ledger.rows("issue").find((row) => textsOf(proofOf(station, row, { mine: false, draft: false })) === wanted);
  return same === undefined
    ? null
    : [same.fields.number === null ? "" : `No. ${same.fields.number}`, same.fields.date ?? ""].join(" ").trim() || same.issue;
}

/// Reads an issue from a file and opens it on this desk, in one step. Answers what was healed, doubted or not understood.
/// Refused: what cannot be read, a Word file of one item (it comes home as a review copy), an issue that stands here already.
export async function importIssue(station: Station, path: string): Promise<Result<{ issue: string; findings: readonly Finding[] }>> {
  const read = await readIssueFile(path, randomIds);
  if (!read.ok) return read;
  if (/\.docx$/i.test(path) && read.value.issue.items.length <= 1) return refuse("import-is-copy");
  const here = sameIssue(station, read.value.issue);
  if (here !== null) return refuse("issue-here-already", { name: here });
  const issue = randomHex(16);
  const done = station.act((pen) => takeIn(pen, issue, read.value.issue));
  return done.ok ? ok({ issue, findings: read.value.findings }) : done;
}
