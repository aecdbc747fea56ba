import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { ManifestSchema, type Manifest, type ManifestFile } from "../../core/issue/manifest.ts";
import { ENTRY_BYTES_MAX, parseBounded } from "../../core/ledger/entry.ts";

export const MANIFEST_ENDING = ".manifest.json";

/// Names as our own exports have them, and no other: nothing that is a way to elsewhere, on any system.
const PLAIN = /^(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[a-z0-9][a-z0-9._-]{0,199}(?<!\.)$/i;

const found = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

/// The manifests that a path means: itself, or those of a folder. Refused: nothing is there, or a folder without any.
export async function manifestsAt(path: string): Promise<Result<string[]>> {
  try {
    if (!(await lstat(path)).isDirectory()) return ok([path]);
    const names = (await readdir(path)).filter((name) => name.endsWith(MANIFEST_ENDING)).sort();
    return names.length === 0 ? refuse("manifest-none", { path }) : ok(names.map((name) => join(path, name)));
  } catch {
    return refuse("file-unreadable", { path });
  }
}

/// The bytes of a plain file of at most so many; null where it is none, too large, or not ours to read.
async function plainText(path: string, most: number): Promise<string | null> {
  try {
    const stat = await lstat(path);
    if (!stat.isFile() || stat.size > most) return null;
    const file = await open(path, "r");
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile());
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/// A manifest as its file has it, or what is wrong with it: whatever the file holds, reading it is bounded and never fails.
export async function readManifest(path: string): Promise<Manifest | Refusal> {
  const text = await plainText(path, ENTRY_BYTES_MAX);
  const parsed = v.safeParse(ManifestSchema, text === null ? null : parseBounded(text));
  if (parsed.success) return parsed.output;
  return found("verify-malformed", { name: basename(path), place: v.getDotPath(parsed.issues[0]) ?? "–" });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest("hex");
}

async function ofFile(folder: string, file: ManifestFile): Promise<Refusal | null> {
  const { name } = file;
  if (!PLAIN.test(name)) return found("verify-file-name", { name: name.slice(0, 80) });
  const path = join(folder, name);
  try {
    const stat = await lstat(path);
    if (!stat.isFile()) return found("verify-file-missing", { name });
    // Another size is another file: only what can be the same is read.
    if (stat.size !== file.bytes || (await digestOf(path)) !== file.digest) return found("verify-file-changed", { name });
    return null;
  } catch {
    return found("verify-file-missing", { name });
  }
}

/// Holds the files beside a manifest against it: what is missing, changed, or no plain name in that folder.
export async function verifyFiles(path: string, manifest: Manifest): Promise<Refusal[]> {
  const out: Refusal[] = [];
  for (const file of manifest.files) {
    const fault = await ofFile(dirname(path), file);
    if (fault !== null) out.push(fault);
  }
  return out;
}
