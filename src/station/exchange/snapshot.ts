import * as v from "valibot";
import { ok, type Result } from "../../core/base/result.ts";
import { Id } from "../../core/ledger/entry.ts";
import { ownerOf, type Roster } from "../../core/desk/roster.ts";
import { makeSnapshot, readSnapshot, type StoredRow } from "../../core/ledger/snapshot.ts";
import { signWith, verifier } from "../keys/crypto.ts";
import type { Station } from "../station.ts";
import { newestKey, openSnapshot, sealSnapshot, segmentHash, SNAPSHOT_BYTES_MAX } from "./envelope.ts";
import { readInvitation } from "./invitation.ts";
import { CARRIED_BYTES_MAX, NOTHING_KNOWN, readSegmentName, type Carried, type Transport } from "./transport.ts";

/// A shorter history is checked and shown before anybody has looked.
export const SNAPSHOT_FROM = 1000;

const placeFor = (device: string): string => `snapshots/${device}-`;

/// The desk as it is shown here, for a laptop that was just let in; null where its history is short, or too much to carry.
export async function carrySnapshot(station: Station, device: string): Promise<Carried | null> {
  const { ledger, vault } = station;
  const desk = ledger.desk;
  if (vault.keys === null || desk === null || ledger.count() < SNAPSHOT_FROM) return null;
  const have = Object.fromEntries([...ledger.tips()].map(([of, { seq, id }]) => [of, [seq, id] as [number, string]]));
  const signer = { device: vault.keys.device, sign: signWith(vault.keys.sign.secret) };
  const rows = ledger.everyRow();
  if (rows.reduce((sum, { json }) => sum + json.length, 0) > SNAPSHOT_BYTES_MAX) return null;
  const content = Buffer.from(makeSnapshot({ desk, device, have }, rows, signer));
  if (content.length > SNAPSHOT_BYTES_MAX) return null;
  const bytes = await sealSnapshot(desk, vault.keys.content, content);
  return bytes.length > CARRIED_BYTES_MAX ? null : { name: `${placeFor(device)}${segmentHash(bytes).slice(0, 12)}.t5n`, bytes };
}

/// Whether all that is held here lies where the laptops meet: a laptop that waits for what came by a bundle alone would wait forever.
function allLiesThere(station: Station): boolean {
  for (const [device, { seq }] of station.ledger.tips()) {
    const parts = station.segments.names(".t5s", device).flatMap((name) => readSegmentName(name) ?? []);
    let upTo = 0;
    for (const { first, last } of parts.sort((a, b) => a.first - b.first)) if (first <= upTo + 1) upTo = Math.max(upTo, last);
    if (upTo < seq) return false;
  }
  return true;
}

/// Leaves a snapshot for a laptop that was just let in, unless one lies there. It is a help: where it cannot be left, the history
/// alone will do.
export async function handSnapshot(station: Station, transport: Transport, device: string): Promise<void> {
  if (!allLiesThere(station)) return;
  const listed = await transport.list(".t5n", NOTHING_KNOWN);
  if (!listed.ok || listed.value.fresh.some((name) => name.startsWith(placeFor(device)))) return;
  const carried = await carrySnapshot(station, device);
  if (carried === null || !(await transport.put([carried])).ok) return;
  keepLeft(station, [...left(station), { name: carried.name, device, erased: erasedHere(station) }]);
}

const LEFT = "snapshots-left";
const LeftSchema = v.array(v.object({ name: v.string(), device: Id, erased: v.number() }));
type Left = v.InferOutput<typeof LeftSchema>;

/// The snapshots that this laptop left where it meets the others, and how many entries had been erased by then.
function left({ ledger }: Station): Left {
  const read = v.safeParse(LeftSchema, JSON.parse(ledger.meta(LEFT) ?? "[]"));
  return read.success ? read.output : [];
}

const keepLeft = ({ ledger }: Station, all: Left): void => ledger.putMeta(LEFT, JSON.stringify(all));
const erasedHere = ({ ledger }: Station): number => ledger.rows("erased").length;

/// Takes snapshots away that have served, since their laptop was heard, or that hold what was erased since they were made.
export async function clearSnapshots(station: Station, transport: Transport): Promise<Result<null>> {
  const all = left(station);
  const gone = all.filter(({ device, erased }) => station.ledger.tips().has(device) || erased !== erasedHere(station));
  if (gone.length === 0 || transport.remove === undefined) return ok(null);
  const removed = await transport.remove(gone.map((one) => one.name));
  if (removed.ok)
    keepLeft(
      station,
      all.filter((one) => !gone.includes(one)),
    );
  return removed;
}

/// Whether these rows know this laptop as one that may write.
function letsIn(rows: readonly StoredRow[], device: string): boolean {
  const found = rows.find((row) => row.kind === "roster" && row.key === "current");
  if (found === undefined) return false;
  // Its shape was read with the snapshot.
  const roster = JSON.parse(found.json) as Roster;
  return roster.devices[device]?.out === undefined && ownerOf(roster, device) !== undefined;
}

/// Shows the snapshot that the laptop which let this one in has left for it, until the history comes in. Answers whether there was
/// one that is shown now. Only a laptop that knows nothing of the desk yet looks for it.
export async function fetchSnapshot(station: Station, transport: Transport): Promise<boolean> {
  const { vault, ledger, roster } = station;
  const { keys } = vault;
  const invitation = readInvitation(ledger.meta("invitation") ?? "");
  if (roster !== undefined || keys === null || newestKey(keys.content) === 0 || !invitation.ok) return false;
  const listed = await transport.list(".t5n", NOTHING_KNOWN);
  const names = listed.ok ? listed.value.fresh.filter((name) => name.startsWith(placeFor(keys.device))) : [];
  const expected = { desk: ledger.desk ?? "", device: keys.device, by: invitation.value.inviter };
  for (const name of names) {
    const got = await transport.get([name]);
    const bytes = got.ok ? (got.value[0] ?? null) : null;
    const content = bytes === null ? null : await openSnapshot(expected.desk, keys.content, bytes);
    const snapshot = content === null ? null : readSnapshot(content.toString("utf8"), expected, verifier);
    if (snapshot === null || !letsIn(snapshot.rows, keys.device)) continue;
    station.showSnapshot(snapshot.head, snapshot.rows);
    return true;
  }
  return false;
}
