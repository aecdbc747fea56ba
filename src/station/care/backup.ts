import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { copyInto, settleCopy, type Db } from "../store/database.ts";

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
export async function backUpDaily(db: Db, folder: string, now: string): Promise<Result<string | null>> {
  const path = join(folder, `desk-${now.slice(0, 10)}.db`);
  if (existsSync(path)) return ok(null);
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
