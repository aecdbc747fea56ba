import { ENGLISH_LABELS } from "../desk/publication.ts";
import {
  briefYear,
  commentLabelOf,
  CONTACT,
  CONTACT_LEAD,
  DRAFT_LINE,
  labelWords,
  lastBracket,
  looksLikeFront,
  looksStructural,
  startsSmall,
  PAGE_NUMBER,
  PEOPLE_HEADING,
  POINT,
  readLabel,
  type LabelWords,
} from "../import/house-grammar.ts";
import { TWO_SHORTS } from "../import/house-item.ts";
import { languageOf } from "../proof/languages.ts";
import { healAddress, healImprint, LOOK_ALIKE, looksLikeRole, partNameAndRole, SAYS_AI } from "../import/heal.ts";
import type { Brief, Credit } from "../issue/issue.ts";
import type { Body, Source } from "../item/item.ts";
import { longDate, monthDay } from "../proof/dates.ts";
import type { Proof } from "../proof/proof.ts";
import { correctionLine } from "../proof/correction.ts";
import { bodyText, numberAndDate, reading, type Block, type ItemText, type Reading } from "../proof/reading.ts";
import { writeInline, writePlain } from "./house-inline.ts";

interface House {
  readonly reading: Reading;
  readonly words: LabelWords;
  readonly year: string | null;
  readonly commentLabel: string;
}

/// The proof as plain text in house layout: UTF-8, "\n" line ends, one paragraph a line. Link targets are not written.
/// `importHouseText` reads it back; exporting that again gives the same bytes.
export function exportHouseText(proof: Proof): string {
  const read = reading(proof);
  const commentLabel = writePlain(read.publication.commentLabel.replace(/[:：]/g, "")).trim() || "Comment";
  const house: House = {
    reading: read,
    commentLabel,
    words: labelWords({ ...read.publication.labels, comment: commentLabel }),
    year: briefYear(
      read.fields.date,
      read.items.map((item) => item.date),
    ),
  };
  const items =
    read.items.length === 0
      ? []
      : [title(read.publication.sections.items), ...read.items.flatMap((item) => [headline(house, item), ...itemParts(house, item)])];
  const briefs =
    read.briefs.length === 0
      ? []
      : [
          title(read.publication.sections.briefs),
          ...read.briefs.flatMap((list) => [title(list.list), list.entries.map((brief) => briefLine(house, brief)).join("\n")]),
        ];
  const blocks = [front(house), contents(house), ...items, ...briefs, ...tailBlocks(house)];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function front({ reading: read, words }: House): string {
  const { fields, publication, draft } = read;
  const bare = read.items.length === 0 && read.briefs.length === 0;
  const line = (text: string): string => {
    const written = writePlain(text);
    return looksLikeFront(written) || (bare && looksStructural(written, words) && !startsSmall(written)) ? `\\${written}` : written;
  };
  const number = fields.number === null ? null : writePlain(fields.number);
  const lines = [draft ? DRAFT_LINE : "", line(publication.name), line(fields.title ?? ""), numberAndDate({ ...fields, number })];
  lines.push(...read.corrections.map(({ date, text }) => correctionLine({ date, text: writePlain(text) })));
  return lines.filter((each) => each !== "").join("\n");
}

/// The contents list; without page numbers, since text has no pages.
function contents(house: House): string {
  const read = house.reading;
  const { sections, labels } = read.publication;
  const items = read.items.length === 0 ? [] : [title(sections.items), ...read.items.map((item) => headline(house, item))];
  const briefs = read.briefs.length === 0 ? [] : [title(sections.briefs), ...read.briefs.map(({ list }) => title(list))];
  const lines = [...items, ...briefs].filter((line) => line !== "");
  const heading = (labels.contents || ENGLISH_LABELS.contents).toUpperCase();
  return lines.length === 0 ? "" : `${heading}\n\n${lines.join("\n")}`;
}

const title = (text: string): string => writePlain(text);

/// The headline behind its rank. "Al" is marked where the reader would take it for "AI", since the item says that.
function headline(house: House, item: ItemText): string {
  const text = writeInline(item.headline);
  const own = [text, ...itemParts(house, item)].join("\n");
  const marked = SAYS_AI.test(own) ? text.replace(LOOK_ALIKE, "\\Al") : text;
  return `${item.rank}. ${marked}`.trimEnd();
}

function itemParts(house: House, item: ItemText): string[] {
  const { labels } = house.reading.publication;
  const label = (key: keyof typeof labels) => labels[key] || ENGLISH_LABELS[key];
  return [
    ...part(house, `${label("glance")}:`, item.glance),
    ...item.explainers.flatMap(({ title, blocks }) => [
      `${label("explainer")}: ${writeInline(title)}`.trimEnd(),
      ...blocks.map((block) => blockText(house, block)),
    ]),
    ...(item.comment.length === 0 ? [] : part(house, `${house.commentLabel}:`, item.comment)),
    ...item.sources
      .filter(({ title, original }) => title !== "" || original !== null)
      .map((source) => `${label("article")}: ${sourceText(source)} (<u>${label("link")}</u>)`),
    ...(item.bodies.length === 0 ? [] : [`${label(item.bodies.length === 1 ? "body" : "bodies")}: ${bodiesLine(item.bodies)}`]),
    ...(item.date === null ? [] : [`${label("date")}: ${longDate(item.date)}`]),
    ...(item.byline.length === 0 ? [] : [`By: ${item.byline.map((name) => writePlain(name).replace(/,/g, "\\,")).join(", ")}`]),
  ];
}

/// A part behind its label: the first paragraph on the label's line.
function part(house: House, label: string, blocks: readonly Block[]): string[] {
  const [first, ...more] = blocks;
  if (first?.type !== "paragraph") return [label, ...blocks.map((block) => blockText(house, block))];
  const text = writeInline(first.text);
  return [`${label} ${POINT.test(text) ? "\\" : ""}${text}`, ...more.map((block) => blockText(house, block))];
}

const blockText = (house: House, block: Block): string =>
  block.type === "points"
    ? block.points.map((point) => `- ${writeInline(point)}`).join("\n")
    : marked(writeInline(block.text), house.words, (line) => isSectionTitle(house, line));

const isSectionTitle = ({ reading: read }: House, line: string): boolean =>
  [read.publication.sections.items, read.publication.sections.briefs, ...read.briefs.map(({ list }) => list)].some(
    (name) => name.toLowerCase() === line.toLowerCase(),
  );

/// The line with a backslash before it where the reader would take it for something else than text.
const marked = (line: string, words: LabelWords, also: (line: string) => boolean = () => false): string =>
  line !== "" && !/^(?:\\|\*|__|<\/?u>)/i.test(line) && (looksStructural(line, words) || also(line)) ? `\\${line}` : line;

/// Title and original. A bracket that ends the title and that the reader would take for the original is marked.
function sourceText({ title, original }: Source): string {
  if (original && languageOf(original.text) !== null) return `${writePlain(title)} (${balanced(original.text)})`.trimStart();
  const words = writePlain(original ? `${title} (${original.text})`.trimStart() : title);
  const at = lastBracket(words);
  return at !== null && languageOf(words.slice(at)) !== null ? words.replace(/.$/u, "\\$&") : words;
}

/// Commas between bodies; semicolons where a body's own text holds signs that would part it. Inner ones are marked.
function bodiesLine(bodies: readonly Body[]): string {
  const texts = bodies.map((body) => writePlain(bodyText(body)));
  if (texts.length === 1) return texts.map((text) => text.replace(SHORT_LIST, (list) => list.replace(/,/g, "\\,"))).join("");
  const plainly = texts.every((text) => !/[,;]/.test(text) && isBalanced(text));
  return texts.map((text) => text.replace(/;/g, "\\;").replace(TWO_SHORTS, "$1 \\and $2")).join(plainly ? ", " : "; ");
}

const SHORT_LIST = /^[\p{Lu}\p{N}&/.-]+(?:, ?[\p{Lu}\p{N}&/.-]+)+$/u;

/// Text for inside brackets: its own brackets are marked where they do not pair up.
const balanced = (text: string): string => (isBalanced(text) ? writePlain(text) : writePlain(text).replace(/[()（）]/g, "\\$&"));

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === "(" || char === "（") depth++;
    if (char === ")" || char === "）") depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function briefLine({ year }: House, { date, text, source }: Brief): string {
  const day = date.slice(0, 4) === year ? monthDay(date) : longDate(date);
  const words = writeInline(text);
  const sentence = source === null ? words.replace(/[)）](?=\.?$)/, "\\$&") : words;
  const label = source === null ? "" : `(<u>${balanced(source.label)}</u>)`;
  return `- ${day}: ${[sentence, label].filter((part) => part !== "").join(" ")}`.trimEnd();
}

