import type { Entry, Header, Position } from "../../core/ledger/entry.ts";
import { entryId, height, nextPlace, readEntry } from "../../core/ledger/entry.ts";
import type { Ingested } from "../../core/ledger/ingest.ts";
import type { StoredRow } from "../../core/ledger/snapshot.ts";
import { isSigned, SIGNED_REASONS } from "../../core/ledger/standing.ts";
import type { Lookup, Standing, StoredEntry } from "../../core/projection/lookup.ts";
import { NOTHING } from "../../core/item/nothing.ts";
import { understand } from "../../core/ledger/kinds.ts";
import { fold } from "../../core/projection/fold.ts";
import type { RowChange, RowKind, Rows } from "../../core/projection/rows.ts";
import { invariant } from "../../core/base/result.ts";
import type { Db } from "./database.ts";
import { foldOnTwoThreads } from "./two-threads.ts";

interface EntryRecord {
  id: string;
  device: string;
  seq: number;
  standing: Standing;
  reason: string | null;
  subject: string | null;
  header: string;
  payload: string | null;
  signature: string;
}

/// A row as it lies on disk.
interface KeptRow {
  readonly key: string;
  readonly json: string;
}

/// A change of a row as it lies on disk; `json` null removes it.
export interface KeptChange {
  readonly kind: RowKind;
  readonly key: string;
  readonly parent: string;
  readonly json: string | null;
}

/// A row lies beside the entries without what they hold themselves: the text of a revision.
function kept({ kind, key, parent, value }: RowChange): KeptChange {
  if (value === null || kind !== "revision") return { kind, key, parent, json: value === null ? null : JSON.stringify(value) };
  const { content: _content, ...rest } = value as Rows["revision"];
  return { kind, key, parent, json: JSON.stringify(rest) };
}

/// How an entry stands, without its text: that is held already for most.
type Judged = Pick<EntryRecord, "id" | "standing" | "reason" | "subject">;
const OF = "FROM entries WHERE subject = ? AND standing IN ('ok', 'contested', 'unknown') ORDER BY height, id";
const JUDGED = "SELECT id, standing, reason, subject FROM entries";

/// Its header was read with all care when it came in, and cannot have changed under its id.
function entryOf({ id, header, payload, signature }: EntryRecord): Entry {
  invariant(entryId(header) === id, "an entry is stored under its own id", id);
  return { id, header: JSON.parse(header) as Header, headerText: header, payloadText: payload, signature };
}

/// What `isSigned` tells of an entry as it stands.
const SIGNED = `(standing IN ('ok', 'contested', 'unknown') OR reason IN (${SIGNED_REASONS.map((one) => `'${one}'`).join(", ")}))`;

/// So many entries and rows stay in memory.
const HELD_MAX = 4000;

/// Where rows lie: those that the entries here give, those of a snapshot, or (of one connection) those that it folds for another.
export type RowTable = "rows" | "snapshot" | "refolded";

/// Entries and their projections in SQLite, as the pure ledger reads them, and the one place that writes them.
export class LedgerStore implements Lookup {
  readonly #db: Db;
  /// Entries and rows as they are on disk, read once: folding a text reads all its revisions again and again. Nobody
  /// changes either.
  readonly #held = new Map<string, Entry>();
  readonly #rows = new Map<string, Rows[RowKind]>();
  readonly #tips = new Map<string, { seq: number; id: string }>();
  readonly #sql;
  #desk: string | null;
  /// The subject that is being folded anew, read at once.
  #subject: { readonly subject: string; readonly stored: readonly StoredEntry[] } | null = null;

