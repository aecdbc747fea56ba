import type { Entry } from "../ledger/entry.ts";
import type { RowKind, Rows } from "./rows.ts";

/// How far an entry counts. `pending`: something it names has not arrived. `contested`: its device has forked; readable,
/// without force. `quarantined`: kept, shown with its reason, without effect. `unknown`: needs a newer app.
export type Standing = "ok" | "pending" | "contested" | "quarantined" | "unknown";

export interface StoredEntry {
  readonly entry: Entry;
  readonly standing: Standing;
  /// A refusal code for `quarantined`; otherwise null.
  readonly reason: string | null;
  readonly subject: string | null;
}

/// What the pure ledger and fold may read. The store answers from SQLite, the simulator and tests from memory.
export interface Lookup {
  /// The desk's id, or null while this laptop belongs to none.
  readonly desk: string | null;
  entry(id: string): StoredEntry | undefined;
  /// All entries at one place of a device's chain: more than one means that the device forked.
  at(device: string, seq: number): readonly StoredEntry[];
  /// Entries of a device from `seq` on, in order of seq.
  from(device: string, seq: number): readonly StoredEntry[];
  /// Every entry, in ledger order.
  all(): readonly StoredEntry[];
  /// Entries that may yet count: for what they name, a later valid signature, or a newer app.
  waiting(): readonly StoredEntry[];
  /// Where the desk is looked at as it was: whether an entry was known then.
  readonly knew?: ((entry: Entry) => boolean) | undefined;
  /// Entries of a subject that are `ok`, `contested` or `unknown`, in ledger order.
  of(subject: string): readonly StoredEntry[];
  row<K extends RowKind>(kind: K, key: string): Rows[K] | undefined;
  /// Rows of a kind under a parent, in order of key.
  children<K extends RowKind>(kind: K, parent: string): readonly Rows[K][];
}
