import { setImmediate as others } from "node:timers/promises";
import { idsOf } from "../core/desk/roster.ts";
import { height, type Entry } from "../core/ledger/entry.ts";
import type { Station } from "./station.ts";
import type { Arriving } from "./store/snapshot-store.ts";

/// So many entries are taken in at a time; between two times the station answers its windows.
const BATCH = 250;

/// Causes first, so that no part waits for a later one.
function inOrder(entries: readonly Entry[]): Entry[] {
  const placed = entries.map((entry) => ({ entry, at: height(entry.header) }));
  return placed.sort((a, b) => a.at - b.at || (a.entry.id < b.entry.id ? -1 : 1)).map((one) => one.entry);
}

/// Whether this laptop may write between two parts. Not while its own chain is among what arrives: it would write beside it.
function mayPause(station: Station, entries: readonly Entry[]): boolean {
  if (station.me === undefined) return true;
  const own = new Set(idsOf(station.roster, station.device ?? ""));
  return station.restored === null && !entries.some((entry) => own.has(entry.header.device));
}

/// Whether an entry is not here, or here without its words, or under another signature.
function isNew({ ledger }: Station, entry: Entry): boolean {
  const held = ledger.entry(entry.id)?.entry;
  return held?.signature !== entry.signature || (held.payloadText === null && entry.payloadText !== null);
}

/// Takes entries in, a long history part by part: each part is on disk, checked and folded before the next is begun. Whatever
/// stops it, what is here stays here, and the next round takes the rest. Answers how many were new here.
export async function arrive(station: Station, entries: readonly Entry[], told: (arriving: Arriving | null) => void): Promise<number> {
  const fresh = entries.filter((entry) => isNew(station, entry));
  if (fresh.length <= BATCH || !mayPause(station, fresh)) return station.takeIn(entries);
  const ordered = inOrder(fresh);
  let taken = 0;
  try {
    for (let at = 0; at < ordered.length; at += BATCH) {
      told({ done: at, total: ordered.length });
      await others();
      taken += station.takeIn(ordered.slice(at, at + BATCH));
    }
  } finally {
    told(null);
  }
  return taken;
}
