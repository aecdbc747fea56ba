import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from "node:zlib";
import type { Entry, WireEntry } from "../../core/ledger/entry.ts";
import { frameEntries, readFrames } from "../../core/ledger/segment.ts";
import { decrypt, encrypt } from "../keys/crypto.ts";

/// What lies in a folder: magic, key number, then nonce, ciphertext and tag (AES-256-GCM over the deflated content, bound
/// to magic, key number and desk), then SHA-256 over all before it. The magic tells segments of entries, files and snapshots apart.
const SEGMENT = Buffer.from("TOP5SEG1");
const FILE = Buffer.from("TOP5FIL1");
const SNAPSHOT = Buffer.from("TOP5SNP1");
const MAGIC_BYTES = 8;
const HEAD_BYTES = MAGIC_BYTES + 4;
const TRAILER_BYTES = 32;
export const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
const INFLATED_BYTES_MAX = 512 * 1024 * 1024;
/// The rows of a snapshot become one text, and texts end well below what a segment may unfold into.
export const SNAPSHOT_BYTES_MAX = 256 * 1024 * 1024;

const deflate = promisify<Uint8Array, Buffer>(deflateRaw);
const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

function head(magic: Buffer, keyNumber: number): Buffer {
  const out = Buffer.alloc(HEAD_BYTES);
  magic.copy(out);
  out.writeUInt32BE(keyNumber, MAGIC_BYTES);
  return out;
}

export type ContentKeys = Readonly<Record<string, string>>;

export const newestKey = (keys: ContentKeys): number => Math.max(0, ...Object.keys(keys).map(Number));

const seal = (magic: Buffer, desk: string, keys: ContentKeys, content: Uint8Array): Buffer =>
  sealDeflated(magic, desk, keys, deflateRawSync(content));

function sealDeflated(magic: Buffer, desk: string, keys: ContentKeys, deflated: Uint8Array): Buffer {
  const number = newestKey(keys);
  const start = head(magic, number);
  const sealed = encrypt(Buffer.from(keys[number] ?? "", "hex"), deflated, Buffer.concat([start, Buffer.from(desk)]));
  const body = Buffer.concat([start, sealed]);
  return Buffer.concat([body, sha256(body)]);
}

export const sealSegment = (desk: string, keys: ContentKeys, entries: readonly Entry[]): Buffer =>
  seal(SEGMENT, desk, keys, frameEntries(entries));

/// A file that entries name, as it lies in a folder.
export const sealFile = (desk: string, keys: ContentKeys, bytes: Uint8Array): Buffer => seal(FILE, desk, keys, bytes);

/// The digest of a segment. Its first digits are part of the segment's name, so that equal names mean equal bytes.
export const segmentHash = (bytes: Uint8Array): string => sha256(bytes).toString("hex");

/// What a file in the folder turned out to be. `not-yet`: cut off or damaged on the way, tried again later. `no-key`: under
/// a content key that has not reached this laptop. `foreign`: whole, but not of this desk, or not what it should be.
export type NotOpened = { readonly state: "not-yet" | "no-key" | "foreign" };
export type Opened = { readonly state: "entries"; readonly entries: readonly WireEntry[] } | NotOpened;

const text = new TextDecoder("utf-8", { fatal: true });

function open(magic: Buffer, desk: string, keys: ContentKeys, bytes: Buffer, most: number): Buffer | NotOpened {
  const deflated = unseal(magic, desk, keys, bytes);
  if (!Buffer.isBuffer(deflated)) return deflated;
  try {
    return inflateRawSync(deflated, { maxOutputLength: most });
  } catch {
    return { state: "foreign" };
  }
}

function unseal(magic: Buffer, desk: string, keys: ContentKeys, bytes: Buffer): Buffer | NotOpened {
  if (bytes.length < HEAD_BYTES + TRAILER_BYTES + 28 || !bytes.subarray(0, MAGIC_BYTES).equals(magic)) return { state: "not-yet" };
  const body = bytes.subarray(0, bytes.length - TRAILER_BYTES);
  if (!sha256(body).equals(bytes.subarray(bytes.length - TRAILER_BYTES))) return { state: "not-yet" };
  const key = keys[body.readUInt32BE(MAGIC_BYTES)];
  if (key === undefined) return { state: "no-key" };
  const bound = Buffer.concat([body.subarray(0, HEAD_BYTES), Buffer.from(desk)]);
  return decrypt(Buffer.from(key, "hex"), body.subarray(HEAD_BYTES), bound) ?? { state: "foreign" };
}

export function openSegment(desk: string, keys: ContentKeys, bytes: Buffer): Opened {
  const content = open(SEGMENT, desk, keys, bytes, INFLATED_BYTES_MAX);
  if (!Buffer.isBuffer(content)) return content;
  try {
    const frames = readFrames(content, (part) => text.decode(part));
    return frames === null ? { state: "foreign" } : { state: "entries", entries: frames };
  } catch {
    return { state: "foreign" };
  }
}

/// The bytes of a file that entries name, at most `most` of them, or why they cannot be had from this one.
export const openFile = (desk: string, keys: ContentKeys, bytes: Buffer, most: number): Buffer | NotOpened =>
  open(FILE, desk, keys, bytes, most);

/// A snapshot as it lies in a folder: rows instead of entries. It may be of many megabytes: packed and unpacked beside the work.
export const sealSnapshot = async (desk: string, keys: ContentKeys, content: Uint8Array): Promise<Buffer> =>
  sealDeflated(SNAPSHOT, desk, keys, await deflate(content));

/// The content of a snapshot; null where these bytes are none of this desk's, whole, and under a key that is here.
export async function openSnapshot(desk: string, keys: ContentKeys, bytes: Buffer): Promise<Buffer | null> {
  const deflated = unseal(SNAPSHOT, desk, keys, bytes);
  if (!Buffer.isBuffer(deflated)) return null;
  try {
    return await inflate(deflated, { maxOutputLength: SNAPSHOT_BYTES_MAX });
  } catch {
    return null;
  }
}
