import type { LedgerStore } from "../store/ledger-store.ts";

/// Which erased words this laptop's disk is known to be rid of: a mark of them all. Empty where that has to be looked after anew.
const META = "erased-from-disk";

export const erasedMark = (ledger: LedgerStore): string => ledger.meta(META) ?? "";
export const markErased = (ledger: LedgerStore, mark: string): void => ledger.putMeta(META, mark);
export const forgetErased = (ledger: LedgerStore): void => ledger.putMeta(META, "");
