import { readFileSync } from "node:fs";
import { digest } from "../../../src/core/base/digest.ts";
import { assemble } from "../../../src/core/proof/proof.ts";
import { FORMATS, write } from "../../../src/station/files/formats.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";

/// The digest of the issue in every format, one a line.
export async function digests(issue: string, draft: boolean): Promise<string> {
  const read = readIssueBytes(readFileSync(issue));
  if (!read.ok) throw new Error(read.refusal.code);
  const proof = assemble({ ...read.value.issue, draft });
  const lines = [];
  for (const format of Object.keys(FORMATS)) {
    const made = await write(proof, format);
    if (!made.ok) throw new Error(made.refusal.code);
    lines.push(`${format} ${digest(made.value)}`);
  }
  return lines.join("\n");
}
