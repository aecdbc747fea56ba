import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const TOP5 = fileURLToPath(new URL("../../src/cli/top5.js", import.meta.url));
const COMPILED = fileURLToPath(new URL("../../dist/node/cli/main.js", import.meta.url));
const SAMPLE = fileURLToPath(new URL("../../resources/sample/issue.json", import.meta.url));
const SEED = fileURLToPath(new URL("../../../shared/seed/issue.txt", import.meta.url));

const top5 = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
const folder = (): string => mkdtempSync(join(tmpdir(), "top5-convert-"));

describe("top5 convert", () => {
  test.each([
    ["text", "Asia Industry Briefing"],
    ["markdown", "# Asia Industry Briefing"],
    ["html", "<!doctype html>"],
    ["json", '{\n  "format": "top5-issue/1"'],
    ["docx", "PK"],
    ["epub", "mimetypeapplication/epub+zip"],
    ["email", "From: "],
    ["pdf", "%PDF-"],
  ])("writes %s and prints nothing", (format, head) => {
    const out = join(folder(), "out");
    const run = top5("convert", SAMPLE, "--to", format, "-o", out);
    expect([run.status, run.stdout, run.stderr]).toEqual([0, "", ""]);
    expect(readFileSync(out).subarray(0, 60).toString()).toContain(head);
  });

  test("answers with issue and findings alone on standard output", () => {
    const run = top5("convert", SAMPLE, "--json");
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ issue: { format: "top5-issue/1" }, findings: [] });
  });

  test("text that is converted to text again is the same file", () => {
    const here = folder();
    const [first, second] = [join(here, "1.txt"), join(here, "2.txt")];
    top5("convert", SAMPLE, "--to", "text", "-o", first);
    expect(top5("convert", first, "--to", "text", "-o", second).status).toBe(0);
    expect(readFileSync(second, "utf8")).toBe(readFileSync(first, "utf8"));
  });

  test("exits 1 when something was not understood, and says in words what and where", () => {
    const input = join(folder(), "odd.txt");
    writeFileSync(input, "Notes\n\nNOTEWORTHY\n\nPolicy news\n\n- May 5, 2020: A thing (Daily)\n\nA stray line.\n");
    const run = top5("convert", input, "--json");
    expect(run.status).toBe(1);
    const { findings } = JSON.parse(run.stdout) as { findings: { code: string; message: string; line: number; excerpt: string }[] };
    expect(findings).toEqual([
      expect.objectContaining({ code: "text-not-placed", severity: "not-understood", line: 9, excerpt: "A stray line." }),
    ]);
    expect(findings[0]?.message).toMatch(/no place in an issue/);
  });

  test.each([
    ["no target", [SAMPLE]],
    ["no output", [SAMPLE, "--to", "pdf"]],
    ["an unknown format", [SAMPLE, "--to", "tiff", "-o", "x"]],
    ["an unknown option", [SAMPLE, "--colour"]],
    ["an absent file", ["no-such-file.txt", "--json"]],
    ["no file", []],
  ])("exits 2 on %s, writing nothing", (_name, args) => {
    const run = top5("convert", ...args);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).not.toBe("");
    expect(existsSync("x")).toBe(false);
  });

  test("leaves an old file alone when the input is no issue", () => {
    const here = folder();
    const [input, out] = [join(here, "in"), join(here, "out")];
    writeFileSync(input, Buffer.from([0, 1, 2, 3]));
    writeFileSync(out, "before");
    expect(top5("convert", input, "--to", "text", "-o", out).status).toBe(2);
    expect(readFileSync(out, "utf8")).toBe("before");
    expect(readdirSync(here)).toEqual(["in", "out"]);
  });

  if (existsSync(SEED))
    test("reads the real issue", () => {
      const run = top5("convert", SEED, "--json");
      expect(run.status).toBe(0);
      const { issue, findings } = JSON.parse(run.stdout) as { issue: { items: unknown[] }; findings: { message: string; code: string }[] };
      expect(issue.items).toHaveLength(5);
      expect(findings.filter(({ message, code }) => message.startsWith(code) || message.includes("{"))).toEqual([]);
    });
  else test("cannot read the real issue here", () => console.info("skipped: ../shared/seed/issue.txt is absent"));
});

describe("the compiled command line", () => {
  test.each([
    ["convert", SAMPLE, "--json"],
    ["check", "--desk", "/no/such/desk"],
  ])("answers %s as its sources do", (...args) => {
    const [sources, compiled, installed] = [MAIN, COMPILED, TOP5].map((file) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: "utf8" });
      return { status, stdout: stdout.replaceAll(/"[0-9a-f]{32}"/g, "id"), stderr };
    });
    expect(compiled).toEqual(sources);
    expect(installed).toEqual(sources);
  });
});
