import { ENGLISH_LABELS } from "../desk/publication.ts";
import { readCorrection } from "../proof/correction.ts";
import { monthNumber, readDate } from "../proof/dates.ts";
import { HEADING } from "./signs.ts";

/// The house layout's line forms, shared by its reader and its writer: what the reader would take for structure, the
/// writer marks as text with a backslash at its start.

/// A point or a brief: a list mark and a blank.
export const POINT = /^(?:[-–—•·▪◦●*])\s+/u;
/// A headline's ordinal.
export const ORDINAL = /^(\d{1,3})\.(?:\s+|$)/;
/// A page number alone on its line.
export const PAGE_NUMBER = /^(?:[Pp]age\s+)?\d{1,4}(?:\s*(?:\/|of)\s*\d{1,4})?$/;
/// A line of a contents list: a tab or dot leaders, and mostly a page number.
export const CONTENTS_LINE = /^(.*?)\s*(?:\t|\.{4,}|(?:\s\.){3,}|…{2,})[\s.]*(\d{0,4})$/;
/// What stands before the address to write to.
export const CONTACT = /^(?:for (?:more|further) information,? (?:please )?contact|contact)\s*:\s*/i;
/// The line under the title: number, and the date after a middle dot.
export const NUMBER_LINE = /^(?:No\.|Nr\.|Issue|Number)\s+(\S.*)$/;
export const DRAFT_LINE = "DRAFT";
export const CONTACT_LEAD = "For more information, please contact: ";
export const PUBLISHER_HEADINGS = ["PUBLISHER", "IMPRINT"];
/// Headings that open a group of people even below the imprint.
export const PEOPLE_HEADING = /^(AUTHORS?|EDITORS?)$/;

const COMMENT_WORDS = "comment|commentary|assessment|kommentar|bewertung|einschätzung|commentaire|comentario|commento|commentaar";
const COMMENT = new RegExp(
  `^((?:\\p{L}[\\p{L}\\p{N}'’&.]*[ -]){0,4}(?:${COMMENT_WORDS})|\\p{Script=Han}{0,12}(?:点评|评论|述评))\\s*[:：]`,
  "iu",
);
const FIELDS = {
  glance: [ENGLISH_LABELS.glance],
  explainer: [ENGLISH_LABELS.explainer],
  article: ["Article", "Articles", "Source", "Sources"],
  body: ["Issuing body"],
  bodies: ["Issuing bodies"],
  date: ["Date"],
  byline: ["By"],
} as const;

export type FieldKind = keyof typeof FIELDS | "comment";

/// The words that stand before the parts of an item, per part.
export type LabelWords = Readonly<Record<FieldKind, readonly string[]>>;

/// The label words to look for: the usual English ones, and those given.
export const labelWords = (given: Partial<Record<FieldKind, string>> = {}): LabelWords => ({
  glance: withGiven(FIELDS.glance, given.glance),
  explainer: withGiven(FIELDS.explainer, given.explainer),
  comment: withGiven([], given.comment),
  article: withGiven(FIELDS.article, given.article),
  // Where one word stands for one and for several, there may be several.
  body: withGiven(FIELDS.body, given.body === given.bodies ? undefined : given.body),
  bodies: withGiven(FIELDS.bodies, given.bodies),
  date: withGiven(FIELDS.date, given.date),
  byline: withGiven(FIELDS.byline, given.byline),
});

const withGiven = (words: readonly string[], given: string | undefined): string[] =>
  [...new Set(given === undefined || given === "" ? words : [given, ...words])].sort((a, b) => b.length - a.length);

/// Which part's label the text begins with, the label as written and the text after it; null when with none.
export function readLabel(text: string, words: LabelWords): { kind: FieldKind; label: string; rest: string } | null {
  for (const kind of Object.keys(words) as FieldKind[]) {
    for (const word of words[kind]) {
      const rest = text.slice(word.length);
      if (text.slice(0, word.length).toLowerCase() !== word.toLowerCase() || !/^\s*[:：]/.test(rest)) continue;
      return { kind, label: text.slice(0, word.length), rest: rest.replace(/^\s*[:：]\s*/, "") };
    }
  }
  return null;
}

