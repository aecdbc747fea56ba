import { looksLikeRole } from "../heal.ts";
import { isCapitals, type LabelWords } from "../house-grammar.ts";
import type { Titles } from "../house-sections.ts";
import type { Finding } from "../imported.ts";
import { HEADING, literal, type Signs } from "../signs.ts";
import { type Document, type Paragraph } from "./model.ts";
import { frontFirst, isBriefText, labelled, labelOf, lineOf, opensTail, withoutLastDraft } from "./shape.ts";

/// A document as text in house layout, and the section titles that its headings tell.
export interface HouseForm {
  readonly text: string;
  readonly titles: Titles;
  readonly findings: readonly Finding[];
}

/// Where the sections of a document are, as places among its paragraphs.
interface Plan {
  /// Behind which a heading opens a group of people or the imprint.
  readonly tailFrom: number;
  readonly titles: ReadonlySet<number>;
  readonly headlines: ReadonlySet<number>;
  readonly level: number;
}

/// Writes the paragraphs as the house layout has them: each on a line of its own behind an empty one, points with a mark,
/// headings that are no titles of sections with their sign, marks and links with theirs.
export function toHouse(document: Document, words: LabelWords, contentsLabel: string, signs: Signs): HouseForm {
  const findings: Finding[] = [];
  const front = withoutLastDraft(frontFirst(document.paragraphs, findings), findings);
  const all = labelled(markContents(front, contentsLabel), words);
  const { plan, titles } = planOf(all, words);
  const lines: string[] = [];
  let tail = false;
  all.forEach((one, at) => {
    const text = one.runs
      .map((run) => signs.written(run))
      .join("")
      .trim()
      .replace(/\s*\n\s*/g, "\n");
    const before = all[at - 1];
    const capitals = one.kind === "heading" && !plan.titles.has(at) && isCapitals(lineOf(one));
    const opens = GROUP.test(lineOf(one)) || (one.kind === "heading" && isTailHeading(all, at, plan, words));
    const heading = capitals || (at > plan.tailFrom && opens);
    tail ||= at > plan.tailFrom && (heading || opensTail(lineOf(one)));
    if (one.kind === "contents") {
      if (before?.kind !== "contents") lines.push("", literal(contentsLabel), "");
      if (lineOf(one).toLowerCase() !== contentsLabel.toLowerCase()) lines.push(text.replaceAll("\n", " "));
      if (all[at + 1]?.kind !== "contents") lines.push("");
    } else if (one.kind === "point" && !tail && !plan.headlines.has(at)) {
      if (before?.kind !== "point") lines.push("");
      lines.push(`- ${text.replaceAll("\n", " ")}`);
    } else lines.push("", written(one, text, heading, tail));
  });
  return { text: lines.join("\n"), titles, findings };
}

function written(one: Paragraph, text: string, heading: boolean, tail: boolean): string {
  if (heading) return HEADING + literal(lineOf(one).replaceAll("\n", " "));
  if (tail && one.kind === "point") return withRole(text);
  if (one.kind === "heading") return `${one.number === null ? "" : `${one.number}. `}${text.replaceAll("\n", " ")}`;
  return one.number === null ? text : `${one.number}. ${text}`;
}

/// A person's role behind a comma stands below the name in the house layout.
function withRole(text: string): string {
  const at = text.indexOf(", ");
  return at > 0 && !text.includes("\n") && looksLikeRole(text.slice(at + 2)) ? `${text.slice(0, at)}\n${text.slice(at + 2)}` : text;
}

/// The lines of a list below the word for contents are its entries.
function markContents(paragraphs: readonly Paragraph[], label: string): Paragraph[] {
  const isLabel = (one: Paragraph): boolean => lineOf(one).toLowerCase() === label.toLowerCase();
  if (paragraphs.some((one) => one.kind === "contents"))
    return paragraphs.map((one, at) => (isLabel(one) && paragraphs[at + 1]?.kind === "contents" ? { ...one, kind: "contents" } : one));
  const at = paragraphs.findIndex(isLabel);
  if (at < 0 || paragraphs[at + 1]?.kind !== "point") return [...paragraphs];
  let end = at + 1;
  while (paragraphs[end]?.kind === "point") end++;
  return paragraphs.map((one, place) => (place >= at && place < end ? { ...one, kind: "contents" } : one));
}

function planOf(all: readonly Paragraph[], words: LabelWords): { plan: Plan; titles: Titles } {
  const glances = all.flatMap((one, at) => (one.kind !== "contents" && labelOf(lineOf(one), words) === "glance" ? [at] : []));
  const headlines = new Set(glances.map((at) => at - 1).filter((at) => at >= 0));
  const isTitle = (at: number): boolean =>
    all[at]?.kind === "heading" && !headlines.has(at) && labelOf(lineOf(all[at]), words) === null && lineOf(all[at]).length <= 100;
  const [first = -1] = headlines;
  const last = glances.at(-1) ?? -1;
  const itemsAt = first > 1 && isTitle(first - 1) ? first - 1 : -1;
  const firstBrief = all.findIndex((one, at) => at > last && one.kind !== "contents" && isBriefText(lineOf(one)));
  const heads =
    firstBrief < 0
      ? []
      : [firstBrief - 1, firstBrief - 2].filter((at, place) => at > last && isTitle(at) && (place === 0 || isTitle(firstBrief - 1)));
  const briefsAt = heads.at(-1) ?? -1;
  const lists = all.flatMap((_, at) => (at > last && at !== briefsAt && isTitle(at) && isBriefText(textAt(all, at + 1)) ? [at] : []));
  const lastBrief = all.findLastIndex((one, at) => at > last && one.kind !== "contents" && isBriefText(lineOf(one)));
  const title = (at: number): { readonly [key in "items"]?: string } => (at < 0 ? {} : { items: literal(textAt(all, at)) });
  return {
    plan: {
      tailFrom: lastBrief < 0 && last < 0 ? all.length : Math.max(lastBrief, last),
      titles: new Set([itemsAt, briefsAt, ...lists]),
      headlines,
      level: first >= 0 && all[first]?.kind === "heading" ? all[first].level : 9,
    },
    titles: {
      ...title(itemsAt),
      ...(briefsAt < 0 ? {} : { briefs: literal(textAt(all, briefsAt)) }),
      lists: lists.map((at) => literal(textAt(all, at))),
    },
  };
}

const textAt = (all: readonly Paragraph[], at: number): string => (all[at] === undefined ? "" : lineOf(all[at]));

/// A line that opens a group of people or the imprint, whatever it looks like.
const GROUP = /^(?:(?:contributing |further )?(?:authors?|editors?)|publisher|imprint)$/i;

function isTailHeading(all: readonly Paragraph[], at: number, plan: Plan, words: LabelWords): boolean {
  const one = all[at] as Paragraph;
  return !plan.titles.has(at) && one.level <= plan.level && labelOf(lineOf(one), words) === null;
}
