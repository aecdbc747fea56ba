import type { Publication } from "../desk/publication.ts";
import {
  ORDINAL,
  CONTENTS_LINE,
  CONTACT,
  DRAFT_LINE,
  isCapitals,
  PEOPLE_HEADING,
  POINT,
  PUBLISHER_HEADINGS,
  readBriefStart,
  readLabel,
  type LabelWords,
} from "./house-grammar.ts";
import type { Finding } from "./imported.ts";
import type { Line, Unit } from "./units.ts";

/// One line of the contents list without its page number.
export interface ContentsEntry {
  readonly n: number;
  readonly text: string;
}

/// The lines before the contents list, its entries, and the lines after it. Without a list all lines are `after`.
export interface Parted {
  readonly before: readonly Line[];
  readonly entries: readonly ContentsEntry[];
  readonly after: readonly Line[];
}

/// Finds the contents list: the heading alone on its line, the block below it, and further blocks of contents lines.
/// The list is no part of the issue: its words go into one finding.
export function takeContents(lines: readonly Line[], heading: string, findings: Finding[]): Parted {
  const at = lines.findIndex((line) => line.text.toLowerCase() === heading.toLowerCase());
  if (at < 0) return { before: [], entries: [], after: lines };
  let end = at + 1;
  while (isBlank(lines[end])) end++;
  const from = end;
  while (end < lines.length && !isBlank(lines[end])) end++;
  for (let next = end; next < lines.length && (isBlank(lines[next]) || CONTENTS_LINE.test(lines[next]?.text ?? "")); next++)
    if (!isBlank(lines[next])) end = next + 1;
  const list = lines.slice(from, end).filter((line) => !isBlank(line));
  findings.push({
    code: "contents-list",
    severity: "healed",
    data: { lines: list.length },
    line: lines[at]?.n ?? null,
    excerpt: [lines[at], ...list].map((line) => line?.text ?? "").join("\n"),
  });
  const entries = list.map(({ n, text }) => ({ n, text: (CONTENTS_LINE.exec(text)?.[1] ?? text).trim() }));
  return { before: lines.slice(0, at), entries, after: lines.slice(end) };
}

const isBlank = (line: Line | undefined): boolean => line !== undefined && (line.text === "" || line.text === "\f");

/// Where the sections of the text are, as places in its units; `end` where there is none.
export interface Sections {
  readonly itemsTitle: string;
  readonly briefsTitle: string;
  readonly lists: readonly string[];
  /// The first unit of each item's headline.
  readonly headlines: readonly number[];
  readonly items: number;
  readonly briefs: number;
  readonly tail: number;
}

/// Section titles that a document marks as headings.
export interface Titles {
  readonly items?: string;
  readonly briefs?: string;
  readonly lists?: readonly string[];
}

/// Finds headlines by the label that follows them, then the section titles: those given, those the contents list names,
/// else capitals in the right place.
export function findSections(
  units: readonly Unit[],
  entries: readonly ContentsEntry[],
  words: LabelWords,
  publication?: Publication,
  titles: Titles = {},
): Sections {
  const headlines = units.flatMap((unit, at) => (readLabel(unit.text, words)?.kind === "glance" ? [headlineStart(units, at, words)] : []));
  const first = headlines[0] ?? units.length;
  const lastItem = headlines.at(-1) ?? -1;
  const named = titlesIn(entries, new Set(headlines.map((at) => bare(units[at]?.text ?? ""))), headlines.length > 0);
  const items = firstTitle(units, [publication?.sections.items, titles.items, named.items], 0, first);
  const guessed = items < 0 && first > 1 && isHeading(units[first - 1]) ? first - 1 : items;
  const found = firstTitle(units, [publication?.sections.briefs, titles.briefs, named.briefs], lastItem + 1, units.length);
  const briefs = found >= 0 ? found : guessBriefs(units, lastItem + 1, lastItem < 0);
  const lists = [...(publication?.briefLists ?? []), ...(titles.lists ?? []), ...named.lists];
  const tail = findTail(units, briefs >= 0 ? briefs + 1 : lastItem + 1, lists);
  return {
    itemsTitle: guessed >= 0 ? (units[guessed]?.text ?? "") : "",
    briefsTitle: briefs >= 0 ? (units[briefs]?.text ?? "") : "",
    lists,
    headlines,
    items: Math.min(guessed >= 0 ? guessed : first, units.length),
    briefs: briefs >= 0 && briefs < tail ? briefs : tail,
    tail,
  };
}

