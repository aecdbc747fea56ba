import Database from "better-sqlite3";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { digest, plainDigest } from "../../src/core/base/digest.ts";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import { openDatabase, type Db } from "../../src/station/store/database.ts";
import { LedgerStore } from "../../src/station/store/ledger-store.ts";
import { longLedger } from "../builders/long-ledger.ts";
import { must, newFolder, removeFolders } from "../builders/stations.ts";
import { randomOf } from "../simulator/world.ts";

afterAll(removeFolders);

const ENTRIES = 1500;
const { entries } = longLedger(ENTRIES);

/// All that entries are folded into and how each stands, as one text.
const projections = (db: Db): string =>
  JSON.stringify([
    db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all(),
    db.prepare("SELECT id, standing, reason, subject FROM entries ORDER BY id").all(),
  ]);

/// A store that takes entries in by so many at a time.
function taken(arrived: readonly Entry[], batch: number): { db: Db; ledger: LedgerStore } {
  const db = must(openDatabase(join(newFolder("long"), "desk.db")));
  const ledger = new LedgerStore(db);
  for (let at = 0; at < arrived.length; at += batch) ledger.commit(ingest(ledger, arrived.slice(at, at + batch), verifier));
  return { db, ledger };
}

const shuffled = (seed: number): Entry[] => {
  const random = randomOf(seed);
  return entries
    .map((entry) => ({ entry, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.entry);
};

describe("a long history", () => {
  const whole = taken(entries, ENTRIES);

  it("is all in force: issues are out, items and briefs approved", () => {
    expect(whole.ledger.withoutEffect()).toEqual([]);
    const states = whole.ledger.rows("issue").map((one) => `${one.state}${one.late ? " late" : ""}`);
    expect(states.slice(0, -1).filter((state) => state !== "out" && state !== "open")).toEqual([]);
    expect(states.filter((state) => state === "out").length).toBeGreaterThan(5);
    expect(whole.ledger.rows("decision").filter((one) => one.obstacle !== null)).toEqual([]);
  });

  it("gives the same bytes however it came: at once, by small parts, shuffled by any seed, twice", () => {
    const seed = Math.floor(Math.random() * 1e9);
    for (const other of [taken(entries, 97), taken(shuffled(seed), 400), taken([...shuffled(seed + 1), ...entries], 700)]) {
      expect(projections(other.db) === projections(whole.db), `seed ${seed}`).toBe(true);
      other.db.close();
    }
  });

  it("gives the same bytes when all its rows are folded anew", () => {
    const before = projections(whole.db);
    whole.ledger.rebuild();
    expect(projections(whole.db) === before).toBe(true);
    whole.db.exec("DELETE FROM rows WHERE kind <> 'desk'");
    const again = new LedgerStore(whole.db);
    again.rebuild();
    expect(projections(whole.db) === before).toBe(true);
    expect(again.row("desk", "desk")).toEqual(whole.ledger.row("desk", "desk"));
  });

  it("shows the headlines of all its items without reading their texts", () => {
    const texts = whole.ledger.rows("item").map((one) => [one.item, one.headline]);
    expect([...whole.ledger.headlines()].sort()).toEqual(texts.sort());
  });

  it("knows how far each laptop's entries have arrived without reading one", () => {
    const seen: string[] = [];
    const db = new Database(whole.db.name, { verbose: (sql) => void seen.push(String(sql)) });
    new LedgerStore(db).readTips();
    const tips = seen.filter((sql) => sql.includes("max(seq)"));
    expect(tips.length).toBeGreaterThan(0);
    for (const sql of new Set(tips)) {
      const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
      expect(plan.map((one) => one.detail)).toEqual([expect.stringContaining("USING COVERING INDEX entries_device")]);
    }
    db.close();
  });
});

it("the machine's own digest is the plain one", () => {
  for (const text of ["", "a", "Ports — 港口 🚢", "x".repeat(100_000), "e\u0301", "\ud800"]) expect(digest(text)).toBe(plainDigest(text));
  expect(digest(Uint8Array.of(0, 255))).toBe(plainDigest(Uint8Array.of(0, 255)));
});
