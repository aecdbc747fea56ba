import { createHash } from "node:crypto";
import { ok, type Result } from "../../core/base/result.ts";
import { withoutWords } from "../../core/erasure/erasure.ts";
import { readEntry, type Entry } from "../../core/ledger/entry.ts";
import type { ExchangeHost } from "./exchange.ts";
import { openSegment, sealSegment, segmentHash } from "./envelope.ts";
import type { Remembered } from "./remembered.ts";
import { NOTHING_KNOWN, readSegmentName, segmentName, type Transport } from "./transport.ts";

/// What of the desk's ledger two people erased for good: entries by their places, and files.
export interface Erased {
  readonly entries: readonly { readonly id: string; readonly device: string; readonly seq: number }[];
  readonly files: readonly string[];
}

interface Way {
  readonly transport: Transport;
  readonly host: ExchangeHost;
  readonly memory: Remembered;
}

/// What is remembered of a segment in which erased entries have their places: that it was looked into for these, and whether their
/// words are in it.
const CLEAN = "erased:";
const HOLDS = "holds:";
const markOf = (ids: readonly string[]): string => createHash("sha256").update(ids.join()).digest("hex").slice(0, 16);

/// The entries of a segment, as they lie there; null where it cannot be read, or holds what is no entry.
async function entriesIn({ transport, host }: Way, name: string): Promise<Entry[] | null> {
  const got = await transport.get([name]);
  const bytes = got.ok ? (got.value[0] ?? null) : null;
  const opened = bytes === null ? null : openSegment(host.desk, host.keys(), bytes);
  if (opened?.state !== "entries") return null;
  const entries = opened.entries.flatMap((wire) => {
    const entry = readEntry(wire);
    return entry.ok ? [entry.value] : [];
  });
  return entries.length === opened.entries.length ? entries : null;
}

/// Puts the segment there anew, under another name and without the erased words, and takes the old one away: in this order, so that
/// whatever stops it, what stays to be said lies there. Entries prove themselves, whoever put them there.
async function replace(
  way: Way,
  name: string,
  { entries, gone, mark }: { readonly entries: readonly Entry[]; readonly gone: ReadonlySet<string>; readonly mark: string },
): Promise<Result<null>> {
  const { transport, host, memory } = way;
  const bytes = sealSegment(
    host.desk,
    host.keys(),
    entries.map((entry) => (gone.has(entry.id) ? withoutWords(entry) : entry)),
  );
  const [of, hash] = [readSegmentName(name), segmentHash(bytes)];
  const folder = name.includes("/") ? name.slice(0, name.indexOf("/") + 1) : "";
  const renamed = of === null ? `${folder}rewritten-${hash.slice(0, 12)}.t5s` : segmentName({ ...of, hash });
  const put = await transport.put([{ name: renamed, bytes }]);
  if (!put.ok) return put;
  memory.put(renamed, memory.get(name)?.state ?? "taken", host.now(), CLEAN + mark);
  const removed = (await transport.remove?.([name])) ?? ok(null);
  if (removed.ok) memory.forget(name);
  return removed;
}

/// Looks into one segment that may hold erased words, and writes it anew where it is for this laptop to do.
async function look(way: Way, name: string, erased: Erased["entries"]): Promise<Result<null>> {
  const { host, memory } = way;
  const of = readSegmentName(name);
  const inIt = erased.filter(({ device, seq }) => of === null || (device === of.device && seq >= of.first && seq <= of.last));
  const [record, mark] = [memory.get(name), markOf(inIt.map((one) => one.id))];
  if (inIt.length === 0 || record === undefined || record.state === "unreadable" || record.reason === CLEAN + mark) return ok(null);
  const mine = of === null || host.rewrites(of.device);
  if (record.reason === HOLDS + mark && !mine) return ok(null);
  const entries = await entriesIn(way, name);
  if (entries === null) return ok(null);
  const gone = new Set(inIt.map((one) => one.id));
  const holds = entries.some((entry) => gone.has(entry.id) && entry.payloadText !== null);
  if (holds && mine) return replace(way, name, { entries, gone, mark });
  memory.put(name, record.state, host.now(), (holds ? HOLDS : CLEAN) + mark);
  return ok(null);
}

/// Takes erased words away from where the laptops meet, as far as this laptop may: its own segments, those of laptops that will not
/// come again where it is a chief's, erased files, and snapshots, which are a help only. What it cannot do is done by whoever can;
/// `leftOver` tells what is left. Does nothing where a transport takes nothing away.
export async function rewriteErased(way: Way): Promise<Result<null>> {
  const { transport, host, memory } = way;
  const { entries, files } = host.erased();
  if (transport.remove === undefined || entries.length === 0) return ok(null);
  for (const name of memory.names(".t5s")) {
    const done = await look(way, name, entries);
    if (!done.ok) return done;
  }
  const stored = await transport.list(".t5f", NOTHING_KNOWN);
  if (!stored.ok) return stored;
  const lost = stored.value.fresh.filter((name) => files.some((digest) => name.startsWith(`files/${digest}`)));
  const helps = await transport.list(".t5n", NOTHING_KNOWN);
  if (!helps.ok) return helps;
  const mark = SNAPSHOTS + markOf(entries.map((one) => one.id));
  // One that was taken away lies there again where the folder was set back.
  const old = helps.value.fresh.filter((name) => memory.get(mark) === undefined || memory.get(name)?.reason === GONE);
  const removed = lost.length + old.length === 0 ? ok(null) : await transport.remove([...lost, ...old]);
  if (!removed.ok) return removed;
  lost.forEach((name) => memory.forget(name));
  old.forEach((name) => memory.put(name, "taken", host.now(), GONE));
  if (memory.get(mark) === undefined) memory.put(mark, "taken", host.now(), null);
  return ok(null);
}

/// Remembers that the snapshots from before these entries were erased are gone; those made later hold none of their words.
const SNAPSHOTS = "snapshots-before:";
const GONE = "gone";

/// The devices whose segments, as far as they were looked into, still hold erased words.
export const leftOver = (memory: Remembered): string[] => [
  ...new Set(
    memory.names(".t5s").flatMap((name) => {
      const of = readSegmentName(name);
      return of !== null && memory.get(name)?.reason?.startsWith(HOLDS) === true ? [of.device] : [];
    }),
  ),
];
