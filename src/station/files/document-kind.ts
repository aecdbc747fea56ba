import { unzipSync } from "fflate";

/// The formats that are documents of paragraphs and headings rather than house-layout text or JSON.
export type DocumentKind = "docx" | "epub" | "html" | "markdown" | "odt" | "rtf";

const NAMED: Readonly<Record<string, DocumentKind>> = {
  docx: "docx",
  epub: "epub",
  htm: "html",
  html: "html",
  xhtml: "html",
  md: "markdown",
  markdown: "markdown",
  odt: "odt",
  rtf: "rtf",
};
const ZIPPED: ReadonlySet<DocumentKind> = new Set(["docx", "epub", "odt"]);

/// Which document a file is, by what it begins with and else by its name; null for text and JSON.
export function documentKind(path: string, bytes: Uint8Array): DocumentKind | null {
  const head = String.fromCharCode(...bytes.subarray(0, 512))
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, "")
    .replaceAll("\0", "");
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const named = Object.hasOwn(NAMED, ending) ? (NAMED[ending] ?? null) : null;
  if (head.startsWith("PK\u0003\u0004")) return zipKind(bytes) ?? (named !== null && ZIPPED.has(named) ? named : null);
  if (head.startsWith("{\\rtf")) return "rtf";
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html)\b/i.test(head)) return "html";
  return named;
}

/// What a zip says it is, by the names in its directory; no part of it is unpacked.
function zipKind(bytes: Uint8Array): DocumentKind | null {
  const names = new Set<string>();
  try {
    unzipSync(bytes, { filter: ({ name }) => names.size < 5000 && names.add(name.toLowerCase()) && false });
  } catch {
    return null;
  }
  if (names.has("meta-inf/container.xml")) return "epub";
  if (names.has("content.xml")) return "odt";
  return [...names].some((name) => name.startsWith("word/")) ? "docx" : null;
}
