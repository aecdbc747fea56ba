import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildShell } from "../../electron/build.ts";
import { assemble, type Proof } from "../../src/core/proof/proof.ts";
import { FORMATS, write } from "../../src/station/files/formats.ts";
import { readIssueBytes } from "../../src/station/files/read-issue.ts";
import { present } from "../packages.ts";
import { inTurn, median, ms, plain, ratioOf, timed, type Figure } from "./figures.ts";

const SAMPLE = fileURLToPath(new URL("../../resources/sample/issue.json", import.meta.url));
const TOP5 = fileURLToPath(new URL("../../src/cli/top5.js", import.meta.url));
const GOAL_MS = 500;
const WARM = 9;
const ROUNDS = 7;
/// LibreOffice takes seconds.
const SLOW_ROUNDS = 3;

async function warm(proof: Proof, format: string): Promise<{ readonly cold: number; readonly each: number[] }> {
  const cold = await timed(() => write(proof, format));
  const each = [];
  // Another proof each time: nothing may be answered from what is kept of the last.
  for (let at = 0; at < WARM; at++) each.push(await timed(() => write({ ...proof, draft: at % 2 === 1 }, format)));
  return { cold, each };
}

/// How long the sample issue takes in each format once its writer is loaded, and all together.
async function inProcess(proof: Proof): Promise<Figure[]> {
  const made: { readonly format: string; readonly cold: number; readonly each: number[] }[] = [];
  for (const format of Object.keys(FORMATS)) made.push({ format, ...(await warm(proof, format)) });
  const runs = Array.from({ length: WARM }, (_one, at) => made.reduce((sum, one) => sum + (one.each[at] ?? 0), 0));
  const together = median(runs);
  return [
    { ...plain("all eight formats, warm", runs), goal: `< ${GOAL_MS} ms`, met: together < GOAL_MS },
    ...made.map((one) => ({ ...plain(`  ${one.format}`, one.each), ratio: `first ${ms(one.cold)}` })),
  ];
}

function run(command: string, args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
}

/// One process from its start to the written file, beside another program's that does the same.
async function beside(format: string, program: string, ours: readonly string[], theirs: readonly string[], rounds = ROUNDS) {
  const name = `top5 convert to ${format}, cold`;
  if (!present(program)) return [{ ...plain(name, [run(process.execPath, ours)]), ratio: `${program} is not installed` }];
  return compared(name, program, rounds, [ours], [[program, ...theirs]]);
}

/// Our processes one after the other, beside the other programs' one after the other.
async function compared(
  name: string,
  others: string,
  rounds: number,
  ours: readonly (readonly string[])[],
  theirs: readonly (readonly string[])[],
): Promise<Figure[]> {
  const sum = (commands: readonly (readonly string[])[]) => async (): Promise<number[]> => [
    commands.reduce((ms, [command = "", ...args]) => ms + run(command, args), 0),
  ];
  const made = await inTurn(rounds, sum(ours.map((args) => [process.execPath, ...args])), sum(theirs));
  const ratio = ratioOf(made.ours, made.theirs, 0.5);
  return [
    { ...plain(name, made.ours.flat()), ratio: ratio.said, goal: "< 1×", met: ratio.value < 1 },
    plain(`  ${others}`, made.theirs.flat()),
  ];
}

async function fromCommandLine(): Promise<Figure[]> {
  await buildShell("stand-in");
  const folder = mkdtempSync(join(tmpdir(), "top5-bench-"));
  const file = (name: string): string => join(folder, name);
  const ours = (to: string, name: string): string[] => [TOP5, "convert", SAMPLE, "--to", to, "-o", file(name)];
  for (const [to, name] of [
    ["markdown", "in.md"],
    ["html", "in.html"],
    ["docx", "in.docx"],
  ] as const)
    run(process.execPath, ours(to, name));
  const office = [
    "--headless",
    `-env:UserInstallation=file://${file("office")}`,
    "--convert-to",
    "pdf",
    "--outdir",
    folder,
    file("in.docx"),
  ];
  const pandoc = (to: string): string[] => ["-s", file("in.md"), "-o", file(`b.${to}`), "--metadata", "title=Issue"];
  const eight = Object.entries(FORMATS).map(([format, ending]) => ours(format, `all.${ending}`));
  const four = [...["docx", "epub", "html"].map((to) => ["pandoc", ...pandoc(to)]), ["soffice", ...office]];
  const both = present("pandoc") && present("soffice");
  try {
    return [
      ...(both ? await compared("all eight formats, cold", "pandoc (docx, epub, html) + soffice (pdf)", SLOW_ROUNDS, eight, four) : []),
      ...(await beside("docx", "pandoc", ours("docx", "a.docx"), pandoc("docx"))),
      ...(await beside("epub", "pandoc", ours("epub", "a.epub"), pandoc("epub"))),
      ...(await beside("html", "pandoc", ours("html", "a.html"), pandoc("html"))),
      ...(await beside("markdown", "pandoc", ours("markdown", "a.md"), ["-s", file("in.html"), "-t", "markdown", "-o", file("b.md")])),
      ...(await beside("pdf", "soffice", ours("pdf", "a.pdf"), office, SLOW_ROUNDS)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/// The sample issue in every format, in one process and from the command line.
export async function benchFormats(): Promise<Figure[]> {
  const read = readIssueBytes(readFileSync(SAMPLE));
  if (!read.ok) throw new Error(read.refusal.code);
  return [...(await inProcess(assemble(read.value.issue))), ...(await fromCommandLine())];
}
