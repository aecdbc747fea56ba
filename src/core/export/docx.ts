import type { Run } from "../issue/issue.ts";
import { plain } from "../manuscript/runs.ts";
import { longDate, monthDay } from "../proof/dates.ts";
import type { Proof } from "../proof/proof.ts";
import { correctionLine } from "../proof/correction.ts";
import { bodiesLabel, bodiesText, numberAndDate, reading, type Block, type ItemText, type Reading } from "../proof/reading.ts";
import {
  appProperties,
  contentTypes,
  coreProperties,
  documentRelations,
  documentXml,
  field,
  fontTable,
  footer,
  header,
  numbering,
  packageRelations,
  settings,
} from "./docx-parts.ts";
import { drawing, logoPart, raised } from "./docx-picture.ts";
import { docxRuns, docxWords, Links, xml } from "./docx-run.ts";
import { docxStyles } from "./docx-styles.ts";
import { pictureOf, type Picture } from "./picture.ts";
import { zipped } from "./zip.ts";

/// The proof as a Word document: OOXML in a zip whose times are all 1980, so that the same proof gives the same bytes.
/// `file`: that of the logo.
export function exportDocx(proof: Proof, file: Uint8Array | null = null): Uint8Array {
  const parts = docxParts(proof, file);
  const logo = pictureOf(reading(proof), file);
  return zipped(logo === null ? parts : { ...parts, [logoPart(logo).name]: logo.bytes });
}

/// The parts of that document by name, as XML text: what is compared in tests. The picture itself is not among them.
export function docxParts(proof: Proof, file: Uint8Array | null = null): Record<string, string> {
  const read = reading(proof);
  const { publication, fields, draft } = read;
  const links = new Links();
  const logo = pictureOf(read, file);
  const extra = logo === null ? [] : [logoPart(logo)];
  const body = documentXml(bodyXml(read, links, logo), publication.paper ?? "a4");
  return {
    "[Content_Types].xml": contentTypes(extra),
    "_rels/.rels": packageRelations(),
    "docProps/core.xml": coreProperties(read),
    "docProps/app.xml": appProperties(),
    "word/document.xml": body,
    "word/_rels/document.xml.rels": documentRelations(links, extra),
    "word/styles.xml": docxStyles(publication),
    "word/numbering.xml": numbering(),
    "word/settings.xml": settings(publication.language),
    "word/fontTable.xml": fontTable(),
    "word/header1.xml": header(draft ? "DRAFT" : null),
    "word/footer1.xml": footer(fields.number === null ? publication.name : `${publication.name} No. ${fields.number}`),
  };
}

const paragraph = (style: string | null, content: string, properties = ""): string => {
  const pPr = (style === null ? "" : `<w:pStyle w:val="${style}"/>`) + properties;
  return `<w:p>${pPr === "" ? "" : `<w:pPr>${pPr}</w:pPr>`}${content}</w:p>`;
};

const NEW_PAGE = "<w:pageBreakBefore/>";
/// On the page of what follows.
const KEEP = "<w:keepNext/>";

/// A heading that the contents list points to.
interface Entry {
  readonly level: 1 | 2;
  readonly text: string;
  readonly page: number;
}

function bodyXml(read: Reading, links: Links, logo: Picture | null): string {
  const { publication } = read;
  const entries: Entry[] = [];
  const heading = (level: 1 | 2, content: string, text: string, page: number, newPage: boolean): string => {
    entries.push({ level, text, page });
    const id = entries.length;
    const mark = `<w:bookmarkStart w:id="${id}" w:name="_Toc${String(id).padStart(8, "0")}"/>${content}<w:bookmarkEnd w:id="${id}"/>`;
    return paragraph(`Heading${level}`, mark, newPage ? NEW_PAGE : "");
  };
  const items = read.items.map((item, at) => {
    const title = publication.sections.items;
    const section = at === 0 ? heading(1, docxWords(title, links), title, 2, true) : "";
    const text = `${item.rank}. ${plain(item.headline)}`;
    return (
      section +
      heading(2, docxWords(`${item.rank}. `, links) + docxRuns(item.headline, links), text, at + 2, at > 0) +
      itemXml(read, item, links)
    );
  });
  const page = read.items.length + 2;
  const briefs = read.briefs.map(({ list, entries: briefs }, at) => {
    const title = publication.sections.briefs;
    const section = at === 0 ? heading(1, docxWords(title, links), title, page, true) : "";
    return section + heading(2, docxWords(list, links), list, page, false) + briefs.map((brief) => briefXml(brief, links)).join("");
  });
  const body = items.join("") + briefs.join("") + creditsXml(read, links);
  return frontXml(read, links, logo) + contentsXml(read, entries) + body;
}

function frontXml({ publication, fields, corrections }: Reading, links: Links, logo: Picture | null): string {
  const number = numberAndDate(fields);
  return [
    logo === null ? "" : paragraph(null, drawing(logo)),
    fields.publisher[0] === undefined ? "" : paragraph("House", docxWords(fields.publisher[0], links)),
    paragraph("Title", docxWords(publication.name, links), logo === null ? "" : raised(logo)),
    fields.title === null ? "" : paragraph("Subtitle", docxWords(fields.title, links)),
    number === "" ? "" : paragraph("Subtitle", docxWords(number, links)),
    ...corrections.map((one) => paragraph("Subtitle", docxWords(correctionLine(one), links))),
  ].join("");
}

