import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assemble, type Proof } from "../../src/core/proof/proof.ts";
import { FORMATS, write } from "../../src/station/files/formats.ts";
import { readIssueBytes } from "../../src/station/files/read-issue.ts";

const SAMPLE = new URL("../../resources/sample/issue.json", import.meta.url);
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const GOAL = 400;

/// Prints how long the sample issue takes in each format, cold and warm, and beside pandoc and LibreOffice where these
/// are installed.
export async function bench(): Promise<void> {
  const read = readIssueBytes(readFileSync(SAMPLE));
  if (!read.ok) throw new Error(read.refusal.code);
  const proof = assemble(read.value.issue);
  let together = 0;
  for (const format of Object.keys(FORMATS)) {
    const cold = await timed(proof, format);
    const warm = await median(proof, format);
    together += warm.ms;
    row(`write ${format}`, `${warm.ms.toFixed(1)} ms warm`, `${cold.ms.toFixed(0)} ms cold, ${Math.round(warm.bytes / 1024)} KB`);
  }
  row("write all six, warm", `${together.toFixed(0)} ms`, `goal < ${GOAL} ms: ${together < GOAL ? "met" : "missed"}`);
  beside(proof);
}

async function timed(proof: Proof, format: string): Promise<{ ms: number; bytes: number }> {
  const start = performance.now();
  const made = await write(proof, format);
  return { ms: performance.now() - start, bytes: made.ok ? made.value.length : 0 };
}

async function median(proof: Proof, format: string): Promise<{ ms: number; bytes: number }> {
  const runs = [];
  for (let at = 0; at < 9; at++) runs.push(await timed({ ...proof, draft: at % 2 === 1 }, format));
  return runs.sort((a, b) => a.ms - b.ms)[4] ?? { ms: 0, bytes: 0 };
}

/// The same text by other programs, each a process of its own, as ours is here.
function beside(proof: Proof): void {
  const folder = mkdtempSync(join(tmpdir(), "top5-bench-"));
  const input = join(folder, "issue.md");
  const issue = fileURLToPath(SAMPLE);
  const ours = (format: string) =>
    elapsed(process.execPath, [MAIN, "convert", issue, "--to", format, "-o", join(folder, `ours.${format}`)]);
  const markdown = spawnSync(process.execPath, [MAIN, "convert", issue, "--to", "markdown", "-o", input]);
  if (markdown.status !== 0) throw new Error(`no Markdown of ${proof.publication.name}`);
  for (const format of ["docx", "html"]) {
    const theirs = elapsed("pandoc", ["-s", input, "-o", join(folder, `theirs.${format}`)]);
    row(
      `${format} from the command line`,
      `${ours(format)?.toFixed(0)} ms`,
      theirs === null ? "pandoc is not installed" : `pandoc ${theirs.toFixed(0)} ms`,
    );
  }
  writeFileSync(join(folder, "theirs.docx"), readFileSync(join(folder, "ours.docx")));
  const office = elapsed("soffice", ["--headless", "--convert-to", "pdf", "--outdir", folder, join(folder, "theirs.docx")]);
  row(
    "pdf from the command line",
    `${ours("pdf")?.toFixed(0)} ms`,
    office === null ? "LibreOffice is not installed" : `LibreOffice ${office.toFixed(0)} ms`,
  );
}

function elapsed(command: string, args: readonly string[]): number | null {
  const start = performance.now();
  const run = spawnSync(command, args, { stdio: "ignore" });
  return run.error ? null : performance.now() - start;
}

const row = (what: string, figure: string, note: string): void => {
  process.stdout.write(`${what.padEnd(34)} ${figure.padStart(14)}   ${note}\n`);
};
