import Database from "better-sqlite3";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ingest } from "../../../src/core/ledger/ingest.ts";
import { verifier } from "../../../src/station/keys/crypto.ts";
import { openDatabase, SCHEMA_VERSION } from "../../../src/station/store/database.ts";
import { LedgerStore } from "../../../src/station/store/ledger-store.ts";
import { ledger as toLedger } from "../../../src/station/store/migrations/0010-ledger.ts";
import { forks } from "../../../src/station/store/migrations/0020-forks.ts";
import { longLedger } from "../../builders/long-ledger.ts";
import { MemoryLedger } from "../../builders/memory.ts";
import { must, newFolder, removeFolders } from "../../builders/stations.ts";

afterAll(removeFolders);

it("version 30 keeps every entry and row as version 20 had it, in order, and the ledger goes on", () => {
  const path = join(newFolder("older"), "desk.db");
  const { entries } = longLedger(300);
  const memory = new MemoryLedger();
  memory.apply(ingest(memory, entries.slice(0, 250), verifier));
  const older = new Database(path);
  toLedger(older);
  forks(older);
  older.pragma("user_version = 20");
  const put = older.prepare(`INSERT INTO entries (id, device, seq, height, standing, reason, subject, header, payload, signature)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const height = (have: object, seq: number): number => Object.values(have).reduce((sum: number, [at]: [number]) => sum + at, seq);
  for (const { entry, standing, reason, subject } of memory.entries.values()) {
    const { device, seq, have } = entry.header;
    const { id, headerText, payloadText, signature } = entry;
    put.run(id, device, seq, height(have, seq), standing, reason, subject, headerText, payloadText, signature);
  }
  const putRow = older.prepare("INSERT INTO rows (kind, key, parent, json) VALUES (?, ?, ?, ?)");
  for (const { kind, key, parent, value } of memory.rows.values()) putRow.run(kind, key, parent, JSON.stringify(value));
  older.exec(`INSERT INTO meta VALUES ('desk', '${memory.desk ?? ""}'); INSERT INTO drafts VALUES ('item:a', NULL, '{}', 'now')`);
  const all = (db: Database.Database): unknown =>
    ["id, device, seq, height, standing, reason, subject, header, payload, signature FROM entries ORDER BY id"]
      .concat("kind, key, parent, json FROM rows ORDER BY kind, key", "* FROM meta ORDER BY key", "* FROM drafts")
      .map((what) => db.prepare(`SELECT ${what}`).all());
  const before = all(older);
  older.close();
  const db = must(openDatabase(path));
  expect(db.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
  expect(all(db)).toEqual(before);
  expect(
    db
      .prepare("SELECT count(*) AS count FROM (SELECT height - lag(height) OVER (ORDER BY place) AS step FROM entries) WHERE step < 0")
      .get(),
  ).toEqual({ count: 0 });
  const ledger = new LedgerStore(db);
  ledger.commit(ingest(ledger, entries.slice(250), verifier));
  memory.apply(ingest(memory, entries.slice(250), verifier));
  expect(ledger.all().length).toBe(300);
  for (const row of ledger.rows("item")) expect(row).toEqual(memory.row("item", row.item));
  db.close();
});
