import type { Run } from "../../issue/issue.ts";
import { commentLabelOf, CONTACT, DRAFT_LINE, isCapitals, POINT, readBriefStart, readLabel, type LabelWords } from "../house-grammar.ts";
import type { Finding } from "../imported.ts";
import { beside, wordsOf, type Paragraph } from "./model.ts";

/// What stands before the text of a part, behind a colon or alone on its line.
type Label = NonNullable<ReturnType<typeof readLabel>>["kind"];

const tidied = (text: string): string => text.replace(/[^\S\n]+/g, " ").trim();
export const lineOf = (paragraph: Paragraph): string => tidied(wordsOf(paragraph));

/// The part that a paragraph's text opens with its label.
export function labelOf(text: string, words: LabelWords): Label | null {
  const label = readLabel(text, words);
  return label !== null ? label.kind : commentLabelOf(text) !== null ? "comment" : null;
}

/// True if the text is a brief: it begins with its day.
export const isBriefText = (text: string): boolean => readBriefStart(text.replace(POINT, "")) !== null;

/// How far a label or a brief's day reaches, with its colon.
function labelEnd(text: string, words: LabelWords): number {
  if (labelOf(text, words) === null && readBriefStart(text) === null) return 0;
  return text.search(/[:：]/) + 1;
}

/// The runs with nothing marked up to this letter: a label's looks are the house's.
function plainUpTo(runs: readonly Run[], end: number): Run[] {
  let at = 0;
  return runs.flatMap((run): Run[] => {
    const head = run.text.slice(0, Math.max(0, end - at));
    at += run.text.length;
    const rest = run.text.slice(head.length);
    return [...(head === "" ? [] : [{ text: head }]), ...(rest === "" ? [] : [{ ...run, text: rest }])];
  });
}

const trimmed = (paragraph: Paragraph): Paragraph => {
  const lead = /^\s*/.exec(wordsOf(paragraph))?.[0].length ?? 0;
  let left = lead;
  const runs = paragraph.runs.flatMap((run) => {
    const text = run.text.slice(left);
    left = Math.max(0, left - run.text.length);
    return text === "" ? [] : [{ ...run, text }];
  });
  return { ...paragraph, runs };
};

/// Headings and lines of contents are bold as such: that marks no word of them.
function withoutOwnLook(one: Paragraph): Paragraph {
  if (one.kind !== "heading" && one.kind !== "contents") return one;
  const all = (mark: "strong" | "em"): boolean => one.runs.every((run) => run[mark] === true || !/\S/.test(run.text));
  const [strong, em] = [all("strong"), all("em")];
  return {
    ...one,
    runs: one.runs.map(({ strong: isStrong, em: isEm, ...run }) => ({
      ...run,
      ...(isStrong && !strong ? { strong: true } : {}),
      ...(isEm && !em ? { em: true } : {}),
    })),
  };
}

/// The brackets around a link's words belong to the text around it.
function openBrackets(runs: readonly Run[]): Run[] {
  return runs.flatMap((run): Run[] => {
    const parts = typeof run.link === "string" ? /^(\s*[(（])(.+)([)）]\.?\s*)$/su.exec(run.text) : null;
    if (!parts) return [run];
    const { link: _, ...marks } = run;
    return [
      { ...marks, text: parts[1] ?? "" },
      { ...run, text: parts[2] ?? "" },
      { ...marks, text: parts[3] ?? "" },
    ];
  });
}

/// Paragraphs as the house layout has them: labels plain and with their colon, short facts on the line of their label.
export function labelled(paragraphs: readonly Paragraph[], words: LabelWords): Paragraph[] {
  const out: Paragraph[] = [];
  for (let at = 0; at < paragraphs.length; at++) {
    const one = withoutOwnLook(trimmed(paragraphs[at] as Paragraph));
    const text = lineOf(one);
    const alone = one.kind === "contents" || /[:：]$/.test(text) ? null : labelAlone(one, text, words);
    const kind = alone ?? (/[:：]$/.test(text) ? labelOf(text, words) : null);
    const next = paragraphs[at + 1];
    const label: Run[] = [{ text: alone === null ? text : `${text}:` }];
    if (kind !== null && kind !== "glance" && kind !== "comment" && next !== undefined && labelOf(lineOf(next), words) === null) {
      out.push({ ...one, kind: "text", runs: [...label, { text: " " }, ...openBrackets(trimmed(next).runs)] });
      at++;
    } else if (kind !== null) out.push({ ...one, runs: label });
    else out.push({ ...one, runs: openBrackets(plainUpTo(one.runs, labelEnd(wordsOf(one), words))) });
  }
  return out;
}

/// The part whose label is all the paragraph says. A comment's label may be many words: it has to stand out as well.
function labelAlone(one: Paragraph, text: string, words: LabelWords): Label | null {
  const strong = one.runs.every((run) => run.strong === true || !/\S/.test(run.text));
  if (text.length > 60 || text.includes("\n") || labelOf(text, words) !== null) return null;
  const label = labelOf(`${text}:`, words);
  return label === "comment" && one.kind !== "heading" && !strong ? null : label;
}

/// A title that stands behind other lines of the front comes first; what the front repeats from elsewhere is listed.
export function frontFirst(paragraphs: readonly Paragraph[], findings: Finding[]): Paragraph[] {
  const title = paragraphs.findIndex((one) => one.kind === "heading");
  const before = paragraphs.slice(0, Math.max(0, title));
  const all = new Map<string, number>();
  for (const one of paragraphs) for (const line of lineOf(one).split("\n")) all.set(line, (all.get(line) ?? 0) + 1);
  const repeated = (one: Paragraph): boolean => lineOf(one) !== DRAFT_LINE && (all.get(lineOf(one)) ?? 0) > 1;
  if (before.length === 0 || before.length > 4 || before.some((one) => one.kind !== "text" || isCapitalLabel(one))) return [...paragraphs];
  for (const one of before.filter(repeated)) findings.push(beside("text-repeated", lineOf(one), "healed"));
  const kept = before.filter((one) => !repeated(one));
  const draft = kept.filter((one) => lineOf(one) === DRAFT_LINE);
  const rest = kept.filter((one) => lineOf(one) !== DRAFT_LINE);
  return [...draft, ...paragraphs.slice(title, title + 1), ...rest, ...paragraphs.slice(title + 1)];
}

const isCapitalLabel = (one: Paragraph): boolean => /[:：]/.test(lineOf(one));

/// DRAFT once more at the end says what it said at the beginning.
export function withoutLastDraft(paragraphs: readonly Paragraph[], findings: Finding[]): Paragraph[] {
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  if (first === undefined || last === undefined || first === last || lineOf(first) !== DRAFT_LINE || lineOf(last) !== DRAFT_LINE)
    return [...paragraphs];
  findings.push(beside("text-repeated", DRAFT_LINE, "healed"));
  return paragraphs.slice(0, -1);
}

/// True if the paragraph opens what stands behind the briefs, as the house layout has it.
export const opensTail = (text: string): boolean => CONTACT.test(text) || isCapitals(text);