/// True for a section's or a group's heading: one line, all in capitals.
export const isHeading = (unit: Unit | undefined): boolean => unit?.lines.length === 1 && isCapitals(unit.text);

/// A headline without its ordinal, for comparing.
export const bare = (text: string): string => text.replace(ORDINAL, "").toLowerCase();

/// The headline is the unit before "At a glance"; where that is its torn second half, the one with the ordinal before it.
function headlineStart(units: readonly Unit[], glance: number, words: LabelWords): number {
  for (let at = glance - 1; at >= 0 && at >= glance - 3; at--) {
    const text = units[at]?.text ?? "";
    if (ORDINAL.test(text)) return at;
    if (readLabel(text, words) || POINT.test(text) || isCapitals(text)) break;
  }
  return readLabel(units[glance - 1]?.text ?? "", words) ? glance : Math.max(0, glance - 1);
}

function titlesIn(entries: readonly ContentsEntry[], headlines: ReadonlySet<string>, hasItems: boolean) {
  const numbered = new Set(entries.filter(({ text }) => ORDINAL.test(text)).map(({ text }) => bare(text)));
  const isHeadline = ({ text }: ContentsEntry) => ORDINAL.test(text) || (headlines.has(bare(text)) && !numbered.has(bare(text)));
  const firstHeadline = entries.findIndex(isHeadline);
  const lastHeadline = entries.findLastIndex(isHeadline);
  const after = entries.slice(lastHeadline + 1).map(({ text }) => text);
  if (!hasItems || firstHeadline < 0) return { items: undefined, briefs: after[0], lists: after.slice(1) };
  return { items: entries.slice(0, firstHeadline)[0]?.text, briefs: after[0], lists: after.slice(1) };
}

function firstTitle(units: readonly Unit[], titles: readonly (string | undefined)[], from: number, to: number): number {
  const found = titles.filter((title) => title !== undefined).map((title) => findTitle(units, title, from, to));
  return found.find((at) => at >= 0) ?? -1;
}

function findTitle(units: readonly Unit[], title: string | undefined, from: number, to: number): number {
  if (title === undefined || title === "") return -1;
  const exact = units.findIndex(({ text }, at) => at >= from && at < to && text === title);
  return exact >= 0 ? exact : units.findIndex(({ text }, at) => at >= from && at < to && text.toLowerCase() === title.toLowerCase());
}

/// A line of capitals that a dated entry follows before the next line of capitals. Without items the first line is the
/// publication's name.
function guessBriefs(units: readonly Unit[], from: number, skipFirst: boolean): number {
  for (let at = from + (skipFirst ? 1 : 0); at < units.length; at++) {
    const text = units[at]?.text ?? "";
    if (!isHeading(units[at]) || PUBLISHER_HEADINGS.includes(text) || PEOPLE_HEADING.test(text)) continue;
    for (let next = at + 1; next < units.length && !isHeading(units[next]); next++) if (isBrief(units[next])) return at;
  }
  return -1;
}

/// True if the unit opens with a date, behind a list mark or not.
export const isBrief = (unit: Unit | undefined): boolean => unit !== undefined && readBriefStart(unit.text.replace(POINT, "")) !== null;

function findTail(units: readonly Unit[], from: number, lists: readonly string[]): number {
  const at = units.findIndex(
    (unit, place) =>
      place >= from && unit.text !== DRAFT_LINE && !lists.includes(unit.text) && (isHeading(unit) || CONTACT.test(unit.text)),
  );
  return at < 0 ? units.length : at;
}
