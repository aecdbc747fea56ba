import { ok, refuse, type Result } from "../../core/base/result.ts";
import type { Finding } from "../../core/import/imported.ts";

/// Larger files are no issue of a briefing; they are refused before they are read.
export const LARGEST = 16 * 1024 * 1024;

/// A file's bytes as text, with a doubt where the encoding had to be guessed.
export interface Decoded {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/// Text from bytes: UTF-8, UTF-16 with its mark; otherwise UTF-16, GB18030 or Windows-1252, guessed, with a doubt.
/// `named`: the encoding that the text itself names, believed where it holds and UTF-8 does not. One that all but a few letters are in
/// is taken, too, with a doubt that shows the first that is lost: nothing else is by chance UTF-8 for the most part.
/// Refused: nothing at all, more than `LARGEST`, and bytes that are no text.
export function decodeText(bytes: Uint8Array, named: string | null = null): Result<Decoded> {
  if (bytes.length === 0) return refuse("import-empty");
  if (bytes.length > LARGEST) return refuse("text-too-large", { megabytes: Math.ceil(bytes.length / 1048576), limit: LARGEST / 1048576 });
  const marked = byMark(bytes);
  if (marked !== null) return ok({ text: marked, findings: [] });
  const wide = byZeros(bytes);
  if (wide !== null) return ok(guessed(wide, "UTF-16"));
  if (isBinary(bytes)) return refuse("file-not-text");
  const utf8 = strictly("utf-8", bytes);
  if (utf8 !== null) return ok({ text: utf8, findings: [] });
  const nearly = allBut("utf-8", bytes);
  if (nearly !== null) return ok(nearly);
  const said = named === null ? null : strictly(named, bytes);
  if (said !== null) return ok({ text: said, findings: [] });
  const chinese = inPairs(bytes);
  const paired = chinese ? strictly("gb18030", bytes) : null;
  if (paired !== null) return ok(guessed(paired, "GB18030"));
  const rest = (named === null ? null : allBut(named, bytes)) ?? (chinese ? allBut("gb18030", bytes) : null);
  if (rest !== null) return ok(rest);
  return ok(guessed(new TextDecoder("windows-1252").decode(bytes), "Windows-1252"));
}

/// Text whose encoding was guessed, with the place that shows whether the guess was right.
function guessed(text: string, encoding: string): Decoded {
  const at = text.search(/[^\u0000-\u007f]/);
  const excerpt = text.slice(Math.max(0, at - 20), at + 20).replace(/\s+/g, " ");
  return { text, findings: [{ code: "encoding-guessed", severity: "doubt", data: { encoding, excerpt }, line: null, excerpt }] };
}

/// UTF-16 without its mark: every second byte of Latin letters is zero, on the same side but for a rare letter.
function byZeros(bytes: Uint8Array): string | null {
  if (bytes.length % 2 === 1) return null;
  const zeros: [number, number] = [0, 0];
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  });
  const [first, second] = zeros;
  if (Math.min(first, second) * 20 > Math.max(first, second) || Math.max(first, second) * 10 < bytes.length) return null;
  const text = strictly(second > first ? "utf-16le" : "utf-16be", bytes);
  return text === null || /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/.test(text) ? null : text;
}

/// Chinese in GB18030 comes in pairs of high bytes, one after the other; accents of Latin letters stand alone.
function inPairs(bytes: Uint8Array): boolean {
  let [run, paired, alone] = [0, 0, 0];
  for (let at = 0; at <= bytes.length; at++) {
    if ((bytes[at] ?? 0) > 0x80) run++;
    else {
      if (run === 1) alone++;
      else paired += run;
      run = 0;
    }
  }
  return paired > alone * 4;
}

function byMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return strictly("utf-16le", bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return strictly("utf-16be", bytes);
  return null;
}

function strictly(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/// Text that was cut off within a letter or has a few bad bytes: what is lost is marked and told. Null where much would be.
function allBut(encoding: string, bytes: Uint8Array): Decoded | null {
  const text = loosely(encoding, bytes) ?? "";
  let [lost, sound] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === 0xfffd) lost++;
    else if (letter > 0x7f) sound++;
  }
  if (lost === 0 || lost * 20 > sound) return null;
  const at = text.indexOf("\ufffd");
  const excerpt = text.slice(Math.max(0, at - 20), at + 20).replace(/\s+/g, " ");
  const data = { encoding: encoding.toUpperCase(), lost, excerpt };
  return { text, findings: [{ code: "encoding-damaged", severity: "doubt", data, line: null, excerpt }] };
}

function loosely(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // Nobody knows an encoding of this name.
    return null;
  }
}

const SIGNATURES = ["%PDF-", "PK\u0003\u0004", "\u00d0\u00cf\u0011\u00e0", "\u0089PNG", "GIF8", "\u00ff\u00d8\u00ff", "{\\rtf"];

/// True for known file kinds, for zero bytes and for many control characters.
function isBinary(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  if (SIGNATURES.some((signature) => head.startsWith(signature))) return true;
  let odd = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) odd++;
  }
  return odd * 100 > bytes.length;
}
