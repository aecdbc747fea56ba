import Database from "better-sqlite3";
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDesk } from "../../src/station/rooms/desk.ts";
import { readOnly } from "../builders/read-only.ts";
import { must, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

/// What the command line says to what it cannot use: words that a person can act on, exit code 2, nothing changed.

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const SAMPLE = fileURLToPath(new URL("../../resources/sample/issue.json", import.meta.url));

let desk: string;
let files: string;
let environment: Record<string, string>;

beforeAll(async () => {
  [desk, files] = [newFolder("desk"), newFolder("input")];
  const session = await openSession(desk);
  must(await createDesk(session, { name: "Nora", publication: "Test Briefing", institute: "Test", passphrase: PASSPHRASE }));
  await session.close();
  const passphrase = join(files, "passphrase");
  writeFileSync(passphrase, `${PASSPHRASE}\n`);
  environment = { TOP5_PASSPHRASE_FILE: passphrase };
});
afterAll(removeFolders);

const top5 = (...args: string[]) =>
  spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8", env: { ...process.env, ...environment } });

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(files, name);
  writeFileSync(path, bytes);
  return path;
}

/// Every file of a folder of data and its digest; the locks, which only say who is there, left out.
const state = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && !one.name.endsWith(".lock"))
      .map((one) => join(one.parentPath, one.name))
      .sort()
      .map((path) => [path, createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );

const png = (): Uint8Array => Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(4000)]);

const BAD: readonly (readonly [string, () => string | Uint8Array, string])[] = [
  ["a picture", png, "This file is not text."],
  ["random bytes", () => randomBytes(9000), "This file is not text."],
  ["an empty file", () => "", "There is no text in this."],
  ["nothing but spaces", () => " \n\t\n ", "There is no text in this."],
  ["50 MB", () => Buffer.alloc(50 * 1024 * 1024, "word "), "has 50 MB, the limit is 16 MB"],
  ["JSON that is cut short", () => readFileSync(SAMPLE, "utf8").slice(0, 9000), "This JSON cannot be read"],
  ["JSON of something else", () => '{ "format": "recipe/2", "eggs": 3 }', "This JSON is not an issue: its format is recipe/2"],
  [
    "JSON 100,000 deep",
    () => `${"[".repeat(100_000)}${"]".repeat(100_000)}`.replace(/^/, '{"format":"top5-issue/1","x":') + "}",
    "nested too deeply",
  ],
  ["a rank that is a word", () => readFileSync(SAMPLE, "utf8").replace('"rank": 1', '"rank": "first"'), "The issue cannot be taken: items"],
];

/// One reader serves both: a desk need not hear all of it.
const INTO_A_DESK = ["a picture", "an empty file", "50 MB", "JSON that is cut short"];