  constructor(db: Db, table: RowTable = "rows") {
    this.#db = db;
    this.#sql = {
      whole: db.prepare<[string], EntryRecord>("SELECT * FROM entries WHERE id = ?"),
      entry: db.prepare<[string], Judged>(`${JUDGED} WHERE id = ?`),
      at: db.prepare<[string, number], Judged>(`${JUDGED} WHERE device = ? AND seq = ?`),
      from: db.prepare<[string, number], Judged>(`${JUDGED} WHERE device = ? AND seq >= ? ORDER BY seq, id`),
      waiting: db.prepare<[], Judged>(
        `${JUDGED} WHERE standing IN ('pending', 'quarantined', 'unknown') AND (standing <> 'quarantined' OR reason = 'entry-signature-bad')`,
      ),
      of: db.prepare<[string], Judged>(`SELECT id, standing, reason, subject ${OF}`),
      headlines: db.prepare<[], { item: string; headline: string }>(
        `SELECT key AS item, json ->> '$.headline' AS headline FROM ${table} WHERE kind = 'item'`,
      ),
      every: db.prepare<[], StoredRow>(`SELECT kind, key, parent, json FROM ${table} ORDER BY kind, key`),
      subjects: db.prepare<[], { subject: string }>("SELECT DISTINCT subject FROM entries WHERE subject IS NOT NULL"),
      about: db.prepare<[string], EntryRecord>(`SELECT * ${OF}`),
      dropRows: db.prepare(`DELETE FROM ${table}`),
      byOthers: db.prepare<[string, string], { count: number }>(
        "SELECT count(*) AS count FROM entries WHERE subject = ? AND device <> ? AND standing IN ('ok', 'contested', 'unknown')",
      ),
      wires: db.prepare<[], EntryRecord>("SELECT * FROM entries"),
      count: db.prepare<[], { count: number }>("SELECT count(*) AS count FROM entries"),
      notOk: db.prepare<[], Judged>(`${JUDGED} WHERE standing IN ('pending', 'quarantined', 'contested', 'unknown') ORDER BY height, id`),
      all: db.prepare<[], Judged>(`${JUDGED} ORDER BY height, id`),
      put: db.prepare(`INSERT INTO entries (id, device, seq, height, standing, reason, subject, header, payload, signature)
        VALUES (@id, @device, @seq, @height, @standing, @reason, @subject, @header, @payload, @signature)
        ON CONFLICT (id) DO UPDATE SET standing = excluded.standing, reason = excluded.reason, subject = excluded.subject,
          payload = excluded.payload, signature = excluded.signature`),
      row: db.prepare<[string, string], { json: string }>(`SELECT json FROM ${table} WHERE kind = ? AND key = ?`),
      children: db.prepare<[string, string], KeptRow>(`SELECT key, json FROM ${table} WHERE kind = ? AND parent = ? ORDER BY key`),
      kind: db.prepare<[string], KeptRow>(`SELECT key, json FROM ${table} WHERE kind = ? ORDER BY key`),
      keys: db.prepare<[string], { key: string }>(`SELECT key FROM ${table} WHERE kind = ? ORDER BY key`),
      putRow: db.prepare(`INSERT INTO ${table} (kind, key, parent, json) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, key) DO UPDATE SET parent = excluded.parent, json = excluded.json`),
      dropRow: db.prepare(`DELETE FROM ${table} WHERE kind = ? AND key = ?`),
      meta: db.prepare<[string], { value: string }>("SELECT value FROM meta WHERE key = ?"),
      putMeta: db.prepare("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
      tips: db.prepare<[], { device: string; seq: number }>(`SELECT device, max(seq) AS seq FROM entries WHERE ${SIGNED} GROUP BY device`),
      devices: db.prepare<[], { device: string }>("SELECT DISTINCT device FROM entries ORDER BY device"),
      splits: db.prepare<[], { device: string; seq: number }>(
        "SELECT device, min(seq) AS seq FROM entries WHERE standing = 'contested' AND reason IS NULL GROUP BY device",
      ),
      tip: db.prepare<[string, number], { id: string }>(`SELECT id FROM entries WHERE device = ? AND seq = ? AND ${SIGNED} ORDER BY id`),
    };
    this.#desk = this.meta("desk");
    this.readTips();
  }

  get desk(): string | null {
    return this.#desk;
  }

  meta(key: string): string | null {
    return this.#sql.meta.get(key)?.value ?? null;
  }

  putMeta(key: string, value: string): void {
    this.#sql.putMeta.run(key, value);
    if (key === "desk") this.#desk = value;
  }

  /// Reads anew how far each device's entries have arrived.
  readTips(): void {
    this.#tips.clear();
    for (const { device, seq } of this.#sql.tips.all()) {
      const tip = this.#sql.tip.get(device, seq);
      if (tip !== undefined) this.#tips.set(device, { seq, id: tip.id });
    }
  }

