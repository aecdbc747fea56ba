import Database from "better-sqlite3";
import type { WireEntry } from "../../core/ledger/entry.ts";
import type { Db } from "./database.ts";
import type { DraftRecord } from "./drafts.ts";
import { SNAPSHOT_META } from "./snapshot-store.ts";

type Remembered = { key: string; at: string; json: string };

/// What could still be read of a database: entries as they were signed, and what is this laptop's own. Nothing of it has
/// been checked.
export interface Salvaged {
  readonly entries: readonly WireEntry[];
  readonly meta: readonly { readonly key: string; readonly value: string }[];
  readonly drafts: readonly DraftRecord[];
  readonly history: readonly Remembered[];
}

const NOTHING: Salvaged = { entries: [], meta: [], drafts: [], history: [] };
const RANGES = 256;
/// No piece is longer: what follows a damaged page within it is lost to it.
const PIECE = 64;
const PLACES_MAX = 1_000_000;

/// Rows up to the first that cannot be read.
function upTo<T>(db: Db, sql: string, ...bound: (string | number)[]): T[] {
  const out: T[] = [];
  try {
    for (const one of db.prepare<(string | number)[], T>(sql).iterate(...bound)) out.push(one);
  } catch {
    // A damaged page: what came before it is whole, and other ranges are read by themselves.
    return out;
  }
  return out;
}

/// From both ends of a small table towards what cannot be read.
function bothWays<T>(db: Db, columns: string, table: string, order: string): T[] {
  const forwards = upTo<T>(db, `SELECT ${columns} FROM ${table} ORDER BY ${order}`);
  return [...forwards, ...upTo<T>(db, `SELECT ${columns} FROM ${table} ORDER BY ${order} DESC`)];
}

const WIRE = "SELECT header AS headerText, payload AS payloadText, signature FROM entries";

/// Entries as they lie, piece by piece. Where the last place cannot be read, as far as a desk's history may go.
function inPlaces(db: Db): WireEntry[] {
  const [last] = upTo<{ place: number | null }>(db, "SELECT max(place) AS place FROM entries");
  const most = last?.place ?? PLACES_MAX;
  const step = Math.max(1, Math.min(PIECE, Math.ceil(most / RANGES)));
  const out: WireEntry[] = [];
  for (let from = 0; from <= most; from += step)
    for (const one of upTo<WireEntry>(db, `${WIRE} WHERE place >= ? AND place < ?`, from, from + step)) out.push(one);
  return out;
}

/// Entries by their ids: as databases lay before version 30, and past places that cannot be read.
function byIds(db: Db): WireEntry[] {
  const hex = (at: number): string => at.toString(16).padStart(2, "0");
  return Array.from({ length: RANGES }, (_one, at) =>
    upTo<WireEntry>(db, `${WIRE} WHERE id >= ? AND id < ?`, hex(at), at === RANGES - 1 ? "g" : hex(at + 1)),
  ).flat();
}

/// Reads all that can be read of a database, however damaged, without writing to it.
export function salvage(path: string): Salvaged {
  let db: Db;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
  } catch {
    // Not even opened: other sources have to do.
    return NOTHING;
  }
  const entries = [...inPlaces(db), ...byIds(db)];
  const found: Salvaged = {
    entries,
    meta: bothWays(db, "key, value", "meta", "key"),
    drafts: bothWays(db, "key, base, json, updated", "drafts", "key"),
    history: bothWays(db, "key, at, json", "draft_history", "key, at"),
  };
  db.close();
  return found;
}

/// Writes what is this laptop's own into a new database.
export function putOwn(db: Db, { meta, drafts, history }: Salvaged): void {
  const [putMeta, putDraft, putHistory] = [
    db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES (@key, @value)"),
    db.prepare(`INSERT INTO drafts (key, base, json, updated) VALUES (@key, @base, @json, @updated)
      ON CONFLICT (key) DO UPDATE SET base = excluded.base, json = excluded.json, updated = excluded.updated
      WHERE excluded.updated > drafts.updated`),
    db.prepare("INSERT OR IGNORE INTO draft_history (key, at, json) VALUES (@key, @at, @json)"),
  ];
  db.transaction(() => {
    // The rows of a snapshot are not kept: what is here is shown, and where that is nothing, the snapshot is fetched again.
    for (const one of meta.filter(({ key }) => key !== SNAPSHOT_META)) putMeta.run(one);
    for (const one of drafts.filter((each) => isJson(each.json))) putDraft.run(one);
    for (const one of history.filter((each) => isJson(each.json))) putHistory.run(one);
  })();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
