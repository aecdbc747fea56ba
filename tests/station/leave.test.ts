import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEntry, type Entry, type WireEntry } from "../../src/core/ledger/entry.ts";
import { ingest } from "../../src/core/ledger/ingest.ts";
import type { Roster } from "../../src/core/desk/roster.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import { Leave } from "../../src/station/leaving/leave.ts";
import { addEvidence } from "../../src/station/rooms/evidence.ts";
import { exportIssue } from "../../src/station/rooms/exports.ts";
import { verifyExport } from "../../src/station/rooms/verify.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { MemoryLedger } from "../builders/memory.ts";
import { completeDesk } from "../builders/signed.ts";
import { act, must, newFolder, PASSPHRASE, pitch, removeFolders } from "../builders/stations.ts";

/// A desk exported whole can be read, and checked, without the app that wrote it.

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
let desk: Awaited<ReturnType<typeof completeDesk>>;
const parent = newFolder("leaving");
const out = join(parent, "whole");
const page = Buffer.from("%PDF-1.7 what the ministry said");
const told: number[] = [];

beforeAll(async () => {
  desk = await completeDesk();
  const { chief, marek, anna, issue, items, meet } = desk;
  const evidence = join(newFolder("evidence"), "notice.pdf");
  writeFileSync(evidence, page);
  must(await addEvidence(anna, { item: items[0] ?? "", source: "Notice", path: evidence }));
  const anchor = { block: "g0", from: 0, to: 12, quote: "The ministry", field: null };
  const row = marek.station.ledger.row("item", items[0] ?? "");
  const note = { note: "a".repeat(32), anchor, text: "Which one?", blocking: false, mentions: [] };
  must(act(marek, "review.send", { item: items[0] ?? "", digest: row?.digest ?? "", notes: [note], replies: [] }));
  must(pitch(chief, "铁路"));
  must(chief.station.saveDraft(`item:${items[1] ?? ""}`, null, { content: content("My secret", ["Quagga."], ["Mine."]) }));
  await meet();
  await desk.sign();
  must(await exportIssue(chief.station, { issue, formats: ["text", "pdf"], folder: newFolder("out") }));
  await meet();
  must(act(chief, "issue.open", { issue: "b".repeat(32), fields: { ...fields, number: "13" }, due: null }));
  must(act(chief, "issue.open", { issue: "c".repeat(32), fields: { ...fields, number: "14" }, due: null }));
  for (const item of LONG) {
    const authors = { glance: [chief.station.me?.id ?? ""], comment: [] };
    must(act(chief, "item.commission", { item, issue: "c".repeat(32), headline: "Long", authors, due: null }));
    must(chief.station.saveDraft(`item:${item}`, null, { content: content("Long", ["word ".repeat(9000)], ["Brief."]) }));
    must(act(chief, "item.share", { item }));
  }
  const places = LONG.map((item, at) => ({ item, rank: ([1, 2] as const)[at] ?? null }));
  must(act(chief, "issue.rank", { issue: "c".repeat(32), places }));
  must(await new Leave(chief, (done) => told.push(done)).into(out));
}, 60_000);
const LONG = ["d".repeat(32), "e".repeat(32)];
const fields = { title: null, number: "13", date: null, embargo: null, credits: [], contact: null, publisher: [] };
afterAll(async () => {
  for (const session of desk.all) await session.close();
  removeFolders();
});

const folder = (...path: string[]): string[] => readdirSync(join(out, ...path)).sort();
const read = (...path: string[]): string => readFileSync(join(out, ...path), "utf8");
interface Line extends Record<"id" | "header" | "payload" | "signature" | "standing", string> {}
const lines = (): Line[] =>
  read("ledger", "entries.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

it("holds every issue in every format, marked where it is not out, with the manifest of what is", async () => {
  expect(folder()).toEqual(["README.txt", "issues", "items", "ledger", "people.json", "people.txt", "publication.json"]);
  const [open = "", finished = ""] = [
    folder("issues").find((one) => /briefing-13-/i.test(one)),
    folder("issues").find((one) => /briefing-12-/i.test(one)),
  ];
  const endings = ["docx", "eml", "epub", "html", "json", "md", "pdf", "txt"];
  expect(folder("issues", finished)).toEqual(
    ["briefs.json", "issue-record.json", ...endings.map((end) => `Test-Briefing-12.${end}`), "Test-Briefing-12.manifest.json"].sort(
      (a, b) => (a < b ? -1 : 1),
    ),
  );
  expect(folder("issues", open)).toEqual(
    [...endings.map((end) => `Test-Briefing-13-DRAFT.${end}`), "issue-record.json"].sort((a, b) => (a < b ? -1 : 1)),
  );
  expect(read("issues", open, "Test-Briefing-13-DRAFT.txt")).toContain("DRAFT");
  expect(must(await verifyExport(desk.marek.station, join(out, "issues", finished)))).toMatchObject([{ files: 2, findings: [] }]);
});

it("says of an email that is too long for mail programs that it is not there", () => {
  const [long = ""] = folder("issues").filter((one) => /briefing-14-/i.test(one));
  expect(folder("issues", long)).not.toContain("Test-Briefing-14-DRAFT.eml");
  const told = read("README.txt").replace(/\s+/g, " ");
  expect(told).toContain(`issues/${long}/Test-Briefing-14-DRAFT.eml: As a letter this issue is too long`);
});

it("holds every item with all that was said about it, and the evidence as it was kept", () => {
  expect(folder("items")).toHaveLength(8);
  const [name = ""] = folder("items").filter((one) => one.startsWith("Port-number-1"));
  expect(folder("items", name)).toEqual(["evidence", "history.txt", "item.json", "text.md"]);
  expect(read("items", name, "text.md")).toContain("The ministry said.");
  const history = read("items", name, "history.txt");
  for (const words of ["Anna: shared the text", "Anna: submitted", "Marek: approved", "Marek: “The ministry” Which one?"])
    expect(history).toContain(words);
  const whole = JSON.parse(read("items", name, "item.json")) as Record<string, unknown[]>;
  expect([whole["revisions"]?.length, whole["decisions"]?.length, whole["notes"]?.length, whole["evidence"]?.length]).toEqual([1, 3, 1, 1]);
  const [evidence = ""] = folder("items", name, "evidence");
  expect(evidence).toMatch(/^notice-[0-9a-f]{8}\.pdf$/);
  expect(readFileSync(join(out, "items", name, "evidence", evidence)).equals(page)).toBe(true);
  expect(read("people.txt")).toMatch(/Marek\n {2}editor\n {2}laptop [0-9a-f]{32}/);
  expect(read("README.txt")).toContain("None of this is encrypted");
});

it("holds nothing that one person has not shared", () => {
  const all = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? all(join(path, one.name)) : [readFileSync(join(path, one.name), "latin1")],
    );
  expect(all(out).some((text) => text.includes("Quagga"))).toBe(false);
});

