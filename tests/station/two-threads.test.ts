import { once } from "node:events";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import { openDatabase } from "../../src/station/store/database.ts";
import { LedgerStore, type KeptChange } from "../../src/station/store/ledger-store.ts";
import { foldOnTwoThreads, type SecondThread } from "../../src/station/store/two-threads.ts";
import { longLedger } from "../builders/long-ledger.ts";
import { must, newFolder, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

/// Long enough for two threads to share it.
const ENTRIES = 10_000;
const THREAD = new URL("../../src/station/store/second-thread.ts", import.meta.url);

describe("a history that is folded on two threads", () => {
  const db = must(openDatabase(join(newFolder("long"), "desk.db")));
  const ledger = new LedgerStore(db);
  ledger.commit(ingest(ledger, longLedger(ENTRIES).entries, verifier));
  const rows = (where = "true"): KeptChange[] =>
    db.prepare<[], KeptChange>(`SELECT kind, key, parent, json FROM rows WHERE ${where} ORDER BY kind, key`).all();
  const texts = (): string[] =>
    db
      .prepare<[], { subject: string }>("SELECT DISTINCT subject FROM entries WHERE subject LIKE 'item:%' OR subject LIKE 'brief:%'")
      .all()
      .map((one) => one.subject);
  const sorted = (all: readonly KeptChange[]): KeptChange[] =>
    [...all].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.key < b.key ? -1 : 1));
  const before = rows();

  it("gives the rows that taking it in gave", () => {
    ledger.rebuild();
    expect(rows()).toEqual(before);
  });

  it("is folded alike by the thread beside, while the rows here are dropped", async () => {
    const { port1, port2 } = new MessageChannel();
    const got: KeptChange[] = [];
    port1.on("message", (part: { rows: readonly KeptChange[] }) => got.push(...part.rows));
    const told: SecondThread = { path: db.name, parts: [texts()], counters: new Int32Array(new SharedArrayBuffer(12)), port: port2 };
    const expected = rows("kind NOT IN ('roster', 'desk', 'announced', 'issue')");
    db.exec("BEGIN; DELETE FROM rows");
    const worker = new Worker(THREAD, { workerData: told, transferList: [port2] });
    const closed = once(port1, "close");
    await once(worker, "exit");
    await closed;
    db.exec("ROLLBACK");
    expect(sorted(got)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(5000);
  });

  it.each([
    ["cannot open the database", join(newFolder("none"), "none.db")],
    ["helps", db.name],
  ])("gives every row once where the thread beside %s", (_what, path) => {
    const got: KeptChange[] = [];
    foldOnTwoThreads(path, texts(), { fold: (subject) => ledger.refold(subject), put: (some) => got.push(...some) });
    expect(sorted(got)).toEqual(rows("kind NOT IN ('roster', 'desk', 'announced', 'issue')"));
  });

  it("says what is wrong where no thread can fold it", () => {
    const fold = (): never => {
      throw new Error("a subject that no room folds");
    };
    expect(() => foldOnTwoThreads(db.name, texts(), { fold, put: () => {} })).toThrow("no room folds");
  });
});
