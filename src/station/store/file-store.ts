import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logo } from "../../core/desk/logo.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { save } from "../files/save.ts";
import type { LedgerStore } from "./ledger-store.ts";

/// SHA-256 of a file's bytes, 64 hex digits: its name everywhere.
export const fileDigest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/// The logos of a desk's publication and of all its issues.
export function namedLogos(ledger: LedgerStore): Logo[] {
  const rows = [...ledger.rows("desk"), ...ledger.rows("issue")];
  const logos = rows.flatMap(({ publication: { logo } }) => (logo === undefined ? [] : [[logo.digest, logo] as const]));
  return [...new Map(logos).values()];
}

/// Files that entries name by their digest: evidence and logos. Each lies whole under its digest or not at all.
export class FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  has(digest: string): boolean {
    return existsSync(join(this.#folder, digest));
  }

  /// Keeps a file; answers its digest. On disk when answered.
  async put(bytes: Uint8Array): Promise<Result<string>> {
    const digest = fileDigest(bytes);
    if ((await this.read(digest)) !== null) return ok(digest);
    const path = join(this.#folder, digest);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      return refuse("file-not-written", { path, why: diskReason(error) });
    }
    const saved = await save(path, bytes, { mode: 0o600 });
    return saved.ok ? ok(digest) : saved;
  }

  /// Takes a file away for good.
  remove(digest: string): void {
    rmSync(join(this.#folder, digest), { force: true });
  }

  /// The file's bytes; null where it is not here, or no longer what its name says.
  async read(digest: string): Promise<Buffer | null> {
    try {
      const bytes = await readFile(join(this.#folder, digest));
      return fileDigest(bytes) === digest ? bytes : null;
    } catch {
      // Absent or unreadable: it is fetched anew, or said to be not here yet.
      return null;
    }
  }
}
