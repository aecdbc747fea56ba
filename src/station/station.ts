import { join } from "node:path";
import * as v from "valibot";
import { invariant, ok, refuse, type Refusal, type Result } from "../core/base/result.ts";
import { diskReason, isOfDisk } from "./files/disk-reason.ts";
import { prepare } from "../core/acts/perform.ts";
import type { ActPorts, Draft, Pen, Performed } from "../core/acts/pen.ts";
import { ownerOf, type Member, type Roster } from "../core/desk/roster.ts";
import { ContentSchema } from "../core/item/content-schema.ts";
import type { Entry } from "../core/ledger/entry.ts";
import { ingest, type Ingested } from "../core/ledger/ingest.ts";
import { erasedBy } from "../core/erasure/erasure.ts";
import { handedUpTo } from "./exchange/exchange.ts";
import type { Erased } from "./exchange/rewrite.ts";
import { forgetErased } from "./care/erased-mark.ts";
import { DraftJournal } from "./care/journal.ts";
import { backUpBefore, backUpDaily } from "./care/backup.ts";
import { Ballast } from "./care/ballast.ts";
import { foldByThisApp } from "./care/fold-anew.ts";
import { endRestoring, isMarked, markDamaged, restoreDatabase, type Restored } from "./care/restore.ts";
import { randomIds, signWith, verifier } from "./keys/crypto.ts";
import { Vault, type Keys } from "./keys/vault.ts";
import { takeLock, type Lock } from "./store/lock.ts";
import { faultIn, openDatabase, type Db } from "./store/database.ts";
import { DraftStore, type DraftRecord } from "./store/drafts.ts";
import { LedgerStore } from "./store/ledger-store.ts";
import type { SnapshotHead, StoredRow } from "../core/ledger/snapshot.ts";
import { SnapshotStore } from "./store/snapshot-store.ts";
import { SegmentStore } from "./store/segments.ts";
import { FileStore, namedLogos } from "./store/file-store.ts";
import type { KeyStore } from "./worker-transport.ts";

export const clock = { now: () => new Date().toISOString() };

/// What changed, for whoever shows it: subjects of the desk, and this laptop's own state.
export type Changed = { readonly subjects: readonly string[] };

const TAIL = "tail:";
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/// The database of a folder, and what was done where it was damaged.
function openWhole(folder: string): Result<{ db: Db; restored: Restored | null }> {
  const aside = endRestoring(folder, clock.now());
  const open = (): Result<Db> =>
    openDatabase(join(folder, "desk.db"), (db, version) => backUpBefore(db, join(folder, "backups"), version, clock.now()));
  const first = isMarked(folder) ? refuse("database-damaged") : open();
  if (first.ok) {
    const ended = (of: string): Restored => ({ aside: of, backup: null, entries: new LedgerStore(first.value).count() });
    return ok({ db: first.value, restored: aside === null ? null : ended(aside) });
  }
  const restored = first.refusal.code === "database-damaged" ? restoreDatabase(folder, clock.now()) : first;
  if (!restored.ok) return first;
  const again = open();
  return again.ok ? ok({ db: again.value, restored: restored.value }) : again;
}

const StoredDraft = v.object({ content: ContentSchema });

/// One workstation: the only writer of its folder. Everything that is to last goes through here.
export class Station {
  readonly folder: string;
  readonly vault: Vault;
  readonly db: Db;
  readonly snapshots: SnapshotStore;
  readonly drafts: DraftStore;
  readonly segments: SegmentStore;
  readonly journal: DraftJournal;
  readonly files: FileStore;
  readonly #lock: Lock;
  readonly #changed: (changed: Changed) => void;
  readonly #ballast: Ballast;
  readonly #entries: LedgerStore;
  /// The desk as a snapshot shows it, until the history is here.
  #shown: LedgerStore | null = null;
  /// What this person has to know of what the station did for their data since it was opened.
  notice: Refusal | null = null;
  #wrote = performance.now();
  #saved = 0;
  #sign: { device: string; sign: (message: string) => string } | null = null;