/// The words before the colon, if they look like a comment label ("Meridian comment"); null otherwise.
export const commentLabelOf = (text: string): string | null => COMMENT.exec(text)?.[1] ?? null;

/// A short line all in capitals, or one that a document says is one: the heading of a section or of a group of people.
export const isCapitals = (text: string): boolean =>
  text.startsWith(HEADING) ||
  (text.length <= 60 &&
    /\p{Lu}.*\p{Lu}/u.test(text) &&
    !/[\p{Ll}\\\t@:_*<]/u.test(text) &&
    !/[.!?]$/.test(text) &&
    !ORDINAL.test(text) &&
    !POINT.test(text));

/// The date words that open a brief and the text after them; null when it opens with none.
export function readBriefStart(text: string): { day: string; rest: string } | null {
  const found = /^((\p{L}{3,9}\.?) \d{1,2}(?:, \d{4})?|\d{1,2}\.? (\p{L}{3,9}\.?)(?: \d{4})?)\s*[:：]\s*/u.exec(text);
  const chinese = /^(\d{1,2}月\d{1,2}日)\s*[:：]\s*/.exec(text);
  if (chinese) return { day: chinese[1] ?? "", rest: text.slice(chinese[0].length) };
  if (!found || monthNumber(found[2] ?? found[3] ?? "") === null) return null;
  return { day: found[1] ?? "", rest: text.slice(found[0].length) };
}

/// True if the reader would not take the line for plain text of a paragraph.
export const looksStructural = (line: string, words: LabelWords): boolean =>
  POINT.test(line) ||
  ORDINAL.test(line) ||
  PAGE_NUMBER.test(line) ||
  CONTENTS_LINE.test(line) ||
  CONTACT.test(line) ||
  isCapitals(line) ||
  startsSmall(line) ||
  line.toLowerCase() === ENGLISH_LABELS.contents.toLowerCase() ||
  readBriefStart(line) !== null ||
  readLabel(line, words) !== null ||
  commentLabelOf(line) !== null;

/// True if the line under the publication's name would be read as something else than the issue's title.
export const looksLikeFront = (line: string): boolean =>
  NUMBER_LINE.test(line) ||
  line === DRAFT_LINE ||
  readCorrection(line) !== null ||
  readDate(line) !== null ||
  line.toLowerCase() === ENGLISH_LABELS.contents.toLowerCase();

/// True if the text starts with a small letter, as the second half of a sentence does.
export const startsSmall = (text: string): boolean => /^\p{Ll}/u.test(text);

/// Where the bracket that closes at the text's end was opened, skipping brackets inside and those behind a backslash;
/// null when the text does not end with a closing bracket or nothing opens it.
export function lastBracket(text: string): number | null {
  let open = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const char = text[at];
    if (char !== "(" && char !== ")" && char !== "（" && char !== "）") {
      if (at === text.length - 1) return null;
      continue;
    }
    if (isEscaped(text, at)) {
      if (at === text.length - 1) return null;
      continue;
    }
    open += char === ")" || char === "）" ? 1 : -1;
    if (open <= 0) return open === 0 ? at : null;
  }
  return null;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}

/// The year that a brief's date without one has: the issue's, else the most frequent year of the items' dates (the
/// later of equals), else null.
export function briefYear(issueDate: string | null, itemDates: readonly (string | null)[]): string | null {
  if (issueDate !== null) return issueDate.slice(0, 4);
  const counts = new Map<string, number>();
  for (const date of itemDates) if (date !== null) counts.set(date.slice(0, 4), (counts.get(date.slice(0, 4)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1))[0]?.[0] ?? null;
}
