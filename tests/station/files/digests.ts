import { readFileSync } from "node:fs";
import { digest } from "../../../src/core/base/digest.ts";
import { assemble } from "../../../src/core/proof/proof.ts";
import { FORMATS, write } from "../../../src/station/files/formats.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";

// Prints the digest of the given issue in every format: started by a test in several zones and locales.
const read = readIssueBytes(readFileSync(process.argv[2] ?? ""));
if (!read.ok) throw new Error(read.refusal.code);
const proof = assemble({ ...read.value.issue, draft: process.argv[3] === "draft" });
for (const format of Object.keys(FORMATS)) {
  const made = await write(proof, format);
  if (!made.ok) throw new Error(made.refusal.code);
  process.stdout.write(`${format} ${digest(made.value)}\n`);
}
