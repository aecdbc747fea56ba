import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headlineOf } from "../../src/core/manuscript/text.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import { Station } from "../../src/station/station.ts";
import { faultIn, SCHEMA_VERSION } from "../../src/station/store/database.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import { randomOf } from "../simulator/world.ts";

const ITEM = "0123456789abcdef0123456789abcdef";
const DRAFT = "Typed and never shared";
const SOAK = process.env["SOAK"] === "1";

/// A laptop's folder as it lies on the disk while nothing runs: a database, a backup of a little before, the journal. Beside it
/// the same as a crash leaves it, with its write-ahead log.
let whole = "";
let crashed = "";
let shared = "";
let ids: string[] = [];

const idsOf = (station: Station): string[] =>
  station.ledger
    .all()
    .map((one) => one.entry.id)
    .sort();

beforeAll(async () => {
  const made = await newDesk([{ name: "Anna", roles: ["author"] }]);
  shared = made.shared;
  const { chief, others } = made;
  const pitch = (at: number) => must(act(chief, "item.pitch", { item: randomHex(16), issue: null, headline: `Pitch ${at}`, why: "why" }));
  for (let at = 0; at < 40; at++) pitch(at);
  must(await chief.exchange());
  const { folder } = chief.station;
  rmSync(join(folder, "backups"), { recursive: true });
  must(await chief.station.backUp());
  for (let at = 40; at < 44; at++) pitch(at);
  must(chief.station.saveDraft(`item:${ITEM}`, null, { content: content(DRAFT, ["a"], ["b"]) }));
  must(await chief.exchange());
  ids = idsOf(chief.station);
  crashed = join(newFolder("crashed"), "data");
  cpSync(folder, crashed, { recursive: true });
  await chief.close();
  await others[0]?.close();
  whole = folder;
});
afterAll(removeFolders);

