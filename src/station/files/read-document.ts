import type { Ids } from "../../core/base/ports.ts";
import { ok, type Result } from "../../core/base/result.ts";
import { readEpub } from "../../core/import/document/epub.ts";
import { readHtml } from "../../core/import/document/html.ts";
import { importDocument } from "../../core/import/document/import-document.ts";
import { readMarkdown } from "../../core/import/document/markdown.ts";
import { wordsOf, type Document } from "../../core/import/document/model.ts";
import { readOdt } from "../../core/import/document/odt.ts";
import { readRtf } from "../../core/import/document/rtf.ts";
import { readWord } from "../../core/import/document/word.ts";
import { guessLayout } from "../../core/import/layout.ts";
import type { ChooseLayout, Finding, Imported } from "../../core/import/imported.ts";
import { decodeText, type Decoded } from "./decode.ts";
import type { DocumentKind } from "./document-kind.ts";

/// Reads the issue in a document of this kind. Refused: what is none of that kind, or was made to harm.
export function readDocument(bytes: Uint8Array, kind: DocumentKind, ids: Ids, choose: ChooseLayout = guessLayout): Result<Imported> {
  const read = documentIn(bytes, kind);
  if (!read.ok) return read;
  const { document, findings } = read.value;
  const layout = choose(document.paragraphs.map(wordsOf));
  return importDocument({ ...document, findings: [...findings, ...document.findings] }, ids, layout);
}

/// RTF is written in letters of one byte; all others are spelt out.
const BINARY: Readonly<Partial<Record<DocumentKind, (bytes: Uint8Array) => Result<Document>>>> = {
  docx: readWord,
  epub: readEpub,
  odt: readOdt,
  rtf: (bytes) => readRtf(new TextDecoder("latin1").decode(bytes), byPage),
};

const PAGES: Readonly<Record<number, string>> = {
  65001: "utf-8",
  936: "gb18030",
  950: "big5",
  932: "shift_jis",
  949: "euc-kr",
  10000: "macintosh",
};

function byPage(page: number, bytes: readonly number[]): string | null {
  try {
    return new TextDecoder(PAGES[page] ?? `windows-${page}`, { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

interface Read {
  readonly document: Document;
  readonly findings: readonly Finding[];
}

function documentIn(bytes: Uint8Array, kind: DocumentKind): Result<Read> {
  const read = BINARY[kind];
  if (read !== undefined) {
    const document = read(bytes);
    return document.ok ? ok({ document: document.value, findings: [] }) : document;
  }
  const decoded = textIn(bytes);
  if (!decoded.ok) return decoded;
  const { text, findings } = decoded.value;
  const document = kind === "html" ? readHtml(text) : readMarkdown(text);
  return document.ok ? ok({ document: document.value, findings }) : document;
}

/// Text or a page as text, where UTF-8 does not hold in the encoding that the page names. Refused as `decodeText` refuses.
export const textIn = (bytes: Uint8Array): Result<Decoded> => decodeText(bytes, namedEncoding(bytes));

/// The words of a page of HTML, an empty line between its paragraphs: nothing in it runs or is fetched. Refused where it is no
/// text, or longer than any page that a person reads.
export function pageWords(bytes: Uint8Array): Result<string> {
  const read = documentIn(bytes, "html");
  return read.ok ? ok(read.value.document.paragraphs.map(wordsOf).join("\n\n")) : read;
}

/// The encoding that a page of HTML says it has. One that says UTF-16 in letters of one byte is wrong about it.
function namedEncoding(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 2048));
  const said = /<(?:meta|\?xml)[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1] ?? null;
  return said === null || /^(utf-?16|ucs-?2|unicode)/i.test(said) ? null : said;
}
