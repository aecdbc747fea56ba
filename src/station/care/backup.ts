import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { settleCopy, type Db } from "../store/database.ts";

const KEPT = 7;

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
  const old = readdirSync(folder)
    .filter((name) => /^desk-\d{4}-\d{2}-\d{2}\.db$/.test(name))
    .sort()
    .slice(0, -KEPT);
  for (const name of old) rmSync(join(folder, name), { force: true });
  return ok(path);
}