  private constructor(folder: string, lock: Lock, db: Db, keys: KeyStore | null, changed: (changed: Changed) => void) {
    this.folder = folder;
    this.#lock = lock;
    this.#changed = changed;
    this.db = db;
    this.vault = new Vault(join(folder, "vault.json"), keys);
    this.#entries = new LedgerStore(db);
    this.snapshots = new SnapshotStore(db, this.#entries);
    this.drafts = new DraftStore(db);
    this.segments = new SegmentStore(db);
    this.journal = new DraftJournal(join(folder, "drafts.journal"));
    this.files = new FileStore(join(folder, "files"));
    this.#ballast = new Ballast(join(folder, "ballast"));
  }

  /// Opens the station in its folder. A damaged database is set aside and made anew of what can be had. Refused, with nothing
  /// changed, when another process has it, its disk cannot be written, or its database is newer than this app, or damaged
  /// with nothing to make it anew of.
  static open(folder: string, keys: KeyStore | null, changed: (changed: Changed) => void = () => {}): Result<Station> {
    const lock = takeLock(folder);
    if (!lock.ok) return lock;
    const tried = triedOn(folder, () => openWhole(folder));
    const opened = tried.ok ? tried.value : tried;
    if (!opened.ok) {
      lock.value.release();
      return opened;
    }
    const { db, restored } = opened.value;
    const station = new Station(folder, lock.value, db, keys, changed);
    const replayed = station.#tried(() => {
      if (!station.#foldByThisApp()) return false;
      station.#replayJournal();
      return true;
    });
    if (replayed.ok && !replayed.value) {
      station.close();
      return Station.open(folder, keys, changed);
    }
    if (!replayed.ok) {
      // What was typed last may be in it alone: better no window than one that shows less.
      station.close();
      return replayed;
    }
    station.#ballast.fill();
    if (restored !== null) {
      station.restored = clock.now();
      station.segments.clear();
      forgetErased(station.ledger);
      const { aside, backup, entries } = restored;
      station.notice = refuse("database-restored", { aside, entries, backup: backup ?? "–" }).refusal;
    }
    return ok(station);
  }

  /// What is here, and what is shown of it.
  get ledger(): LedgerStore {
    return this.#shown ?? this.#entries;
  }

  /// Shows what a snapshot shows until the history that it is of is here.
  showSnapshot(head: SnapshotHead, rows: readonly StoredRow[]): void {
    this.snapshots.keep(head, rows);
    this.#shown = new LedgerStore(this.db, "snapshot");
    this.#changed({ subjects: this.ledger.shownSubjects() });
  }

