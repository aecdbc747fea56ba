import { randomBytes } from "node:crypto";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";

/// The steps of a file system that saving takes, so that a test can let each of them fail.
export interface Disk {
  open(path: string, flags: string): Promise<Pick<FileHandle, "writeFile" | "sync" | "close">>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

const DISK: Disk = { open, rename, remove: (path) => rm(path, { force: true }) };

/// Writes the whole file or nothing: into a file beside it, synced, then renamed over it; the folder synced last. Refused
/// when any step fails: then what stood there before stands there still, and nothing half-written is left.
export async function save(path: string, bytes: Uint8Array, disk: Disk = DISK): Promise<Result<null>> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.part`);
  try {
    const file = await disk.open(beside, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(beside, path);
    await syncFolder(dirname(path), disk);
    return ok(null);
  } catch (error) {
    await disk.remove(beside).catch(() => null);
    return refuse("file-not-written", { path, problem: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

/// Some systems cannot open a folder; there the rename has to do.
async function syncFolder(folder: string, disk: Disk): Promise<void> {
  const handle = await disk.open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => null);
  await handle?.close();
}