  /// Where this device's next entry goes, and what has arrived here from the others.
  position(device: string): Position {
    const entryAt = (id: string | undefined): Entry | undefined => (id === undefined ? undefined : this.entry(id)?.entry);
    const others = [...this.#tips].flatMap(([of, tip]) => (of === device ? [] : (entryAt(tip.id) ?? [])));
    return nextPlace(this.#desk ?? "", entryAt(this.#tips.get(device)?.id), others);
  }

  /// How far each device's entries have arrived here.
  tips(): ReadonlyMap<string, { readonly seq: number; readonly id: string }> {
    return this.#tips;
  }

  #stored({ id, standing, reason, subject }: Judged): StoredEntry {
    return { entry: this.#held.get(id) ?? this.#read(id), standing, reason, subject };
  }

  #read(id: string): Entry {
    const record = this.#sql.whole.get(id);
    invariant(record !== undefined, "an entry that is asked for is here", id);
    return this.#hold(entryOf(record));
  }

  #hold(entry: Entry): Entry {
    if (this.#held.size >= HELD_MAX) this.#held.clear();
    this.#held.set(entry.id, entry);
    return entry;
  }

  #all(judged: readonly Judged[]): StoredEntry[] {
    return judged.map((one) => this.#stored(one));
  }

  entry(id: string): StoredEntry | undefined {
    const judged = this.#sql.entry.get(id);
    return judged === undefined ? undefined : this.#stored(judged);
  }

  has(id: string): boolean {
    return this.#sql.entry.get(id) !== undefined;
  }

  /// Where the chains of devices have split, for those that have.
  splits(): ReadonlyMap<string, number> {
    return new Map(this.#sql.splits.all().map(({ device, seq }) => [device, seq]));
  }

  /// Every device of which an entry is here, whatever its standing.
  devices(): string[] {
    return this.#sql.devices.all().map((one) => one.device);
  }

  at(device: string, seq: number): StoredEntry[] {
    // Sorted here: there is hardly ever more than one, and this is asked of every entry that comes.
    const judged = this.#sql.at.all(device, seq);
    return this.#all(judged.length < 2 ? judged : judged.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  from(device: string, seq: number): StoredEntry[] {
    return this.#all(this.#sql.from.all(device, seq));
  }

  waiting(): StoredEntry[] {
    return this.#all(this.#sql.waiting.all());
  }

  of(subject: string): readonly StoredEntry[] {
    if (this.#subject?.subject === subject) return this.#subject.stored;
    return this.#all(this.#sql.of.all(subject));
  }

  /// How many entries of a subject other laptops made.
  byOthers(subject: string, device: string): number {
    return this.#sql.byOthers.get(subject, device)?.count ?? 0;
  }

  /// Entries without full effect, for the quarantine view.
  withoutEffect(): StoredEntry[] {
    return this.#all(this.#sql.notOk.all());
  }

  /// What is wrong with the entries as they are stored, which SQLite cannot know; null where each is what its id says.
  fault(): string | null {
    for (const { id, header, payload, signature } of this.#sql.wires.iterate()) {
      const read = readEntry({ headerText: header, payloadText: payload, signature });
      if (!read.ok || read.value.id !== id) return `entry ${id}`;
    }
    return null;
  }

  /// The subjects of every item and issue that is shown: for whoever shows them.
  shownSubjects(): string[] {
    return (["item", "issue"] as const).flatMap((kind) => this.#sql.keys.all(kind).map(({ key }) => `${kind}:${key}`));
  }

  /// How many entries are here, whatever their standing.
  count(): number {
    return this.#sql.count.get()?.count ?? 0;
  }

  /// Every entry, in ledger order.
  all(): StoredEntry[] {
    return this.#all(this.#sql.all.all());
  }

  row<K extends RowKind>(kind: K, key: string): Rows[K] | undefined {
    const held = this.#rowHeld(kind, key);
    if (held !== undefined) return held;
    const found = this.#sql.row.get(kind, key);
    return found === undefined ? undefined : this.#readRow(kind, { key, json: found.json });
  }

  /// Rows are written by `commit` alone, from values of this very type.
  #rowHeld<K extends RowKind>(kind: K, key: string): Rows[K] | undefined {
    return this.#rows.get(`${kind}\0${key}`) as Rows[K] | undefined;
  }

  #readRow<K extends RowKind>(kind: K, { key, json }: KeptRow): Rows[K] {
    const value = this.#whole(kind, key, JSON.parse(json) as Rows[K]);
    if (this.#rows.size >= HELD_MAX) this.#rows.clear();
    this.#rows.set(`${kind}\0${key}`, value);
    return value;
  }

  /// With what lies in the entry that it is of, and is not kept a second time: the text of a revision.
  #whole<K extends RowKind>(kind: K, key: string, value: Rows[K]): Rows[K] {
    if (kind !== "revision" || "content" in value) return value;
    if ("erased" in value) return { ...value, content: NOTHING };
    const stored = this.entry(key);
    const known = stored === undefined ? "unknown" : understand(stored.entry);
    invariant(typeof known !== "string" && known.kind === "item.revision", "a revision is an entry of that kind", key);
    return { ...value, content: known.payload.content };
  }

  children<K extends RowKind>(kind: K, parent: string): Rows[K][] {
    return this.#sql.children.all(kind, parent).map((kept) => this.#rowHeld(kind, kept.key) ?? this.#readRow(kind, kept));
  }

  /// Every row of a kind, whatever its parent.
  rows<K extends RowKind>(kind: K): Rows[K][] {
    return this.#sql.kind.all(kind).map((kept) => this.#rowHeld(kind, kept.key) ?? this.#readRow(kind, kept));
  }

  /// Every row by itself, whole: as another laptop could read it.
  everyRow(): StoredRow[] {
    return this.#sql.every.all().map((one) => {
      if (one.kind !== "revision") return one;
      return { ...one, json: JSON.stringify(this.#whole("revision", one.key, JSON.parse(one.json) as Rows["revision"])) };
    });
  }

  /// The headline of every item, without reading its text: the frame of each screen shows those of all issues.
  headlines(): ReadonlyMap<string, string> {
    return new Map(this.#sql.headlines.all().map(({ item, headline }) => [item, headline]));
  }

  /// Appends and folds in one transaction, together with what `also` writes. After it returns, all of it is on disk.
  commit(ingested: Ingested, also: () => void = () => {}): void {
    this.#db.transaction(() => {
      if (ingested.desk !== null && this.meta("desk") === null) this.putMeta("desk", ingested.desk);
      for (const stored of ingested.entries) this.#put(stored);
      this.#putKept(ingested.rows.map(kept));
      also();
    })();
    for (const stored of ingested.entries) {
      this.#hold(stored.entry);
      this.#advance(stored);
    }
  }

  /// Folds every row anew from the entries as they stand, in parts, so that a long history needs no more memory than its longest
  /// text; on disk all at once. Roster and desk come first, for every signature is judged by them; issues last, from the rows of
  /// their items and briefs.
  rebuild(): void {
    this.#db.transaction(() => {
      this.#sql.dropRows.run();
      this.#rows.clear();
      this.refoldDesk();
      const subjects = this.#sql.subjects.all().map((one) => one.subject);
      const texts = subjects.filter((one) => /^(item|brief):/.test(one)).sort();
      foldOnTwoThreads(this.#db.name, texts, { fold: (subject) => this.refold(subject), put: (rows) => this.#putKept(rows) });
      for (const subject of subjects) if (subject.startsWith("issue:")) this.#putKept(this.refold(subject));
    })();
  }

