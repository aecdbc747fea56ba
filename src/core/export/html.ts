import type { Run } from "../issue/issue.ts";
import { longDate, monthDay } from "../proof/dates.ts";
import type { Proof } from "../proof/proof.ts";
import { correctionLine } from "../proof/correction.ts";
import {
  bodiesLabel,
  bodiesText,
  documentTitle,
  numberAndDate,
  reading,
  type Block,
  type ItemText,
  type Reading,
} from "../proof/reading.ts";
import { htmlStyle } from "./html-style.ts";

/// The proof as one semantic HTML page: no script, nothing loaded from elsewhere, languages marked, links only to http,
/// https and mail. While it is a draft the page says so at its top and on every printed sheet.
export function exportHtml(proof: Proof): string {
  const read = reading(proof);
  const { publication, draft, fields } = read;
  const lines = [
    "<!doctype html>",
    `<html lang="${attribute(publication.language)}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escape((draft ? "DRAFT: " : "") + documentTitle(read))}</title>`,
    fields.date === null ? "" : `<meta name="date" content="${fields.date}">`,
    `<style>${htmlStyle(publication.brand.accent)}</style>`,
    "</head>",
    "<body>",
    draft ? '<p class="draft" role="note">DRAFT</p>' : "",
    ...header(read),
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

function header({ publication, fields, corrections }: Reading): string[] {
  const under = numberAndDate(fields);
  return [
    "<header>",
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
    ...items.map((item) => `<li><a href="#item-${item.rank}">${item.rank}. ${inline(item.headline, true)}</a></li>`),
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
    ...read.items.flatMap((item) => article(read, item)),
    "</section>",
  ];
}

function article(read: Reading, item: ItemText): string[] {
  const { labels, commentLabel } = read.publication;
  return [
    `<article id="item-${item.rank}" aria-labelledby="headline-${item.rank}">`,
    `<h3 id="headline-${item.rank}">${item.rank}. ${inline(item.headline)}</h3>`,
    ...part("glance", labels.glance, item.glance),
    ...item.explainers.flatMap(({ title, blocks }, at) => [
      `<aside aria-labelledby="explainer-${item.rank}-${at + 1}">`,
      `<h4 id="explainer-${item.rank}-${at + 1}">${escape(labels.explainer)}: ${inline(title)}</h4>`,
      ...blocks.map((each) => block(each)),
      "</aside>",
    ]),
    ...part("comment", commentLabel, item.comment),
    ...facts(read, item),
    "</article>",
  ];
}

function facts(read: Reading, item: ItemText): string[] {
  const { labels } = read.publication;
  const sources = item.sources.map(({ title, original, link }) => {
    const foreign = original === null ? "" : ` (<span lang="${attribute(original.lang)}">${escape(original.text)}</span>)`;
    const mark =
      link === null
        ? ""
        : ` (<a href="${attribute(link)}" aria-label="${attribute(`${labels.link}: ${title}`)}">${escape(labels.link)}</a>)`;
    return `<div><dt>${escape(labels.article)}</dt><dd><cite>${escape(title)}</cite>${foreign}${mark}</dd></div>`;
  });
  const rows = [
    ...sources,
    item.bodies.length === 0 ? "" : `<div><dt>${escape(bodiesLabel(read, item))}</dt><dd>${marked(bodiesText(item.bodies))}</dd></div>`,
    item.date === null
      ? ""
      : `<div><dt>${escape(labels.date)}</dt><dd><time datetime="${item.date}">${longDate(item.date)}</time></dd></div>`,
    item.byline.length === 0 ? "" : `<div><dt>By</dt><dd>${escape(item.byline.join(", "))}</dd></div>`,
  ].filter((row) => row !== "");
  return rows.length === 0 ? [] : ["<dl>", ...rows, "</dl>"];
}

function part(name: string, label: string, blocks: readonly Block[]): string[] {
  const [first, ...more] = blocks;
  if (first === undefined) return [];
  const lead = `<strong class="label">${escape(label)}:</strong>`;
  const opening =
    first.type === "paragraph"
      ? [block(first, `${lead} `), ...more.map((each) => block(each))]
      : [`<p>${lead}</p>`, ...blocks.map((each) => block(each))];
  return [`<section class="${name}" aria-label="${attribute(label)}">`, ...opening, "</section>"];
}

const block = (of: Block, lead = ""): string =>
  of.type === "paragraph"
    ? `<p>${lead}${inline(of.text)}</p>`
    : `<ul>\n${of.points.map((point) => `<li>${inline(point)}</li>`).join("\n")}\n</ul>`;

function briefs(read: Reading): string[] {
  if (read.briefs.length === 0) return [];
  return [
    '<section aria-labelledby="briefs">',
    `<h2 id="briefs">${escape(read.publication.sections.briefs)}</h2>`,
    ...read.briefs.flatMap(({ list, entries }) => [
      `<h3>${escape(list)}</h3>`,
      "<ul>",
      ...entries.map(({ date, text, source }) => {
        const label = source === null ? "" : ` (${anchor(source.label, source.link)})`;
        return `<li><time datetime="${attribute(date)}">${escape(monthDay(date))}</time>: ${inline(text)}${label}</li>`;
      }),
      "</ul>",
    ]),
    "</section>",
  ];
}

function footer({ fields }: Reading): string[] {
  const { credits, contact, publisher } = fields;
  if (credits.length + publisher.length === 0 && contact === null) return [];
  return [
    "<footer>",
    ...credits.flatMap(({ heading, people }) => [
      `<h2>${escape(heading)}</h2>`,
      people.length === 0 ? "" : "<ul>",
      ...people.map(({ name, role }) => `<li>${escape(name)}${role === null ? "" : `<br>${escape(role)}`}</li>`),
      people.length === 0 ? "" : "</ul>",
    ]),
    contact === null ? "" : `<p>For more information, please contact: ${mail(contact)}</p>`,
    publisher.length === 0 ? "" : `<h2>Publisher</h2>\n<address>${publisher.map(escape).join("<br>\n")}</address>`,
    "</footer>",
  ];
}

const anchor = (label: string, link: string | null): string =>
  link === null ? escape(label) : `<a href="${attribute(link)}">${escape(label)}</a>`;

const mail = (contact: string): string =>
  /^[\w.+-]+@[\w.-]+$/.test(contact) ? `<a href="mailto:${attribute(contact)}">${escape(contact)}</a>` : escape(contact);

/// Runs as HTML; inside a link (`linked`) no link of their own.
const inline = (runs: readonly Run[], linked = false): string =>
  runs
    .map(({ text, strong, em, lang, link }) => {
      let html = escape(text);
      if (lang !== undefined) html = `<span lang="${attribute(lang)}">${html}</span>`;
      if (em) html = `<em>${html}</em>`;
      if (strong) html = `<strong>${html}</strong>`;
      return typeof link === "string" && !linked ? `<a href="${attribute(link)}">${html}</a>` : html;
    })
    .join("");

/// Plain text with its Chinese marked.
const marked = (text: string): string =>
  text
    .split(/(\p{Script=Han}+)/u)
    .map((piece) => (/\p{Script=Han}/u.test(piece) ? `<span lang="zh-Hans">${escape(piece)}</span>` : escape(piece)))
    .join("");

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const attribute = (text: string): string => escape(text).replace(/"/g, "&quot;").replace(/'/g, "&#39;");
