import { accessSync, constants } from "node:fs";

/// Why a disk did not take or give something, as the wording knows it (`disk.full` …); the system's own code for the rest.

const REASONS: Readonly<Record<string, string>> = {
  EROFS: "read-only",
  SQLITE_READONLY: "read-only",
  ENOSPC: "full",
  EDQUOT: "full",
  SQLITE_FULL: "full",
  EACCES: "not-allowed",
  EPERM: "not-allowed",
  EBUSY: "busy",
  SQLITE_BUSY: "busy",
  SQLITE_PERM: "not-allowed",
  ENOENT: "absent",
  ENOTDIR: "no-folder",
  EEXIST: "no-folder",
  EIO: "failing",
  SQLITE_IOERR: "failing",
};

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

/// Whether the file system or SQLite's own reading and writing failed, and not a program.
export function isOfDisk(error: unknown): boolean {
  const code = codeOf(error);
  return REASONS[code] !== undefined || code.startsWith("SQLITE_IOERR") || (error instanceof Error && "syscall" in error);
}

/// The reason in an error of the file system or of SQLite.
export function diskReason(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? REASONS[code.split("_").slice(0, 2).join("_")] ?? code;
}

/// Why a folder cannot be written, asked of the folder itself: SQLite only says that it could not open. Null: it can.
export function whyNotWritable(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch (refused) {
    return diskReason(refused);
  }
}
