import type { Command } from "commander";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { say, sayObstacle, sayRefusal } from "../../resources/messages/say.ts";
import { FORMATS, type Format } from "../contract/issue.ts";
import { ok, refuse, type Result } from "../core/base/result.ts";
import { isInWork } from "../core/issue/transitions.ts";
import type { Client } from "../contract/client.ts";
import type { Brought } from "../contract/imports.ts";
import { exportCopies, importCopy } from "./copies.ts";
import type * as Desk from "./desk.ts";
import { EXIT, fail } from "./fail.ts";

/// The station is large: a command that needs no desk starts without it.
const withDesk: typeof Desk.withDesk = async (...given) => (await import("./desk.ts")).withDesk(...given);

const isFormat = (name: string): name is Format => FORMATS.some((format) => format === name);

/// The issue that the words mean: its id, its number, or the only open one. Refused: none or several.
async function findIssue(desk: Client, wanted: string | undefined): Promise<Result<string>> {
  const overview = await desk.call("desk.overview", {});
  if (!overview.ok) return overview;
  const { issues } = overview.value;
  const found =
    wanted === undefined
      ? issues.filter((one) => isInWork(one.state))
      : issues.filter((one) => one.issue === wanted || one.number === wanted);
  const [first] = found;
  if (first === undefined) return wanted === undefined ? refuse("no-issue-open") : refuse("issue-not-found", { wanted });
  return found.length === 1 ? ok(first.issue) : refuse("several-issues", { names: found.map((one) => one.number ?? one.issue) });
}

async function importFolder(desk: Client, folder: string, json: boolean): Promise<number> {
  const silence = desk.listen("station.progress", ({ job, done, total }) => {
    if (job === "import" && process.stderr.isTTY) process.stderr.write(`\r${done}/${total ?? "?"} `);
  });
  const stop = (): void => void desk.call("issue.import-stop", {});
  process.once("SIGINT", stop);
  const reply = await desk.call("issue.import-folder", { folder: resolve(folder) });
  process.off("SIGINT", stop);
  silence();
  if (!reply.ok) return fail(reply.refusal);
  const { files, left } = reply.value;
  if (json) process.stdout.write(`${JSON.stringify({ files, left }, null, 2)}\n`);
  else for (const one of files) process.stdout.write(`${one.name}: ${sayBrought(one)}\n`);
  if (left > 0) process.stderr.write(`${say("import.folder-left", { left })}\n`);
  return left > 0 || files.some((one) => one.refusal !== null) ? EXIT.findings : EXIT.ok;
}

const sayBrought = ({ brought, refusal }: Brought["files"][number]): string =>
  refusal === null ? say("import.folder-in", { count: brought?.findings.length ?? 0 }) : sayRefusal(refusal).text;

async function importInto(desk: Client, path: string, json: boolean): Promise<number> {
  if (
    await stat(path).then(
      (one) => one.isDirectory(),
      () => false,
    )
  )
    return importFolder(desk, path, json);
  const reply = await desk.call("issue.import", { path: resolve(path), words: null, into: null });
  if (!reply.ok) return reply.refusal.code === "import-is-copy" ? importCopy(desk, path, undefined, json) : fail(reply.refusal);
  const { issue, findings } = reply.value;
  if (json) {
    const lines = findings.map((one) => ({
      code: one.code,
      severity: one.severity,
      message: sayRefusal(one).text,
      line: one.line,
      excerpt: one.excerpt,
    }));
    process.stdout.write(`${JSON.stringify({ issue, findings: lines }, null, 2)}\n`);
  } else {
    process.stdout.write(`${issue}\n`);
    for (const one of findings)
      process.stderr.write(`${one.line === null ? "" : `line ${one.line}: `}${one.severity}: ${sayRefusal(one).text}\n`);
  }
  return findings.some((one) => one.severity === "not-understood") ? EXIT.findings : EXIT.ok;
}

