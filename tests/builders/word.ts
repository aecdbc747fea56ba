import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from "fflate";

/// Word files built from the standard (ECMA-376, 5th edition, Part 1: WordprocessingML, §17) for tests, part by part.

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const MORE =
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ' +
  'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ' +
  'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" mc:Ignorable="w14 w15"';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export const root = (name: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${name} ${W} ${R} ${MORE}>${content}</${name}>`;

/// More parts beside the document: their text, or their bytes, by name. `relations`: the document's.
export interface WordParts {
  readonly relations?: readonly (readonly [id: string, type: string, target: string, external?: true])[];
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

/// A Word file with this body.
export const wordFile = (body: string, more: WordParts = {}): Uint8Array =>
  packed(root("w:document", `<w:body>${body}<w:sectPr/></w:body>`), more);

/// A Word file with this whole part as its document.
export function packed(document: string | Uint8Array, { relations = [], parts = {} }: WordParts = {}): Uint8Array {
  const related = relations.map(
    ([id, type, target, external]) =>
      `<Relationship Id="${id}" Type="${type.includes(":") ? type : `${RELATIONS}/${type}`}" Target="${target}"${external ? ' TargetMode="External"' : ""}/>`,
  );
  const relationships = (content: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`;
  const all: Record<string, string | Uint8Array> = {
    "[Content_Types].xml":
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": relationships(`<Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/>`),
    "word/document.xml": document,
    "word/_rels/document.xml.rels": relationships(related.join("")),
    ...parts,
  };
  const files: Zippable = {};
  for (const [name, content] of Object.entries(all)) files[name] = typeof content === "string" ? strToU8(content) : content;
  return zipSync(files);
}

export const run = (text: string, properties = ""): string =>
  `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
export const gone = (text: string): string => `<w:r><w:delText xml:space="preserve">${text}</w:delText></w:r>`;
const by = (author: string): string => `w:id="9" w:author="${author}" w:date="2026-10-12T09:30:00Z"`;
export const ins = (content: string, author = "Weber"): string => `<w:ins ${by(author)}>${content}</w:ins>`;
export const del = (content: string, author = "Weber"): string => `<w:del ${by(author)}>${content}</w:del>`;
export const p = (content: string, properties = ""): string =>
  `<w:p>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
/// The properties of a paragraph whose end was inserted or deleted.
export const end = (change: "ins" | "del" | "moveFrom" | "moveTo", author = "Weber"): string =>
  `<w:rPr><w:${change} ${by(author)}/></w:rPr>`;
export const changed = (name: "rPrChange" | "pPrChange", was: string, author = "Weber"): string =>
  `<w:${name} ${by(author)}><w:${name === "rPrChange" ? "rPr" : "pPr"}>${was}</w:${name === "rPrChange" ? "rPr" : "pPr"}></w:${name}>`;

/// A Word file with one of its parts changed. Throws where nothing was.
export function rewritten(bytes: Uint8Array, change: (part: string) => string, part = "word/document.xml"): Uint8Array {
  const files = unzipSync(bytes);
  const before = strFromU8(files[part] ?? new Uint8Array());
  const after = change(before);
  if (before === after) throw new Error(`nothing was changed in ${part}`);
  return zipSync({ ...files, [part]: strToU8(after) });
}

export const OUTSIDER = 'w:id="900" w:author="Dr Weber" w:date="2026-11-20T09:00:00Z"';

/// A document in which somebody outside replaced words of one run, with tracking on.
export function replacedIn(document: string, was: string, is: string): string {
  const at = document.indexOf(was);
  const [before, after] = [document.slice(0, at), document.slice(at + was.length)];
  const words = (text: string, name: string): string => `<w:r><${name} xml:space="preserve">${text}</${name}></w:r>`;
  const change = `<w:del ${OUTSIDER}>${words(was, "w:delText")}</w:del><w:ins ${OUTSIDER}>${words(is, "w:t")}</w:ins>`;
  return `${before}</w:t></w:r>${change}<w:r><w:t xml:space="preserve">${after}`;
}
