import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { carrySegment, Exchange, runsOf } from "../../src/station/exchange/exchange.ts";
import { Folder } from "../../src/station/exchange/folder.ts";
import { BriefMemory } from "../../src/station/exchange/remembered.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import { newContentKey, Vault } from "../../src/station/keys/vault.ts";
import { openDatabase } from "../../src/station/store/database.ts";
import { LedgerStore } from "../../src/station/store/ledger-store.ts";
import { longLedger } from "../builders/long-ledger.ts";
import { must, newFolder } from "../builders/stations.ts";
import { median, ms, plain, timed, type Figure } from "./figures.ts";
import { arrive } from "../../src/station/arriving.ts";
import { Station } from "../../src/station/station.ts";
import { KEY_STORE } from "./key-store.ts";

const IMPORTED = 10_000;
const ALL = 100_000;
const ROUNDS = 3;
const GOAL_MS = { imported: 5000, waited: 500, rebuilt: 4000, started: 1500 } as const;
const KEYS = { 1: newContentKey() };
/// The least that can be done with the same bytes: each entry inserted under its id in a database that is set up as ours is;
/// and all of it hashed.
function bare(entries: readonly Entry[]): { insert: () => void; hash: () => void } {
  return {
    insert: () => {
      const db = must(openDatabase(join(newFolder("bare"), "bare.db")));
      db.exec("CREATE TABLE bare (id TEXT PRIMARY KEY, header TEXT NOT NULL, payload TEXT, signature TEXT NOT NULL) STRICT");
      const put = db.prepare("INSERT INTO bare (id, header, payload, signature) VALUES (?, ?, ?, ?)");
      db.transaction(() => entries.forEach((one) => put.run(one.id, one.headerText, one.payloadText, one.signature)))();
      db.close();
    },
    hash: () => {
      for (const { headerText, payloadText } of entries) {
        createHash("sha256").update(headerText).digest("hex");
        createHash("sha256")
          .update(payloadText ?? "")
          .digest("hex");
      }
    },
  };
}

/// A folder with the entries in segments, each device's own, as their laptops would hand them over.
async function handedOver(entries: readonly Entry[]): Promise<Folder> {
  const folder = new Folder(newFolder("shared"), entries[0]?.header.desk ?? "");
  const desk = entries[0]?.header.desk ?? "";
  for (const own of Map.groupBy(entries, (entry) => entry.header.device).values())
    must(await folder.put(runsOf(own, folder.batch.entries).map((run) => carrySegment(desk, KEYS, run))));
  return folder;
}

type TakeIn = (entries: readonly Entry[]) => number | Promise<number>;

/// Takes all of it in, as an exchange does.
async function takenBy(ledger: LedgerStore, folder: Folder, entries: readonly Entry[], takeIn: TakeIn): Promise<void> {
  const host = {
    desk: entries[0]?.header.desk ?? "",
    device: "",
    ids: () => [],
    keys: () => KEYS,
    now: () => "2026-01-01T00:00:00Z",
    takeIn,
    pending: () => [],
    own: () => [],
    splitAt: () => false,
    files: () => [],
    wanted: () => [],
    erased: () => ({ entries: [], files: [] }),
    rewrites: () => false,
    file: () => Promise.resolve(null),
    keep: () => Promise.reject(new Error("no files here")),
  };
  const taken = must(await new Exchange(folder, host, new BriefMemory()).take());
  if (taken !== entries.length || ledger.withoutEffect().length > 0) throw new Error(`not all of it counts: ${taken}`);
}

/// At a laptop that has nothing, in one go.
async function takenIn(folder: Folder, entries: readonly Entry[]): Promise<void> {
  const db = must(openDatabase(join(newFolder("taking"), "desk.db")));
  const ledger = new LedgerStore(db);
  await takenBy(ledger, folder, entries, (arrived) => (ledger.commit(ingest(ledger, arrived, verifier)), arrived.length));
  db.close();
}