  /// Folds roster and desk anew.
  refoldDesk(): void {
    for (const subject of ["roster", "desk"]) this.#putKept(this.refold(subject));
  }

  /// What the entries of one subject give, read all at once. Writes nothing.
  refold(subject: string): KeptChange[] {
    this.#held.clear();
    const about = this.#sql.about.all(subject);
    const stored = about.map((record) => {
      const { standing, reason } = record;
      return { entry: this.#hold(entryOf(record)), standing, reason, subject };
    });
    this.#subject = { subject, stored };
    const rows = fold(this, subject).map(kept);
    this.#subject = null;
    return rows;
  }

  #putKept(rows: readonly KeptChange[]): void {
    for (const { kind, key, parent, json } of rows) {
      if (json === null) this.#sql.dropRow.run(kind, key);
      else this.#sql.putRow.run(kind, key, parent, json);
      this.#rows.delete(`${kind}\0${key}`);
    }
  }

  #put({ entry, standing, reason, subject }: StoredEntry): void {
    const { device, seq } = entry.header;
    this.#sql.put.run({
      id: entry.id,
      device,
      seq,
      height: height(entry.header),
      standing,
      reason,
      subject,
      header: entry.headerText,
      payload: entry.payloadText,
      signature: entry.signature,
    });
  }

  #advance(stored: StoredEntry): void {
    if (!isSigned(stored)) return;
    const { entry } = stored;
    const { device, seq } = entry.header;
    const tip = this.#tips.get(device);
    if (tip === undefined || seq > tip.seq) this.#tips.set(device, { seq, id: entry.id });
  }
}
