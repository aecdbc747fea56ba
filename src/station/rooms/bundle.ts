import { ok, refuse, type Result } from "../../core/base/result.ts";
import { fetchContentKeys, letInBy, renewContentKey, wrappedForAll } from "../exchange/content-keys.ts";
import { Bundle } from "../exchange/bundle.ts";
import { carrySegment, Exchange, fileName, runsOf } from "../exchange/exchange.ts";
import { newestKey, sealFile } from "../exchange/envelope.ts";
import { carrySnapshot } from "../exchange/snapshot.ts";
import { BriefMemory } from "../exchange/remembered.ts";
import { NOTHING_KNOWN, type Carried } from "../exchange/transport.ts";
import type { Session } from "../session.ts";
import { namedLogos } from "../store/file-store.ts";
import type { Station } from "../station.ts";

/// How far each device's entries had arrived at a laptop when it last spoke; nowhere for one that was never heard. Of a chain
/// that has split it may have the other branch: it gets both.
function heldBy(station: Station, device: string | null): (of: string) => number {
  const tip = device === null ? undefined : station.ledger.tips().get(device);
  const last = tip === undefined ? undefined : station.ledger.entry(tip.id)?.entry.header;
  const splits = station.ledger.splits();
  const held = (of: string): number => (of === last?.device ? last.seq : (last?.have[of]?.[0] ?? 0));
  return (of) => Math.min(held(of), (splits.get(of) ?? Infinity) - 1);
}

/// The content keys, wrapped: a chief wraps them for every laptop, anybody else passes on what lies in the folder or hub.
async function keysFor(session: Session): Promise<Carried[]> {
  const { station, transport } = session;
  const own = wrappedForAll(station);
  if (own.length > 0) return own;
  if (transport === null || session.lastRound?.result.ok !== true) return [];
  const listed = await transport.list(".t5k", NOTHING_KNOWN);
  const got = listed.ok ? await transport.get(listed.value.fresh) : listed;
  if (!listed.ok || !got.ok) return [];
  return listed.value.fresh.flatMap((name, at) => {
    const bytes = got.value[at] ?? null;
    return bytes === null ? [] : [{ name, bytes }];
  });
}

/// Writes one file with everybody's entries, or with what one laptop lacked when it last spoke, and if asked with the files
/// that entries name and that are here.
export async function writeBundle(
  session: Session,
  { path, to, files }: { path: string; to: string | null; files: boolean },
): Promise<Result<{ entries: number; files: number; bytes: number }>> {
  const { station } = session;
  const arriving = station.snapshots.arriving();
  if (arriving !== null) return refuse("history-arriving", { ...arriving });
  // Whoever was stopped opens nothing that leaves from now on, by whatever way.
  const renewed = await renewContentKey(station);
  if (!renewed.ok) return renewed;
  const { desk, keys: keysOf } = session.host();
  const keys = keysOf();
  if (newestKey(keys) === 0) return refuse("not-admitted-yet");
  if (to !== null && station.roster?.devices[to] === undefined) return refuse("laptop-unknown");
  const bundle = Bundle.empty(path, desk);
  const held = heldBy(station, to);
  let entries = 0;
  for (const device of station.ledger.devices()) {
    const lacking = station.ledger.from(device, held(device) + 1).map((stored) => stored.entry);
    entries += lacking.length;
    await bundle.put(runsOf(lacking, bundle.batch.entries).map((run) => carrySegment(desk, keys, run)));
  }
  await bundle.put(await keysFor(session));
  const snapshot =
    to === null || station.ledger.tips().has(to) || letInBy(station, to) !== station.device ? null : await carrySnapshot(station, to);
  if (snapshot !== null) await bundle.put([snapshot]);
  let carried = 0;
  for (const digest of files ? station.filesNamed() : []) {
    const bytes = await station.files.read(digest);
    if (bytes === null) continue;
    carried++;
    await bundle.put([{ name: fileName(digest, null), bytes: sealFile(desk, keys, bytes) }]);
  }
  const saved = await bundle.save();
  return saved.ok ? ok({ entries, files: carried, bytes: saved.value }) : saved;
}

/// Takes in a bundle: keys that are meant for this laptop, entries, and the files that they name. Answers what was new here,
/// and how many segments could not be opened.
export async function takeBundle(session: Session, path: string): Promise<Result<{ taken: number; files: number; waiting: number }>> {
  const { station } = session;
  if (station.device === null || station.ledger.desk === null) return refuse("no-desk-yet");
  const bundle = await Bundle.read(path, station.ledger.desk);
  if (!bundle.ok) return bundle;
  const found = await fetchContentKeys(station, bundle.value);
  if (!found.ok) return found;
  await session.showSnapshot(bundle.value);
  const exchange = new Exchange(bundle.value, session.host(), new BriefMemory());
  const taken = await session.admittedBy(() => exchange.take());
  if (!taken.ok) return taken;
  let files = 0;
  for (const { digest, size } of [...station.ledger.rows("evidence"), ...namedLogos(station.ledger)])
    if (!station.files.has(digest) && (await exchange.fetch(digest, size))) files++;
  return ok({ taken: taken.value, files, waiting: exchange.waiting().length });
}
