import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Entry, WireEntry } from "../../core/ledger/entry.ts";
import { frameEntries, readFrames } from "../../core/ledger/segment.ts";
import { decrypt, encrypt } from "../keys/crypto.ts";

/// What lies in a folder: magic, key number, then nonce, ciphertext and tag (AES-256-GCM over the deflated content, bound
/// to magic, key number and desk), then SHA-256 over all before it. The magic tells segments of entries from files.
const SEGMENT = Buffer.from("TOP5SEG1");
const FILE = Buffer.from("TOP5FIL1");
const MAGIC_BYTES = 8;
const HEAD_BYTES = MAGIC_BYTES + 4;
const TRAILER_BYTES = 32;
export const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
const INFLATED_BYTES_MAX = 512 * 1024 * 1024;

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

function head(magic: Buffer, keyNumber: number): Buffer {
  const out = Buffer.alloc(HEAD_BYTES);
  magic.copy(out);
  out.writeUInt32BE(keyNumber, MAGIC_BYTES);
  return out;
}

export type ContentKeys = Readonly<Record<string, string>>;

export const newestKey = (keys: ContentKeys): number => Math.max(0, ...Object.keys(keys).map(Number));

function seal(magic: Buffer, desk: string, keys: ContentKeys, content: Uint8Array): Buffer {
  const number = newestKey(keys);
  const start = head(magic, number);
  const sealed = encrypt(Buffer.from(keys[number] ?? "", "hex"), deflateRawSync(content), Buffer.concat([start, Buffer.from(desk)]));
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
  if (bytes.length < HEAD_BYTES + TRAILER_BYTES + 28 || !bytes.subarray(0, MAGIC_BYTES).equals(magic)) return { state: "not-yet" };
  const body = bytes.subarray(0, bytes.length - TRAILER_BYTES);
  if (!sha256(body).equals(bytes.subarray(bytes.length - TRAILER_BYTES))) return { state: "not-yet" };
  const key = keys[body.readUInt32BE(MAGIC_BYTES)];
  if (key === undefined) return { state: "no-key" };
  const bound = Buffer.concat([body.subarray(0, HEAD_BYTES), Buffer.from(desk)]);
  const plain = decrypt(Buffer.from(key, "hex"), body.subarray(HEAD_BYTES), bound);
  if (plain === null) return { state: "foreign" };
  try {
    return inflateRawSync(plain, { maxOutputLength: most });
  } catch {
    return { state: "foreign" };
  }
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
