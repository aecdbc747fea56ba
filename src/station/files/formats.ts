import { ok, refuse, type Result } from "../../core/base/result.ts";
import { exportDocx } from "../../core/export/docx.ts";
import { EMAIL_LIMIT, exportEmail } from "../../core/export/email.ts";
import { exportEpub } from "../../core/export/epub.ts";
import { exportHouseText } from "../../core/export/house-text.ts";
import { exportHtml } from "../../core/export/html.ts";
import { exportJson } from "../../core/export/json.ts";
import { exportMarkdown } from "../../core/export/markdown.ts";
import type { Proof } from "../../core/proof/proof.ts";
import type { PdfOptions } from "./pdf.ts";

/// The formats an issue is written in, with the ending of each file's name.
export const FORMATS = {
  text: "txt",
  markdown: "md",
  html: "html",
  email: "eml",
  docx: "docx",
  epub: "epub",
  pdf: "pdf",
  json: "json",
} as const;
export type Format = keyof typeof FORMATS;

export const isFormat = (name: string): name is Format => Object.hasOwn(FORMATS, name);

/// The proof as a file's bytes. Same proof, format and options, the logo's file among them: same bytes, on every machine, in every locale and zone.
/// Refused when there is no such format (`format-unknown`), or when even the shortest letter is too long for mail programs
/// (`email-too-large`).
export async function write(proof: Proof, format: string, options: PdfOptions = {}): Promise<Result<Uint8Array>> {
  if (!isFormat(format)) return refuse("format-unknown", { format, formats: Object.keys(FORMATS) });
  // The compiler is large: it is loaded when the first PDF is asked for.
  if (format === "pdf") return ok(await (await import("./pdf.ts")).exportPdf(proof, options));
  if (format === "docx") return ok(exportDocx(proof, options.logo));
  if (format === "epub") return ok(exportEpub(proof, options.logo));
  if (format === "email") {
    const letter = exportEmail(proof);
    if (letter === null) return refuse("email-too-large", { kilobytes: EMAIL_LIMIT / 1000 });
    return ok(await (await import("./eml.ts")).mailMessage(letter));
  }
  return ok(new TextEncoder().encode(TEXTS[format](proof, options.logo)));
}

const TEXTS: Readonly<Record<Exclude<Format, "pdf" | "docx" | "epub" | "email">, (proof: Proof, logo?: Uint8Array | null) => string>> = {
  text: exportHouseText,
  markdown: exportMarkdown,
  html: exportHtml,
  json: exportJson,
};
