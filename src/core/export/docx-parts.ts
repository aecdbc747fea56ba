import type { Paper } from "../desk/publication.ts";
import { documentTitle, type Reading } from "../proof/reading.ts";
import { xml, type Links } from "./docx-run.ts";

/// How every part begins.
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A part that only some documents have: its name, its content type, how the document or the package refers to it.
export interface ExtraPart {
  readonly name: string;
  readonly type: string;
  readonly relation: string;
  readonly of: "document" | "package";
}

const pathFrom = (folder: string, name: string): string => (name.startsWith(folder) ? name.slice(folder.length) : `../${name}`);

const extraRelations = (extra: readonly ExtraPart[], of: ExtraPart["of"]): string =>
  extra
    .map((one, at) => ({ ...one, id: `rExtra${at + 1}` }))
    .filter((one) => one.of === of)
    .map(({ id, relation, name }) => {
      const target = of === "document" ? pathFrom("word/", name) : name;
      return `<Relationship Id="${id}" Type="${relation.includes(":") ? relation : `${RELATION}/${relation}`}" Target="${target}"/>`;
    })
    .join("");

/// The content types of the package's parts.
export const contentTypes = (extra: readonly ExtraPart[] = []): string =>
  `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  [
    "document.main:document",
    "styles:styles",
    "numbering:numbering",
    "settings:settings",
    "fontTable:fontTable",
    "header:header1",
    "footer:footer1",
  ]
    .map((pair) => pair.split(":"))
    .map(([type, name]) => `<Override PartName="/word/${name}.xml" ContentType="${TYPES}.${type}+xml"/>`)
    .join("") +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
  '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>' +
  extra
    .map(({ name, type }) => `<Override PartName="/${name}" ContentType="${type.includes("/") ? type : `${TYPES}.${type}+xml`}"/>`)
    .join("") +
  "</Types>";

/// What the package starts from.
export const packageRelations = (extra: readonly ExtraPart[] = []): string =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
  `<Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="word/document.xml"/>` +
  '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>' +
  `<Relationship Id="rId3" Type="${RELATION}/extended-properties" Target="docProps/app.xml"/>${extraRelations(extra, "package")}</Relationships>`;

/// What the document refers to: its parts and the targets of its links.
export const documentRelations = (links: Links, extra: readonly ExtraPart[] = []): string =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
  ["styles", "numbering", "settings", "fontTable", "header:header1", "footer:footer1"]
    .map((pair) => pair.split(":"))
    .map(([type, name]) => `<Relationship Id="${name ?? type}" Type="${RELATION}/${type}" Target="${name ?? type}.xml"/>`)
    .join("") +
  links
    .all()
    .map(([target, id]) => `<Relationship Id="${id}" Type="${RELATION}/hyperlink" Target="${xml(target)}" TargetMode="External"/>`)
    .join("") +
  extraRelations(extra, "document") +
  "</Relationships>";

/// Title, authors, language and date of the document. The date is the issue's; without one there is none.
export function coreProperties(reading: Reading): string {
  const { fields, publication } = reading;
  const authors = fields.credits.flatMap(({ people }) => people.map(({ name }) => name)).join("; ");
  const date = (name: string) =>
    fields.date === null ? "" : `<dcterms:${name} xsi:type="dcterms:W3CDTF">${fields.date}T00:00:00Z</dcterms:${name}>`;
  return (
    `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${xml(documentTitle(reading))}</dc:title><dc:creator>${xml(authors)}</dc:creator>${date("created")}${date("modified")}` +
    `<dc:language>${xml(publication.language)}</dc:language></cp:coreProperties>`
  );
}

export const appProperties = (): string =>
  `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Top 5 Desk</Application></Properties>`;

/// `tracked`: from its opening on the program keeps track of who changes what.
export const settings = (language: string, tracked = false): string =>
  `${HEAD}<w:settings ${W}>${tracked ? "<w:trackRevisions/>" : ""}<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` +
  '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>' +
  `<w:themeFontLang w:val="${xml(language)}" w:eastAsia="zh-CN"/></w:settings>`;

/// What stands in for our fonts on a machine that lacks them.
export const fontTable = (): string =>
  `${HEAD}<w:fonts ${W}><w:font w:name="Source Serif 4"><w:altName w:val="Georgia"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>` +
  '<w:font w:name="Noto Serif SC"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>';

/// The head of every page: a word such as DRAFT, or nothing.
export const header = (word: string | null): string =>
  `${HEAD}<w:hdr ${W} ${R}><w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="right"/></w:pPr>` +
  (word === null ? "" : `<w:r><w:rPr><w:b/><w:color w:val="A33B0B"/></w:rPr><w:t>${xml(word)}</w:t></w:r>`) +
  "</w:p></w:hdr>";

/// The foot of every page: the issue's name and the page number.
export const footer = (name: string): string =>
  `${HEAD}<w:ftr ${W} ${R}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">${xml(name)}</w:t></w:r><w:r><w:tab/></w:r>` +
  `${field("PAGE", "1")}</w:p></w:ftr>`;

/// A field with the text it shows until it is brought up to date.
export const field = (instruction: string, shown: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>${xml(shown)}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/// One bulleted list for all points.
export const numbering = (): string =>
  `${HEAD}<w:numbering ${W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>` +
  '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="260"/></w:pPr></w:lvl></w:abstractNum>' +
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>';

/// Namespaces that only newer programs know, and that they are told to pass over.
export const NEWER =
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ' +
  'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"';

/// A part of WordprocessingML whose root is this element.
export const wordPart = (root: string, content: string): string => `${HEAD}<${root} ${W} ${R} ${NEWER}>${content}</${root}>`;

const PAGES = { a4: { width: 11906, height: 16838 }, "us-letter": { width: 12240, height: 15840 } };
const SIDE = 1701;

/// How wide the text stands on a page, in twentieths of a point.
export const textWidth = (paper: Paper): number => PAGES[paper].width - 2 * SIDE;

/// The document around its body. `namespaces`: more than the usual ones.
export const documentXml = (body: string, paper: Paper, namespaces = ""): string =>
  `${HEAD}<w:document ${W} ${R}${namespaces === "" ? "" : ` ${namespaces}`}><w:body>${body}<w:sectPr><w:headerReference w:type="default" r:id="header1"/>` +
  '<w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="' +
  `${PAGES[paper].width}" w:h="${PAGES[paper].height}"/><w:pgMar w:top="1588" w:right="${SIDE}" w:bottom="1474" w:left="${SIDE}" ` +
  'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>';
