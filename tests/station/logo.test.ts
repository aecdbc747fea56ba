import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Logo } from "../../src/core/desk/logo.ts";
import type { Publication } from "../../src/core/desk/publication.ts";
import { exportJson } from "../../src/core/export/json.ts";
import { Leave } from "../../src/station/leaving/leave.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import { exportIssue } from "../../src/station/rooms/exports.ts";
import { keepLogo, logoOf, lookAtLogo, openLogo } from "../../src/station/rooms/logo.ts";
import { previewPdf } from "../../src/station/rooms/preview.ts";
import { verifyExport } from "../../src/station/rooms/verify.ts";
import type { Session } from "../../src/station/session.ts";
import { JPEG, logoOf as logoNamed, png, withSegment } from "../builders/pictures.ts";
import { completeDesk, FIELDS } from "../builders/signed.ts";
import { act, must, newFolder, removeFolders } from "../builders/stations.ts";
import { proofOf, SAMPLE } from "./files/proofs.ts";

/// A desk's logo from the file that a chief chose to the files that another laptop writes.

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const PICTURE = png(400, 80);
let desk: Awaited<ReturnType<typeof completeDesk>>;
let logo: Logo;

const file = (bytes: Uint8Array): { path: string } => {
  const path = join(newFolder("picture"), "Our logo.png");
  writeFileSync(path, bytes);
  return { path };
};
const dropped = (bytes: Uint8Array) => ({ bytes: new Uint8Array(bytes) });
const publicationOf = (session: Session): Publication => {
  const row = session.station.ledger.row("desk", "desk");
  if (row === undefined) throw new Error("a desk has its publication");
  return row.publication;
};
const here = (session: Session): boolean => session.station.files.has(logo.digest);
const exported = (session: Session, formats: ("html" | "pdf" | "epub")[], folder: string) =>
  exportIssue(session.station, { issue: desk.issue, formats, folder });
const preview = async (session: Session) => must(await previewPdf(session.station, { issue: desk.issue, mine: "shared" }));
const pictures = (pdf: Uint8Array): number => Buffer.from(pdf).toString("latin1").split("/Subtype /Image").length - 1;

beforeAll(async () => {
  desk = await completeDesk();
  const { chief, meet, issue } = desk;
  logo = must(await keepLogo(chief.station, file(PICTURE)));
  must(act(chief, "desk.change", { publication: { ...publicationOf(chief), logo }, bodies: [] }));
  must(act(chief, "issue.change", { issue, fields: FIELDS, publication: publicationOf(chief), due: null }));
  await meet();
  await desk.sign();
}, 60_000);
afterAll(async () => {
  for (const session of desk.all) await session.close();
  removeFolders();
});

it("looks at a file before anything is kept, chosen or dropped", async () => {
  const { station } = desk.chief;
  const before = readdirSync(join(station.folder, "files"));
  expect(must(await lookAtLogo(file(PICTURE))).logo).toEqual(logo);
  expect(must(await lookAtLogo(dropped(JPEG.progressive))).logo).toMatchObject({ type: "image/jpeg", width: 16, height: 8 });
  expect(readdirSync(join(station.folder, "files"))).toEqual(before);
});

it("keeps a picture without what a camera or a program noted in it", async () => {
  const noted = withSegment(JPEG.usual, 0xfe, Buffer.from("by Nora Feld, at home"));
  const { logo: bare, bytes } = must(await lookAtLogo(file(noted)));
  expect(Buffer.from(bytes).equals(JPEG.usual)).toBe(true);
  expect(bare).toEqual(logoNamed(JPEG.usual));
  expect(must(await keepLogo(desk.chief.station, dropped(noted)))).toEqual(bare);
  desk.chief.station.files.remove(bare.digest);
});

it("keeps nothing that every format could not show", async () => {
  const { station } = desk.chief;
  const before = readdirSync(join(station.folder, "files"));
  const refused = async (at: Parameters<typeof keepLogo>[1]): Promise<unknown> => {
    const done = await keepLogo(station, at);
    return done.ok ? "kept" : done.refusal.code;
  };
  expect(await refused({ path: newFolder("no-file") })).toBe("file-unreadable");
  expect(await refused({ path: "/nowhere/at/all.png" })).toBe("file-unreadable");
  expect(await refused(file(Buffer.alloc(3_000_000)))).toBe("logo-too-large");
  expect(await refused(file(Buffer.from("<svg/>")))).toBe("logo-unknown-type");
  expect(await refused(dropped(JPEG.press))).toBe("logo-for-press");
  expect(await refused(dropped(png(8, 8, [900, 900])))).toBe("logo-broken");
  expect(await refused(dropped(PICTURE.subarray(0, 60)))).toBe("logo-broken");
  expect(readdirSync(join(station.folder, "files"))).toEqual(before);
});

