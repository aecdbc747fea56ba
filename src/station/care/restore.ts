import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { readEntry, type Entry } from "../../core/ledger/entry.ts";
import { ingest } from "../../core/ledger/ingest.ts";
import { diskReason } from "../files/disk-reason.ts";
import { verifier } from "../keys/crypto.ts";
import { openDatabase, settleCopy } from "../store/database.ts";
import { LedgerStore } from "../store/ledger-store.ts";
import { putOwn, salvage, type Salvaged } from "../store/salvage.ts";

/// What was done about a damaged database: where it lies now, the day of the backup that was used (null: none was there), and
/// how many entries there are again.
export interface Restored {
  readonly aside: string;
  readonly backup: string | null;
  readonly entries: number;
}

const DATABASE = "desk.db";
/// Whole, and about to take the place of the damaged one.
const WHOLE = "desk.restored.db";
export const ASIDE = "set-aside";
const MARK = "damaged";

/// Remembers until the next start that the database is damaged, where SQLite by itself would not notice.
export const markDamaged = (folder: string, detail: string): void => writeFileSync(join(folder, MARK), detail);
export const isMarked = (folder: string): boolean => existsSync(join(folder, MARK));

/// Moves the damaged database away; answers where to.
function setAside(folder: string, now: string): string {
  const aside = join(folder, ASIDE, now.replaceAll(":", "-"));
  mkdirSync(aside, { recursive: true });
  for (const ending of ["-wal", "-shm", ""])
    if (existsSync(join(folder, DATABASE + ending))) renameSync(join(folder, DATABASE + ending), join(aside, DATABASE + ending));
  return aside;
}

/// Puts the whole database in the damaged one's place, also where a crash stopped that half-way: the damaged one may have
/// lost its log by then, and making it anew once more would lose what only that log held.
export function endRestoring(folder: string, now: string): string | null {
  if (!existsSync(join(folder, WHOLE))) return null;
  const aside = setAside(folder, now);
  renameSync(join(folder, WHOLE), join(folder, DATABASE));
  rmSync(join(folder, MARK), { force: true });
  return aside;
}

function newestBackup(folder: string): { day: string; found: Salvaged } | null {
  const backups = join(folder, "backups");
  const names = existsSync(backups) ? readdirSync(backups).filter((name) => /^desk-\d{4}-\d{2}-\d{2}.*\.db$/.test(name)) : [];
  for (const name of names.sort().reverse()) {
    const path = join(backups, name);
    if (settleCopy(path).ok) return { day: name.slice(5, 15), found: salvage(path) };
  }
  return null;
}

/// Entries that are what their ids say; a flipped bit makes another id, and is nothing.
function whole(sources: readonly Salvaged[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const wire of sources.flatMap((one) => one.entries)) {
    const entry = readEntry(wire);
    // One of them may have come, or been left, without its words.
    if (entry.ok && (entry.value.payloadText !== null || !entries.has(entry.value.id))) entries.set(entry.value.id, entry.value);
  }
  return [...entries.values()];
}

/// Makes a new database of all that can be had: what is still readable of the damaged one, and the newest backup that is
/// sound. Entries prove themselves, and all rows are folded anew from them. Only when it is whole does it take the damaged
/// one's place, which is set aside and never deleted. Refused, with nothing changed, where no source knows the desk.
export function restoreDatabase(folder: string, now: string): Result<Restored> {
  const backup = newestBackup(folder);
  const sources = [salvage(join(folder, DATABASE)), ...(backup === null ? [] : [backup.found])];
  const entries = whole(sources);
  if (!entries.some((entry) => entry.header.kind === "desk.founded"))
    return refuse("database-damaged", { detail: "nothing to restore from" });
  const making = join(folder, "desk.restoring.db");
  try {
    for (const ending of ["", "-wal", "-shm"]) rmSync(making + ending, { force: true });
    const made = openDatabase(making);
    if (!made.ok) return made;
    // A setting is taken from the backup where it has one: what it says was checked.
    for (const source of [...sources].reverse()) putOwn(made.value, source);
    const ledger = new LedgerStore(made.value);
    ledger.commit(ingest(ledger, entries, verifier));
    made.value.close();
    const settled = settleCopy(making);
    if (!settled.ok) return settled;
    renameSync(making, join(folder, WHOLE));
    const aside = endRestoring(folder, now) ?? folder;
    return ok({ aside, backup: backup?.day ?? null, entries: entries.length });
  } catch (error) {
    return refuse("folder-not-writable", { path: folder, why: diskReason(error) });
  }
}
