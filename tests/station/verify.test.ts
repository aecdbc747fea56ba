import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../src/core/issue/manifest.ts";
import { exportIssue } from "../../src/station/rooms/exports.ts";
import { verifyExport } from "../../src/station/rooms/verify.ts";
import type { Session } from "../../src/station/session.ts";
import { approve, completeDesk, decide, write } from "../builders/signed.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

/// Final exports with their manifest, and what checking them finds: files that changed, a manifest that says what is not so,
/// a desk that moved on.

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const NAME = "Test-Briefing-12";
const FILE = `${NAME}.manifest.json`;
let desk: Awaited<ReturnType<typeof completeDesk>>;
let out = "";

beforeAll(async () => {
  desk = await completeDesk();
  await desk.sign();
  out = newFolder("out");
  must(await exportIssue(desk.chief.station, { issue: desk.issue, formats: ["text", "json", "html"], folder: out }));
  await desk.meet();
}, 60_000);
afterAll(async () => {
  for (const session of desk.all) await session.close();
  removeFolders();
});

const read = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, FILE), "utf8")) as Manifest;

/// A copy of the export, changed.
function changed(change: (folder: string) => void): string {
  const folder = newFolder("changed");
  cpSync(out, folder, { recursive: true });
  change(folder);
  return folder;
}

/// A copy whose manifest says something else.
const forged = (change: (manifest: Manifest) => unknown): string =>
  changed((folder) => writeFileSync(join(folder, FILE), JSON.stringify(change(read(folder)))));

async function codes(folder: string, by: Session = desk.marek): Promise<string[]> {
  return must(await verifyExport(by.station, folder)).flatMap((one) => one.findings.map(({ code }) => code));
}

describe("a final export", () => {
  it("has a manifest: what it prints, by whose decisions, and how each file is known again", () => {
    const manifest = read(out);
    expect(manifest).toMatchObject({ format: "top5-manifest/1", issue: desk.issue, number: "12", date: "2026-10-15" });
    expect(manifest.items.map(({ rank, item, writers, approvals }) => [rank, item, writers, approvals.map(({ by }) => by)])).toEqual(
      desk.items.map((item, at) => [at + 1, item, ["Anna"], ["Marek"]]),
    );
    expect(manifest.briefs).toMatchObject([{ brief: desk.brief, writers: ["Anna"], approvals: [{ by: "Marek" }] }]);
    expect(manifest.signatures.map(({ by, chief }) => [by, chief])).toEqual([
      ["Marek", false],
      ["Chief", true],
    ]);
    expect(manifest.files.map(({ name, format }) => [name, format])).toEqual([
      [`${NAME}.html`, "html"],
      [`${NAME}.json`, "json"],
      [`${NAME}.txt`, "text"],
    ]);
  });

  it("checks out on every laptop, and gives the same bytes again, whoever exports", async () => {
    for (const session of desk.all) expect(await codes(out, session)).toEqual([]);
    const again = newFolder("again");
    must(await exportIssue(desk.marek.station, { issue: desk.issue, formats: ["json", "html", "text"], folder: again }));
    for (const name of [FILE, `${NAME}.html`, `${NAME}.json`, `${NAME}.txt`])
      expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name)))).toBe(true);
  });

  it("keeps naming what an earlier one left beside it, while that is there unchanged", async () => {
    const folder = changed((copy) => appendFileSync(join(copy, `${NAME}.txt`), "!"));
    must(await exportIssue(desk.chief.station, { issue: desk.issue, formats: ["markdown"], folder }));
    expect(read(folder).files.map(({ format }) => format)).toEqual(["html", "json", "markdown"]);
    expect(await codes(folder, desk.chief)).toEqual([]);
  });

  it("that says DRAFT has none", async () => {
    const folder = newFolder("draft");
    const made = must(await exportIssue(desk.anna.station, { issue: desk.issue, formats: ["text"], folder }));
    expect(made).toMatchObject({ clean: false, manifest: null });
    expect(await verifyExport(desk.anna.station, folder)).toMatchObject({ ok: false, refusal: { code: "manifest-none" } });
  });
});