it("reaches every laptop by itself, encrypted, and prints there byte for byte the same", async () => {
  expect(desk.all.map(here)).toEqual([true, true, true]);
  const shared = readdirSync(desk.chief.sharedFolder ?? "", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".t5f"));
  expect(shared).toHaveLength(1);
  expect(readFileSync(join(desk.chief.sharedFolder ?? "", shared[0] ?? "")).includes(PICTURE.subarray(0, 16))).toBe(false);
  expect(Buffer.from(must(await openLogo(desk.anna.station)) ?? []).equals(PICTURE)).toBe(true);
  const [one, other] = [newFolder("chief"), newFolder("marek")];
  for (const [session, folder] of [
    [desk.chief, one],
    [desk.marek, other],
  ] as const)
    expect(must(await exported(session, ["pdf", "html", "epub"], folder))).toMatchObject({ clean: true, lacks: null });
  for (const name of readdirSync(one).filter((each) => !each.endsWith(".json")))
    expect(readFileSync(join(one, name)).equals(readFileSync(join(other, name))), name).toBe(true);
  expect(Object.keys(unzipSync(readFileSync(join(one, "Test-Briefing-12.epub"))))).toContain("EPUB/logo.png");
  expect(must(await verifyExport(desk.marek.station, one))).toMatchObject([{ findings: [] }]);
  expect(await preview(desk.anna)).toMatchObject({ lacks: null });
  expect(pictures((await preview(desk.anna)).bytes)).toBeGreaterThan(0);
});

it("is in the desk that leaves as plain files, for the settings and for each issue", async () => {
  const out = join(newFolder("leaving"), "whole");
  expect(must(await new Leave(desk.marek, () => {}).into(out)).absent).toEqual([]);
  expect(readFileSync(join(out, "logo.png")).equals(PICTURE)).toBe(true);
  const [issue = ""] = readdirSync(join(out, "issues"));
  expect(readFileSync(join(out, "issues", issue, "logo.png")).equals(PICTURE)).toBe(true);
  expect(must(await verifyExport(desk.marek.station, join(out, "issues", issue)))).toMatchObject([{ findings: [] }]);
});

it("goes along in a bundle with files", async () => {
  const path = join(newFolder("bundle"), "all.top5");
  expect(must(await writeBundle(desk.chief, { path, to: null, files: true })).files).toBe(1);
  desk.anna.station.files.remove(logo.digest);
  expect(must(await takeBundle(desk.anna, path)).files).toBe(1);
  expect(here(desk.anna)).toBe(true);
});

it("where it is not here or another lies in its place, no clean files are written, and what else is shown says so", async () => {
  const { marek, chief } = desk;
  const path = join(marek.station.folder, "files", logo.digest);
  const shared = join(chief.sharedFolder ?? "");
  const sealed = readdirSync(shared, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".t5f"));
  for (const name of sealed) rmSync(join(shared, name));
  for (const spoil of [() => rmSync(path), () => writeFileSync(path, png(400, 80, [400, 80], 0x11))]) {
    mkdirSync(join(marek.station.folder, "files"), { recursive: true });
    spoil();
    const out = newFolder("refused");
    expect(await exported(marek, ["html"], out)).toMatchObject({ ok: false, refusal: { code: "logo-not-here" } });
    expect(readdirSync(out)).toEqual([]);
    const shown = await preview(marek);
    expect(shown.lacks).toMatchObject({ code: "logo-not-here" });
    expect(pictures(shown.bytes)).toBe(0);
    const left = join(newFolder("leaving"), "whole");
    expect(must(await new Leave(marek, () => {}).into(left)).absent).toContain("logo.png");
    expect(existsSync(join(left, "logo.png"))).toBe(false);
  }
  // An author's export is a draft in any case: it goes without, and says so.
  desk.anna.station.files.remove(logo.digest);
  expect(must(await exported(desk.anna, ["html"], newFolder("draft")))).toMatchObject({ clean: false, lacks: { code: "logo-not-here" } });
});

it("is not taken for the picture that was named when its sides or its kind are others", async () => {
  const { chief } = desk;
  for (const lie of [{ width: 80 }, { height: 400 }, { type: "image/jpeg" as const }])
    expect(await logoOf(chief.station, { ...publicationOf(chief), logo: { ...logo, ...lie } })).toMatchObject({
      refusal: { code: "logo-not-it" },
    });
  const broken = png(8, 8, [900, 900]);
  const digest = must(await chief.station.files.put(broken));
  const named = { digest, size: broken.length, type: "image/png" as const, width: 900, height: 900 };
  expect(await logoOf(chief.station, { ...publicationOf(chief), logo: named })).toMatchObject({ refusal: { code: "logo-not-it" } });
});

it("reaches a laptop whose copy was lost, from another's", async () => {
  // Whoever has it hands it over again once it lies nowhere any more.
  await desk.meet();
  await desk.meet();
  expect(desk.all.map(here)).toEqual([true, true, true]);
  expect(must(await exported(desk.marek, ["html"], newFolder("again")))).toMatchObject({ clean: true });
});

it("makes top5 convert say that a text names it without holding it, and write the rest", () => {
  const proof = proofOf(SAMPLE);
  const input = join(newFolder("convert"), "issue.json");
  writeFileSync(input, exportJson({ ...proof, publication: { ...proof.publication, logo } }));
  const run = spawnSync(process.execPath, [MAIN, "convert", input, "--to", "pdf", "-o", `${input}.pdf`], { encoding: "utf8" });
  expect(run.status).toBe(0);
  expect(run.stderr).toContain("names the publication’s logo");
  expect(pictures(readFileSync(`${input}.pdf`))).toBe(0);
});
