import { ok, refuse, type Result } from "../base/result.ts";

/// What a logo may be: the kinds of picture that every format of ours and every program that reads them can draw.
export const LOGO_TYPES = ["image/png", "image/jpeg"] as const;

/// A publication's logo as settings and issues name it. The picture itself is a file that lies under its digest.
export interface Logo {
  /// SHA-256 of the file's bytes.
  readonly digest: string;
  readonly type: (typeof LOGO_TYPES)[number];
  /// In bytes.
  readonly size: number;
  /// In pixels.
  readonly width: number;
  readonly height: number;
}

/// 512 KB: a logo goes into each web page and e-book whole.
export const LOGO_BYTES_MAX = 512 * 1024;
/// In pixels: far more than 60 mm of paper can show.
export const LOGO_SIDE_MAX = 2000;

/// What a picture says of itself.
export type Measured = Pick<Logo, "type" | "width" | "height">;

/// Reads what a picture is from its bytes, whatever its name: PNG (ISO/IEC 15948) or JPEG (ISO/IEC 10918-1). No library of the
/// registry tells more than the sides, and what matters here is the rest. Refused, each with a code of its own: other kinds, too
/// many bytes or pixels, moving pictures, colours for a printing press (CMYK) and pictures that only a note in them turns upright,
/// which programs draw differently, and what breaks off. That its pixels can be read is for a decoder to say.
export function readLogo(bytes: Uint8Array): Result<Measured> {
  if (bytes.length > LOGO_BYTES_MAX) return refuse("logo-too-large", { kilobytes: LOGO_BYTES_MAX / 1024 });
  const found = starts(bytes, PNG) ? readPng(bytes) : starts(bytes, [0xff, 0xd8, 0xff]) ? readJpeg(bytes) : refuse("logo-unknown-type");
  if (!found.ok) return found;
  const { width, height } = found.value;
  if (width === 0 || height === 0) return refuse("logo-broken");
  return width > LOGO_SIDE_MAX || height > LOGO_SIDE_MAX ? refuse("logo-too-many-pixels", { width, height, most: LOGO_SIDE_MAX }) : found;
}

/// How large a logo is printed, in millimetres: at most 60 by 14, and no larger than its pixels are on a screen (96 to an inch).
export function printedSize({ width, height }: Pick<Logo, "width" | "height">): { readonly width: number; readonly height: number } {
  const scale = Math.min(25.4 / 96, 60 / width, 14 / height);
  return { width: width * scale, height: height * scale };
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const starts = (bytes: Uint8Array, signs: readonly number[]): boolean => signs.every((sign, at) => bytes[at] === sign);
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readPng(bytes: Uint8Array): Result<Measured> {
  const view = viewOf(bytes);
  const kinds = new Set<string>();
  for (let at = PNG.length; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (kinds.size === 0 && (kind !== "IHDR" || view.getUint32(at) !== 13)) return refuse("logo-broken");
    if (kind === "acTL") return refuse("logo-moves");
    kinds.add(kind);
    if (kind !== "IEND") continue;
    const sides = { width: view.getUint32(16), height: view.getUint32(20) };
    return kinds.has("IDAT") ? ok({ type: "image/png", ...sides }) : refuse("logo-broken");
  }
  return refuse("logo-broken");
}

/// A marker that stands alone: nothing belongs to it.
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/// The head of a frame; of their kinds, programs read the usual one, the extended and the progressive.
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const END = 0xd9;
const SCAN = 0xda;
const EXIF = 0xe1;

function readJpeg(bytes: Uint8Array): Result<Measured> {
  const view = viewOf(bytes);
  let sides: Measured | null = null;
  let scans = 0;
  for (let at = 2; at + 4 <= bytes.length + 2;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return refuse("logo-broken");
    if (marker === END) return sides === null || scans === 0 ? refuse("logo-broken") : ok(sides);
    if (marker === 0xff || isBare(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (at + 4 > bytes.length) break;
    const [from, next] = [at + 4, at + 2 + view.getUint16(at + 2)];
    if (next < from || next > bytes.length) break;
    if (isFrame(marker)) {
      const frame: Result<Measured> = sides === null ? readFrame(marker, bytes.subarray(from, next)) : refuse("logo-broken");
      if (!frame.ok) return frame;
      sides = frame.value;
    }
    if (marker === EXIF && isTurned(bytes.subarray(from, next))) return refuse("logo-turned");
    at = next;
    if (marker !== SCAN) continue;
    scans++;
    // The pixels: up to the next marker that does not belong to them.
    while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !isBare(bytes[at + 1] ?? 0))) at++;
  }
  return refuse("logo-broken");
}

function readFrame(marker: number, frame: Uint8Array): Result<Measured> {
  const [bits = 0, , , , , colours = 0] = frame;
  if (frame.length < 6 + 3 * colours) return refuse("logo-broken");
  if (colours === 4) return refuse("logo-for-press");
  if (marker > 0xc2 || bits !== 8 || (colours !== 1 && colours !== 3)) return refuse("logo-unusual");
  const view = viewOf(frame);
  return ok({ type: "image/jpeg", width: view.getUint16(3), height: view.getUint16(1) });
}

/// Whether a camera's note (Exif, tag 0x0112 of its first list) says that the picture lies on a side or is mirrored.
function isTurned(note: Uint8Array): boolean {
  if (!starts(note, [0x45, 0x78, 0x69, 0x66, 0, 0]) || note.length < 14) return false;
  const tiff = viewOf(note.subarray(6));
  const little = tiff.getUint16(0) === 0x4949;
  const list = tiff.getUint32(4, little);
  const tags = list + 2 <= tiff.byteLength ? tiff.getUint16(list, little) : 0;
  for (let at = list + 2; at < list + 2 + tags * 12 && at + 12 <= tiff.byteLength; at += 12)
    if (tiff.getUint16(at, little) === 0x0112) return tiff.getUint16(at + 8, little) !== 1;
  return false;
}