const other = "f".repeat(64);
const first = <T>(list: readonly T[], change: (one: T) => T): T[] => list.map((one, at) => (at === 0 ? change(one) : one));

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

describe("the published schema", () => {
  const root = JSON.parse(readFileSync(new URL("../../docs/top5-manifest-1.schema.json", import.meta.url), "utf8")) as Schema;

  /// The keys of a value, as the schema should have them: each described, none missing.
  function agree(value: unknown, schema: Schema, at: string): void {
    const of = schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.split("/").at(-1) ?? ""] ?? {});
    if (Array.isArray(value)) value.forEach((one, index) => agree(one, of.items ?? {}, `${at}[${index}]`));
    else if (typeof value === "object" && value !== null) {
      expect([at, Object.keys(of.properties ?? {}), of.required]).toEqual([at, Object.keys(value), Object.keys(value)]);
      for (const [key, one] of Object.entries(value)) agree(one, of.properties?.[key] ?? {}, `${at}.${key}`);
    }
  }

  it("describes a manifest key by key", () => agree(read(out), root, ""));
});

describe("what does not hold is found", () => {
  it.each([
    ["a file that changed", (folder: string) => appendFileSync(join(folder, `${NAME}.txt`), "!"), "verify-file-changed"],
    [
      "one letter that changed",
      (folder: string) => {
        const path = join(folder, `${NAME}.txt`);
        writeFileSync(path, readFileSync(path, "utf8").replace("ministry", "minister"));
      },
      "verify-file-changed",
    ],
    ["a file that is gone", (folder: string) => rmSync(join(folder, `${NAME}.txt`)), "verify-file-missing"],
    [
      "a link in place of a file",
      (folder: string) => {
        rmSync(join(folder, `${NAME}.txt`));
        symlinkSync(join(out, `${NAME}.txt`), join(folder, `${NAME}.txt`));
      },
      "verify-file-missing",
    ],
    [
      "a folder in place of a file",
      (folder: string) => {
        rmSync(join(folder, `${NAME}.txt`));
        mkdirSync(join(folder, `${NAME}.txt`));
      },
      "verify-file-missing",
    ],
  ])("%s", async (_what, change, code) => expect(await codes(changed(change))).toEqual([code]));

  it.each<[string, (manifest: Manifest) => unknown, string[]]>([
    ["another desk", (m) => ({ ...m, desk: "0".repeat(32) }), ["verify-other-desk"]],
    ["another issue", (m) => ({ ...m, issue: "0".repeat(32) }), ["verify-issue-not-here"]],
    [
      "another text's digest",
      (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, digest: other })) }),
      ["verify-text-other", "verify-decision-other"],
    ],
    ["another place", (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, rank: 2 })) }), ["verify-text-other"]],
    [
      "a text that is in no issue",
      (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, item: "0".repeat(32) })) }),
      ["verify-text-not-here", "verify-text-left-out"],
    ],
    ["a text left out", (m) => ({ ...m, briefs: [] }), ["verify-text-left-out"]],
    ["no approval", (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, approvals: [] })) }), ["verify-text-uncovered"]],
    [
      "an approval that nobody gave",
      (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, approvals: first(one.approvals, (a) => ({ ...a, entry: other })) })) }),
      ["verify-decision-not-here"],
    ],
    [
      "another text's approval",
      (m) => ({ ...m, briefs: first(m.briefs, (one) => ({ ...one, approvals: m.items[0]?.approvals ?? [] })) }),
      ["verify-decision-other"],
    ],
    [
      "another approver",
      (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, approvals: first(one.approvals, (a) => ({ ...a, by: "Anna" })) })) }),
      ["verify-line-other"],
    ],
    ["other writers", (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, writers: ["Nobody"] })) }), ["verify-line-other"]],
    ["another headline", (m) => ({ ...m, items: first(m.items, (one) => ({ ...one, headline: "Boats" })) }), ["verify-line-other"]],
    ["another number", (m) => ({ ...m, number: "13" }), ["verify-fields-other"]],
    ["one signature", (m) => ({ ...m, signatures: m.signatures.slice(1) }), ["verify-not-signed-off"]],
    [
      "a signature that nobody gave",
      (m) => ({ ...m, signatures: first(m.signatures, (one) => ({ ...one, entry: other })) }),
      ["verify-signature-not-here", "verify-not-signed-off"],
    ],
    [
      "an approval for a signature",
      (m) => ({ ...m, signatures: first(m.signatures, (one) => ({ ...one, entry: m.items[0]?.approvals[0]?.entry ?? "" })) }),
      ["verify-signature-no-force", "verify-not-signed-off"],
    ],
    [
      "a digest that nobody signed",
      (m) => ({ ...m, digest: other }),
      [
        "verify-issue-other",
        "verify-signature-no-force",
        "verify-signature-no-force",
        "verify-not-signed-off",
        "verify-changed-since",
        ...Array<string>(3).fill("verify-file-unrecorded"),
      ],
    ],
    ["people that nobody knows", (m) => ({ ...m, roster: { ...m.roster, entry: other } }), ["verify-roster-not-here"]],
  ])("a manifest with %s", async (_what, change, expected) => expect(await codes(forged(change))).toEqual(expected));

  it("a file that was changed together with its line", async () => {
    const folder = forged((m) => {
      const bytes = Buffer.from("Another issue\n");
      return { ...m, files: [{ name: "a.txt", format: "text", bytes: bytes.length, digest: "" }] };
    });
    writeFileSync(join(folder, "a.txt"), "Another issue\n");
    const digest = spawnSync("sha256sum", [join(folder, "a.txt")], { encoding: "utf8" }).stdout.slice(0, 64);
    writeFileSync(join(folder, FILE), JSON.stringify({ ...read(folder), files: [{ ...read(folder).files[0], digest }] }));
    expect(await codes(folder)).toEqual(["verify-file-unrecorded"]);
  });
});

