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
  readonly #under: Lookup;
  #desk: string | null;

  constructor(under: Lookup) {
    this.#under = under;
    this.#desk = under.desk;
  }

  get desk(): string | null {
    return this.#desk;
  }

  put(stored: StoredEntry): void {
    if (stored.standing === "ok") this.#desk ??= stored.entry.header.desk;
    this.entries.set(stored.entry.id, stored);
  }

  putRow(change: RowChange): void {
    this.rows.set(`${change.kind}\0${change.key}`, change);
  }

  entry(id: string): StoredEntry | undefined {
    return this.entries.get(id) ?? this.#under.entry(id);
  }

  #merged(under: readonly StoredEntry[], belongs: (stored: StoredEntry) => boolean): StoredEntry[] {
    const out = new Map(under.filter((one) => !this.entries.has(one.entry.id)).map((one) => [one.entry.id, one]));
    for (const [id, stored] of this.entries) if (belongs(stored)) out.set(id, stored);
    return [...out.values()];
  }

  at(device: string, seq: number): StoredEntry[] {
    return this.#merged(this.#under.at(device, seq), ({ entry }) => entry.header.device === device && entry.header.seq === seq);
  }

  all(): StoredEntry[] {
    return this.#merged(this.#under.all(), () => true).sort((a, b) => ledgerOrder(a.entry, b.entry));
  }

  from(device: string, seq: number): StoredEntry[] {
    return this.#merged(this.#under.from(device, seq), ({ entry }) => entry.header.device === device && entry.header.seq >= seq).sort(
      (a, b) => a.entry.header.seq - b.entry.header.seq,
    );
  }

  waiting(): StoredEntry[] {
    return this.#merged(this.#under.waiting(), isWaiting);
  }

  of(subject: string): StoredEntry[] {
    return this.#merged(this.#under.of(subject), (one) => one.subject === subject && counts(one)).sort((a, b) =>
      ledgerOrder(a.entry, b.entry),
    );
  }

  row<K extends RowKind>(kind: K, key: string): Rows[K] | undefined {
    const change = this.rows.get(`${kind}\0${key}`);
    return change === undefined ? this.#under.row(kind, key) : ((change.value ?? undefined) as Rows[K] | undefined);
  }

  children<K extends RowKind>(kind: K, parent: string): Rows[K][] {
    const changed = [...this.rows.values()].filter((change) => change.kind === kind);
    if (changed.length === 0) return [...this.#under.children(kind, parent)];
    const keyed = new Map(this.#under.children(kind, parent).map((value) => [keyOf(kind, value), value]));
    for (const change of changed) {
      if (change.value !== null && change.parent === parent) keyed.set(change.key, change.value as Rows[K]);
      else keyed.delete(change.key);
    }
    return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
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
  issue: (one) => one.issue,
  brief: (one) => one.brief,
};

/// The key that a row of this kind is stored under.
export const keyOf = <K extends RowKind>(kind: K, value: Rows[K]): string => KEYS[kind](value);
