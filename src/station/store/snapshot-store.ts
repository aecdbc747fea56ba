import { canonical } from "../../core/base/canonical.ts";
import { FOLD_VERSION } from "../../core/projection/fold.ts";
import { readSnapshotHead, type SnapshotHead, type StoredRow } from "../../core/ledger/snapshot.ts";
import type { Db } from "./database.ts";
import type { LedgerStore } from "./ledger-store.ts";

export const SNAPSHOT_META = "snapshot";

/// How much of a history that is arriving has been checked and taken in, in entries.
export interface Arriving {
  readonly done: number;
  readonly total: number;
}

/// The snapshot that a new laptop shows until its history is here, kept over a restart.
export class SnapshotStore {
  readonly #db: Db;
  readonly #ledger: LedgerStore;
  readonly #sql;
  #head: SnapshotHead | null;

  constructor(db: Db, ledger: LedgerStore) {
    this.#db = db;
    this.#ledger = ledger;
    this.#sql = {
      put: db.prepare("INSERT INTO snapshot (kind, key, parent, json) VALUES (?, ?, ?, ?)"),
      drop: db.prepare("DELETE FROM snapshot"),
      // What newer entries speak of may rightly be otherwise by now; so may what lost its force in a fork, of whose branches the
      // other laptop may have known the one alone.
      differing: db.prepare<[string], { kind: string; key: string; was: string; now: string | null }>(
        `SELECT s.kind, s.key, s.json AS was, r.json AS now FROM snapshot s LEFT JOIN rows r ON r.kind = s.kind AND r.key = s.key
          WHERE (r.json IS NULL OR r.json <> s.json) AND s.kind NOT IN ('roster', 'desk', 'announced', 'issue')
          AND NOT EXISTS (
            SELECT 1 FROM entries e WHERE e.subject IN (s.parent, s.kind || ':' || s.key, 'roster')
              AND (e.standing = 'contested'
                OR e.seq > coalesce((SELECT h.value ->> 0 FROM json_each(?) h WHERE h.key = e.device), 0)))`,
      ),
    };
    this.#head = readSnapshotHead(ledger.meta(SNAPSHOT_META) ?? "");
  }

  get active(): boolean {
    return this.#head !== null;
  }

  /// Keeps a snapshot, all of it or nothing.
  keep(head: SnapshotHead, rows: readonly StoredRow[]): void {
    this.#db.transaction(() => {
      this.#sql.drop.run();
      for (const { kind, key, parent, json } of rows) this.#sql.put.run(kind, key, parent, json);
      this.#ledger.putMeta(SNAPSHOT_META, canonical(head));
    })();
    this.#head = head;
  }

  /// Lets the snapshot go. What was shown by it is then shown by what the entries here give.
  drop(): void {
    this.#db.transaction(() => {
      this.#sql.drop.run();
      this.#ledger.putMeta(SNAPSHOT_META, "");
    })();
    this.#head = null;
  }

  /// One that an app of another version made shows what this one would not.
  dropOutdated(): void {
    if (this.#head !== null && this.#head.fold !== FOLD_VERSION) this.drop();
  }

  /// How far the history has come in; null where there is no snapshot.
  arriving(): Arriving | null {
    if (this.#head === null) return null;
    const total = Object.values(this.#head.have).reduce((sum, [seq]) => sum + seq, 0);
    return { done: Math.min(this.#ledger.count(), total), total };
  }

  /// Whether every entry that the snapshot is of is here: a laptop's last one, which may come first, waits for all before it.
  get complete(): boolean {
    if (this.#head === null) return false;
    return Object.values(this.#head.have).every(([, id]) => (this.#ledger.entry(id)?.standing ?? "pending") !== "pending");
  }

  /// How many rows of the snapshot are not what its entries give.
  differing(): number {
    if (this.#head === null) return 0;
    const have = JSON.stringify(this.#head.have);
    return this.#sql.differing.all(have).filter(({ kind, key, was, now }) => {
      // The text of a revision lies in its entry.
      const whole = kind === "revision" && now !== null ? JSON.stringify(this.#ledger.row("revision", key)) : now;
      return whole === null || !sameJson(was, whole);
    }).length;
  }
}

const sameJson = (a: string, b: string): boolean => canonical(JSON.parse(a)) === canonical(JSON.parse(b));
