import { utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import { canonical } from "../base/canonical.ts";
import { digest } from "../base/digest.ts";
import type { Ids, Signer } from "../base/ports.ts";
import { ok, refuse, type Result } from "../base/result.ts";

/// At most this many bytes of payload and this depth of nesting in one entry; more is refused at the door.
export const ENTRY_BYTES_MAX = 1024 * 1024;
export const ENTRY_DEPTH_MAX = 64;

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
/// Random identifiers (items, issues, members …) and device and desk ids: 32 lower-case hex digits.
export const Id = hex(32);
/// Entry ids and digests: 64 lower-case hex digits.
export const Hash = hex(64);

const Seq = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 40));

/// The signed part of an entry. `prev` is the device's own entry before this one; `have` is what had arrived from every
/// other device, as its last seq and that entry's id; `roster` the roster entry in force; `at` a wall time for display only.
export const HeaderSchema = v.strictObject({
  v: v.literal(1),
  desk: Id,
  device: Id,
  seq: Seq,
  prev: v.nullable(Hash),
  have: v.record(Id, v.strictTuple([Seq, Hash])),
  roster: v.nullable(Hash),
  at: v.pipe(v.string(), v.maxLength(32)),
  kind: v.pipe(v.string(), v.regex(/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/), v.maxLength(64)),
  payload: Hash,
});
export type Header = v.InferOutput<typeof HeaderSchema>;

/// One signed record of the ledger. `headerText` and `payloadText` are the bytes as signed: stored and forwarded
/// verbatim. `payloadText` is null once erased.
export interface Entry {
  readonly id: string;
  readonly header: Header;
  readonly headerText: string;
  readonly payloadText: string | null;
  readonly signature: string;
}

/// An entry as it travels: id and decoded header are derived, never trusted.
export type WireEntry = Pick<Entry, "headerText" | "payloadText" | "signature">;

export const entryId = (headerText: string): string => digest("top5/entry/v1\0" + headerText);
export const deviceId = (publicKey: string): string => digest("top5/device/v1\0" + publicKey).slice(0, 32);
/// A desk is named by its founding payload, so that nobody can found the same desk twice with other content.
export const deskId = (foundingPayloadDigest: string): string => digest("top5/desk/v1\0" + foundingPayloadDigest).slice(0, 32);

/// The entry's place in ledger order before ids break ties: how many entries it knew, itself included.
export const height = (header: Header): number => Object.values(header.have).reduce((sum, [seq]) => sum + seq, header.seq);

/// Ledger order: total, agrees with causality, knows no clock. Negative if `a` comes first.
export const ledgerOrder = (a: Entry, b: Entry): number => height(a.header) - height(b.header) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/// Whether `a` had arrived where `b` was made (or is an earlier entry of the same device). False for `a === b`.
export function isBefore(a: Entry, b: Entry): boolean {
  if (a.header.device === b.header.device) return a.header.seq < b.header.seq;
  const known = b.header.have[a.header.device];
  return known !== undefined && known[0] >= a.header.seq;
}

export const concurrent = (a: Entry, b: Entry): boolean => a.id !== b.id && !isBefore(a, b) && !isBefore(b, a);

/// Where an entry goes. `roster` null: by the one in force.
export interface Position {
  readonly desk: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly have: Header["have"];
  readonly roster: string | null;
}

/// Where a device's next entry goes, after its last one, given the last entry here of every other device. It names all that
/// these knew, too, even what has lost its standing since: knowledge never shrinks, or no other laptop would follow. Nothing
/// follows the word that a device goes on under another id: who still holds the old keys can only stand beside that word, as
/// a fork, knowing what it knew.
export function nextPlace(desk: string, last: Entry | undefined, others: readonly Entry[]): Position {
  if (last?.header.kind === "device.renewed") {
    const { seq, prev, have, roster } = last.header;
    return { desk, seq, prev, have, roster };
  }
  const have: Record<string, [number, string]> = {};
  const know = (device: string, seq: number, id: string): void => {
    if (device !== last?.header.device && (have[device]?.[0] ?? 0) < seq) have[device] = [seq, id];
  };
  for (const { id, header } of others) know(header.device, header.seq, id);
  for (const { header } of last === undefined ? others : [last, ...others])
    for (const [device, [seq, id]] of Object.entries(header.have)) know(device, seq, id);
  return { desk, seq: (last?.header.seq ?? 0) + 1, prev: last?.id ?? null, have, roster: null };
}

/// A new entry at the end of this device's chain. The payload gets 16 random bytes, so that its digest tells nothing once
/// it is erased. Refused (`entry-too-large`) if it exceeds what any laptop would take.
export function makeEntry(
  position: Position,
  kind: string,
  payload: object,
  at: string,
  ports: { ids: Ids; signer: Signer },
): Result<Entry> {
  const payloadText = canonical({ ...payload, salt: ports.ids.next() });
  const bytes = utf8ToBytes(payloadText).length;
  if (bytes > ENTRY_BYTES_MAX) return refuse("entry-too-large", { kilobytes: Math.ceil(bytes / 1024) });
  const payloadDigest = digest(payloadText);
  const desk = position.desk === "" ? deskId(payloadDigest) : position.desk;
  const header: Header = {
    v: 1,
    desk,
    device: ports.signer.device,
    seq: position.seq,
    prev: position.prev,
    have: position.have,
    roster: position.roster,
    at,
    kind,
    payload: payloadDigest,
  };
  const headerText = canonical(header);
  const id = entryId(headerText);
  return ok({ id, header, headerText, payloadText, signature: ports.signer.sign(id) });
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/// Where the string that begins at a quotation mark ends; behind the text where it does not.
function stringEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

/// How deep a text of JSON nests, seen without reading it: a reader might not come back from ten thousand levels.
function depth(text: string): number {
  let [level, deepest] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) at = stringEnd(text, at);
    else if (c === 0x7b || c === 0x5b) deepest = Math.max(deepest, ++level);
    else if (c === 0x7d || c === 0x5d) level--;
  }
  return deepest;
}

/// JSON that is within an entry's limits, or null. Never throws.
export function parseBounded(text: string): unknown {
  if (text.length > ENTRY_BYTES_MAX || depth(text) > ENTRY_DEPTH_MAX) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/// Reads an entry that came from outside. Refused where its bytes are not a canonical header, too large, or the payload is
/// not the one the header names. Says nothing about who signed it.
export function readEntry(wire: WireEntry): Result<Entry> {
  const header = v.safeParse(HeaderSchema, parseBounded(wire.headerText));
  if (!header.success || canonical(header.output) !== wire.headerText) return refuse("entry-malformed");
  if (!/^[0-9a-f]{128}$/.test(wire.signature)) return refuse("entry-malformed");
  if (wire.payloadText !== null) {
    if (parseBounded(wire.payloadText) === null) return refuse("entry-too-large", { kilobytes: Math.ceil(wire.payloadText.length / 1024) });
    if (digest(wire.payloadText) !== header.output.payload) return refuse("entry-payload-swapped");
  }
  return ok({ ...wire, id: entryId(wire.headerText), header: header.output });
}
