import { cpSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Result } from "../../src/core/base/result.ts";
import { headlineOf } from "../../src/core/manuscript/text.ts";
import { Vault } from "../../src/station/keys/vault.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import type { Session } from "../../src/station/session.ts";
import { Station } from "../../src/station/station.ts";
import { faultIn } from "../../src/station/store/database.ts";
import { fileDigest, FileStore } from "../../src/station/store/file-store.ts";
import { content } from "../builders/desk.ts";
import { atEveryCall } from "../builders/failing-disk.ts";
import { act, must, newDesk, newFolder, removeFolders } from "../builders/stations.ts";

vi.mock("node:fs", async (load) => (await import("../builders/failing-disk.ts")).failingFs(await load<object>()));
vi.mock("node:fs/promises", async (load) => (await import("../builders/failing-disk.ts")).failingPromises(await load<object>()));
// What is tried again after a pause is tried at once here.
vi.mock("node:timers/promises", async (load) => ({ ...(await load<object>()), setTimeout: () => Promise.resolve() }));

afterAll(removeFolders);

/// With every call of every kind failing in turn it takes six minutes alone.
const LONG_MS = process.env["SOAK"] === "1" ? 1_200_000 : 300_000;

const ITEM = "0123456789abcdef0123456789abcdef";
const KNOWN = [
  "disk-refuses",
  "folder-unreachable",
  "folder-not-writable",
  "file-not-written",
  "file-unreadable",
  "backup-failed",
  "database-damaged",
  "vault-damaged",
];

/// A refusal that names the disk, or success.
function clear(result: Result<unknown>, fault: string): boolean {
  if (!result.ok) expect(KNOWN, fault).toContain(result.refusal.code);
  return result.ok;
}

function isSound(station: Station, fault: string): void {
  expect(faultIn(station.db) ?? station.ledger.fault(), fault).toBe(null);
}

const headlines = (session: Session): string[] =>
  session.station.ledger
    .children("item", "issue:")
    .map((row) => row.headline)
    .sort();

let count = 0;
const pitch = (session: Session): Result<unknown> => {
  const item = String(++count).padStart(32, "0");
  return act(session, "item.pitch", { item, issue: null, headline: `Pitch ${count}`, why: "why" });
};

