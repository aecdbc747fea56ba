import { unzipSync } from "fflate";
import type { LookFormat } from "../../contract/look.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { EMAIL_LIMIT, exportEmail } from "../../core/export/email.ts";
import { exportEpub } from "../../core/export/epub.ts";
import { exportHouseText } from "../../core/export/house-text.ts";
import { exportHtml } from "../../core/export/html.ts";
import { exportJson } from "../../core/export/json.ts";
import { exportMarkdown } from "../../core/export/markdown.ts";
import type { Proof } from "../../core/proof/proof.ts";

/// What a reader of a format gets to see, as files by name; those of an e-book lie side by side as in it. `subject`: an email's.
export interface Look {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly subject: string | null;
}

const EPUB = "EPUB/";

/// The proof as each format shows it, from the writers of its files; of the markup only this is added, that links which lead out of
/// it ask for another window, which a frame without rights does not get: a click on one does nothing.
/// Refused: a letter that is too long for mail programs (`email-too-large`).
export function lookOf(proof: Proof, format: LookFormat, logo: Uint8Array | null): Result<Look> {
  if (format === "email") {
    const letter = exportEmail(proof);
    if (letter === null) return refuse("email-too-large", { kilobytes: EMAIL_LIMIT / 1000 });
    return ok({ files: { "page.html": markup(letter.html), "page.txt": bytes(letter.text) }, subject: letter.subject });
  }
  if (format === "html") return ok({ files: { "page.html": markup(exportHtml(proof, logo)) }, subject: null });
  if (format === "epub") return ok({ files: book(exportEpub(proof, logo)), subject: null });
  return ok({ files: { "page.txt": bytes(TEXTS[format](proof, logo)) }, subject: null });
}

const TEXTS: Readonly<Record<"text" | "markdown" | "json", (proof: Proof, logo: Uint8Array | null) => string>> = {
  text: exportHouseText,
  markdown: exportMarkdown,
  json: exportJson,
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/// The writers escape `<` and `>` in words and addresses: what stands between two of them is a tag of theirs.
const markup = (text: string): Uint8Array => bytes(text.replace(/<a (?=[^>]*href="\w+:)/g, '<a target="_blank" '));

function book(epub: Uint8Array): Record<string, Uint8Array> {
  const inside = Object.entries(unzipSync(epub)).filter(([name]) => name.startsWith(EPUB));
  const shown = (name: string, file: Uint8Array): Uint8Array => (name.endsWith(".xhtml") ? markup(new TextDecoder().decode(file)) : file);
  return Object.fromEntries(inside.map(([name, file]) => [name.slice(EPUB.length), shown(name, file)]));
}