describe("a hostile manifest is a finding", () => {
  const raw = (text: string | Uint8Array): string => changed((folder) => writeFileSync(join(folder, FILE), text));

  it.each([
    ["empty", ""],
    ["no JSON", "{"],
    ["other JSON", "[]"],
    ["a number", "1e999"],
    ["no UTF-8", new Uint8Array([0xff, 0xfe, 0x00])],
    ["100,000 deep", "[".repeat(100_000) + "]".repeat(100_000)],
    ["5 MB", `{"a":"${"x".repeat(5_000_000)}"}`],
    ["prototypes", '{"__proto__":{"format":"top5-manifest/1"},"constructor":1}'],
  ])("%s", async (_what, text) => expect(await codes(raw(text))).toEqual(["verify-malformed"]));

  it.each(["items", "briefs", "signatures", "files", "roster", "digest", "number"])("with a %s of another type", async (key) => {
    for (const value of [7, true, "x", [null], { a: 1 }, [[[]]], key === "number" ? 7 : null])
      if (!(key === "number" && value === "x"))
        expect((await codes(forged((m) => ({ ...m, [key]: value }))))[0]).toMatch(/^verify-(malformed|roster-not-here)$/);
  });

  it.each(["../secret.txt", "/etc/passwd", "a/b.txt", "a\\b.txt", "C:a.txt", "..", ".", "", "a\0.txt", "nul.txt", "a.txt:b", "a.txt."])(
    "with a way to elsewhere: %j",
    async (name) => {
      const folder = forged((m) => ({ ...m, files: first(m.files, (one) => ({ ...one, name })) }));
      expect(await codes(folder)).toEqual(["verify-file-name"]);
    },
  );

  it("and so is one that is no plain file", async () => {
    const folder = changed((copy) => {
      rmSync(join(copy, FILE));
      symlinkSync("/dev/zero", join(copy, FILE));
    });
    expect(await codes(folder)).toEqual(["verify-malformed"]);
  });
});