describe("a disk that fails at any call", () => {
  let chief: Session;
  let anna: Session;
  let shared: string;
  const told = (what: string, faults: number): void => {
    console.log(`I/O faults: ${what}: ${faults}`);
    expect(faults).toBeGreaterThan(3);
  };
  /// Both laptops hold the same once the disk is whole.
  const meet = async (fault: string): Promise<void> => {
    for (const session of [chief, anna, chief]) expect((await session.exchange()).ok, fault).toBe(true);
    expect(headlines(anna), fault).toEqual(headlines(chief));
    isSound(chief.station, fault);
    isSound(anna.station, fault);
  };

  beforeAll(async () => {
    const desk = await newDesk([{ name: "Anna", roles: ["author"] }]);
    [chief, anna, shared] = [desk.chief, desk.others[0] as Session, desk.shared];
  });
  afterAll(async () => {
    await chief.close();
    await anna.close();
  });

  it("keeps every draft that was called saved, and refuses the others in words", async () => {
    let saved = 0;
    let tried = 0;
    const draft = (): number => Number(headlineOf(anna.station.draftOf(ITEM)?.content.doc ?? content("", [], []).doc).slice(1) || 0);
    let last: Result<null> | null = null;
    const faults = await atEveryCall(
      () => {
        tried++;
        last = anna.station.saveDraft(`item:${ITEM}`, null, { content: content(`n${tried}`, ["words"], ["more"]) });
        return Promise.resolve();
      },
      (fault) => {
        if (last !== null && clear(last, fault)) saved = tried;
        expect(draft(), fault).toBeGreaterThanOrEqual(saved);
        isSound(anna.station, fault);
        return Promise.resolve();
      },
    );
    const { folder } = anna.station;
    const copy = join(newFolder("copy"), "data");
    cpSync(folder, copy, { recursive: true });
    const again = must(Station.open(copy, null));
    expect(Number(headlineOf(again.draftOf(ITEM)?.content.doc ?? content("", [], []).doc).slice(1))).toBeGreaterThanOrEqual(saved);
    again.close();
    told("saving a draft", faults);
  });

  it("hands over to a folder all of it or none, and the next round mends it", async () => {
    let round: Result<unknown> | null = null;
    must(pitch(chief));
    const faults = await atEveryCall(
      async () => {
        round = await chief.exchange();
      },
      async (fault) => {
        if (round !== null) clear(round, fault);
        await meet(fault);
        must(pitch(chief));
      },
    );
    told("handing over to a folder", faults);
    // What a disk did not let go of is never read, and goes with a later save.
    const left = (): string[] => readdirSync(shared, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".part"));
    for (const name of left()) utimesSync(join(shared, name), new Date(0), new Date(0));
    must(pitch(chief));
    must(await chief.exchange());
    expect(left()).toEqual([]);
  });

  it("takes in from a folder all of it or none, and the next round mends it", async () => {
    let round: Result<unknown> | null = null;
    const faults = await atEveryCall(
      async () => {
        round = await anna.exchange();
      },
      async (fault) => {
        if (round !== null) clear(round, fault);
        await meet(fault);
        must(pitch(chief));
        must(await chief.exchange());
      },
    );
    told("taking in from a folder", faults);
  });

  it("writes a whole bundle or leaves the one before, and takes one in or says why not", async () => {
    const path = join(newFolder("bundle"), "desk.top5");
    must(await writeBundle(chief, { path, to: null, files: true }));
    let done: Result<unknown> | null = null;
    const written = await atEveryCall(
      async () => {
        done = await writeBundle(chief, { path, to: null, files: true });
      },
      async (fault) => {
        if (done !== null) clear(done, fault);
        must(await takeBundle(anna, path));
        isSound(anna.station, fault);
        must(pitch(chief));
      },
    );
    told("writing a bundle", written);
    const taken = await atEveryCall(
      async () => {
        done = await takeBundle(anna, path);
      },
      async (fault) => {
        if (done !== null) clear(done, fault);
        must(await takeBundle(anna, path));
        must(pitch(chief));
        must(await writeBundle(chief, { path, to: null, files: true }));
      },
    );
    told("taking a bundle in", taken);
    must(await takeBundle(anna, path));
    expect(headlines(anna)).toEqual(headlines(chief));
  });

  it("makes a whole backup or none, and the next one comes about", async () => {
    const backups = join(chief.station.folder, "backups");
    rmSync(backups, { recursive: true, force: true });
    let done: Result<unknown> | null = null;
    const faults = await atEveryCall(
      async () => {
        done = await chief.station.backUp();
      },
      async (fault) => {
        if (done !== null) clear(done, fault);
        must(await chief.station.backUp());
        expect(readdirSync(backups).filter((name) => /^desk-[\d-]+\.db$/.test(name)).length, fault).toBe(1);
        isSound(chief.station, fault);
        rmSync(backups, { recursive: true, force: true });
      },
    );
    told("backing up", faults);
  });

  it("keeps a file under its digest whole or not at all", async () => {
    const store = new FileStore(join(newFolder("files"), "files"));
    let tried = 0;
    let bytes = Buffer.alloc(0);
    let done: Result<unknown> | null = null;
    const faults = await atEveryCall(
      async () => {
        bytes = Buffer.from(`file ${++tried}`);
        done = await store.put(bytes);
      },
      async (fault) => {
        const kept = await store.read(fileDigest(bytes));
        if (done !== null && clear(done, fault)) expect(kept?.equals(bytes), fault).toBe(true);
        else expect(kept === null || kept.equals(bytes), fault).toBe(true);
        must(await store.put(bytes));
      },
    );
    told("keeping a file", faults);
  });

  it("leaves the keys before or those that were saved, and never none", async () => {
    const path = join(newFolder("vault"), "vault.json");
    const keyStore = {
      available: () => Promise.resolve(true),
      protect: (secret: Uint8Array) => Promise.resolve(secret),
      unprotect: (sealed: Uint8Array) => Promise.resolve(sealed),
    };
    const vault = new Vault(path, keyStore);
    const keys = chief.station.vault.keys ?? expect.fail("locked");
    must(await vault.save({ ...keys, content: { 1: "0" } }, null));
    let tried = 0;
    let saved = 0;
    let done: Result<unknown> | null = null;
    const faults = await atEveryCall(
      async () => {
        tried++;
        done = await vault.save({ ...keys, content: { 1: String(tried) } }, null);
      },
      async (fault) => {
        if (done !== null && clear(done, fault)) saved = tried;
        const read = must(await new Vault(path, keyStore).open(null));
        expect(Number(read.content["1"]), fault).toBeGreaterThanOrEqual(saved);
      },
    );
    told("saving keys", faults);
    const opened = await atEveryCall(
      async () => {
        done = await new Vault(path, keyStore).open(null);
      },
      async (fault) => {
        if (done !== null) clear(done, fault);
        must(await new Vault(path, keyStore).open(null));
      },
    );
    console.log(`I/O faults: opening keys: ${opened}`);
  });

  it("lets SQLite run out of pages at any of them: what was acknowledged is there, and the rest was refused", async () => {
    const { station } = anna;
    const pages = (): number => Number(station.db.pragma("page_count", { simple: true }));
    const kept: string[] = [];
    let refused = 0;
    for (let more = 0; more < 24; more++) {
      station.db.pragma(`max_page_count = ${pages() + more}`);
      for (let at = 0; at < 4; at++) {
        const acted = pitch(anna);
        const saved = station.saveDraft(`item:${ITEM}`, null, { content: content(`n${200_000 + more}`, ["words ".repeat(900)], [""]) });
        if (clear(acted, "SQLITE_FULL")) kept.push(`Pitch ${count}`);
        clear(saved, "SQLITE_FULL");
        refused += Number(!acted.ok) + Number(!saved.ok);
      }
      station.db.pragma("max_page_count = 4294967294");
      isSound(station, `${more} pages more`);
    }
    expect(refused).toBeGreaterThan(10);
    expect(kept.filter((one) => !headlines(anna).includes(one))).toEqual([]);
    must(pitch(anna));
    await meet("pages again");
    console.log(`SQLITE_FULL: ${refused} writes refused, ${kept.length} acknowledged, 0 of these lost`);
  });

  it(
    "opens a laptop's folder or says why not, and loses nothing of it",
    async () => {
      const source = join(newFolder("whole"), "data");
      must(anna.station.saveDraft(`item:${ITEM}`, null, { content: content("n100000", ["words"], ["more"]) }));
      must(await anna.station.backUp());
      anna.station.db.pragma("wal_checkpoint(TRUNCATE)");
      cpSync(anna.station.folder, source, { recursive: true });
      rmSync(join(source, "station.lock"), { force: true });
      const entries = anna.station.ledger.all().length;
      for (const damaged of [false, true]) {
        const folder = join(newFolder("opened"), "data");
        const afresh = (): void => {
          rmSync(folder, { recursive: true, force: true });
          cpSync(source, folder, { recursive: true });
          if (damaged) writeFileSync(join(folder, "damaged"), "tried");
        };
        let opened: Result<Station> | null = null;
        const close = (): void => {
          if (opened?.ok === true) opened.value.close();
          opened = null;
        };
        afresh();
        const faults = await atEveryCall(
          () => {
            opened = Station.open(folder, null);
            return Promise.resolve();
          },
          (fault) => {
            if (opened !== null) clear(opened, fault);
            close();
            const station = must(Station.open(folder, null));
            expect(station.ledger.all().length, fault).toBe(entries);
            expect(headlineOf(station.draftOf(ITEM)?.content.doc ?? content("", [], []).doc), fault).toBe("n100000");
            isSound(station, fault);
            station.close();
            afresh();
            return Promise.resolve();
          },
          process.env["SOAK"] === "1" ? undefined : [["EIO", false]],
        );
        told(damaged ? "mending a damaged database" : "opening a folder", faults);
      }
    },
    LONG_MS,
  );
});
