import { longDate, monthDay } from "../proof/dates.ts";
import { bodiesLabel, bodiesText, type Block, type ItemText, type Reading } from "../proof/reading.ts";
import { attribute, escape, HTML, inline, mail, marked } from "./html-parts.ts";

/// The look of an email, spelt out on each element: mail programs drop style sheets. Nothing is drawn by an image, nothing
/// is pure black or on no ground, so that dark modes which turn colours about leave it legible.
export interface EmailLook {
  readonly accent: string;
  readonly link: string;
}

const FONT = "font-family:Georgia,'Times New Roman',serif";
const INK = "color:#1d1f21";

/// A paragraph's style; `more` comes last and wins.
const words = (size: number, space: number, more = ""): string =>
  ` class="ink" style="margin:0 0 ${space}px;${FONT};font-size:${size}px;line-height:${Math.round(size * 1.5)}px;${INK}${more}"`;

const linkStyle = ({ link }: EmailLook): string => ` class="link" style="color:${link};text-decoration:underline"`;

/// One row of the letter's table.
export const row = (lines: readonly string[], padding = "0 24px 28px"): string[] => [
  `<tr><td class="paper" bgcolor="#ffffff" style="padding:${padding};background-color:#ffffff">`,
  ...lines,
  "</td></tr>",
];

/// A section's name above its first row.
export const sectionName = (id: string, name: string, look: EmailLook): string[] =>
  row(
    [
      `<h2 id="${id}" class="link" style="margin:0;padding:0 0 6px;border-bottom:2px solid ${look.accent};${FONT};font-size:15px;` +
        `line-height:22px;color:${look.link}">${escape(name)}</h2>`,
    ],
    "8px 24px 20px",
  );

/// The masthead: house, name, title, number and date, corrections.
export function masthead({ publication, fields }: Reading, number: string, corrections: readonly string[]): string[] {
  return row(
    [
      fields.publisher[0] === undefined ? "" : `<p${words(14, 12)}>${marked(fields.publisher[0], HTML)}</p>`,
      `<h1${words(32, 8, ";line-height:38px;font-weight:bold")}>${marked(publication.name, HTML)}</h1>`,
      fields.title === null ? "" : `<p${words(18, 8)}>${marked(fields.title, HTML)}</p>`,
      number === "" ? "" : `<p${words(14, 0)}>${escape(number)}</p>`,
      ...corrections.map((line) => `<p${words(16, 8, ";margin-top:8px")}>${escape(line)}</p>`),
    ],
    "28px 24px 24px",
  );
}

/// The headlines, numbered: what is in this letter. No links: half of the mail programs cannot jump within a letter.
export const contentsRow = ({ publication, items, briefs }: Reading): string[] =>
  items.length + briefs.length === 0
    ? []
    : row([
        `<p${words(15, 6, ";font-weight:bold")}>${escape(publication.labels.contents)}</p>`,
        ...items.map(({ rank, headline }) => `<p${words(15, 6)}>${rank}. ${inline(headline, HTML, true)}</p>`),
        briefs.length === 0 ? "" : `<p${words(15, 0)}>${escape(publication.sections.briefs)}</p>`,
      ]);

/// How much of an item a letter has room for.
export type Fullness = "whole" | "without-explainers" | "glance-alone";

/// One item as a row.
export function itemRow(read: Reading, item: ItemText, look: EmailLook, fullness: Fullness): string[] {
  const { labels, commentLabel } = read.publication;
  const whole = fullness === "whole" ? item.explainers.flatMap((each) => explainer(labels.explainer, each, look)) : [];
  const rest = fullness === "glance-alone" ? [] : [...part(commentLabel, item.comment, look), ...facts(read, item, look)];
  return row([
    `<h3${words(22, 12, ";line-height:28px;font-weight:bold")}>${item.rank}. ${inline(item.headline, HTML, false, linkStyle(look))}</h3>`,
    ...part(labels.glance, item.glance, look),
    ...whole,
    ...rest,
  ]);
}

function part(label: string, blocks: readonly Block[], look: EmailLook): string[] {
  const [first, ...more] = blocks;
  if (first === undefined) return [];
  const lead = `<strong>${escape(label)}:</strong>`;
  if (first.type === "paragraph") return [block(first, look, `${lead} `), ...more.map((each) => block(each, look))];
  return [`<p${words(16, 6)}>${lead}</p>`, ...blocks.map((each) => block(each, look))];
}