describe("at a terminal", () => {
  it("ends with 0, 1 and 2", async () => {
    const { chief } = await newDesk([]);
    const { folder } = chief.station;
    await chief.close();
    const passphrase = join(newFolder("passphrase"), "passphrase");
    writeFileSync(passphrase, PASSPHRASE);
    const top5 = (path: string, data: string) => {
      const env = { ...process.env, TOP5_PASSPHRASE_FILE: passphrase };
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "verify", path, "--desk", data], { encoding: "utf8", env });
      return { status, stdout, stderr };
    };
    expect(top5(out, folder)).toEqual({ status: 1, stdout: `${FILE}: This manifest is of another desk.\n`, stderr: "" });
    const own = desk.anna.station.folder;
    await desk.anna.close();
    expect(top5(out, own)).toEqual({
      status: 0,
      stdout: `${FILE}: # files are as exported; all 6 texts are approved, and the issue is signed off.\n`.replace("#", "3"),
      stderr: "",
    });
    expect(top5(newFolder("empty"), own)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("no manifest") as string,
    });
    expect(top5(join(out, "none.json"), own)).toMatchObject({ status: 2, stdout: "" });
    desk.all[1] = await openSession(own);
    must(await desk.all[1].unlock(PASSPHRASE));
  }, 60_000);
});

describe("a desk that moved on", () => {
  it("says so: an approval taken back, a correction, a new edition that checks out, a withdrawal", async () => {
    const { chief, marek, issue, items, meet, sign } = desk;
    const anna = desk.all[1] ?? chief;
    const digest = (): string => chief.station.ledger.row("issue", issue)?.digest ?? "";
    must(act(chief, "issue.decide", { issue, decision: "correct", digest: digest(), reason: "a wrong figure" }));
    await meet();
    expect(await codes(out)).toEqual(["verify-corrected"]);
    decide(marek, items[0] ?? "", "reopen");
    await meet();
    expect(await codes(out)).toEqual(["verify-decision-gone", "verify-corrected"]);
    decide(marek, items[0] ?? "", "return");
    await meet();
    write(anna, items[0] ?? "", "Port number one");
    await meet();
    approve(marek, items[0] ?? "");
    await meet();
    await sign();
    const second = newFolder("second");
    must(await exportIssue(marek.station, { issue, formats: ["text"], folder: second }));
    await meet();
    expect(chief.station.ledger.row("issue", issue)?.state).toBe("corrected");
    expect(await codes(second, chief)).toEqual([]);
    // The first edition is what it was: its texts and approvals of then are known still.
    expect(await codes(out, chief)).toEqual(["verify-corrected"]);
    const item = items[0] ?? "";
    const head = chief.station.ledger.row("item", item)?.head;
    const entries = chief.station.ledger.children("revision", `item:${item}`).flatMap(({ id }) => (id === head ? [] : [id]));
    must(act(chief, "erasure.ask", { item, brief: null, entries, reason: "a name" }));
    await meet();
    const erasure = marek.station.ledger.rows("erasure")[0]?.erasure ?? "";
    must(act(marek, "erasure.confirm", { erasure }));
    await meet();
    expect(chief.station.ledger.entry(entries[0] ?? "")?.entry.payloadText).toBe(null);
    // Words that were erased since leave their digest behind, which the approval named.
    for (const folder of [out, second]) expect(await codes(folder, chief)).toEqual(folder === out ? ["verify-corrected"] : []);
    for (const session of [chief, marek]) {
      must(act(session, "issue.decide", { issue, decision: "withdraw", digest: digest(), reason: "wrong throughout" }));
      await meet();
    }
    expect(await codes(second)).toEqual(["verify-withdrawn"]);
  }, 60_000);
});
