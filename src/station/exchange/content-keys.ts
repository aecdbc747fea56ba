import { ok, type Result } from "../../core/base/result.ts";
import { activeDevices, chiefs, hasRole, memberOf, type Roster } from "../../core/desk/roster.ts";
import { understand } from "../../core/ledger/kinds.ts";
import { isBoxKey, randomHex, signWith } from "../keys/crypto.ts";
import { newContentKey, type Keys } from "../keys/vault.ts";
import type { Station } from "../station.ts";
import { newestKey } from "./envelope.ts";
import { clearSnapshots, handSnapshot } from "./snapshot.ts";
import { makeWelcome, openWelcome, readInvitation, readWelcome } from "./invitation.ts";
import { NOTHING_KNOWN, type Carried, type Transport } from "./transport.ts";

/// The desk's content keys on their way: a chief's laptop wraps them for every laptop that may write, and for the recovery key;
/// when a laptop was stopped or its person left, it makes a new one, which that laptop never gets.

/// A key's number says for which roster it was made, and by whom, so that two chiefs who make one apart make two.
const GENERATION = 2 ** 18;
const numberFor = (roster: Roster, device: string): number => roster.length * GENERATION + (parseInt(device.slice(0, 8), 16) % GENERATION);
const generationOf = (number: number): number => Math.floor(number / GENERATION);

/// Whether a laptop that had the newest key may write nothing any more.
const renewalDue = (roster: Roster, content: Keys["content"]): boolean =>
  roster.cuts.some((cut) => roster.devices[cut.device]?.out !== undefined && cut.length > generationOf(newestKey(content)));

const nameFor = (device: string): string => `keys/${device}-${randomHex(6)}.t5k`;

/// The content keys, wrapped for one laptop.
function wrapped(station: Station, keys: Keys, to: { id: string; box: string }): Carried {
  const by = { device: keys.device, sign: signWith(keys.sign.secret) };
  const welcome = makeWelcome(station.ledger.desk ?? "", { device: to.id, box: to.box }, keys.content, by);
  return { name: nameFor(to.id), bytes: Buffer.from(JSON.stringify(welcome)) };
}

const isChiefs = ({ roster, vault }: Station): boolean =>
  roster !== undefined && hasRole(memberOf(roster, vault.keys?.device ?? ""), "chief");

/// Who gets the content keys from a chief's laptop.
function recipients(station: Station, keys: Keys): { id: string; box: string }[] {
  const { roster } = station;
  if (roster === undefined || !isChiefs(station)) return [];
  // One that split off and that no chief has confirmed may be in other hands.
  const sure = activeDevices(roster).filter((one) => one.by === undefined || station.ledger.entry(one.by)?.standing === "ok");
  const all = [...sure, ...(roster.recovery === null ? [] : [roster.recovery])];
  return all.filter((one) => one.id !== keys.device && isBoxKey(one.box));
}

/// The content keys, wrapped for everyone who is to have them; empty where this is no chief's laptop.
export function wrappedForAll(station: Station): Carried[] {
  const { keys } = station.vault;
  return keys === null ? [] : recipients(station, keys).map((to) => wrapped(station, keys, to));
}

/// Whether a laptop would take keys that any chief signed. One that was just let in and knows no roster yet takes them from
/// the laptop that invited it alone.
function takesFromAnyone(station: Station, device: string): boolean {
  return station.ledger.tips().has(device) || station.roster?.recovery?.id === device;
}

/// The laptop whose entry let another in.
export function letInBy(station: Station, device: string): string | undefined {
  return station.ledger.of("roster").find(({ entry }) => {
    const known = understand(entry);
    return typeof known !== "string" && known.kind === "roster.enrolled" && known.payload.device.id === device;
  })?.entry.header.device;
}

/// Makes a new content key where one is due and this is a chief's laptop.
export async function renewContentKey(station: Station): Promise<Result<null>> {
  const { vault, roster } = station;
  if (vault.keys === null || roster === undefined || !isChiefs(station) || !renewalDue(roster, vault.keys.content)) return ok(null);
  const content = { ...vault.keys.content, [numberFor(roster, vault.keys.device)]: newContentKey() };
  return vault.save({ ...vault.keys, content }, null);
}

