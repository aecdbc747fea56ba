import { ok, refuse, type Result } from "../../core/base/result.ts";
import { exportHouseText } from "../../core/export/house-text.ts";
import { exportHtml } from "../../core/export/html.ts";
import { exportJson } from "../../core/export/json.ts";
import { exportMarkdown } from "../../core/export/markdown.ts";
import type { Proof } from "../../core/proof/proof.ts";

const TEXT = { text: exportHouseText, html: exportHtml, json: exportJson, markdown: exportMarkdown };

/// The bytes of one format of a proof. Same proof, same bytes.
export async function write(proof: Proof, format: string): Promise<Result<Uint8Array>> {
  if (!(format in TEXT)) return refuse("format-not-yet", { format });
  return ok(new TextEncoder().encode(TEXT[format as keyof typeof TEXT](proof)));
}