function tailBlocks(house: House): string[] {
  const { credits, contact, publisher } = house.reading.fields;
  const lines = publisher.map((line) => imprintLine(house, line));
  return [
    ...credits.flatMap((credit) => creditBlocks(house, credit)),
    contact === null ? "" : CONTACT_LEAD + contactText(contact, lines.join("\n")),
    lines.length === 0 ? "" : `PUBLISHER\n\n${lines.join("\n")}`,
  ];
}

function creditBlocks({ words }: House, { heading, people }: Credit): string[] {
  const odd = (line: string) => looksLikeRole(line) || partNameAndRole(line) !== null;
  return [
    writePlain(heading.toUpperCase()),
    ...people.map(({ name, role }) => marked(writePlain(name), words, odd) + (role === null ? "" : `\n${marked(writePlain(role), words)}`)),
  ];
}

const contactText = (contact: string, imprint: string): string => {
  const words = writePlain(contact);
  return healAddress(words, imprint, 0, []) === words ? words : `\\${words}`;
};

function imprintLine({ words }: House, line: string): string {
  const text = writePlain(line);
  const odd =
    looksLikeFront(text) ||
    CONTACT.test(text) ||
    PAGE_NUMBER.test(text) ||
    PEOPLE_HEADING.test(text) ||
    readLabel(text, words) !== null ||
    commentLabelOf(text) !== null;
  return odd || healImprint(text, 0, []).length > 1 ? `\\${text}` : text;
}
