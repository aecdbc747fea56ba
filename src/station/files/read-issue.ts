import { readFile, stat } from "node:fs/promises";
import type { Ids } from "../../core/base/ports.ts";
import { refuse, type Result } from "../../core/base/result.ts";
import { importHouseText } from "../../core/import/house-text.ts";
import type { Imported, ImportOptions } from "../../core/import/imported.ts";
import { importJson } from "../../core/import/json.ts";

const ISSUE_BYTES_MAX = 20 * 1024 * 1024;

/// Reads an issue from a file: `top5-issue/1` or house text. Refused where it cannot be read, is too large or is no text.
export async function readIssueFile(path: string, ids: Ids, options: ImportOptions = {}): Promise<Result<Imported>> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > ISSUE_BYTES_MAX) return refuse("file-too-large", { path, megabytes: Math.ceil(size / 1024 / 1024), limit: 20 });
    bytes = await readFile(path);
  } catch (error) {
    return refuse("file-unreadable", { path, detail: error instanceof Error ? error.message : String(error) });
  }
  const text = bytes.toString("utf8");
  return text.trimStart().startsWith("{") ? importJson(text, ids) : importHouseText(text, ids, options);
}
