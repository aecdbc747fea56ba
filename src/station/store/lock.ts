import Database from "better-sqlite3";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason, whyNotWritable } from "../files/disk-reason.ts";

/// Held while a station runs in a folder; gone with its process, however that ends.
export interface Lock {
  release(): void;
}

/// Takes a station's folder for this process: an exclusive lock of an SQLite file, which every system releases when a
/// process dies. Refused `station-running` while another process holds it, `folder-not-writable` where none can be taken.
export function takeLock(folder: string): Result<Lock> {
  try {
    mkdirSync(folder, { recursive: true });
    const db = new Database(join(folder, "station.lock"), { timeout: 0 });
    try {
      db.pragma("journal_mode = DELETE");
      db.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      db.close();
      throw error;
    }
    return ok({ release: () => void db.close() });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code.startsWith("SQLITE_BUSY")
      ? refuse("station-running", { path: folder })
      : refuse("folder-not-writable", { path: folder, why: whyNotWritable(folder) ?? diskReason(error) });
  }
}