/// The same as a station takes a long history in, part by part. Answers how long a window waited for an answer at most.
async function arrived(folder: Folder, entries: readonly Entry[]): Promise<number> {
  const station = must(Station.open(newFolder("arriving"), null));
  station.ledger.putMeta("desk", entries[0]?.header.desk ?? "");
  let [longest, last] = [0, Infinity];
  const told = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  await takenBy(station.ledger, folder, entries, (some) => arrive(station, some, told));
  station.close();
  return longest;
}

/// A station's folder that holds all of it.
async function stationWith({ entries, chief }: ReturnType<typeof longLedger>): Promise<string> {
  const folder = newFolder("long");
  const db = must(openDatabase(join(folder, "desk.db")));
  const ledger = new LedgerStore(db);
  for (let at = 0; at < entries.length; at += IMPORTED) ledger.commit(ingest(ledger, entries.slice(at, at + IMPORTED), verifier));
  db.close();
  must(await new Vault(join(folder, "vault.json"), KEY_STORE).save({ ...chief, content: KEYS }, null));
  return folder;
}

/// In a process of its own, as the app starts: with nothing in memory yet.
async function fromNothing(folder: string): Promise<{ started: number; rebuilt: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "from-nothing.ts"), folder]);
  return JSON.parse(stdout) as { started: number; rebuilt: number };
}

function line(
  name: string,
  took: readonly number[],
  beside: readonly number[] | null,
  hashed: readonly number[] | null,
  goal: number,
): Figure {
  const value = median(took);
  const times = (of: readonly number[] | null, word: string): string => (of === null ? "" : `${(value / median(of)).toFixed(1)}× ${word}`);
  const tail = ms(Math.max(...took));
  const ratio = [times(beside, "insert"), times(hashed, "hash")].filter(Boolean).join(", ");
  return { name, median: ms(value), tail, ratio, goal: `< ${goal} ms`, met: value < goal };
}

/// A long history: 10,000 entries taken in from a folder, all rows of 100,000 folded anew, and a start with them; beside bare
/// inserts and bare hashing of the same bytes.
export async function benchScale(): Promise<Figure[]> {
  const made = longLedger(ALL);
  const some = made.entries.slice(0, IMPORTED);
  const took = {
    imported: [],
    arrived: [],
    waited: [],
    rebuilt: [],
    started: [],
    insert: [],
    hash: [],
    insertAll: [],
    hashAll: [],
  } as Record<string, number[]>;
  const put = (name: string, value: number): void => void took[name]?.push(value);
  const of = (name: string): number[] => took[name] ?? [];
  const shared = await handedOver(some);
  const folder = await stationWith(made);
  const [few, all] = [bare(some), bare(made.entries)];
  for (let round = 0; round < ROUNDS; round++) {
    put("insert", await timed(few.insert));
    put("hash", await timed(few.hash));
    put("imported", await timed(() => takenIn(shared, some)));
    put("arrived", await timed(async () => put("waited", await arrived(shared, some))));
    put("insertAll", await timed(all.insert));
    put("hashAll", await timed(all.hash));
    const { started, rebuilt } = await fromNothing(folder);
    put("started", started);
    put("rebuilt", rebuilt);
  }
  const words = `${(made.entries.reduce((sum, one) => sum + one.headerText.length + (one.payloadText?.length ?? 0), 0) / 1e6).toFixed(0)} MB`;
  return [
    line("10,000 entries taken in from a folder", of("imported"), of("insert"), of("hash"), GOAL_MS.imported),
    plain("  the same bytes, bare inserts", of("insert")),
    plain("  the same bytes, bare SHA-256", of("hash")),
    plain("  the same at a station, part by part", of("arrived")),
    line("  the longest that a window waits for an answer meanwhile", of("waited"), null, null, GOAL_MS.waited),
    line(`all rows of 100,000 entries (${words}) folded anew`, of("rebuilt"), of("insertAll"), of("hashAll"), GOAL_MS.rebuilt),
    plain("  the same bytes, bare inserts", of("insertAll")),
    plain("  the same bytes, bare SHA-256", of("hashAll")),
    line("start with 100,000 entries, to the first board", of("started"), null, of("hashAll"), GOAL_MS.started),
  ];
}
