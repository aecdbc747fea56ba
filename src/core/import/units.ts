import { cleanText, tidyText } from "../manuscript/runs.ts";
import {
  CONTENTS_LINE,
  ORDINAL,
  PAGE_NUMBER,
  POINT,
  isCapitals,
  readBriefStart,
  readLabel,
  commentLabelOf,
  startsSmall,
  type LabelWords,
} from "./house-grammar.ts";
import type { Finding } from "./imported.ts";

/// One line of the input with its number, tidied but for tabs.
export interface Line {
  readonly n: number;
  readonly text: string;
}

/// One piece of the layout: a paragraph, point, label with its text, heading. `afterBreak`: a page ended before it. `whole`: it
/// comes from a document, which says where its paragraphs begin and end.
export interface Unit {
  readonly n: number;
  readonly text: string;
  readonly lines: readonly Line[];
  readonly afterBreak: boolean;
  readonly whole: boolean;
}

/// The input as lines; an empty line comes as empty text, a page break as the text "\f".
export const linesOf = (text: string): Line[] =>
  text
    .replace(/\f(?!\r?\n)/g, "\f\n")
    .split(/\r\n|[\n\v\r\u0085\u2028\u2029]/)
    .map((line, at) => ({ n: at + 1, text: tidyLine(line) }));

function tidyLine(line: string): string {
  if (/^\s*\f\s*$/.test(line)) return "\f";
  return line
    .split("\t")
    .map(cleanText)
    .join("\t")
    .replace(/^[ \t]+| +$/g, "");
}

/// Groups lines into units: a blank line, a list mark, a label or a heading opens a new one, other lines go on with the
/// one before. Page numbers alone on a line are taken out; `findings` gets what was healed. A document has no page numbers and
/// no `furniture` among its text.
export function unitsOf(lines: readonly Line[], words: LabelWords, furniture: ReadonlySet<string> | null, findings: Finding[]): Unit[] {
  const units: Unit[] = [];
  let open: Line[] = [];
  let afterBreak = false;
  const close = () => {
    if (open.length > 0) {
      units.push(unit(open, afterBreak, furniture === null, findings));
      afterBreak = false;
    }
    open = [];
  };
  for (const line of lines) {
    if (line.text === "" || line.text === "\f") {
      close();
      afterBreak ||= line.text === "\f";
    } else if (furniture !== null && (PAGE_NUMBER.test(line.text) || furniture.has(line.text))) {
      close();
      afterBreak = true;
      const code = PAGE_NUMBER.test(line.text) ? "page-number" : "running-head";
      findings.push({ code, severity: "healed", data: { text: line.text }, line: line.n, excerpt: line.text });
    } else {
      if (opensUnit(line.text, words) || isCapitals(open[0]?.text ?? "")) close();
      open.push(line);
    }
  }
  close();
  return units;
}

const opensUnit = (text: string, words: LabelWords): boolean =>
  POINT.test(text) ||
  (ORDINAL.test(text) && !CONTENTS_LINE.test(text)) ||
  isCapitals(text) ||
  readBriefStart(text) !== null ||
  readLabel(text, words) !== null ||
  commentLabelOf(text) !== null;

function unit(lines: readonly Line[], afterBreak: boolean, whole: boolean, findings: Finding[]): Unit {
  const first = lines[0] as Line;
  let text = first.text;
  for (const line of lines.slice(1)) {
    const hyphen = /\p{L}-$/u.test(text) && startsSmall(line.text);
    if (hyphen)
      findings.push({
        code: "hyphen-at-line-end",
        severity: "doubt",
        data: { text: `${text.split(" ").at(-1)}${line.text.split(" ")[0]}` },
        line: line.n,
        excerpt: text.split(" ").at(-1) ?? "",
      });
    text += hyphen ? line.text : ` ${line.text}`;
  }
  return { n: first.n, text: tidyText(text), lines, afterBreak, whole };
}

/// Lines that stand at the head or foot of several pages: they come back unchanged next to page breaks or page numbers.
export function pageFurniture(lines: readonly Line[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  lines.forEach((line, at) => {
    if (line.text.length < 3 || line.text.length > 100 || PAGE_NUMBER.test(line.text) || POINT.test(line.text)) return;
    if (isPageEdge(lines, at, 1) || isPageEdge(lines, at, -1)) seen.set(line.text, (seen.get(line.text) ?? 0) + 1);
  });
  return new Set([...seen].filter(([, count]) => count >= 3).map(([text]) => text));
}

function isPageEdge(lines: readonly Line[], from: number, step: 1 | -1): boolean {
  for (let at = from + step, hops = 0; hops < 3; at += step, hops++) {
    const text = lines[at]?.text;
    if (text === undefined) return false;
    if (text === "\f" || PAGE_NUMBER.test(text)) return true;
    if (text !== "") return false;
  }
  return false;
}
