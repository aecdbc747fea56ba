import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { copyInto, holds, settleCopy, type Db } from "../store/database.ts";

const KEPT = 7;

const NAMED = /^desk-\d{4}-\d{2}-\d{2}(-before-\d+)?\.db$/;

/// Takes away what is not needed. Where the disk will not, it does no harm there: it is never read, and the next one tries again.
function drop(paths: readonly string[]): void {
  try {
    for (const path of paths) rmSync(path, { force: true });
  } catch {
    return;
  }
}

function keepLast(folder: string): void {
  try {
    const old = readdirSync(folder).filter((name) => NAMED.test(name));
    drop(
      old
        .sort()
        .slice(0, -KEPT)
        .map((name) => join(folder, name)),
    );
  } catch {
    // The next backup looks again.
    return;
  }
}

/// What may be in no backup any more: payloads of entries, and private texts under their keys.
export interface Gone {
  readonly entries: readonly string[];
  readonly keys: readonly string[];
}

/// Takes away every backup but `fresh` that holds any of it, and what cannot be read, which may. One that holds none stays.
export function dropHolding(folder: string, fresh: string, { entries, keys }: Gone): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith("desk-") && path !== fresh && (!NAMED.test(name) || holds(path, entries, keys))) rmSync(path, { force: true });
  }
}

/// Copies a database that is about to be migrated, and reads the copy back. Refused where that fails: then it is not migrated.
export function backUpBefore(db: Db, folder: string, version: number, now: string): Result<null> {
  const path = join(folder, `desk-${now.slice(0, 10)}-before-${version}.db`);
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(path, { force: true });
    copyInto(db, path);
  } catch (error) {
    drop([path]);
    return refuse("backup-failed", { path, why: diskReason(error) });
  }
  const copy = settleCopy(path);
  if (!copy.ok) drop([path]);
  else keepLast(folder);
  return copy;
}

/// Copies the database once a day beside itself, reads the copy back, and keeps the last seven. Answers the copy's path, or
/// null when today's is there already. A copy that does not check out is not kept, and refused.
export function backUpDaily(db: Db, folder: string, now: string): Promise<Result<string | null>> {
  const path = join(folder, `desk-${now.slice(0, 10)}.db`);
  return existsSync(path) ? Promise.resolve(ok(null)) : backUp(db, folder, path);
}

/// The same in the place of today's copy, which is there until the new one is whole.
export const backUpAnew = (db: Db, folder: string, now: string): Promise<Result<string | null>> =>
  backUp(db, folder, join(folder, `desk-${now.slice(0, 10)}.db`));

async function backUp(db: Db, folder: string, path: string): Promise<Result<string | null>> {
  const temporary = `${path}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(temporary, { force: true });
    await db.backup(temporary);
    const copy = settleCopy(temporary);
    if (!copy.ok) {
      rmSync(temporary, { force: true });
      return copy;
    }
    await rename(temporary, path);
  } catch (error) {
    return refuse("backup-failed", { path, why: diskReason(error) });
  }
  keepLast(folder);
  return ok(path);
}
