import Database from "better-sqlite3";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { SCHEMA_VERSION } from "../../src/station/store/database.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import { FOLD_VERSION } from "../../src/core/projection/fold.ts";
import { Station } from "../../src/station/station.ts";
import { handlersOf } from "../../src/station/handlers.ts";
import { createSample } from "../../src/station/rooms/sample.ts";
import { content } from "../builders/desk.ts";
import { MemoryLedger } from "../builders/memory.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const ITEM = "0123456789abcdef0123456789abcdef";

describe("a station's folder", () => {
  it("belongs to one process at a time", async () => {
    const folder = newFolder("one");
    const first = await openSession(folder);
    const second = await openSession(folder);
    expect((await second.status()).refusal?.code).toBe("station-running");
    await first.close();
    const third = await openSession(folder);
    expect((await third.status()).state).toBe("first-start");
    await third.close();
  });

  it("folds all rows anew, once, after an app that folded otherwise", async () => {
    const folder = newFolder("folded");
    const session = await openSession(folder);
    must(await createSample(session, { name: "Ada", passphrase: PASSPHRASE }));
    const before = session.station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all();
    session.station.db.exec("UPDATE rows SET json = '{}' WHERE kind = 'item'; DELETE FROM rows WHERE kind = 'note'");
    session.station.ledger.putMeta("folded", "0");
    await session.close();
    for (const time of ["first", "second"]) {
      const again = must(Station.open(folder, null));
      expect([time, again.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all()]).toEqual([time, before]);
      expect(again.ledger.meta("folded")).toBe(String(FOLD_VERSION));
      again.close();
    }
  });

  it("is refused without a write when its database is of a newer app", async () => {
    const folder = newFolder("newer");
    const path = join(folder, "desk.db");
    const db = new Database(path);
    db.pragma(`user_version = ${SCHEMA_VERSION + 10}`);
    db.exec("CREATE TABLE tomorrow (x)");
    db.close();
    const before = readFileSync(path);
    const session = await openSession(folder);
    expect((await session.status()).refusal).toEqual({
      code: "database-newer",
      data: { found: SCHEMA_VERSION + 10, known: SCHEMA_VERSION },
    });
    await session.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith("desk.db"))).toEqual(["desk.db"]);
  });

  it("is refused untouched when its database is damaged", async () => {
    const folder = newFolder("damaged");
    const path = join(folder, "desk.db");
    writeFileSync(path, Buffer.alloc(8192, 7));
    const session = await openSession(folder);
    expect((await session.status()).refusal?.code).toBe("database-damaged");
    await session.close();
    expect(readFileSync(path).equals(Buffer.alloc(8192, 7))).toBe(true);
  });

  it("is refused where nothing can be written", async () => {
    const file = join(newFolder("file"), "a file");
    writeFileSync(file, "");
    const session = await openSession(join(file, "below"));
    expect((await session.status()).refusal?.code).toBe("folder-not-writable");
  });

  it("opens with its passphrase only, and says so", async () => {
    const { chief } = await newDesk([]);
    const { folder } = chief.station;
    await chief.close();
    const again = await openSession(folder);
    expect((await again.status()).state).toBe("locked");
    expect(again.ready()).toMatchObject({ ok: false, refusal: { code: "station-locked" } });
    expect(await again.unlock("wrong words")).toMatchObject({ ok: false, refusal: { code: "passphrase-wrong" } });
    must(await again.unlock(PASSPHRASE));
    expect((await again.status()).state).toBe("ready");
    expect(readFileSync(join(folder, "vault.json"), "utf8")).not.toContain(again.station.vault.keys?.sign.secret);
    await again.close();
  });
});

describe("how the window looks", () => {
  it("is kept with this laptop's desk, whatever becomes of the window's own storage", async () => {
    const folder = newFolder("look");
    const session = await openSession(folder);
    const calls = handlersOf(session);
    expect(await calls["settings.read"]({})).toEqual({ ok: true, value: null });
    must(await calls["settings.appearance"]({ appearance: "dark", size: 125 }));
    await session.close();
    const again = await openSession(folder);
    expect(await handlersOf(again)["settings.read"]({})).toEqual({ ok: true, value: { appearance: "dark", size: 125 } });
    await again.close();
  });
});

describe("private work", () => {
  it("comes back from the journal when the database is restored from before it", async () => {
    const { chief } = await newDesk([]);
    const { folder } = chief.station;
    const copy = join(newFolder("copy"), "desk.db");
    await chief.station.db.backup(copy);
    must(chief.station.saveDraft(`item:${ITEM}`, null, { content: content("Typed after the copy", ["a"], ["b"]) }));
    await chief.close();
    for (const ending of ["-wal", "-shm"])
      if (existsSync(join(folder, `desk.db${ending}`))) writeFileSync(join(folder, `desk.db${ending}`), "");
    writeFileSync(join(folder, "desk.db"), readFileSync(copy));
    const again = await openSession(folder);
    expect(JSON.stringify(again.station.draftOf(ITEM)?.content)).toContain("Typed after the copy");
    await again.close();
  });

  it("never stands in an entry before it is shared", async () => {
    const { chief } = await newDesk([]);
    must(chief.station.saveDraft(`item:${ITEM}`, null, { content: content("Half a thought", ["a"], ["b"]) }));
    must(act(chief, "item.pitch", { item: ITEM, issue: null, headline: "A pitch", why: "why" }));
    expect(JSON.stringify(chief.station.ledger.all())).not.toContain("Half a thought");
    await chief.close();
  });

  it("is backed up daily, and the copy opens", async () => {
    const { chief } = await newDesk([]);
    const backups = readdirSync(join(chief.station.folder, "backups"));
    expect(backups).toHaveLength(1);
    expect(must(await chief.station.backUp())).toBe(null);
    await chief.close();
  });
});

describe("the sample desk", () => {
  it("shows items in all states, and its rows are what its entries fold to anew", async () => {
    const session = await openSession(newFolder("sample"));
    const { issue } = must(await createSample(session, { name: "Ada", passphrase: PASSPHRASE }));
    const handlers = handlersOf(session);
    const board = must(await handlers["board.read"]({ issue }));
    expect(board.ranks.map((card) => card?.state)).toEqual(["approved", "in review", "in review", "changes requested", "writing"]);
    expect(board.ranks[2]?.changedSince).toBe(true);
    expect(board.briefs.map((brief) => brief.state).sort()).toEqual([
      ...Array.from({ length: 12 }, () => "approved"),
      "submitted",
      "writing",
    ]);
    expect(board.pitches).toHaveLength(1);
    expect(must(await handlers["inbox.read"]({})).length).toBeGreaterThan(0);
    const fresh = new MemoryLedger();
    fresh.apply(
      ingest(
        fresh,
        session.station.ledger.all().map((one) => one.entry),
        verifier,
      ),
    );
    const stored = session.station.ledger.everyRow();
    expect(stored.map((row) => [row.kind, row.key]).sort()).toEqual([...fresh.rows.values()].map((row) => [row.kind, row.key]).sort());
    for (const row of stored)
      expect(JSON.parse(row.json)).toEqual(JSON.parse(JSON.stringify(fresh.rows.get(`${row.kind}\0${row.key}`)?.value)));
    await session.close();
  });
});
