import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/// A folder as it is on a read-only disk, and the end of that.
export interface ReadOnly {
  readonly folder: string;
  end(): void;
}

const done = (command: string, ...words: string[]): boolean => spawnSync(command, words, { stdio: "ignore" }).status === 0;

const writable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/// Shows a folder read-only: for root, whom no mode stops, by a mount of its own; else by its mode. Null where neither works.
export function readOnly(folder: string): ReadOnly | null {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o555);
    return writable(folder) ? null : { folder, end: () => chmodSync(folder, 0o755) };
  }
  const place = mkdtempSync(join(tmpdir(), "top5-read-only-"));
  const end = (): void => {
    done("umount", place);
    rmSync(place, { recursive: true, force: true });
  };
  if (done("mount", "--bind", folder, place) && done("mount", "-o", "remount,bind,ro", place) && !writable(place))
    return { folder: place, end };
  end();
  return null;
}
