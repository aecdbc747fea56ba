import Database from "better-sqlite3";
import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { invariant, ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason, whyNotWritable } from "../files/disk-reason.ts";
import { ledger } from "./migrations/0010-ledger.ts";
import { forks } from "./migrations/0020-forks.ts";
import { inOrder } from "./migrations/0030-in-order.ts";
import { snapshot } from "./migrations/0040-snapshot.ts";

/// Numbers rise by tens; a database knows the last one that it has been through as its `user_version`.
const MIGRATIONS: readonly { readonly version: number; readonly migrate: (db: Database.Database) => void }[] = [
  { version: 10, migrate: ledger },
  { version: 20, migrate: forks },
  { version: 30, migrate: inOrder },
  { version: 40, migrate: snapshot },
];

export const SCHEMA_VERSION = MIGRATIONS.at(-1)?.version ?? 0;

export type Db = Database.Database;

/// How every connection is set up: durable at each commit, checked, and deaf to what a crafted file would like to run.
function prepare(db: Db): void {
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("fullfsync = ON");
  db.pragma("checkpoint_fullfsync = ON");
  db.pragma("foreign_keys = ON");
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("busy_timeout = 5000");
  // Enough for the indexes of a long history: what does not fit is written and read again within one transaction.
  db.pragma("cache_size = -65536");
}

function migrate(db: Db, from: number): void {
  invariant(
    MIGRATIONS.every((one, at) => at === 0 || one.version > (MIGRATIONS[at - 1]?.version ?? 0)),
    "migrations rise",
    MIGRATIONS,
  );
  for (const { version, migrate: step } of MIGRATIONS) {
    if (version <= from) continue;
    db.transaction(() => {
      step(db);
      db.pragma(`user_version = ${version}`);
    })();
  }
}

const VERSION_AT = 60;
/// A version beyond all that could have been made by now is a damaged number, not a newer app.
const VERSION_MAX = SCHEMA_VERSION + 10_000;
const isNewer = (version: number): boolean => version > SCHEMA_VERSION && version % 10 === 0 && version <= VERSION_MAX;

/// What the file's own head says. SQLite is not asked: even reading, it leaves files beside one of a newer app. Version zero
/// where this is no database, or where what was written last is not in the file yet. `writable`: of a format that SQLite
/// would write; of another it would only read, and refuse every save.
function readHead(path: string): { version: number; writable: boolean } {
  const head = Buffer.alloc(VERSION_AT + 4);
  const file = openSync(path, "r");
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (head.toString("latin1", 0, 15) !== "SQLite format 3") return { version: 0, writable: true };
  const writable = head.readUInt8(18) <= 2 && head.readUInt8(19) <= 2;
  return { version: existsSync(`${path}-wal`) ? 0 : head.readUInt32BE(VERSION_AT), writable };
}

/// What the file says of itself, read without writing a byte: its version, or why it cannot be used.
function inspect(path: string): Result<number> {
  let db: Db | undefined;
  try {
    const head = readHead(path);
    if (isNewer(head.version)) return refuse("database-newer", { found: head.version, known: SCHEMA_VERSION });
    if (!head.writable) return refuse("database-damaged", { detail: "format" });
    db = new Database(path, { readonly: true, fileMustExist: true });
    const version = Number(db.pragma("user_version", { simple: true }));
    if (isNewer(version)) return refuse("database-newer", { found: version, known: SCHEMA_VERSION });
    if (version !== 0 && !MIGRATIONS.some((one) => one.version === version))
      return refuse("database-damaged", { detail: `version ${version}` });
    const check = String(db.pragma("quick_check(1)", { simple: true }));
    return check === "ok" ? ok(version) : refuse("database-damaged", { detail: check });
  } catch (error) {
    return refuse("database-damaged", { detail: error instanceof Error ? error.message : String(error) });
  } finally {
    db?.close();
  }
}

/// Opens this laptop's database, making it where there is none. `backUp` is called before an older one is migrated. Refused
/// where it is of a newer app, damaged, cannot be backed up, or its disk cannot be written: then nothing has been changed.
export function openDatabase(path: string, backUp: (db: Db, version: number) => Result<null> = () => ok(null)): Result<Db> {
  let version = 0;
  if (existsSync(path)) {
    // On a read-only disk SQLite cannot even read, and calls that damage.
    const why = whyNotWritable(dirname(path));
    if (why !== null) return refuse("folder-not-writable", { path: dirname(path), why });
    const inspected = inspect(path);
    if (!inspected.ok) return inspected;
    version = inspected.value;
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    const db = new Database(path);
    const backedUp = version > 0 && version < SCHEMA_VERSION ? backUp(db, version) : ok(null);
    if (!backedUp.ok) {
      db.close();
      return backedUp;
    }
    prepare(db);
    migrate(db, version);
    return ok(db);
  } catch (error) {
    return refuse("folder-not-writable", { path: dirname(path), why: whyNotWritable(dirname(path)) ?? diskReason(error) });
  }
}

/// Reads a database beside whoever writes it: a connection of another thread. What it makes for itself lies in memory.
export function readBeside(path: string): Db {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  db.pragma("trusted_schema = OFF");
  db.pragma("temp_store = MEMORY");
  return db;
}

/// What is wrong inside, found by reading every page and every index; null where nothing is.
export function faultIn(db: Db): string | null {
  const check = String(db.pragma("integrity_check(1)", { simple: true }));
  return check === "ok" ? null : check;
}

/// Leaves nothing of what was deleted or changed in the file or its log: all of it is written anew, and what it lay in overwritten.
/// False while somebody who reads beside holds the log.
export function purge(db: Db): boolean {
  db.pragma("secure_delete = ON");
  try {
    db.exec("VACUUM");
    const [done] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    return done?.busy === 0;
  } finally {
    db.pragma("secure_delete = OFF");
  }
}

/// Writes the whole database to another file, in one call.
export const copyInto = (db: Db, path: string): void => void db.prepare("VACUUM INTO ?").run(path);

/// A snapshot shows words whose entries may not have been here yet.
const holdsSnapshot = (db: Db): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'snapshot'").get() !== undefined &&
  db.prepare("SELECT 1 FROM snapshot LIMIT 1").get() !== undefined;

/// Whether a copy of a database holds the payload of one of these entries, or a private text under one of these keys, or rows of
/// a snapshot; true where that cannot be told.
export function holds(path: string, entries: readonly string[], keys: readonly string[]): boolean {
  let db: Db | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const count = (sql: string, of: readonly string[]): number =>
      db?.prepare<[string], { count: number }>(sql).get(JSON.stringify(of))?.count ?? 0;
    const payloads = count(
      "SELECT count(*) AS count FROM entries WHERE payload IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
      entries,
    );
    const texts = ["drafts", "draft_history"].map((table) =>
      count(`SELECT count(*) AS count FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`, keys),
    );
    return texts.reduce((sum, one) => sum + one, payloads) > 0 || holdsSnapshot(db);
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

/// Turns a fresh copy of a database into one file that stands alone, and reads it through. Refused where it is not sound.
export function settleCopy(path: string): Result<null> {
  try {
    const db = new Database(path, { fileMustExist: true });
    db.pragma("journal_mode = DELETE");
    db.close();
  } catch (error) {
    return refuse("database-damaged", { detail: error instanceof Error ? error.message : String(error) });
  }
  const inspected = inspect(path);
  return inspected.ok ? ok(null) : inspected;
}
