import { ledgerOrder } from "../../src/core/ledger/entry.ts";
import type { Ingested } from "../../src/core/ledger/ingest.ts";
import type { Lookup, StoredEntry } from "../../src/core/projection/lookup.ts";
import { counts, isWaiting } from "../../src/core/projection/overlay.ts";
import type { RowChange, RowKind, Rows } from "../../src/core/projection/rows.ts";

/// A ledger in memory: what the store is in SQLite, for laws over many laptops.
export class MemoryLedger implements Lookup {
  desk: string | null = null;
  readonly entries = new Map<string, StoredEntry>();
  readonly rows = new Map<string, RowChange>();

  apply(ingested: Ingested): void {
    this.desk ??= ingested.desk;
    for (const stored of ingested.entries) this.entries.set(stored.entry.id, stored);
    for (const change of ingested.rows) {
      const key = `${change.kind}\0${change.key}`;
      if (change.value === null) this.rows.delete(key);
      else this.rows.set(key, change);
    }
  }

  /// All rows as one text, to compare laptops by.
  projections(): string {
    const rows = [...this.rows.values()].map((one) => JSON.stringify([one.kind, one.key, one.parent, one.value]));
    const standings = [...this.entries.values()].map((one) => JSON.stringify([one.entry.id, one.standing, one.reason]));
    return [...rows.sort(), ...standings.sort()].join("\n");
  }

  #all(keep: (stored: StoredEntry) => boolean): StoredEntry[] {
    return [...this.entries.values()].filter(keep).sort((a, b) => ledgerOrder(a.entry, b.entry));
  }

  entry(id: string): StoredEntry | undefined {
    return this.entries.get(id);
  }

  all(): StoredEntry[] {
    return this.#all(() => true);
  }

  at(device: string, seq: number): StoredEntry[] {
    return this.#all(({ entry }) => entry.header.device === device && entry.header.seq === seq);
  }

  from(device: string, seq: number): StoredEntry[] {
    return this.#all(({ entry }) => entry.header.device === device && entry.header.seq >= seq);
  }

  waiting(): StoredEntry[] {
    return this.#all(isWaiting);
  }

  of(subject: string): StoredEntry[] {
    return this.#all((stored) => stored.subject === subject && counts(stored));
  }

  row<K extends RowKind>(kind: K, key: string): Rows[K] | undefined {
    return (this.rows.get(`${kind}\0${key}`)?.value ?? undefined) as Rows[K] | undefined;
  }

  children<K extends RowKind>(kind: K, parent: string): Rows[K][] {
    return [...this.rows.values()]
      .filter((one) => one.kind === kind && one.parent === parent)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((one) => one.value as Rows[K]);
  }
}
