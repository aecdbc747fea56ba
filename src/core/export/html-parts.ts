import type { Run } from "../issue/issue.ts";
import { longDate, monthDay } from "../proof/dates.ts";
import { pixels, type Picture } from "./picture.ts";
import { bodiesLabel, bodiesText, type Block, type ItemText, type Reading } from "../proof/reading.ts";

/// How markup is spelt: as HTML, or as XHTML in an EPUB's chapters, each of which begins its own headings.
export interface Dialect {
  /// How a tag ends that nothing stands in.
  readonly end: string;
  readonly br: string;
  /// The attributes that name a language, with a space before each.
  readonly lang: (tag: string) => string;
  /// The level of a headline, what lies below it follows; and that of the sections of an issue.
  readonly headline: number;
  readonly section: number;
}

/// One page with the headlines below its sections.
export const HTML: Dialect = { end: ">", br: "<br>", lang: (tag) => ` lang="${attribute(tag)}"`, headline: 3, section: 2 };

/// The logo. `source`: where its file is.
export const image = ({ says, width, height }: Picture, source: string, dialect: Dialect): string =>
  `<img class="logo" src="${source}" alt="${attribute(says)}" width="${pixels(width)}" height="${pixels(height)}"${dialect.end}`;

/// An item as an `article` with its headline, parts and facts.
export function article(read: Reading, item: ItemText, dialect: Dialect): string[] {
  const { labels, commentLabel } = read.publication;
  const [top, below] = [`h${dialect.headline}`, `h${dialect.headline + 1}`];
  return [
    `<article id="item-${item.rank}" aria-labelledby="headline-${item.rank}">`,
    `<${top} id="headline-${item.rank}">${item.rank}. ${inline(item.headline, dialect)}</${top}>`,
    ...part("glance", labels.glance, item.glance, dialect),
    ...item.explainers.flatMap(({ title, blocks }, at) => [
      `<aside aria-labelledby="explainer-${item.rank}-${at + 1}">`,
      `<${below} id="explainer-${item.rank}-${at + 1}">${escape(labels.explainer)}: ${inline(title, dialect)}</${below}>`,
      ...blocks.map((each) => block(each, dialect)),
      "</aside>",
    ]),
    ...part("comment", commentLabel, item.comment, dialect),
    ...facts(read, item, dialect),
    "</article>",
  ];
}

function facts(read: Reading, item: ItemText, dialect: Dialect): string[] {
  const { labels } = read.publication;
  const sources = item.sources.map(({ title, original, link }) => {
    const foreign = original === null ? "" : ` (<span${dialect.lang(original.lang)}>${escape(original.text)}</span>)`;
    const mark =
      link === null
        ? ""
        : ` (<a href="${attribute(link)}" aria-label="${attribute(`${labels.link}: ${title}`)}">${escape(labels.link)}</a>)`;
    return `<div><dt>${escape(labels.article)}</dt><dd><cite>${escape(title)}</cite>${foreign}${mark}</dd></div>`;
  });
  const bodies = marked(bodiesText(item.bodies), dialect);
  const rows = [
    ...sources,
    item.bodies.length === 0 ? "" : `<div><dt>${escape(bodiesLabel(read, item))}</dt><dd>${bodies}</dd></div>`,
    item.date === null
      ? ""
      : `<div><dt>${escape(labels.date)}</dt><dd><time datetime="${item.date}">${longDate(item.date)}</time></dd></div>`,
    item.byline.length === 0 ? "" : `<div><dt>By</dt><dd>${escape(item.byline.join(", "))}</dd></div>`,
  ].filter((row) => row !== "");
  return rows.length === 0 ? [] : ["<dl>", ...rows, "</dl>"];
}

function part(name: string, label: string, blocks: readonly Block[], dialect: Dialect): string[] {
  const [first, ...more] = blocks;
  if (first === undefined) return [];
  const lead = `<strong class="label">${escape(label)}:</strong>`;
  const opening =
    first.type === "paragraph"
      ? [block(first, dialect, `${lead} `), ...more.map((each) => block(each, dialect))]
      : [`<p>${lead}</p>`, ...blocks.map((each) => block(each, dialect))];
  return [`<section class="${name}">`, ...opening, "</section>"];
}

const block = (of: Block, dialect: Dialect, lead = ""): string =>
  of.type === "paragraph"
    ? `<p>${lead}${inline(of.text, dialect)}</p>`
    : `<ul>\n${of.points.map((point) => `<li>${inline(point, dialect)}</li>`).join("\n")}\n</ul>`;

/// One list of briefs as a `ul`.
export const briefList = (entries: Reading["briefs"][number]["entries"], dialect: Dialect): string[] => [
  "<ul>",
  ...entries.map(({ date, text, source }) => {
    const label = source === null ? "" : ` (${anchor(source.label, source.link)})`;
    return `<li><time datetime="${attribute(date)}">${escape(monthDay(date))}</time>: ${inline(text, dialect)}${label}</li>`;
  }),
  "</ul>",
];

/// Credits, contact and imprint, each group below a section's heading.
export function credits({ fields }: Reading, dialect: Dialect): string[] {
  const { credits, contact, publisher } = fields;
  const level = `h${dialect.section}`;
  return [
    ...credits.flatMap(({ heading, people }) => [
      heading === "" ? "" : `<${level}>${escape(heading)}</${level}>`,
      people.length === 0 ? "" : "<ul>",
      ...people.map(({ name, role }) => `<li>${escape(name)}${role === null ? "" : `${dialect.br}${escape(role)}`}</li>`),
      people.length === 0 ? "" : "</ul>",
    ]),
    contact === null ? "" : `<p>For more information, please contact: ${mail(contact)}</p>`,
    publisher.length === 0 ? "" : `<${level}>Publisher</${level}>\n<address>${publisher.map(escape).join(`${dialect.br}\n`)}</address>`,
  ];
}

/// Whether there is anything for `credits` to say.
export const hasCredits = ({ fields }: Reading): boolean => fields.credits.length + fields.publisher.length > 0 || fields.contact !== null;

const anchor = (label: string, link: string | null): string =>
  link === null ? escape(label) : `<a href="${attribute(link)}">${escape(label)}</a>`;

/// An address of contact, as a link where it is one.
export const mail = (contact: string, style = ""): string =>
  /^[\w.+-]+@[\w.-]+$/.test(contact) ? `<a${style} href="mailto:${attribute(contact)}">${escape(contact)}</a>` : escape(contact);

/// Runs as markup; inside a link (`linked`) no link of their own. `style` is an attribute for each link.
export const inline = (runs: readonly Run[], dialect: Dialect, linked = false, style = ""): string =>
  runs
    .map(({ text, strong, em, lang, link }) => {
      let html = escape(text);
      if (lang !== undefined) html = `<span${dialect.lang(lang)}>${html}</span>`;
      if (em) html = `<em>${html}</em>`;
      if (strong) html = `<strong>${html}</strong>`;
      return typeof link === "string" && !linked ? `<a${style} href="${attribute(link)}">${html}</a>` : html;
    })
    .join("");

/// Plain text with its Chinese marked.
export const marked = (text: string, dialect: Dialect): string =>
  text
    .split(/(\p{Script=Han}+)/u)
    .map((piece) => (/\p{Script=Han}/u.test(piece) ? `<span${dialect.lang("zh-Hans")}>${escape(piece)}</span>` : escape(piece)))
    .join("");

/// Text between tags, and inside an attribute's quotes.
export const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
export const attribute = (text: string): string => escape(text).replace(/"/g, "&quot;").replace(/'/g, "&#39;");