const block = (of: Block, look: EmailLook, lead = ""): string =>
  of.type === "paragraph"
    ? `<p${words(16, 14)}>${lead}${inline(of.text, HTML, false, linkStyle(look))}</p>`
    : bullets(of.points.map((point) => inline(point, HTML, false, linkStyle(look))));

const bullets = (points: readonly string[]): string =>
  `<ul style="margin:0 0 14px;padding:0 0 0 22px">\n${points.map((point) => `<li${words(16, 6)}>${point}</li>`).join("\n")}\n</ul>`;

/// A box: a table of its own, since Word's engine, which Outlook draws with, knows no other.
function explainer(label: string, { title, blocks }: ItemText["explainers"][number], look: EmailLook): string[] {
  return [
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tbody><tr>',
    `<td width="4" bgcolor="${look.accent}" style="width:4px;background-color:${look.accent};font-size:1px">&nbsp;</td>`,
    '<td class="box" bgcolor="#f4f2ee" style="padding:14px 16px 4px;background-color:#f4f2ee">',
    `<h4${words(16, 8, ";font-weight:bold")}>${escape(label)}: ${inline(title, HTML, false, linkStyle(look))}</h4>`,
    ...blocks.map((each) => block(each, look)),
    "</td></tr></tbody></table>",
  ];
}

function facts(read: Reading, item: ItemText, look: EmailLook): string[] {
  const { labels } = read.publication;
  const fact = (label: string, html: string): string => `<p${words(14, 4)}><strong>${escape(label)}:</strong> ${html}</p>`;
  return [
    ...item.sources.map(({ title, original, link }) => {
      const foreign = original === null ? "" : ` (<span${HTML.lang(original.lang)}>${escape(original.text)}</span>)`;
      const spoken = ` aria-label="${attribute(`${labels.link}: ${title}`)}"`;
      const mark = link === null ? "" : ` (<a${linkStyle(look)} href="${attribute(link)}"${spoken}>${escape(labels.link)}</a>)`;
      return fact(labels.article, `${escape(title)}${foreign}${mark}`);
    }),
    item.bodies.length === 0 ? "" : fact(bodiesLabel(read, item), marked(bodiesText(item.bodies), HTML)),
    item.date === null ? "" : fact(labels.date, longDate(item.date)),
    item.byline.length === 0 ? "" : fact("By", escape(item.byline.join(", "))),
  ];
}

/// One list of briefs as a row.
export const briefsRow = ({ list, entries }: Reading["briefs"][number], look: EmailLook): string[] =>
  row([
    `<h3${words(18, 8, ";font-weight:bold")}>${escape(list)}</h3>`,
    bullets(
      entries.map(({ date, text, source }) => {
        const label = source === null ? "" : escape(source.label);
        const linked = source?.link ? `<a${linkStyle(look)} href="${attribute(source.link)}">${label}</a>` : label;
        return (
          `<strong>${escape(monthDay(date))}:</strong> ${inline(text, HTML, false, linkStyle(look))}` + (label === "" ? "" : ` (${linked})`)
        );
      }),
    ),
  ]);

/// Credits, contact and imprint as the last row.
export function creditsRow({ fields }: Reading, look: EmailLook): string[] {
  const { credits, contact, publisher } = fields;
  const small = words(14, 10);
  const name = (text: string): string => `<h2${words(14, 4, ";font-weight:bold")}>${escape(text)}</h2>`;
  return row(
    [
      ...credits.flatMap(({ heading, people }) => [
        heading === "" ? "" : name(heading),
        ...people.map(({ name, role }) => `<p${small}>${escape(name)}${role === null ? "" : `<br>${escape(role)}`}</p>`),
      ]),
      contact === null ? "" : `<p${small}>For more information, please contact: ${mail(contact, linkStyle(look))}</p>`,
      publisher.length === 0 ? "" : `${name("Publisher")}\n<p${small}>${publisher.map(escape).join("<br>\n")}</p>`,
    ],
    "12px 24px 28px",
  );
}