async function exportFrom(desk: Client, wanted: string | undefined, to: string, folder: string): Promise<number> {
  const names = to === "all" ? [...FORMATS] : to.split(",");
  const formats = names.filter(isFormat);
  if (formats.length < names.length)
    return fail({ code: "format-unknown", data: { format: names.find((name) => !isFormat(name)) ?? "", formats: [...FORMATS] } });
  const issue = await findIssue(desk, wanted);
  if (!issue.ok) return fail(issue.refusal);
  const reply = await desk.call("issue.export", { issue: issue.value, formats, folder: resolve(folder) });
  if (!reply.ok) return fail(reply.refusal);
  for (const file of reply.value.files) process.stdout.write(`${file.path}\n`);
  if (reply.value.manifest !== null) process.stdout.write(`${reply.value.manifest}\n`);
  for (const told of [reply.value.why, reply.value.lacks]) if (told !== null) process.stderr.write(`${sayRefusal(told).text}\n`);
  return EXIT.ok;
}

async function check(desk: Client, wanted: string | undefined, json: boolean): Promise<number> {
  const issue = await findIssue(desk, wanted);
  if (!issue.ok) return fail(issue.refusal);
  const board = await desk.call("board.read", { issue: issue.value });
  if (!board.ok) return fail(board.refusal);
  const { obstacles } = board.value;
  if (json)
    process.stdout.write(
      `${JSON.stringify(
        obstacles.map((one) => ({ ...one, message: sayObstacle(one) })),
        null,
        2,
      )}\n`,
    );
  else
    for (const one of obstacles) process.stdout.write(`${one.severity}: ${one.rank === null ? "" : `${one.rank}. `}${sayObstacle(one)}\n`);
  return obstacles.some((one) => one.severity === "error") ? EXIT.findings : EXIT.ok;
}

interface DeskOptions {
  readonly desk: string;
  readonly issue?: string;
  readonly to?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly review?: boolean;
  readonly rank?: string;
  readonly from?: string;
}

async function copiesOf(desk: Client, wanted: string | undefined, rank: string | undefined, folder: string): Promise<number> {
  const issue = await findIssue(desk, wanted);
  return issue.ok ? exportCopies(desk, issue.value, rank, folder) : fail(issue.refusal);
}

/// Adds `import`, `export` and `check`: the same acts and reads that the window has.
export function issueCommands(program: Command): void {
  const add = (name: string, words: string) =>
    program.command(name).description(words).requiredOption("--desk <dir>", "the folder of data of the desk");
  add("import", "open an issue on a desk from a file, or bring a returned review copy home")
    .argument("<in>", "text, Word, OpenDocument, RTF, EPUB, HTML, Markdown, top5-issue/1 JSON, a folder of these, or a review copy (.docx)")
    .option("--from <name>", "of a review copy: who changed it, if the file says another name")
    .option("--json", "answer the findings as JSON")
    .action(async (input: string, { desk, json, from }: DeskOptions) => {
      const take =
        from !== undefined
          ? (client: Client) => importCopy(client, input, from, json === true)
          : (client: Client) => importInto(client, input, json === true);
      process.exitCode = await withDesk(desk, take, fail);
    });
  add("export", "write the files of an issue")
    .option("--issue <id>", "its id or number; the only open one when left out")
    .option("--to <formats>", "all, or formats with commas", "all")
    .option("--review", "review copies instead: each item as Word with its open notes and suggestions")
    .option("--rank <rank>", "of review copies: only that of the item at this rank")
    .requiredOption("-o, --output <folder>", "the folder to write into")
    .action(async ({ desk, issue, to, output, review, rank }: DeskOptions) => {
      const write = (client: Client): Promise<number> =>
        review ? copiesOf(client, issue, rank, output ?? ".") : exportFrom(client, issue, to ?? "all", output ?? ".");
      process.exitCode = await withDesk(desk, write, fail);
    });
  add("check", "list what stands in the way of sign-off")
    .option("--issue <id>", "its id or number; the only open one when left out")
    .option("--json", "answer as JSON")
    .action(async ({ desk, issue, json }: DeskOptions) => {
      process.exitCode = await withDesk(desk, (client) => check(client, issue, json === true), fail);
    });
}
