import { ok, refuse, type Result } from "../base/result.ts";
import { JPEG_END, JPEG_EXIF, JPEG_SCAN, jpegParts, PNG, pngParts, starts, viewOf, type Part } from "./logo-parts.ts";

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

function readPng(bytes: Uint8Array): Result<Measured> {
  const kinds = new Set<string>();
  for (const { kind, data } of pngParts(bytes)) {
    if (kinds.size === 0 && (kind !== "IHDR" || data.length !== 13)) return refuse("logo-broken");
    if (kind === "acTL") return refuse("logo-moves");
    if (kind === "eXIf" && isTurned(data)) return refuse("logo-turned");
    kinds.add(kind);
  }
  if (!kinds.has("IDAT") || !kinds.has("IEND")) return refuse("logo-broken");
  const view = viewOf(bytes);
  return ok({ type: "image/png", width: view.getUint32(16), height: view.getUint32(20) });
}

/// The head of a frame; of their kinds, programs read the usual one, the extended and the progressive.
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const NOTE = [0x45, 0x78, 0x69, 0x66, 0, 0];

function readJpeg(bytes: Uint8Array): Result<Measured> {
  let sides: Measured | null = null;
  let scans = 0;
  for (const { kind, data } of jpegParts(bytes)) {
    if (kind === JPEG_END) return sides === null || scans === 0 ? refuse("logo-broken") : ok(sides);
    if (isFrame(kind)) {
      const frame: Result<Measured> = sides === null ? readFrame(kind, data) : refuse("logo-broken");
      if (!frame.ok) return frame;
      sides = frame.value;
    }
    if (kind === JPEG_EXIF && starts(data, NOTE) && isTurned(data.subarray(NOTE.length))) return refuse("logo-turned");
    if (kind === JPEG_SCAN) scans++;
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
  if (note.length < 8) return false;
  const tiff = viewOf(note);
  const little = tiff.getUint16(0) === 0x4949;
  const list = tiff.getUint32(4, little);
  const tags = list + 2 <= tiff.byteLength ? tiff.getUint16(list, little) : 0;
  for (let at = list + 2; at < list + 2 + tags * 12 && at + 12 <= tiff.byteLength; at += 12)
    if (tiff.getUint16(at, little) === 0x0112) return tiff.getUint16(at + 8, little) !== 1;
  return false;
}

/// What a PNG is drawn by.
const DRAWN = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "cICP"]);

const words = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/// Whether a JPEG is drawn by a segment: of the applications' own those that say what its colours are. The first tells a small
/// picture of the picture, too, where it is longer than need be.
function isDrawn({ kind, data }: Part<number>): boolean {
  if (kind === 0xfe) return false;
  if (kind < 0xe0 || kind > 0xef) return true;
  if (kind === 0xe0) return starts(data, words("JFIF\0")) && data.length === 14;
  return (kind === 0xe2 && starts(data, words("ICC_PROFILE\0"))) || (kind === 0xee && starts(data, words("Adobe")));
}

/// A sound picture by what it is drawn by alone: without places, names, earlier states and small pictures of it that cameras and programs
/// leave in a file, and without what hangs on behind its end. It is published with every web page, and nobody sees these. The same
/// picture gives the same bytes, and a bare one its own.
export function bareLogo(bytes: Uint8Array, type: Logo["type"]): Uint8Array {
  const png = type === "image/png";
  const kept = png ? [...pngParts(bytes)].filter(({ kind }) => DRAWN.has(kind)) : [...jpegParts(bytes)].filter(isDrawn);
  const parts = [bytes.subarray(0, png ? PNG.length : 2), ...kept.map(({ whole }) => whole)];
  const bare = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bare.set(part, at);
    at += part.length;
  }
  return bare;
}
