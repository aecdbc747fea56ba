import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { performAct } from "../../core/acts/act.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { evidenceKey } from "../../core/evidence/evidence.ts";
import { EVIDENCE_BYTES_MAX, WORD_FILE, type EvidenceType } from "../../core/evidence/kinds.ts";
import { LARGEST } from "../files/decode.ts";
import { pageWords, textIn } from "../files/read-document.ts";
import { save } from "../files/save.ts";
import { randomHex } from "../keys/crypto.ts";
import type { Session } from "../session.ts";
import { clock } from "../station.ts";

const starts = (bytes: Uint8Array, ...signs: number[]): boolean => signs.every((sign, at) => bytes[at] === sign);
const PAGE = /^\s*(?:<!doctype html|<html|<!--|<\?xml[^>]*>\s*<!doctype html)/i;

/// What a file is, by what it holds: never by its name. Refused is what this app could not show: another kind, a text that is too
/// long, a page that cannot be read.
function typeOf(bytes: Uint8Array, name: string): Result<EvidenceType> {
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return ok("application/pdf");
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return ok("image/png");
  if (starts(bytes, 0xff, 0xd8, 0xff)) return ok("image/jpeg");
  if (bytes.length > LARGEST) return refuse("evidence-too-large", { name, megabytes: LARGEST / 1048576 });
  const text = textIn(bytes);
  if (!text.ok || text.value.text.includes("\0")) return refuse("evidence-unknown-type", { name });
  if (!PAGE.test(text.value.text)) return ok("text/plain");
  return pageWords(bytes).ok ? ok("text/html") : refuse("evidence-page-unreadable", { name });
}

/// Stores a copy of a file as evidence for a source of an item: the file first, then its entry.
export async function addEvidence(
  session: Session,
  { item, source, path }: { item: string; source: string; path: string },
): Promise<Result<null>> {
  const { station } = session;
  try {
    const { size, mtime } = await stat(path);
    if (size === 0) return refuse("evidence-empty", { name: basename(path) });
    if (size > EVIDENCE_BYTES_MAX) return refuse("evidence-too-large", { name: basename(path), megabytes: 64 });
    const bytes = await readFile(path);
    const type = typeOf(bytes, basename(path));
    if (!type.ok) return type;
    const digest = await station.files.put(bytes);
    if (!digest.ok) return digest;
    // A page that was saved says by its own time when it was fetched.
    const fetched = new Date(Math.min(mtime.getTime(), Date.parse(clock.now()))).toISOString();
    const added = {
      item,
      evidence: randomHex(16),
      source,
      name: basename(path).slice(0, 200),
      type: type.value,
      size: bytes.length,
      fetched,
    };
    const done = station.act((pen) => performAct(pen, "evidence.add", { ...added, digest: digest.value }));
    if (!done.ok) return done;
    void session.exchange();
    return ok(null);
  } catch {
    // Gone, a folder, or not ours to read.
    return refuse("file-unreadable", { path });
  }
}

/// A stored file as a window shows it, a page by its words alone, and text as UTF-8. Refused while it has not reached this laptop, and
/// where a page is too long to be read.
export async function openEvidence(
  session: Session,
  item: string,
  evidence: string,
): Promise<Result<{ type: EvidenceType; bytes: Uint8Array }>> {
  const row = session.station.ledger.row("evidence", evidenceKey(item, evidence));
  if (row === undefined) return refuse("evidence-unknown");
  if (row.type === WORD_FILE) return refuse("evidence-unknown-type", { name: row.name });
  const bytes = await session.file(row.digest, row.size);
  if (bytes === null) return refuse("evidence-not-here", { name: row.name });
  if (!row.type.startsWith("text/")) return ok({ type: row.type, bytes: new Uint8Array(bytes) });
  const words = row.type === "text/html" ? pageWords(bytes) : textIn(bytes);
  if (!words.ok) return words;
  const text = typeof words.value === "string" ? words.value : words.value.text;
  return ok({ type: "text/plain", bytes: new TextEncoder().encode(text) });
}

/// Writes a returned copy, as it came, into a file. Refused while it has not reached this laptop.
export async function saveCopy(
  session: Session,
  { item, evidence, path }: { item: string; evidence: string; path: string },
): Promise<Result<null>> {
  const row = session.station.ledger.row("evidence", evidenceKey(item, evidence));
  if (row?.copy === undefined) return refuse("evidence-unknown");
  const bytes = await session.file(row.digest, row.size);
  return bytes === null ? refuse("evidence-not-here", { name: row.name }) : save(path, new Uint8Array(bytes));
}
