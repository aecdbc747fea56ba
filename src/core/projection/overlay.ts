import { erasedKey } from "../erasure/erasure.ts";
import { noteKey } from "../review/note.ts";
import { evidenceKey } from "../evidence/evidence.ts";
import { ledgerOrder } from "../ledger/entry.ts";
import type { Lookup, StoredEntry } from "./lookup.ts";
import type { RowChange, RowKind, Rows } from "./rows.ts";

/// A lookup with changes laid over it that nobody has written yet. What was put is read back at once; `entries` and `rows`
/// are then what a store has to write in one transaction.
export class Overlay implements Lookup {
  readonly entries = new Map<string, StoredEntry>();
  readonly rows = new Map<string, RowChange>();
  /// Ids of what was put, by device, by place and by every subject that it had here, and keys of rows by every parent. A history
  /// that arrives at once is as long as it is, and must not be gone through for each of its entries.
  readonly #devices = new Index();
  readonly #places = new Index();
  readonly #subjects = new Index();
  readonly #parents = new Index();
  readonly #under: Lookup;
  #desk: string | null;

  constructor(under: Lookup) {
    this.#under = under;
    this.#desk = under.desk;
  }

  get desk(): string | null {
    return this.#desk;
  }

  get knew(): Lookup["knew"] {
    return this.#under.knew;
  }

  put(stored: StoredEntry): void {
    const { id, header } = stored.entry;
    if (stored.standing === "ok") this.#desk ??= header.desk;
    this.entries.set(id, stored);
    this.#devices.add(header.device, id);
    this.#places.add(`${header.device}:${header.seq}`, id);
    if (stored.subject !== null) this.#subjects.add(stored.subject, id);
  }

  putRow(change: RowChange): void {
    this.rows.set(`${change.kind}\0${change.key}`, change);
    this.#parents.add(`${change.kind}\0${change.parent}`, change.key);
  }

  entry(id: string): StoredEntry | undefined {
    return this.entries.get(id) ?? this.#under.entry(id);
  }

  /// What lies under, but for what was put anew, and of the put ones with these ids those that belong.
  #merged(under: readonly StoredEntry[], put: Iterable<string>, belongs: (stored: StoredEntry) => boolean): StoredEntry[] {
    const out = under.filter((one) => !this.entries.has(one.entry.id));
    for (const id of put) {
      const stored = this.entries.get(id);
      if (stored !== undefined && belongs(stored)) out.push(stored);
    }
    return out;
  }

  at(device: string, seq: number): StoredEntry[] {
    return this.#merged(this.#under.at(device, seq), this.#places.of(`${device}:${seq}`), () => true);
  }

  all(): StoredEntry[] {
    return this.#merged(this.#under.all(), this.entries.keys(), () => true).sort((a, b) => ledgerOrder(a.entry, b.entry));
  }

  from(device: string, seq: number): StoredEntry[] {
    return this.#merged(this.#under.from(device, seq), this.#devices.of(device), ({ entry }) => entry.header.seq >= seq).sort(
      (a, b) => a.entry.header.seq - b.entry.header.seq,
    );
  }

  waiting(): StoredEntry[] {
    return this.#merged(this.#under.waiting(), this.entries.keys(), isWaiting);
  }

  of(subject: string): StoredEntry[] {
    const put = this.#subjects.of(subject);
    return this.#merged(this.#under.of(subject), put, (one) => one.subject === subject && counts(one)).sort((a, b) =>
      ledgerOrder(a.entry, b.entry),
    );
  }

  row<K extends RowKind>(kind: K, key: string): Rows[K] | undefined {
    const change = this.rows.get(`${kind}\0${key}`);
    return change === undefined ? this.#under.row(kind, key) : ((change.value ?? undefined) as Rows[K] | undefined);
  }

  children<K extends RowKind>(kind: K, parent: string): Rows[K][] {
    const keyed = new Map<string, Rows[K]>();
    for (const value of this.#under.children(kind, parent)) {
      const key = keyOf(kind, value);
      if (!this.rows.has(`${kind}\0${key}`)) keyed.set(key, value);
    }
    const changed = this.#parents.of(`${kind}\0${parent}`);
    for (const key of changed) {
      const now = this.rows.get(`${kind}\0${key}`);
      if (now?.parent === parent && now.value !== null) keyed.set(key, now.value as Rows[K]);
    }
    return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  }
}

/// What belongs together under a name.
class Index {
  readonly #all = new Map<string, Set<string>>();

  add(name: string, one: string): void {
    const known = this.#all.get(name);
    if (known === undefined) this.#all.set(name, new Set([one]));
    else known.add(one);
  }

  of(name: string): ReadonlySet<string> {
    return this.#all.get(name) ?? new Set();
  }
}

export const isWaiting = (stored: StoredEntry): boolean =>
  stored.standing === "pending" ||
  stored.standing === "unknown" ||
  (stored.standing === "quarantined" && stored.reason === "entry-signature-bad");

/// Whether an entry belongs to its subject: in force, readable without force, or of a kind that only a newer app reads.
export const counts = (stored: StoredEntry): boolean =>
  stored.standing === "ok" || stored.standing === "contested" || stored.standing === "unknown";

const KEYS: { readonly [K in RowKind]: (value: Rows[K]) => string } = {
  roster: (one) => one.head,
  desk: () => "desk",
  announced: (one) => one.device,
  item: (one) => one.item,
  revision: (one) => one.id,
  decision: (one) => one.entry,
  note: (one) => noteKey(one.item, one.note),
  proposal: (one) => one.proposal,
  evidence: (one) => evidenceKey(one.item, one.evidence),
  erasure: (one) => one.erasure,
  erased: erasedKey,
  issue: (one) => one.issue,
  brief: (one) => one.brief,
};

/// The key that a row of this kind is stored under.
export const keyOf = <K extends RowKind>(kind: K, value: Rows[K]): string => KEYS[kind](value);
