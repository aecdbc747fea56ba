import { readFile, stat } from "node:fs/promises";
import type { LogoFile } from "../../contract/logo.ts";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { bareLogo, LOGO_BYTES_MAX, readLogo, type Logo } from "../../core/desk/logo.ts";
import type { Publication } from "../../core/desk/publication.ts";
import { fileDigest } from "../store/file-store.ts";
import type { Station } from "../station.ts";

async function bytesOf(file: LogoFile): Promise<Result<Uint8Array>> {
  if ("bytes" in file) return ok(file.bytes);
  try {
    // No more is read than tells that it is too large.
    if ((await stat(file.path)).size > LOGO_BYTES_MAX) return refuse("logo-too-large", { kilobytes: LOGO_BYTES_MAX / 1024 });
    return ok(new Uint8Array(await readFile(file.path)));
  } catch {
    // Gone, a folder, or not ours to read.
    return refuse("file-unreadable", { path: file.path });
  }
}

/// The pictures that were decoded here and found whole, by digest: the same bytes are judged once.
const whole = new Set<string>();

/// Whether the compiler that prints a picture reads every pixel of it. It is large: it is loaded when the first one is judged.
async function isWhole(digest: string, bytes: Uint8Array, type: Logo["type"]): Promise<boolean> {
  if (whole.has(digest)) return true;
  const drawn = await (await import("../files/pdf.ts")).draws(bytes, type === "image/png" ? "png" : "jpg");
  if (drawn) whole.add(digest);
  return drawn;
}

/// What a chosen or dropped file would be as the logo, bare of what nobody sees in it; nothing is kept. Refused: what cannot be read,
/// and what is no picture that every format can show.
export async function lookAtLogo(file: LogoFile): Promise<Result<{ logo: Logo; bytes: Uint8Array }>> {
  const got = await bytesOf(file);
  const measured = got.ok ? readLogo(got.value) : got;
  if (!got.ok || !measured.ok) return measured as Result<never>;
  const bytes = bareLogo(got.value, measured.value.type);
  const digest = fileDigest(bytes);
  if (!(await isWhole(digest, bytes, measured.value.type))) return refuse("logo-broken");
  return ok({ logo: { digest, size: bytes.length, ...measured.value }, bytes });
}

/// Keeps such a file, so that settings may name it.
export async function keepLogo(station: Station, file: LogoFile): Promise<Result<Logo>> {
  const found = await lookAtLogo(file);
  const kept = found.ok ? await station.files.put(found.value.bytes) : found;
  return kept.ok && found.ok ? ok(found.value.logo) : (kept as Result<never>);
}

/// The file of a publication's logo: null where it has none. Refused: it has not reached this laptop, or is not the picture that
/// was named.
export async function logoOf(station: Station, { logo }: Publication): Promise<Result<Uint8Array | null>> {
  if (logo === undefined) return ok(null);
  const bytes = await station.files.read(logo.digest);
  if (bytes === null) {
    // What lies there and is something else makes way for what comes with the next exchange.
    station.files.remove(logo.digest);
    return refuse("logo-not-here");
  }
  const found = readLogo(bytes);
  const same = found.ok && (["type", "width", "height"] as const).every((one) => found.value[one] === logo[one]);
  return same && (await isWhole(logo.digest, bytes, logo.type)) ? ok(new Uint8Array(bytes)) : refuse("logo-not-it");
}

/// The same for those who go on without it: its file or null, and why it is left out.
export async function logoIfHere(station: Station, publication: Publication): Promise<{ logo: Uint8Array | null; lacks: Refusal | null }> {
  const found = await logoOf(station, publication);
  return found.ok ? { logo: found.value, lacks: null } : { logo: null, lacks: found.refusal };
}

/// The logo as the publication's settings have it, to be shown.
export async function openLogo(station: Station): Promise<Result<Uint8Array | null>> {
  const publication = station.ledger.row("desk", "desk")?.publication;
  return publication === undefined ? ok(null) : logoOf(station, publication);
}
