import { utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import type { Entry, WireEntry } from "./entry.ts";
import { ENTRY_BYTES_MAX } from "./entry.ts";

/// How entries travel inside a segment, before deflating and encrypting: each as a length (4 bytes, big-endian) and a JSON
/// array of header, payload and signature, byte for byte as signed.

const FRAME_BYTES_MAX = 2 * ENTRY_BYTES_MAX + 16_384;
const Frame = v.strictTuple([v.string(), v.nullable(v.string()), v.string()]);

export function frameEntries(entries: readonly Entry[]): Uint8Array {
  const frames = entries.map((entry) => utf8ToBytes(JSON.stringify([entry.headerText, entry.payloadText, entry.signature])));
  const out = new Uint8Array(frames.reduce((sum, frame) => sum + 4 + frame.length, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const frame of frames) {
    view.setUint32(at, frame.length);
    out.set(frame, at + 4);
    at += 4 + frame.length;
  }
  return out;
}

/// The entries of a segment, or null where the bytes are not whole frames. `decode` turns UTF-8 bytes into text.
export function readFrames(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): WireEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: WireEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return null;
    const length = view.getUint32(at);
    if (length > FRAME_BYTES_MAX || at + 4 + length > bytes.length) return null;
    const wire = readFrame(decode(bytes.subarray(at + 4, at + 4 + length)));
    if (wire === null) return null;
    out.push(wire);
    at += 4 + length;
  }
  return out;
}

function readFrame(text: string): WireEntry | null {
  try {
    const frame = v.safeParse(Frame, JSON.parse(text));
    return frame.success ? { headerText: frame.output[0], payloadText: frame.output[1], signature: frame.output[2] } : null;
  } catch {
    return null;
  }
}
