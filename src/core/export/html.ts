import { base64 } from "../base/base64.ts";
import type { Proof } from "../proof/proof.ts";
import { correctionLine } from "../proof/correction.ts";
import { documentTitle, numberAndDate, reading, type Reading } from "../proof/reading.ts";
import { article, attribute, briefList, credits, escape, hasCredits, HTML, image, inline } from "./html-parts.ts";
import { htmlStyle } from "./html-style.ts";
import { pictureOf, type Picture } from "./picture.ts";

/// The proof as one semantic HTML page: no script, nothing loaded from elsewhere, languages marked, links only to http,
/// https and mail. While it is a draft the page says so at its top and on every printed sheet. `file`: that of the logo, which goes
/// into the page.
export function exportHtml(proof: Proof, file: Uint8Array | null = null): string {
  const read = reading(proof);
  const logo = pictureOf(read, file);
  const { publication, draft, fields } = read;
  const lines = [
    "<!doctype html>",
    `<html lang="${attribute(publication.language)}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${logo === null ? "" : "; img-src data:"}">`,
    `<title>${escape((draft ? "DRAFT: " : "") + documentTitle(read))}</title>`,
    fields.date === null ? "" : `<meta name="date" content="${fields.date}">`,
    `<style>${htmlStyle(publication.brand.accent, logo !== null)}</style>`,
    "</head>",
    "<body>",
    draft ? '<p class="draft" role="note">DRAFT</p>' : "",
    ...header(read, logo),
    "<main>",
    ...contents(read),
    ...items(read),
    ...briefs(read),
    "</main>",
    ...footer(read),
    "</body>",
    "</html>",
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function header({ publication, fields, corrections }: Reading, logo: Picture | null): string[] {
  const under = numberAndDate(fields);
  return [
    "<header>",
    logo === null ? "" : image(logo, `data:${logo.logo.type};base64,${base64(logo.bytes)}`, HTML),
    `<h1>${escape(publication.name)}</h1>`,
    fields.title === null ? "" : `<p class="title">${escape(fields.title)}</p>`,
    under === "" ? "" : `<p class="number">${escape(under)}</p>`,
    ...corrections.map((one) => `<p class="correction">${escape(correctionLine(one))}</p>`),
    "</header>",
  ];
}

function contents({ publication, items, briefs }: Reading): string[] {
  if (items.length + briefs.length === 0) return [];
  return [
    '<nav aria-labelledby="contents">',
    `<h2 id="contents">${escape(publication.labels.contents)}</h2>`,
    "<ul>",
    ...items.map((item) => `<li><a href="#item-${item.rank}">${item.rank}. ${inline(item.headline, HTML, true)}</a></li>`),
    briefs.length === 0 ? "" : `<li><a href="#briefs">${escape(publication.sections.briefs)}</a></li>`,
    "</ul>",
    "</nav>",
  ];
}

function items(read: Reading): string[] {
  if (read.items.length === 0) return [];
  return [
    '<section aria-labelledby="items">',
    `<h2 id="items">${escape(read.publication.sections.items)}</h2>`,
    ...read.items.flatMap((item) => article(read, item, HTML)),
    "</section>",
  ];
}

function briefs(read: Reading): string[] {
  if (read.briefs.length === 0) return [];
  return [
    '<section aria-labelledby="briefs">',
    `<h2 id="briefs">${escape(read.publication.sections.briefs)}</h2>`,
    ...read.briefs.flatMap(({ list, entries }) => [`<h3>${escape(list)}</h3>`, ...briefList(entries, HTML)]),
    "</section>",
  ];
}

const footer = (read: Reading): string[] => (hasCredits(read) ? ["<footer>", ...credits(read, HTML), "</footer>"] : []);
