import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";

const RENAME_TRIES = 5;
const BUSY = new Set(["EBUSY", "EPERM", "EACCES"]);

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

/// Virus scanners and synchronisers hold fresh files for a moment: a busy target is tried again, with growing pauses.
async function renameOver(from: string, to: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (tried === RENAME_TRIES || !BUSY.has(codeOf(error))) throw error;
      await new Promise((done) => setTimeout(done, 20 * 2 ** tried));
    }
  }
}

/// Writes a file whole or not at all: to a temporary name in the same folder, to disk, then renamed. A reader never sees
/// half of it. Refused (`file-not-written`) when the disk does not take it; then the old file is as it was.
export async function saveAtomically(path: string, bytes: Uint8Array, options: { readonly mode?: number } = {}): Promise<Result<null>> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx", options.mode ?? 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
    return ok(null);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return refuse("file-not-written", { path, detail: codeOf(error) });
  }
}
