/// A chunk of a PNG or a segment of a JPEG: its data, and all of it as it stands in the file.
export interface Part<K> {
  readonly kind: K;
  readonly data: Uint8Array;
  readonly whole: Uint8Array;
}

export const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
export const starts = (bytes: Uint8Array, signs: readonly number[]): boolean => signs.every((sign, at) => bytes[at] === sign);

/// The chunks of a PNG up to its last, `IEND`; fewer where it breaks off.
export function* pngParts(bytes: Uint8Array): Generator<Part<string>> {
  const view = viewOf(bytes);
  for (let at = PNG.length; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end > bytes.length) return;
    yield { kind, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
    if (kind === "IEND") return;
    at = end;
  }
}

export const JPEG_END = 0xd9;
export const JPEG_SCAN = 0xda;
export const JPEG_EXIF = 0xe1;

/// A marker that stands alone: nothing belongs to it.
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/// The segments of a JPEG up to its end, each scan with its pixels; fewer where it breaks off.
export function* jpegParts(bytes: Uint8Array): Generator<Part<number>> {
  const view = viewOf(bytes);
  for (let at = 2; at + 2 <= bytes.length && bytes[at] === 0xff;) {
    const kind = bytes[at + 1] ?? 0;
    if (kind === 0xff || isBare(kind)) {
      at += kind === 0xff ? 1 : 2;
      continue;
    }
    if (kind === JPEG_END) return yield { kind, data: new Uint8Array(), whole: bytes.subarray(at, at + 2) };
    if (at + 4 > bytes.length) return;
    const [from, next] = [at + 4, at + 2 + view.getUint16(at + 2)];
    if (next < from || next > bytes.length) return;
    let end = next;
    // The pixels: up to the next marker that does not belong to them.
    if (kind === JPEG_SCAN)
      while (end < bytes.length && !(bytes[end] === 0xff && bytes[end + 1] !== 0 && !isBare(bytes[end + 1] ?? 0))) end++;
    yield { kind, data: bytes.subarray(from, next), whole: bytes.subarray(at, end) };
    at = end;
  }
}
