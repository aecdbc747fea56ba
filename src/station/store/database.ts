import Database from "better-sqlite3";
import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { invariant, ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason, whyNotWritable } from "../files/disk-reason.ts";
import { ledger } from "./migrations/0010-ledger.ts";
import { forks } from "./migrations/0020-forks.ts";

/// Numbers rise by tens; a database knows the last one that it has been through as its `user_version`.
const MIGRATIONS: readonly { readonly version: number; readonly migrate: (db: Database.Database) => void }[] = [
  { version: 10, migrate: ledger },
  { version: 20, migrate: forks },
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

/// The version in the file's own head. SQLite is not asked: even reading, it leaves files beside one of a newer app. Zero
/// where this is no database, or where what was written last is not in the file yet.
function versionInHead(path: string): number {
  if (existsSync(`${path}-wal`)) return 0;
  const head = Buffer.alloc(VERSION_AT + 4);
  const file = openSync(path, "r");
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  return head.toString("latin1", 0, 15) === "SQLite format 3" ? head.readUInt32BE(VERSION_AT) : 0;
}

/// What the file says of itself, read without writing a byte: its version, or why it cannot be used.
function inspect(path: string): Result<number> {
  let db: Db | undefined;
  try {
    const head = versionInHead(path);
    if (head > SCHEMA_VERSION) return refuse("database-newer", { found: head, known: SCHEMA_VERSION });
    db = new Database(path, { readonly: true, fileMustExist: true });
    const version = Number(db.pragma("user_version", { simple: true }));
    if (version > SCHEMA_VERSION) return refuse("database-newer", { found: version, known: SCHEMA_VERSION });
    const check = String(db.pragma("quick_check(1)", { simple: true }));
    return check === "ok" ? ok(version) : refuse("database-damaged", { detail: check });
  } catch (error) {
    return refuse("database-damaged", { detail: error instanceof Error ? error.message : String(error) });
  } finally {
    db?.close();
  }
}

/// Opens this laptop's database, making it where there is none. Refused where it is of a newer app, damaged, or its disk
/// cannot be written: then nothing has been changed.
export function openDatabase(path: string): Result<Db> {
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
    prepare(db);
    migrate(db, version);
    return ok(db);
  } catch (error) {
    return refuse("folder-not-writable", { path: dirname(path), why: whyNotWritable(dirname(path)) ?? diskReason(error) });
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