it("is read back by our own reader into the very same rows", () => {
  const entries = lines().map(({ header, payload, signature }): WireEntry => ({ headerText: header, payloadText: payload, signature }));
  const { ledger } = desk.chief.station;
  expect(entries).toHaveLength(ledger.count());
  const again = new MemoryLedger();
  again.apply(ingest(again, entries.map((one) => must(readEntry(one))) as Entry[], verifier));
  for (const kind of ["issue", "item", "revision", "decision", "note", "brief", "evidence"] as const) {
    const there = [...again.rows.values()].filter((one) => one.kind === kind).map((one) => JSON.stringify(one.value));
    expect(there.sort()).toEqual(
      ledger
        .rows(kind)
        .map((one) => JSON.stringify(one))
        .sort(),
    );
  }
  expect(again.row("roster", "current")).toEqual(ledger.row("roster", "current"));
});

it("is checked by whoever reads its README, with nothing of ours", () => {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  const { devices } = JSON.parse(read("people.json")) as Roster;
  const tips = new Map<string, { id: string; seq: number }>();
  for (const { id, header, payload, signature } of lines()) {
    const {
      device,
      seq,
      prev,
      payload: digest,
    } = JSON.parse(header) as { device: string; seq: number; prev: string | null; payload: string };
    expect(sha256(`top5/entry/v1\0${header}`)).toBe(id);
    expect(sha256(payload)).toBe(digest);
    expect([prev, seq]).toEqual([tips.get(device)?.id ?? null, (tips.get(device)?.seq ?? 0) + 1]);
    const x = Buffer.from(devices[device]?.sign ?? "", "hex");
    expect(sha256(`top5/device/v1\0${x.toString("hex")}`).slice(0, 32)).toBe(device);
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: x.toString("base64url") }, format: "jwk" });
    expect(verify(null, Buffer.from(id), key, Buffer.from(signature, "hex"))).toBe(true);
    tips.set(device, { id, seq });
  }
  expect(tips.size).toBe(3);
});

it("tells how far it is, and leaves nothing when it is stopped or something is in the way", async () => {
  expect(told.slice(0, 3)).toEqual([0, 1, 2]);
  const code = async (by: Session, path: string, then?: (leave: Leave) => void): Promise<string> => {
    const leave: Leave = new Leave(by, (done) => (done === 2 ? then?.(leave) : undefined));
    const done = await leave.into(path);
    return done.ok ? "done" : done.refusal.code;
  };
  expect(await code(desk.chief, out)).toBe("leave-there-already");
  mkdirSync(join(parent, "empty"));
  expect(await code(desk.chief, join(parent, "empty"))).toBe("leave-there-already");
  expect(await code(desk.chief, join(parent, "stopped"), (leave) => leave.stop())).toBe("leave-stopped");
  let second: Promise<unknown> = Promise.resolve();
  expect(await code(desk.chief, join(parent, "first"), (leave) => void (second = leave.into(join(parent, "second"))))).toBe("done");
  expect(await second).toMatchObject({ ok: false, refusal: { code: "leave-under-way" } });
  writeFileSync(join(parent, "file"), "");
  expect(await code(desk.chief, join(parent, "file", "below"))).toBe("file-not-written");
  expect(readdirSync(parent).sort()).toEqual(["empty", "file", "first", "whole"]);
});

it("does the same at a terminal, and says first that it is not encrypted", async () => {
  const data = desk.anna.station.folder;
  await desk.anna.close();
  const passphrase = join(newFolder("passphrase"), "passphrase");
  writeFileSync(passphrase, PASSPHRASE);
  const there = join(parent, "by-anna");
  const top5 = () => {
    const env = { ...process.env, TOP5_PASSPHRASE_FILE: passphrase };
    return spawnSync(process.execPath, [MAIN, "leave", there, "--desk", data], { encoding: "utf8", env });
  };
  expect(top5()).toMatchObject({ status: 0, stderr: expect.stringMatching(/not encrypted/) as string });
  expect(existsSync(join(there, "README.txt"))).toBe(true);
  expect(top5()).toMatchObject({ status: 2, stdout: "" });
}, 60_000);