/// A contents field with its entries written out; Word and LibreOffice renew it on request.
function contentsXml({ publication }: Reading, entries: readonly Entry[]): string {
  if (entries.length === 0) return "";
  const begin =
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' +
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>' +
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>';
  const end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>';
  const lines = entries.map(({ level, text, page }, at) => {
    const anchor = `_Toc${String(at + 1).padStart(8, "0")}`;
    const shown = `<w:r><w:t xml:space="preserve">${xml(text)}</w:t></w:r><w:r><w:tab/></w:r>`;
    const link = `<w:hyperlink w:anchor="${anchor}" w:history="1">${shown}${field(`PAGEREF ${anchor} \\h`, String(page))}</w:hyperlink>`;
    return paragraph(`TOC${level}`, (at === 0 ? begin : "") + link + (at === entries.length - 1 ? end : ""));
  });
  return paragraph("TOCHeading", `<w:r><w:t xml:space="preserve">${xml(publication.labels.contents)}</w:t></w:r>`) + lines.join("");
}

function itemXml(read: Reading, item: ItemText, links: Links): string {
  const { labels, commentLabel } = read.publication;
  const facts = factsXml(read, item, links);
  return [
    partXml(labels.glance, item.glance, links),
    ...item.explainers.map(({ title, blocks }) => {
      const heading = paragraph("Heading3", docxWords(`${labels.explainer}: `, links) + docxRuns(title, links));
      return heading + blocks.map((each) => blockXml(each, links, "Explainer", "ExplainerPoint")).join("");
    }),
    partXml(commentLabel, item.comment, links, facts === "" ? "" : KEEP),
    facts,
  ].join("");
}

/// Sources, bodies, date and byline, a paragraph each, which stay on one page.
function factsXml(read: Reading, item: ItemText, links: Links): string {
  const { labels } = read.publication;
  const facts: (readonly [label: string, content: string])[] = item.sources.map(({ title, original, link }) => [
    labels.article,
    docxWords(title, links) +
      (original === null ? "" : docxRuns([{ text: " (" }, { text: original.text, lang: original.lang }, { text: ")" }], links)) +
      (link === null ? "" : docxWords(" ", links) + docxWords(labels.link, links, link)),
  ]);
  if (item.bodies.length > 0) facts.push([bodiesLabel(read, item), docxWords(bodiesText(item.bodies), links)]);
  if (item.date !== null) facts.push([labels.date, docxWords(longDate(item.date), links)]);
  if (item.byline.length > 0) facts.push(["By", docxWords(item.byline.join(", "), links)]);
  return facts
    .map(([label, content], at) =>
      paragraph("Fact", docxWords(`${label}: `, links, null, true) + content, at < facts.length - 1 ? KEEP : ""),
    )
    .join("");
}

/// `keep`: its end stays with what follows.
function partXml(label: string, blocks: readonly Block[], links: Links, keep = ""): string {
  const [first, ...more] = blocks;
  if (first === undefined) return "";
  const lead = docxWords(`${label}:`, links, null, true);
  const rest = (of: readonly Block[]) =>
    of.map((each, at) => blockXml(each, links, null, "ListBullet", at === of.length - 1 ? keep : "")).join("");
  if (first.type === "points") return paragraph(null, lead, KEEP) + rest(blocks);
  const opening = paragraph(null, lead + docxRuns([{ text: " " }, ...first.text], links), more.length === 0 ? keep : "");
  return opening + rest(more);
}

const blockXml = (block: Block, links: Links, style: string | null, pointStyle: string, keep = ""): string =>
  block.type === "paragraph"
    ? paragraph(style, docxRuns(block.text, links), keep)
    : block.points
        .map((point: readonly Run[], at) => paragraph(pointStyle, docxRuns(point, links), at === block.points.length - 1 ? keep : ""))
        .join("");

function briefXml({ date, text, source }: Reading["briefs"][number]["entries"][number], links: Links): string {
  const label = source === null ? "" : docxWords(" (", links) + docxWords(source.label, links, source.link) + docxWords(")", links);
  return paragraph("ListBullet", docxWords(`${monthDay(date)}: `, links, null, true) + docxRuns(text, links) + label);
}

function creditsXml({ fields }: Reading, links: Links): string {
  const { credits, contact, publisher } = fields;
  const groups = credits.map(({ heading, people }, at) => {
    const persons = people.map(({ name, role }) =>
      paragraph(null, docxWords(name, links, null, true) + (role === null ? "" : `<w:r><w:br/></w:r>${docxWords(role, links)}`)),
    );
    return paragraph("House", docxWords(heading, links), KEEP + (at === 0 ? NEW_PAGE : "")) + persons.join("");
  });
  const lines = publisher.map((line) => docxWords(line, links)).join("<w:r><w:br/></w:r>");
  return [
    ...groups,
    contact === null ? "" : paragraph(null, docxWords(`For more information, please contact: ${contact}`, links)),
    publisher.length === 0 ? "" : paragraph("House", docxWords("Publisher", links), KEEP) + paragraph(null, lines),
  ].join("");
}
