import { strFromU8, strToU8 } from "fflate";
import { SaxesParser } from "saxes";
import { ok, refuse, type Result } from "../../base/result.ts";

/// An element of a part of the package. `name` carries the prefix by which the standard calls its namespace, whatever prefix
/// the file uses; names of other namespaces stand alone. Attributes likewise.
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/// Deeper and larger than any text that people write: beyond it a file was made to harm.
const DEPTH_MAX = 200;
const ELEMENTS_MAX = 200_000;

const OFFICE = "http://schemas.openxmlformats.org";
const MICROSOFT = "http://schemas.microsoft.com/office/word";
const PREFIXES: Readonly<Record<string, string>> = {
  [`${OFFICE}/wordprocessingml/2006/main`]: "w:",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
  [`${OFFICE}/officeDocument/2006/relationships`]: "r:",
  "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
  [`${OFFICE}/markup-compatibility/2006`]: "mc:",
  [`${OFFICE}/officeDocument/2006/math`]: "m:",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
  [`${MICROSOFT}/2010/wordml`]: "w14:",
  [`${MICROSOFT}/2012/wordml`]: "w15:",
};

/// Elements whose blanks are part of the text, in Word and in OpenDocument.
const SPACED: ReadonlySet<string> = new Set(["w:t", "w:delText", "w:instrText", "w:delInstrText", "m:t", "p", "h", "span", "a"]);

class Stop extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

type Open = { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] };

const qualified = ({ name, local, uri, prefix }: { name: string; local: string; uri: string; prefix: string }): string =>
  prefix === "xml" || prefix === "xmlns" ? name : (PREFIXES[uri] ?? "") + local;

const starts = (bytes: Uint8Array, ...signs: number[]): boolean => signs.every((sign, at) => bytes[at] === sign);

function utf16(bytes: Uint8Array, low: 0 | 1): string {
  const parts: string[] = [];
  const units = new Uint16Array(4096);
  for (let at = 2; at + 1 < bytes.length;) {
    let count = 0;
    for (; count < units.length && at + 1 < bytes.length; at += 2)
      units[count++] = (bytes[at + low] ?? 0) + 256 * (bytes[at + 1 - low] ?? 0);
    parts.push(String.fromCharCode(...units.subarray(0, count)));
  }
  return parts.join("");
}

function utf8(bytes: Uint8Array): string | null {
  const text = strFromU8(bytes);
  if (!text.includes("\ufffd")) return text;
  // The sign for a letter that could not be read: written so in the file, or put there just now?
  const again = strToU8(text);
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]) ? text : null;
}

/// The text of a part: UTF-8 or, with its mark, UTF-16. Null for any other.
export function decoded(bytes: Uint8Array): string | null {
  const wide = starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff);
  const text = wide ? utf16(bytes, bytes[0] === 0xff ? 0 : 1) : utf8(starts(bytes, 0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes);
  if (text === null) return null;
  const named = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']/i.exec(text.slice(0, 200))?.[1] ?? null;
  return named === null || (wide ? /^utf-?16/i : /^(utf-?8|us-ascii)$/i).test(named) ? text : null;
}

/// A part of the package as a tree. Refused: another encoding than the standard's two, a document type (the standard has none;
/// with one come entities that grow or fetch), nesting or size that no text has, and what is no well-formed XML.
export function readXml(bytes: Uint8Array, part: string): Result<XmlElement> {
  const text = decoded(bytes);
  if (text === null) return refuse("docx-encoding", { part });
  if (text.includes("<!DOCTYPE")) return refuse("docx-document-type", { part });
  const parser = new SaxesParser({ xmlns: true, position: false });
  const root: Open = { name: "", attributes: {}, children: [] };
  const open: Open[] = [root];
  let count = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    if (open.length > DEPTH_MAX) throw new Stop("docx-too-deep");
    if (++count > ELEMENTS_MAX) throw new Stop("docx-too-large");
    const attributes: Record<string, string> = {};
    for (const one of Object.values(tag.attributes)) attributes[qualified(one)] = one.value;
    open.push({ name: qualified(tag), attributes, children: [] });
  });
  const words = (more: string): void => {
    const last = open.at(-1) ?? root;
    if (!SPACED.has(last.name) && !/\S/.test(more)) return;
    const before = last.children.at(-1);
    if (typeof before === "string") last.children[last.children.length - 1] = before + more;
    else last.children.push(more);
  };
  parser.on("text", words);
  parser.on("cdata", words);
  parser.on("closetag", () => {
    const done = open.pop();
    if (done !== undefined) open.at(-1)?.children.push(done);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    return error instanceof Stop ? refuse(error.code, { part }) : refuse("docx-damaged", { part });
  }
  const [first] = root.children;
  return typeof first === "object" ? ok(first) : refuse("docx-damaged", { part });
}

/// The element's children that are elements.
export const elements = (of: XmlElement | null | undefined): XmlElement[] =>
  (of?.children ?? []).filter((child) => typeof child === "object");

/// Its first child of this name.
export const child = (of: XmlElement | null | undefined, name: string): XmlElement | null =>
  elements(of).find((one) => one.name === name) ?? null;

/// The value of its child of this name, as most properties of the standard have it; null where either is absent.
export const valueOf = (of: XmlElement | null | undefined, name: string): string | null => child(of, name)?.attributes["w:val"] ?? null;

/// All text within.
export const textIn = (of: XmlElement): string => of.children.map((one) => (typeof one === "string" ? one : textIn(one))).join("");