describe("a file that is no issue", () => {
  it.each(BAD)("%s: convert and import end with 2, say so, and change nothing", (name, bytes, words) => {
    const input = file(`${name.replaceAll(/\W/g, "-")}.txt`, bytes());
    const before = state(desk);
    const converted = top5("convert", input, "--to", "pdf", "-o", join(files, "never.pdf"));
    for (const run of [converted, ...(INTO_A_DESK.includes(name) ? [top5("import", input, "--desk", desk)] : [])]) {
      expect([run.status, run.stdout], run.stderr).toEqual([2, ""]);
      expect(run.stderr).toContain(words);
      expect(run.stderr).toMatch(/Nothing was (imported|read|changed)\./);
      expect(run.stderr, "nothing technical").not.toMatch(/\bat .*\.ts:\d|Error:|undefined|SQLITE|\bE[A-Z]{4,}\b|\{"/);
    }
    expect(readdirSync(files)).not.toContain("never.pdf");
    expect(state(desk)).toEqual(before);
  });
});

describe("text in another encoding is taken, and the guess is said", () => {
  const TEXT = [
    "Test Briefing",
    "TOP 5",
    "1. Châtelet gets lanes for lorries",
    "At a glance: The Ministry published a notice.",
    "Article: Notice (关于开展试点的通知)",
    "Issuing body: MOT",
    "Date: October 3, 2026",
    "",
  ].join("\n\n");

  it.each([
    ["UTF-16 without its mark", Buffer.from(TEXT, "utf16le"), "UTF-16", "关于开展试点的通知"],
    ["Latin-1", Buffer.from(TEXT.replace(" (关于开展试点的通知)", ""), "latin1"), "Windows-1252", "Châtelet"],
  ])("%s", (name, bytes, encoding, kept) => {
    const run = top5("convert", file(`${name}.txt`, bytes), "--json");
    const { issue, findings } = JSON.parse(run.stdout) as { issue: unknown; findings: { code: string; message: string }[] };
    expect(JSON.stringify(issue)).toContain(kept);
    expect(findings.find((one) => one.code === "encoding-guessed")?.message).toContain(`${encoding} was taken. Check: `);
  });

  it("keys of JSON that are not known are kept and listed", () => {
    const input = file("keys.json", readFileSync(SAMPLE, "utf8").replace('"rank": 1', '"mood": "calm", "rank": 1'));
    const run = top5("convert", input, "--json");
    expect(run.status).toBe(0);
    const { findings } = JSON.parse(run.stdout) as { findings: { code: string; message: string }[] };
    expect(findings.map((one) => one.message)).toEqual(["This key is not known here and was kept as it is: items.0.mood"]);
  });
});

describe("a folder of data that cannot be used", () => {
  it("is refused where there is none, and none is made", () => {
    const run = top5("check", "--desk", join(files, "nowhere"));
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining("There is no desk in this folder")]);
    expect(readdirSync(files)).not.toContain("nowhere");
  });

  it("is refused without its passphrase", () => {
    const run = spawnSync(process.execPath, [MAIN, "check", "--desk", desk], {
      encoding: "utf8",
      env: { ...process.env, TOP5_PASSPHRASE_FILE: "" },
    });
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain("This laptop’s keys need your passphrase.");
  });

  it("is refused where it was used by a newer app, not a byte changed", () => {
    const db = new Database(join(desk, "desk.db"));
    const version = Number(db.pragma("user_version", { simple: true }));
    db.pragma(`user_version = ${version + 10}`);
    db.close();
    const before = state(desk);
    const run = top5("import", SAMPLE, "--desk", desk);
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain("last used by a newer Top 5 Desk");
    expect(run.stderr).toContain("Update Top 5 Desk on this laptop");
    expect(state(desk)).toEqual(before);
    const back = new Database(join(desk, "desk.db"));
    back.pragma(`user_version = ${version}`);
    back.close();
  });

  it("is refused on a read-only disk, not a byte changed, and can be read again after", () => {
    const disk = readOnly(desk);
    if (disk === null) return console.info("not tried: this machine has no way to make a folder read-only");
    try {
      const before = state(disk.folder);
      const run = top5("import", SAMPLE, "--desk", disk.folder);
      expect([run.status, run.stdout]).toEqual([2, ""]);
      expect(run.stderr).toMatch(/Nothing can be kept in this folder: .* \((it is read-only|you may not write there)\)/);
      expect(run.stderr).toContain("Nothing was changed.");
      expect(state(disk.folder)).toEqual(before);
    } finally {
      disk.end();
    }
    expect(top5("check", "--desk", desk).stderr).toContain("No issue of this desk is open.");
  });

  it("files cannot be written there either, and nothing half-written is left", () => {
    const out = join(files, "out");
    mkdirSync(out);
    const disk = readOnly(out);
    if (disk === null) return console.info("not tried: this machine has no way to make a folder read-only");
    try {
      const run = top5("convert", SAMPLE, "--to", "pdf", "-o", join(disk.folder, "issue.pdf"));
      expect([run.status, run.stdout]).toEqual([2, ""]);
      expect(run.stderr).toMatch(/This file could not be written: .*issue\.pdf \((it is read-only|you may not write there)\)/);
    } finally {
      disk.end();
    }
    expect(readdirSync(out)).toEqual([]);
  });
});
