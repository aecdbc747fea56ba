import { FOLD_VERSION } from "../../core/projection/fold.ts";
import { isOfDisk } from "../files/disk-reason.ts";
import type { LedgerStore } from "../store/ledger-store.ts";
import { markDamaged } from "./restore.ts";

/// An app that folds otherwise than the one before it folds all rows anew, once. False where an entry is not what it was when it
/// came: then the database is marked as damaged, and nothing in it has changed.
export function foldByThisApp(folder: string, ledger: LedgerStore): boolean {
  if (ledger.meta("folded") === String(FOLD_VERSION)) return true;
  try {
    ledger.rebuild();
  } catch (error) {
    const fault = isOfDisk(error) ? null : ledger.fault();
    if (fault === null) throw error;
    markDamaged(folder, fault);
    return false;
  }
  ledger.putMeta("folded", String(FOLD_VERSION));
  return true;
}
