import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Entry, WireEntry } from "../../core/ledger/entry.ts";
import { frameEntries, readFrames } from "../../core/ledger/segment.ts";
import { decrypt, encrypt } from "../keys/crypto.ts";

/// A segment as it lies in a folder: magic, key number, then nonce, ciphertext and tag (AES-256-GCM over the deflated
/// frames, bound to magic, key number and desk), then SHA-256 over all before it.
const MAGIC = Buffer.from("TOP5SEG1");
const HEAD_BYTES = MAGIC.length + 4;
const TRAILER_BYTES = 32;
export const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
const INFLATED_BYTES_MAX = 512 * 1024 * 1024;

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

function head(keyNumber: number): Buffer {
  const out = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(out);
  out.writeUInt32BE(keyNumber, MAGIC.length);
  return out;
}

export type ContentKeys = Readonly<Record<string, string>>;

export const newestKey = (keys: ContentKeys): number => Math.max(0, ...Object.keys(keys).map(Number));

export function sealSegment(desk: string, keys: ContentKeys, entries: readonly Entry[]): Buffer {
  const number = newestKey(keys);
  const start = head(number);
  const sealed = encrypt(
    Buffer.from(keys[number] ?? "", "hex"),
    deflateRawSync(frameEntries(entries)),
    Buffer.concat([start, Buffer.from(desk)]),
  );
  const body = Buffer.concat([start, sealed]);
  return Buffer.concat([body, sha256(body)]);
}

/// The first 12 hex digits of a segment's digest: part of its name, so that equal names mean equal bytes.
export const segmentHash = (bytes: Uint8Array): string => sha256(bytes).toString("hex").slice(0, 12);

/// What a file in the folder turned out to be. `not-yet`: cut off or damaged on the way, tried again later. `no-key`: under
/// a content key that has not reached this laptop. `foreign`: whole, but not a segment of this desk.
export type Opened =
  { readonly state: "entries"; readonly entries: readonly WireEntry[] } | { readonly state: "not-yet" | "no-key" | "foreign" };

const text = new TextDecoder("utf-8", { fatal: true });

export function openSegment(desk: string, keys: ContentKeys, bytes: Buffer): Opened {
  if (bytes.length < HEAD_BYTES + TRAILER_BYTES + 28 || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { state: "not-yet" };
  const body = bytes.subarray(0, bytes.length - TRAILER_BYTES);
  if (!sha256(body).equals(bytes.subarray(bytes.length - TRAILER_BYTES))) return { state: "not-yet" };
  const key = keys[body.readUInt32BE(MAGIC.length)];
  if (key === undefined) return { state: "no-key" };
  const plain = decrypt(
    Buffer.from(key, "hex"),
    body.subarray(HEAD_BYTES),
    Buffer.concat([body.subarray(0, HEAD_BYTES), Buffer.from(desk)]),
  );
  if (plain === null) return { state: "foreign" };
  try {
    const frames = readFrames(inflateRawSync(plain, { maxOutputLength: INFLATED_BYTES_MAX }), (part) => text.decode(part));
    return frames === null ? { state: "foreign" } : { state: "entries", entries: frames };
  } catch {
    return { state: "foreign" };
  }
}