function copyOf(folder: string): string {
  const copy = join(newFolder("care"), "data");
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/// Opens what was damaged; where SQLite sees nothing, reads every entry through and opens again. Answers how many entries are
/// missing, and whether the database was made anew.
async function mended(folder: string): Promise<{ missing: number; anew: boolean }> {
  let station = must(Station.open(folder, null));
  let anew = station.notice !== null;
  if (!anew) {
    await station.careWhenIdle();
    const faulty = station.notice !== null;
    station.close();
    station = must(Station.open(folder, null));
    anew = station.notice !== null;
    expect(anew).toBe(faulty);
  }
  const draft = station.draftOf(ITEM);
  expect(draft === undefined ? "" : headlineOf(draft.content.doc)).toBe(DRAFT);
  expect(faultIn(station.db) ?? station.ledger.fault()).toBe(null);
  const held = new Set(idsOf(station));
  station.close();
  if (anew) expect(readdirSync(join(folder, "set-aside"))).toHaveLength(1);
  return { missing: ids.filter((id) => !held.has(id)).length, anew };
}

/// After the backup four entries were written: a database that tells nothing at all may lack those, until the next exchange.
const AFTER_BACKUP = 4;

describe("a damaged database", () => {
  it("is made anew wherever bytes are wrong, with every entry that was backed up, and drafts to the last word", async () => {
    const bytes = readFileSync(join(whole, "desk.db"));
    const page = bytes.readUInt16BE(16);
    const random = randomOf(Number(process.env["SEED"] ?? 5));
    const header = [0, 16, 18, 20, 21, 24, 28, 32, 36, 40, 44, 47, 52, 56, 59, 61, 92, 96];
    const pages = Array.from({ length: bytes.length / page }, (_one, at) => at * page);
    const spots = [...header, ...pages.flatMap((at) => [at + (at === 0 ? 100 : 0), at + 3, at + 8 + Math.floor(random() * (page - 8))])];
    const tried = spots.filter((_one, at) => SOAK || at < header.length || at % 7 === 0);
    const counted = { untouched: 0, anew: 0 };
    for (const at of tried) {
      const folder = copyOf(whole);
      const broken = Buffer.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      writeFileSync(join(folder, "desk.db"), broken);
      const { missing, anew } = await mended(folder);
      expect(missing, `byte ${at}`).toBeLessThanOrEqual(AFTER_BACKUP);
      counted[anew ? "anew" : "untouched"]++;
      rmSync(folder, { recursive: true });
    }
    console.log(
      `damaged database: ${tried.length} bytes flipped of ${bytes.length}, ${counted.anew} made anew, no entry lost that was backed up`,
    );
    expect(counted.anew).toBeGreaterThan(0);
  });

  it("is made anew where it was cut off, zeroed, or its log was flipped or deleted", async () => {
    const damages: Readonly<Record<string, (folder: string) => void>> = {
      "cut to nothing but its head": (folder) => truncateSync(join(folder, "desk.db"), 4096),
      "cut in half": (folder) => truncateSync(join(folder, "desk.db"), readFileSync(join(folder, "desk.db")).length / 2),
      "cut within a page": (folder) => truncateSync(join(folder, "desk.db"), readFileSync(join(folder, "desk.db")).length - 100),
      "zeroed in the middle": (folder) => {
        const bytes = readFileSync(join(folder, "desk.db"));
        bytes.fill(0, 8192, Math.min(bytes.length, 8192 + 5 * 4096));
        writeFileSync(join(folder, "desk.db"), bytes);
      },
    };
    for (const [name, damage] of Object.entries(damages)) {
      const folder = copyOf(whole);
      damage(folder);
      const { missing, anew } = await mended(folder);
      expect({ name, anew, lost: missing > AFTER_BACKUP }).toEqual({ name, anew: name === "cut within a page" ? anew : true, lost: false });
    }
    const log = readFileSync(join(crashed, "desk.db-wal"));
    for (const at of [0, 12, 40, Math.floor(log.length / 2), log.length - 10]) {
      const folder = copyOf(crashed);
      const broken = Buffer.from(log);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      writeFileSync(join(folder, "desk.db-wal"), broken);
      rmSync(join(folder, "desk.db-shm"), { force: true });
      await mended(folder);
    }
  });

  it("without its log is known to be older than it was: what the folder has comes back, and nothing forks", async () => {
    const folder = copyOf(crashed);
    for (const ending of ["-wal", "-shm"]) rmSync(join(folder, `desk.db${ending}`), { force: true });
    const [backup = ""] = readdirSync(join(folder, "backups"));
    // What a crash leaves may have all of it in the log alone.
    if (readFileSync(join(folder, "desk.db")).length < 8192) copyFileSync(join(folder, "backups", backup), join(folder, "desk.db"));
    const session = await openSession(folder);
    expect(session.station.restored).not.toBe(null);
    must(await session.unlock(PASSPHRASE));
    expect(ids.filter((id) => !session.station.ledger.has(id))).toEqual([]);
    expect(session.station.ledger.splits().size).toBe(0);
    must(act(session, "item.pitch", { item: randomHex(16), issue: null, headline: "Goes on", why: "why" }));
    await session.close();
    expect(existsSync(shared)).toBe(true);
  });

  it("whose mending a crash stopped half-way is mended to the end, with what only its log held", async () => {
    const mendedOnce = copyOf(crashed);
    writeFileSync(join(mendedOnce, "damaged"), "for the test");
    must(Station.open(mendedOnce, null)).close();
    const folder = copyOf(crashed);
    copyFileSync(join(mendedOnce, "desk.db"), join(folder, "desk.restored.db"));
    for (const ending of ["-wal", "-shm"]) rmSync(join(folder, `desk.db${ending}`), { force: true });
    writeFileSync(join(folder, "damaged"), "for the test");
    const station = must(Station.open(folder, null));
    expect(ids.filter((id) => !station.ledger.has(id))).toEqual([]);
    expect(station.notice?.code).toBe("database-restored");
    station.close();
    expect(readdirSync(join(folder, "set-aside"))).toHaveLength(1);
    expect(existsSync(join(folder, "desk.restored.db"))).toBe(false);
    const again = must(Station.open(folder, null));
    expect(again.notice).toBe(null);
    again.close();
  });

  it("is refused untouched where nothing else knows the desk", async () => {
    const folder = copyOf(whole);
    rmSync(join(folder, "backups"), { recursive: true });
    writeFileSync(join(folder, "desk.db"), Buffer.alloc(8192, 7));
    const opened = Station.open(folder, null);
    expect(opened.ok ? "" : opened.refusal.code).toBe("database-damaged");
    expect(readFileSync(join(folder, "desk.db")).equals(Buffer.alloc(8192, 7))).toBe(true);
  });
});

describe("an older database", () => {
  it("is backed up before it is migrated, and holds the same afterwards", () => {
    const folder = copyOf(whole);
    const db = new Database(join(folder, "desk.db"));
    db.exec("DROP INDEX entries_split; DROP TABLE snapshot");
    db.pragma("user_version = 10");
    db.close();
    const station = must(Station.open(folder, null));
    expect(idsOf(station)).toEqual(ids);
    expect(station.db.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
    station.close();
    const [copy = ""] = readdirSync(join(folder, "backups")).filter((name) => name.includes("before-10"));
    const before = new Database(join(folder, "backups", copy), { readonly: true });
    expect(before.pragma("user_version", { simple: true })).toBe(10);
    expect(before.prepare("SELECT count(*) AS count FROM entries").get()).toEqual({ count: ids.length });
    before.close();
  });
});

/// A disk of a few megabytes, or null where none can be mounted.
function smallDisk(megabytes: number): { place: string; end: () => void } | null {
  const place = newFolder("small");
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", place]).status === 0;
  return made ? { place, end: () => void spawnSync("umount", [place]) } : null;
}

describe("a full disk", () => {
  it("at any page of any write leaves the database sound, and keeps all that was acknowledged", async () => {
    const disk = smallDisk(32);
    if (disk === null) {
      console.log("a disk that fills at every page: not tried, no small disk can be mounted here");
      return;
    }
    try {
      const folder = join(disk.place, "data");
      cpSync(whole, folder, { recursive: true });
      const session = await openSession(folder);
      const { station } = session;
      must(await station.unlock(PASSPHRASE));
      const filler = join(disk.place, "filler");
      const kept = { pitches: [] as string[], draft: 0, refused: 0 };
      for (let pages = 0; pages < 48; pages++) {
        rmSync(join(folder, "ballast"), { force: true });
        const { bavail, bsize } = statfsSync(disk.place);
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail - pages) * bsize, 1));
        const headline = `With ${pages} pages`;
        const acted = act(session, "item.pitch", { item: randomHex(16), issue: null, headline, why: "why" });
        const saved = station.saveDraft(`item:${ITEM}`, null, { content: content(`Draft ${pages}`, ["words ".repeat(900)], [""]) });
        for (const done of [acted, saved]) if (!done.ok) expect(done.refusal.code).toBe("disk-refuses");
        if (acted.ok) kept.pitches.push(headline);
        if (saved.ok) kept.draft = pages;
        kept.refused += Number(!acted.ok) + Number(!saved.ok);
        rmSync(filler);
        expect(faultIn(station.db) ?? station.ledger.fault()).toBe(null);
      }
      await session.close();
      const again = must(Station.open(folder, null));
      const headlines = again.ledger.children("item", "issue:").map((row) => row.headline);
      expect(kept.pitches.filter((one) => !headlines.includes(one))).toEqual([]);
      const draft = again.draftOf(ITEM);
      expect(Number(headlineOf(draft?.content.doc ?? content("", [], []).doc).slice(6))).toBeGreaterThanOrEqual(kept.draft);
      again.close();
      console.log(`a full disk: 48 fillings, ${kept.refused} writes refused, 0 acknowledged ones lost`);
      expect(kept.refused).toBeGreaterThan(0);
    } finally {
      disk.end();
    }
  });

  it("keeps the last save by what was held back for it, and says so", () => {
    const disk = smallDisk(12);
    if (disk === null) {
      console.log("a full disk: not tried, no small disk can be mounted here");
      return;
    }
    const { place } = disk;
    try {
      const folder = join(place, "data");
      mkdirSync(folder);
      const station = must(Station.open(folder, null));
      const save = (at: number) =>
        station.saveDraft(`item:${ITEM}`, null, { content: content(`Saved ${at}`, ["words ".repeat(400)], [""]) });
      must(save(0));
      spawnSync("sh", ["-c", `cat /dev/zero > ${join(place, "filler")}`]);
      let last = 0;
      for (let at = 1; at < 5000 && save(at).ok; at++) last = at;
      expect(station.notice?.code).toBe("disk-full-soon");
      expect(save(6000)).toMatchObject({ ok: false, refusal: { code: "disk-refuses", data: { why: "full" } } });
      station.close();
      rmSync(join(place, "filler"));
      const again = must(Station.open(folder, null));
      const draft = again.draftOf(ITEM);
      expect(Number(headlineOf(draft?.content.doc ?? content("", [], []).doc).slice(6))).toBeGreaterThanOrEqual(last);
      expect(faultIn(again.db)).toBe(null);
      again.close();
    } finally {
      disk.end();
    }
  });
});
