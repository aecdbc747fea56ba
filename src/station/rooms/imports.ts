import type { Finding } from "../../core/import/imported.ts";
import { takeIn } from "../../core/issue/take-in.ts";
import { ok, type Result } from "../../core/base/result.ts";
import { readIssueFile } from "../files/read-issue.ts";
import { randomHex, randomIds } from "../keys/crypto.ts";
import type { Station } from "../station.ts";

/// Reads an issue from a file and opens it on this desk, in one step. Answers what was healed, doubted or not understood.
export async function importIssue(station: Station, path: string): Promise<Result<{ issue: string; findings: readonly Finding[] }>> {
  const read = await readIssueFile(path, randomIds);
  if (!read.ok) return read;
  const issue = randomHex(16);
  const done = station.act((pen) => takeIn(pen, issue, read.value.issue));
  return done.ok ? ok({ issue, findings: read.value.findings }) : done;
}
