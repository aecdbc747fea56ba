import { isBefore, type Entry } from "../ledger/entry.ts";
import { fold, foldOrder } from "./fold.ts";
import type { Lookup } from "./lookup.ts";
import { Overlay } from "./overlay.ts";

/// The desk as it was known where some entries were made: these, and what had arrived there. The rows of the named subjects
/// are folded anew from those entries alone, by the same fold; rosters are today's, by which entries are judged. Without
/// entries to go by, everything that is held counts.
export function pastOf(lookup: Lookup, knowers: readonly Entry[], subjects: Iterable<string>): Lookup {
  const knew = (entry: Entry): boolean => knowers.length === 0 || knowers.some((one) => one.id === entry.id || isBefore(entry, one));
  const past = new Overlay({
    desk: lookup.desk,
    entry: (id) => lookup.entry(id),
    at: (device, seq) => lookup.at(device, seq),
    from: (device, seq) => lookup.from(device, seq),
    all: () => lookup.all().filter(({ entry }) => knew(entry)),
    waiting: () => [],
    // What later erasures kept of an entry is what it was then, but for its words.
    of: (subject) => lookup.of(subject).filter(({ entry }) => knew(entry) || entry.header.kind.startsWith("erasure.")),
    knew,
    row: (kind, key) => (kind === "roster" ? lookup.row(kind, key) : undefined),
    children: () => [],
  });
  for (const subject of foldOrder(subjects)) for (const change of fold(past, subject)) past.putRow(change);
  return past;
}
