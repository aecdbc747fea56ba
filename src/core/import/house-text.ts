import type { Ids } from "../base/ports.ts";
import { ok, refuse, type Result } from "../base/result.ts";
import { ENGLISH_LABELS, type Publication } from "../desk/publication.ts";
import { readCorrection } from "../proof/correction.ts";
import { readDate } from "../proof/dates.ts";
import type { ItemText } from "../proof/reading.ts";
import { contentOf } from "./content.ts";
import { healLookAlike, joinTorn } from "./heal.ts";
import {
  briefYear,
  commentLabelOf,
  DRAFT_LINE,
  isCapitals,
  labelWords,
  NUMBER_LINE,
  ORDINAL,
  readLabel,
  type LabelWords,
} from "./house-grammar.ts";
import { readBriefs } from "./house-briefs.ts";
import { readItem } from "./house-item.ts";
import { bare, findSections, isBrief, takeContents, type ContentsEntry, type Sections, type Titles } from "./house-sections.ts";
import { readTail } from "./house-tail.ts";
import { NO_ISSUE_FIELDS, USUAL_PUBLICATION, type Finding, type Imported, type ImportOptions } from "./imported.ts";
import { readInline, readPlain } from "./inline.ts";
import { linesOf, pageFurniture, unitsOf, type Line, type Unit } from "./units.ts";

/// Reads an issue in house layout, healing what extraction from a PDF broke. Every word is in the issue or in a
/// finding's excerpt. Refused only when there is no text at all; text of another kind comes back as findings.
export const importHouseText = (text: string, ids: Ids, options: ImportOptions = {}): Result<Imported> =>
  readHouseText(text, ids, options, null);

/// The same for text that was made from a document: its paragraphs are whole, and it may know section titles.
export function readHouseText(text: string, ids: Ids, options: ImportOptions, document: Titles | null): Result<Imported> {
  const lines = linesOf(text);
  if (!lines.some((line) => /[\p{L}\p{N}]/u.test(line.text))) return refuse("import-empty");
  const findings: Finding[] = [];
  const given = options.publication;
  const parted = takeContents(lines, given?.labels.contents ?? ENGLISH_LABELS.contents, findings);
  const commentLabel = given?.commentLabel || guessCommentLabel(parted.after);
  const words = labelWords({ ...given?.labels, ...(commentLabel === null ? {} : { comment: commentLabel }) });
  const units = unitsOf(parted.after, words, document === null ? pageFurniture(lines) : null, findings);
  const sections = findSections(units, parted.entries, words, given, document ?? {});
  const hasContents = parted.entries.length > 0 || parted.before.length > 0;
  const frontLines = hasContents
    ? parted.before
    : units.slice(0, Math.min(sections.items, sections.briefs, sections.tail)).flatMap((unit) => unit.lines);
  const front = readFront(frontLines, findings);
  if (hasContents) listStrays(units.slice(0, Math.min(sections.items, sections.briefs, sections.tail)), findings);
  const items = readItems(units, sections, parted.entries, words, findings);
  const year = briefYear(
    front.date,
    items.map((item) => item.date),
  );
  const briefUnits = joinTorn(
    units.slice(sections.briefs, sections.tail),
    (unit) => sections.lists.includes(unit.text) || isCapitals(unit.text) || isBrief(unit),
    findings,
  );
  const read = readBriefs(briefUnits.slice(1), { lists: sections.lists, section: sections.briefsTitle, year }, findings);
  if (read.briefs.length > 0 && front.date === null && year !== null)
    findings.push({ code: "brief-year-assumed", severity: "doubt", data: { year }, line: briefUnits[0]?.n ?? null, excerpt: "" });
  if (items.length + read.briefs.length === 0)
    findings.push({ code: "nothing-recognised", severity: "not-understood", data: {}, line: 1, excerpt: "" });
  const tail = readTail(units.slice(sections.tail), findings);
  const publication: Publication = {
    ...(given ?? USUAL_PUBLICATION),
    name: front.name,
    commentLabel: commentLabel ?? USUAL_PUBLICATION.commentLabel,
    sections: { items: readPlain(sections.itemsTitle), briefs: readPlain(sections.briefsTitle) },
    briefLists: read.lists,
  };
  const { title, number, date, draft, corrections } = front;
  return ok({
    issue: {
      publication,
      ...(corrections.length > 0 ? { corrections } : {}),
      fields: { ...NO_ISSUE_FIELDS, title, number, date, ...tail },
      items: items.map((item) => ({ rank: item.rank, content: contentOf(item, ids) })),
      briefs: read.briefs,
      draft,
      unknown: [],
    },
    findings: findings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  });
}

