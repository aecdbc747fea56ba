import { ok, refuse, type Result } from "../../core/base/result.ts";
import { exportDocx } from "../../core/export/docx.ts";
import { exportHouseText } from "../../core/export/house-text.ts";
import { exportHtml } from "../../core/export/html.ts";
import { exportJson } from "../../core/export/json.ts";
import { exportMarkdown } from "../../core/export/markdown.ts";
import type { Proof } from "../../core/proof/proof.ts";
import type { PdfOptions } from "./pdf.ts";

/// The formats an issue is written in, with the ending of each file's name.
export const FORMATS = { text: "txt", markdown: "md", html: "html", docx: "docx", pdf: "pdf", json: "json" } as const;
export type Format = keyof typeof FORMATS;

export const isFormat = (name: string): name is Format => Object.hasOwn(FORMATS, name);

/// The proof as a file's bytes. Same proof, format and options: same bytes, on every machine, in every locale and zone.
/// Refused (`format-not-yet`) when there is no such format.
export async function write(proof: Proof, format: string, options: PdfOptions = {}): Promise<Result<Uint8Array>> {
  if (!isFormat(format)) return refuse("format-not-yet", { format });
  // The compiler is large: it is loaded when the first PDF is asked for.
  if (format === "pdf") return ok(await (await import("./pdf.ts")).exportPdf(proof, options));
  if (format === "docx") return ok(exportDocx(proof));
  return ok(new TextEncoder().encode(TEXTS[format](proof)));
}

const TEXTS: Readonly<Record<Exclude<Format, "pdf" | "docx">, (proof: Proof) => string>> = {
  text: exportHouseText,
  markdown: exportMarkdown,
  html: exportHtml,
  json: exportJson,
};
