import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Ids } from "../../core/base/ports.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { importHouseText } from "../../core/import/house-text.ts";
import type { ChooseLayout, Imported } from "../../core/import/imported.ts";
import { guessLayout } from "../../core/import/layout.ts";
import { importJson } from "../../core/import/json.ts";
import { decodeText, LARGEST } from "./decode.ts";
import { documentKind } from "./document-kind.ts";

/// Fresh ids from the machine's randomness.
export const randomIds: Ids = { next: () => randomBytes(16).toString("hex") };

/// Reads the issue in a file: a document (`document-kind.ts`), `top5-issue/1`, else house-layout text. Refused: no such file, no
/// file, too large, no text, JSON that is no issue, a document that cannot be read. `choose`: by which words it is read.
export async function readIssueFile(path: string, ids: Ids = randomIds, choose: ChooseLayout = guessLayout): Promise<Result<Imported>> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return refuse("file-not-a-file", { path });
    if (found.size > LARGEST)
      return refuse("file-too-large", { path, megabytes: Math.ceil(found.size / 1048576), limit: LARGEST / 1048576 });
    const bytes = await readFile(path);
    const kind = documentKind(path, bytes);
    // The readers of documents are only loaded for one.
    if (kind !== null) return (await import("./read-document.ts")).readDocument(bytes, kind, ids, choose);
    return readIssueBytes(bytes, ids, choose);
  } catch (error) {
    return refuse("file-unreadable", { path, detail: error instanceof Error && "code" in error ? String(error.code) : String(error) });
  }
}

/// The same from the bytes of text or JSON that are here already.
export function readIssueBytes(bytes: Uint8Array, ids: Ids = randomIds, choose: ChooseLayout = guessLayout): Result<Imported> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, findings } = decoded.value;
  const read = /^\s*\{/.test(text) ? importJson(text, ids) : importHouseText(text, ids, choose(text.split(/\r\n?|\n/)));
  return read.ok ? ok({ issue: read.value.issue, findings: [...findings, ...read.value.findings] }) : read;
}
