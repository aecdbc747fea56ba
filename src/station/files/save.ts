import { randomBytes } from "node:crypto";
import { open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "./disk-reason.ts";

/// The steps of a file system that saving takes, so that a test can let each of them fail.
export interface Disk {
  open(path: string, flags: string, mode?: number): Promise<Pick<FileHandle, "writeFile" | "sync" | "close">>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

const DISK: Disk = { open, rename: renameOver, remove: (path) => rm(path, { force: true }) };

const RENAME_TRIES = 5;

/// Virus scanners and synchronisers hold fresh files for a moment: a busy target is tried again, with growing pauses.
async function renameOver(from: string, to: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (tried === RENAME_TRIES || !["EBUSY", "EPERM", "EACCES"].includes(codeOf(error))) throw error;
      await pause(20 * 2 ** tried);
    }
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

/// `mode`: who may read the file, 0o644 unless told; `disk`: the file system, for tests.
export interface SaveOptions {
  readonly mode?: number;
  readonly disk?: Disk;
}

/// Writes the whole file or nothing: into a file beside it, synced, then renamed over it; the folder synced last. Refused
/// when any step fails: then what stood there before stands there still, and nothing half-written is left.
export async function save(path: string, bytes: Uint8Array, { mode = 0o644, disk = DISK }: SaveOptions = {}): Promise<Result<null>> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.part`);
  try {
    const file = await disk.open(beside, "wx", mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(beside, path);
    await syncFolder(dirname(path), disk);
    await sweep(dirname(path));
    return ok(null);
  } catch (error) {
    await disk.remove(beside).catch(() => null);
    return refuse("file-not-written", { path, why: diskReason(error) });
  }
}

const LEFT_BEHIND = /^\..+\.[0-9a-f]{8}\.part$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/// What a program that was killed in the middle of saving left here, by its name and age. Nobody reads such a file; a younger one
/// may be another laptop's, at work in the same folder.
async function sweep(folder: string): Promise<void> {
  try {
    for (const name of (await readdir(folder)).filter((one) => LEFT_BEHIND.test(one))) {
      const path = join(folder, name);
      if (Date.now() - (await stat(path)).mtimeMs > DAY_MS) await rm(path, { force: true });
    }
  } catch {
    // Tidying can wait: the file itself is saved.
    return;
  }
}

/// Some systems cannot open a folder; there the rename has to do.
async function syncFolder(folder: string, disk: Disk): Promise<void> {
  const handle = await disk.open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => null);
  await handle?.close();
}
