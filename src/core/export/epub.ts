import { correctionLine } from "../proof/correction.ts";
import type { Proof } from "../proof/proof.ts";
import { numberAndDate, reading, type Reading } from "../proof/reading.ts";
import { plain } from "../manuscript/runs.ts";
import { CONTAINER, epubTitle, packageXml } from "./epub-package.ts";
import { epubStyle } from "./epub-style.ts";
import { article, attribute, briefList, credits, escape, hasCredits, image, inline, marked, type Dialect } from "./html-parts.ts";
import { pictureOf, type Picture } from "./picture.ts";
import { zipped } from "./zip.ts";

/// Chapters are XHTML, each with its own first heading.
const XHTML: Dialect = {
  end: "/>",
  br: "<br/>",
  lang: (tag) => ` lang="${attribute(tag)}" xml:lang="${attribute(tag)}"`,
  headline: 1,
  section: 1,
};

/// The proof as an EPUB 3.3: a title page, contents, a chapter for each item, one for the briefs, one for the credits. Its
/// times are all 1980 and its identifier comes from the text: same proof and file of the logo, same bytes.
export function exportEpub(proof: Proof, file: Uint8Array | null = null): Uint8Array {
  const files = epubFiles(proof, file);
  const logo = pictureOf(reading(proof), file);
  return zipped(logo === null ? files : { ...files, [`EPUB/${logoFile(logo)}`]: logo.bytes }, "mimetype");
}

const logoFile = ({ ending }: Picture): string => `logo.${ending}`;

/// The files of that EPUB by name, as text: what is compared in tests. The picture itself is not among them.
export function epubFiles(proof: Proof, file: Uint8Array | null = null): Record<string, string> {
  const read = reading(proof);
  const title = epubTitle(read);
  const logo = pictureOf(read, file);
  const chapters = [
    frontPage(read, title, logo),
    contents(read, title),
    ...itemChapters(read),
    ...briefChapter(read),
    ...creditChapter(read),
  ];
  const pages = chapters.map((chapter) => [`EPUB/${chapter.file}`, page(read, chapter)] as const);
  return {
    mimetype: "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "EPUB/package.opf": packageXml(read, title, chapters, logo && { file: logoFile(logo), type: logo.logo.type }),
    ...Object.fromEntries(pages),
    "EPUB/style.css": epubStyle(read.publication.brand.accent, logo !== null),
  };
}

interface Page {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly lines: readonly string[];
}

function page({ publication, draft }: Reading, { title, lines }: Page): string {
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<!DOCTYPE html>",
    `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"${XHTML.lang(publication.language)}>`,
    "<head>",
    `<title>${escape(title)}</title>`,
    '<link rel="stylesheet" type="text/css" href="style.css"/>',
    "</head>",
    "<body>",
    draft ? '<p class="draft" role="note">DRAFT</p>' : "",
    ...lines,
    "</body>",
    "</html>",
  ];
  return `${text.filter((line) => line !== "").join("\n")}\n`;
}

function frontPage(read: Reading, title: string, logo: Picture | null): Page {
  const { publication, fields, corrections } = read;
  const number = numberAndDate(fields);
  const lines = [
    '<section class="title-page" epub:type="titlepage">',
    logo === null ? "" : `<p>${image(logo, logoFile(logo), XHTML)}</p>`,
    fields.publisher[0] === undefined ? "" : `<p>${marked(fields.publisher[0], XHTML)}</p>`,
    `<h1>${marked(publication.name || title, XHTML)}</h1>`,
    fields.title === null ? "" : `<p>${marked(fields.title, XHTML)}</p>`,
    number === "" ? "" : `<p>${escape(number)}</p>`,
    ...corrections.map((one) => `<p>${escape(correctionLine(one))}</p>`),
    "</section>",
  ];
  return { id: "title", file: "title.xhtml", title, lines };
}

const rankFile = (rank: number): string => `item-${rank}.xhtml`;

function contents(read: Reading, title: string): Page {
  const { publication, items, briefs } = read;
  const within = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["<ol>", ...lines, "</ol>"]);
  const headlines = items.map(({ rank, headline }) => `<li><a href="${rankFile(rank)}">${rank}. ${inline(headline, XHTML, true)}</a></li>`);
  const lists = briefs.map(({ list }, at) => `<li><a href="briefs.xhtml#list-${at + 1}">${escape(list || "–")}</a></li>`);
  const section = (file: string, name: string, inner: readonly string[]): string[] => [
    `<li><a href="${file}">${escape(name || "–")}</a>`,
    ...within(inner),
    "</li>",
  ];
  const heading = publication.labels.contents || title;
  const lines = [
    '<nav epub:type="toc" id="toc" role="doc-toc" aria-labelledby="contents">',
    `<h1 id="contents">${escape(heading)}</h1>`,
    "<ol>",
    `<li><a href="title.xhtml">${marked(publication.name || title, XHTML)}</a></li>`,
    ...(items[0] === undefined ? [] : section(rankFile(items[0].rank), publication.sections.items, headlines)),
    ...(briefs.length === 0 ? [] : section("briefs.xhtml", publication.sections.briefs, lists)),
    hasCredits(read) ? `<li><a href="credits.xhtml">${escape(creditsTitle(read))}</a></li>` : "",
    "</ol>",
    "</nav>",
    '<nav epub:type="landmarks" hidden="hidden" aria-label="Landmarks">',
    "<ol>",
    `<li><a epub:type="toc" href="nav.xhtml">${escape(heading)}</a></li>`,
    items[0] === undefined
      ? ""
      : `<li><a epub:type="bodymatter" href="${rankFile(items[0].rank)}">${escape(publication.sections.items || "–")}</a></li>`,
    "</ol>",
    "</nav>",
  ];
  return { id: "nav", file: "nav.xhtml", title: heading, lines };
}

const itemChapters = (read: Reading): Page[] =>
  read.items.map((item) => ({
    id: `item-${item.rank}`,
    file: rankFile(item.rank),
    title: `${item.rank}. ${plain(item.headline)}`,
    lines: article(read, item, XHTML),
  }));

function briefChapter(read: Reading): Page[] {
  if (read.briefs.length === 0) return [];
  const title = read.publication.sections.briefs || "–";
  const lines = [
    '<section aria-labelledby="briefs">',
    `<h1 id="briefs">${escape(title)}</h1>`,
    ...read.briefs.flatMap(({ list, entries }, at) => [
      `<h2 id="list-${at + 1}">${escape(list || "–")}</h2>`,
      ...briefList(entries, XHTML),
    ]),
    "</section>",
  ];
  return [{ id: "briefs", file: "briefs.xhtml", title, lines }];
}

/// The credits have no heading of their own in print: here they go by their first group's.
const creditsTitle = ({ fields }: Reading): string => fields.credits[0]?.heading || "Publisher";

function creditChapter(read: Reading): Page[] {
  if (!hasCredits(read)) return [];
  const title = creditsTitle(read);
  const lines = ['<section aria-label="Credits">', ...credits(read, XHTML), "</section>"];
  return [{ id: "credits", file: "credits.xhtml", title, lines }];
}
