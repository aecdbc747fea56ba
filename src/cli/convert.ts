import type { Command } from "commander";
import { sayRefusal } from "../../resources/messages/say.ts";
import { issueJson } from "../core/export/json.ts";
import type { Finding, Imported } from "../core/import/imported.ts";
import { assemble } from "../core/proof/proof.ts";
import { FORMATS, isFormat, write } from "../station/files/formats.ts";
import { randomIds, readIssueFile } from "../station/files/read-issue.ts";
import { save } from "../station/files/save.ts";
import { EXIT, fail } from "./fail.ts";

interface ConvertOptions {
  readonly to?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/// Adds `top5 convert IN --to FORMAT -o OUT` and `top5 convert IN --json` to the program.
export function convertCommand(program: Command): void {
  program
    .command("convert")
    .description("read an issue from a file and write it in another format; no desk needed")
    .argument("<in>", "the issue: text, Word, OpenDocument, RTF, EPUB, HTML, Markdown or top5-issue/1 JSON")
    .option("--to <format>", `one of ${Object.keys(FORMATS).join(", ")}`)
    .option("-o, --output <out>", "the file to write")
    .option("--json", "write the issue and the findings to standard output as JSON")
    .action(async (input: string, options: ConvertOptions) => {
      process.exitCode = await convert(input, options);
    });
}

/// Runs the command and gives its exit code. The answer alone goes to standard output, everything else to standard error.
export async function convert(input: string, options: ConvertOptions): Promise<number> {
  const { to, output, json } = options;
  if (to !== undefined && !isFormat(to)) return fail({ code: "format-unknown", data: { format: to, formats: Object.keys(FORMATS) } });
  if (to === undefined && !json) return fail({ code: "convert-needs-target", data: {} });
  if (to !== undefined && output === undefined) return fail({ code: "convert-needs-output", data: { format: to } });
  const read = await readIssueFile(input, randomIds);
  if (!read.ok) return fail(read.refusal);
  if (to !== undefined && output !== undefined) {
    const bytes = await write(assemble(read.value.issue), to);
    const saved = bytes.ok ? await save(output, bytes.value) : bytes;
    if (!saved.ok) return fail(saved.refusal);
  }
  if (json) process.stdout.write(`${JSON.stringify(answer(read.value), null, 2)}\n`);
  else for (const finding of read.value.findings) process.stderr.write(`${findingLine(finding)}\n`);
  return read.value.findings.some((finding) => finding.severity === "not-understood") ? EXIT.findings : EXIT.ok;
}

/// What `--json` answers: the issue as `top5-issue/1`, and the findings with their wording.
export function answer({ issue, findings }: Imported) {
  return {
    issue: issueJson(assemble(issue)),
    findings: findings.map(({ code, severity, data, line, excerpt }) => ({
      code,
      severity,
      message: sayRefusal({ code, data }).text,
      line,
      excerpt,
    })),
  };
}

const findingLine = ({ code, severity, data, line }: Finding): string =>
  `${line === null ? "" : `line ${line}: `}${severity}: ${sayRefusal({ code, data }).text}`;