  /// Once the history of a snapshot is here, what its entries give is shown, and nothing else.
  #endSnapshot(): void {
    const differing = this.snapshots.differing();
    if (differing > 0) this.notice = refuse("snapshot-differed", { rows: differing }).refusal;
    this.snapshots.drop();
    this.#shown = null;
    this.#changed({ subjects: ["station", "roster", ...this.ledger.shownSubjects()] });
  }

  /// Drafts that the journal knows and the database does not: it was restored, or its last write did not reach the disk. Of two
  /// of one moment the journal's is right: its lines are checked. A draft that was shared has a line of its own that says so.
  #replayJournal(): void {
    for (const line of this.journal.read()) {
      if (line.json === null) continue;
      if (line.key.startsWith(TAIL)) this.#compareTail(line.key.slice(TAIL.length), Number(line.json));
      else this.#replay({ ...line, json: line.json });
    }
  }

  #foldByThisApp(): boolean {
    this.snapshots.dropOutdated();
    if (this.snapshots.active) this.#shown = new LedgerStore(this.db, "snapshot");
    return foldByThisApp(this.folder, this.#entries);
  }

  #compareTail(device: string, seq: number): void {
    if ((this.ledger.tips().get(device)?.seq ?? 0) < seq) this.restored ??= clock.now();
  }

  /// Whether this laptop wrote more under its present name than it now holds: its database is older than it was.
  lacksOwn(): boolean {
    const tail = this.journal.read().find((line) => line.key === TAIL + (this.device ?? ""));
    return tail?.json == null || (this.ledger.tips().get(this.device ?? "")?.seq ?? 0) < Number(tail.json);
  }

  #replay(line: DraftRecord): void {
    const known = this.drafts.get(line.key);
    const same = known?.updated === line.updated && known.json === line.json;
    if (known === undefined || (known.updated <= line.updated && !same)) this.drafts.save(line);
  }

  async unlock(passphrase: string | null): Promise<Result<null>> {
    const keys = await this.vault.open(passphrase);
    if (!keys.ok) return keys;
    this.signAs(keys.value);
    return ok(null);
  }

  /// From here on entries are signed with these keys.
  signAs(keys: Keys): void {
    this.#sign = { device: keys.device, sign: signWith(keys.sign.secret) };
  }

  get device(): string | null {
    return this.#sign?.device ?? null;
  }

  /// When the database was put back from a backup, until this laptop has gone on under new keys; null otherwise.
  get restored(): string | null {
    return this.ledger.meta("restored") || null;
  }

  set restored(at: string | null) {
    this.ledger.putMeta("restored", at ?? "");
  }

  get roster(): Roster | undefined {
    return this.ledger.row("roster", "current");
  }

  /// Who works here: undefined while locked, or before a chief has let this laptop in.
  get me(): Member | undefined {
    return this.roster === undefined || this.device === null ? undefined : ownerOf(this.roster, this.device);
  }

  draftOf(item: string): Draft | undefined {
    const record = this.drafts.get(`item:${item}`);
    if (record === undefined) return undefined;
    const parsed = v.safeParse(StoredDraft, JSON.parse(record.json));
    return parsed.success ? { base: record.base, content: parsed.output.content } : undefined;
  }

  ports(): ActPorts | null {
    const signer = this.#sign;
    if (signer === null) return null;
    return {
      clock,
      ids: randomIds,
      signer,
      verifier,
      local: { draft: (item) => this.draftOf(item), position: () => this.ledger.position(signer.device) },
    };
  }

  /// Performs what a person asked: on disk and folded when it returns, or refused with nothing changed.
  act(what: (pen: Pen) => Performed): Result<readonly Entry[]> {
    const ports = this.ports();
    if (ports === null) return refuse("station-locked");
    const arriving = this.snapshots.arriving();
    // What this laptop would write would name as known what it has not got.
    if (arriving !== null) return refuse("history-arriving", { ...arriving });
    const done = prepare(this.ledger, ports, what);
    if (!done.ok) return done;
    const { entries, ingested } = done.value;
    const written = this.#refusedByDisk(() => {
      this.#commit(ingested, () => this.#dropShared(entries));
      return entries;
    });
    const last = entries.at(-1)?.header;
    if (written.ok && last !== undefined) {
      const tail = { key: TAIL + last.device, base: null, json: String(last.seq), updated: last.at };
      // What was done is done. Without this line an older database is noticed later: when its copies meet.
      this.#refusedByDisk(() => this.journal.note(tail));
    }
    return written;
  }

  /// Takes in entries from elsewhere; each gets its standing, none is dropped. Answers how many were new here.
  takeIn(entries: readonly Entry[]): number {
    const fresh = new Set(entries.map((entry) => entry.id).filter((id) => !this.ledger.has(id))).size;
    this.#commit(ingest(this.#entries, entries, verifier));
    if (this.snapshots.complete) this.#endSnapshot();
    return fresh;
  }

  #commit(ingested: Ingested, also: () => void = () => {}): void {
    this.#entries.commit(ingested, also);
    if (this.#shown !== null) return;
    const subjects = new Set(ingested.entries.map((one) => one.subject ?? "quarantine"));
    for (const change of ingested.rows) if (change.kind === "item" || change.kind === "issue") subjects.add(`${change.kind}:${change.key}`);
    this.#changed({ subjects: [...subjects] });
  }

  /// A draft that became a revision or a proposal is no draft any more; its last state stays in the private history.
  #dropShared(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const shared =
        entry.header.kind === "item.revision" || entry.header.kind === "item.proposed"
          ? "item"
          : entry.header.kind === "brief.revision"
            ? "brief"
            : null;
      if (shared === null || entry.payloadText === null) continue;
      const payload: unknown = JSON.parse(entry.payloadText);
      invariant(typeof payload === "object" && payload !== null && shared in payload, "a shared text names its subject", entry.id);
      this.dropDraft(`${shared}:${String((payload as Record<string, unknown>)[shared])}`);
    }
  }

  /// Saves private work. On disk, twice, when it returns.
  saveDraft(key: string, base: string | null, value: unknown): Result<null> {
    // No two of one moment: of what lies in the database and in the journal the later one counts.
    this.#saved = Math.max(Date.now(), this.#saved + 1);
    const line = { key, base, json: JSON.stringify(value), updated: new Date(this.#saved).toISOString() };
    return this.#refusedByDisk(() => {
      this.drafts.save(line);
      this.journal.append(line);
      return null;
    });
  }

  dropDraft(key: string): void {
    const draft = this.drafts.get(key);
    if (draft === undefined) return;
    this.drafts.drop(key);
    this.journal.append({ key, base: null, json: null, updated: clock.now() });
  }

  /// A full or failing disk is an answer, not a crash: the window keeps the text and says so.
  #refusedByDisk<T>(write: () => T): Result<T> {
    this.#wrote = performance.now();
    const first = this.#tried(write);
    if (first.ok || first.refusal.data["why"] !== "full" || !this.#ballast.drop()) return first;
    this.notice = refuse("disk-full-soon", { path: this.folder }).refusal;
    this.#changed({ subjects: ["station"] });
    return this.#tried(write);
  }

  #tried<T>(write: () => T): Result<T> {
    return triedOn(this.folder, write);
  }

  /// What this person has to know from now on; null: nothing any more.
  tell(notice: Refusal | null): void {
    this.notice = notice;
    this.#changed({ subjects: ["station"] });
  }

  /// How long ago something was last written here.
  idleMs(): number {
    return performance.now() - this.#wrote;
  }

  /// What can wait until nobody works here: the day's backup, once a week every page and every entry read through, and the
  /// room for a last save taken again. A fault is mended by the next start.
  async careWhenIdle(): Promise<void> {
    await this.backUp();
    this.#ballast.fill();
    const [now, last] = [clock.now(), this.ledger.meta("checked")];
    if (last !== null && Date.parse(now) - Date.parse(last) < WEEK_MS) return;
    const fault = faultIn(this.db) ?? this.ledger.fault();
    if (fault === null) this.ledger.putMeta("checked", now);
    else {
      markDamaged(this.folder, fault);
      this.notice = refuse("database-faulty").refusal;
      this.#changed({ subjects: ["station"] });
    }
  }

  /// What two people erased for good: entries by their places, and files that nothing else names.
  erased(): Erased {
    // A snapshot may say so of anything: nothing is taken away by its word.
    if (this.snapshots.active) return { entries: [], files: [] };
    const rows = this.ledger.rows("erasure").filter((one) => one.second !== null);
    const named = new Set(rows.length === 0 ? [] : this.filesNamed());
    const ids = [...new Set(rows.flatMap((one) => one.targets.map((target) => target.entry)))].sort();
    const entries = ids.flatMap((id) => {
      const entry = this.ledger.entry(id)?.entry;
      return entry === undefined || erasedBy(this.ledger, entry) === undefined ? [] : [{ id, ...place(entry) }];
    });
    return { entries, files: [...new Set(rows.flatMap((one) => one.files))].filter((digest) => !named.has(digest)).sort() };
  }

  /// Digests of the files that this desk's entries name.
  filesNamed(): string[] {
    return [...new Set([...this.ledger.rows("evidence"), ...namedLogos(this.ledger)].map((one) => one.digest))];
  }

  /// How many of my own entries the folder or hub is known to hold.
  handed(): number {
    return this.device === null ? 0 : handedUpTo(this.segments.own(this.device));
  }

  backUp(): Promise<Result<string | null>> {
    return backUpDaily(this.db, join(this.folder, "backups"), clock.now());
  }

  close(): void {
    this.journal.close();
    this.db.close();
    this.#lock.release();
  }
}

const place = ({ header: { device, seq } }: Entry): { device: string; seq: number } => ({ device, seq });

/// What `use` answers; refused where the disk fails it.
function triedOn<T>(path: string, use: () => T): Result<T> {
  try {
    return ok(use());
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    return refuse("disk-refuses", { path, why: diskReason(error) });
  }
}