/// The label that most often stands before a comment, null when nothing looks like one.
function guessCommentLabel(lines: readonly Line[]): string | null {
  const counts = new Map<string, number>();
  for (const { text } of lines) {
    const label = commentLabelOf(text);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

interface Front {
  name: string;
  title: string | null;
  number: string | null;
  date: string | null;
  draft: boolean;
  corrections: { date: string; text: string }[];
}

function readFront(lines: readonly Line[], findings: Finding[]): Front {
  const front: Front = { name: "", title: null, number: null, date: null, draft: false, corrections: [] };
  for (const { n, text } of lines) {
    if (text === "" || text === "\f") continue;
    const numbered = NUMBER_LINE.exec(text);
    const corrected = readCorrection(text);
    if (text === DRAFT_LINE) front.draft = true;
    else if (front.name === "") front.name = readPlain(text);
    else if (corrected !== null) front.corrections.push({ ...corrected, text: readPlain(corrected.text) });
    else if (numbered && front.number === null) Object.assign(front, readNumber(numbered[1] ?? ""));
    else if (readDate(text) !== null && front.date === null) front.date = readDate(text);
    else if (front.title === null) front.title = readPlain(text);
    else findings.push({ code: "text-not-placed", severity: "not-understood", data: { place: front.name }, line: n, excerpt: text });
  }
  return front;
}

function readNumber(text: string): { number: string; date?: string } {
  const parts = /^(.*?)\s+[·|,–-]\s+(.*)$/u.exec(text);
  const date = parts ? readDate(parts[2] ?? "") : null;
  return date === null ? { number: readPlain(text) } : { number: readPlain(parts?.[1] ?? ""), date };
}

function listStrays(units: readonly Unit[], findings: Finding[]): void {
  for (const unit of units)
    findings.push({ code: "text-not-placed", severity: "not-understood", data: { place: "" }, line: unit.n, excerpt: unit.text });
}

function readItems(
  units: readonly Unit[],
  sections: Sections,
  entries: readonly ContentsEntry[],
  words: LabelWords,
  findings: Finding[],
): ItemText[] {
  const { headlines } = sections;
  const end = Math.min(sections.briefs, sections.tail);
  const from = sections.itemsTitle === "" ? sections.items : sections.items + 1;
  listStrays(units.slice(from, Math.min(headlines[0] ?? end, end)), findings);
  const whole = units.map((unit) => unit.text).join("\n");
  const ranks = headlines.map((at) => Number(ORDINAL.exec(units[at]?.text ?? "")?.[1] ?? 0));
  const counted = ranks.every((rank, at) => rank >= 1 && rank > (ranks[at - 1] ?? 0));
  return headlines.map((at, place) => {
    const all = units.slice(at, headlines[place + 1] ?? end);
    const label = all.findIndex((unit) => readLabel(unit.text, words)?.kind === "glance");
    const heading = all
      .slice(0, label)
      .map((unit) => unit.text)
      .join(" ");
    const line = units[at]?.n ?? 1;
    const title = heading.replace(ORDINAL, "");
    const entry = entries.find(({ text }) => bare(text.replace(/\bAl\b/g, "AI")) === bare(heading.replace(/\bAl\b/g, "AI")));
    listLostOrdinals(heading, entry, line, findings);
    const own = [title, entry?.text ?? "", ...all.slice(label).map((unit) => unit.text)].join("\n");
    const headline = readInline(units[at]?.whole ? title : healLookAlike(title, own, whole, line, findings));
    const joined = joinTorn(all.slice(label), (unit) => isFixed(unit, words), findings);
    return readItem(counted ? (ranks[place] ?? 0) : place + 1, headline, joined, words, findings);
  });
}

function listLostOrdinals(heading: string, entry: ContentsEntry | undefined, line: number, findings: Finding[]): void {
  const found = (n: number): Finding => ({
    code: "ordinal-missing",
    severity: "healed",
    data: { headline: heading },
    line: n,
    excerpt: heading,
  });
  if (!ORDINAL.test(heading)) findings.push(found(line));
  if (entry && !ORDINAL.test(entry.text)) findings.push(found(entry.n));
}

/// Labels with short values never go on in the next unit.
function isFixed(unit: Unit, words: LabelWords): boolean {
  const kind = readLabel(unit.text, words)?.kind;
  return kind === "date" || kind === "body" || kind === "bodies" || kind === "byline";
}