/// Makes a new content key where one is due, and hands over what laptops lack. `handed` remembers, from one round to the next, up
/// to which key each is known to have them; `to`: laptops that this one has heard, or those that were just let in, too. Does
/// nothing where this is no chief's laptop, or its history is not here yet.
export async function handContentKeys(
  station: Station,
  transport: Transport,
  handed: Map<string, number>,
  to: "known" | "all",
): Promise<Result<null>> {
  const { vault } = station;
  if (vault.keys === null || !isChiefs(station) || newestKey(vault.keys.content) === 0 || station.snapshots.active) return ok(null);
  const renewed = await renewContentKey(station);
  if (!renewed.ok) return renewed;
  const cleared = await clearSnapshots(station, transport);
  if (!cleared.ok) return cleared;
  const { keys } = vault;
  const newest = newestKey(keys.content);
  const lacking = recipients(station, keys).filter((one) => (handed.get(one.id) ?? -1) < newest);
  if (lacking.length === 0) return ok(null);
  const listed = await transport.list(".t5k", NOTHING_KNOWN);
  if (!listed.ok) return listed;
  for (const one of lacking) {
    const anyone = takesFromAnyone(station, one.id);
    if (!anyone && (to === "known" || letInBy(station, one.id) !== keys.device)) continue;
    // First: with the keys it begins to take in.
    if (!anyone) await handSnapshot(station, transport, one.id);
    const done = await handTo(station, transport, { keys, to: one, anyone, there: listed.value.fresh });
    if (!done.ok) return done;
    handed.set(one.id, newest);
  }
  return ok(null);
}

async function handTo(
  station: Station,
  transport: Transport,
  { keys, to, anyone, there }: { keys: Keys; to: { id: string; box: string }; anyone: boolean; there: readonly string[] },
): Promise<Result<null>> {
  const got = await transport.get(there.filter((name) => name.startsWith(`keys/${to.id}-`)));
  if (!got.ok) return got;
  const numbers = Object.keys(keys.content);
  const has = got.value.some((bytes) => {
    const welcome = readWelcome(bytes?.toString("utf8") ?? "", station.ledger.desk ?? "", (of) => chiefKey(station, of));
    return (
      welcome.ok && (anyone || welcome.value.by === keys.device) && numbers.every((number) => welcome.value.keys[number] !== undefined)
    );
  });
  return has ? ok(null) : transport.put([wrapped(station, keys, to)]);
}

/// A joiner, and after a key change everyone, finds the desk's content keys under `keys/`, wrapped for this laptop.
export async function fetchContentKeys(station: Station, transport: Transport): Promise<Result<null>> {
  const { vault, ledger } = station;
  const listed = await transport.list(".t5k", NOTHING_KNOWN);
  if (!listed.ok || vault.keys === null) return listed.ok ? ok(null) : listed;
  const { device, box } = vault.keys;
  const got = await transport.get(listed.value.fresh.filter((name) => name.startsWith(`keys/${device}-`)));
  if (!got.ok) return got;
  for (const bytes of got.value) {
    const text = bytes?.toString("utf8") ?? "";
    const opened = openWelcome(text, ledger.desk ?? "", { device, secret: box.secret }, (of) => chiefKey(station, of));
    const { keys } = vault;
    if (!opened.ok || keys === null || Object.keys(opened.value).every((number) => keys.content[number] !== undefined)) continue;
    const saved = await vault.save({ ...keys, content: { ...opened.value, ...keys.content } }, null);
    if (!saved.ok) return saved;
  }
  return ok(null);
}

/// The signing key of a chief's laptop: by the roster, or before that arrived by the invitation.
function chiefKey({ roster, ledger }: Station, device: string): string | undefined {
  if (roster === undefined) {
    const invitation = readInvitation(ledger.meta("invitation") ?? "");
    return invitation.ok && invitation.value.inviter.device === device ? invitation.value.inviter.sign : undefined;
  }
  return chiefKeyIn(roster, device);
}

/// The same where the roster is known. A chief's laptop that was stopped hands out nothing.
export function chiefKeyIn(roster: Roster, device: string): string | undefined {
  const known = roster.devices[device];
  const own = known?.out === undefined && chiefs(roster).some((chief) => chief.id === known?.member);
  return own ? known?.sign : undefined;
}
