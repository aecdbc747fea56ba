import type { Run } from "../issue/issue.ts";
import type { DocJson } from "./schema.ts";

/// The marks of a run without its text.
export type Marks = Omit<Run, "text">;

const BLANKS = /[ \t\n\v\f\r\u0085\u2028\u2029]+/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const UNPRINTABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/g;

/// The text as it is kept everywhere: well-formed, NFC, no control characters, every run of blanks one space.
/// Leading and trailing spaces stay, since they may separate runs. No-break spaces are kept as written.
export const cleanText = (text: string): string =>
  text.replace(LONE_SURROGATE, "\ufffd").replace(UNPRINTABLE, "").normalize("NFC").replace(BLANKS, " ");

/// One line of text in its kept form: `cleanText` without leading and trailing spaces.
export const tidyText = (text: string): string => cleanText(text).replace(/^ +| +$/g, "");

const marksOf = ({ strong, em, lang, link }: Run): Marks => ({
  ...(strong ? { strong } : {}),
  ...(em ? { em } : {}),
  ...(lang === undefined ? {} : { lang }),
  ...(link === undefined ? {} : { link }),
});

/// True if both runs carry the same marks.
export const sameMarks = (a: Marks, b: Marks): boolean => a.strong === b.strong && a.em === b.em && a.lang === b.lang && a.link === b.link;

/// The runs in the form of `top5-issue/1`: clean text, neighbours with equal marks joined, no leading, trailing or
/// doubled spaces, no empty run. Keys come in the fixed order text, strong, em, lang, link.
export function tidyRuns(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  let spaced = true;
  for (const run of joined(runs)) {
    let text = cleanText(run.text);
    if (spaced) text = text.replace(/^ +/, "");
    if (text === "") continue;
    spaced = text.endsWith(" ");
    out.push({ ...run, text });
  }
  trimEnd(out);
  return joined(out);
}

function trimEnd(runs: Run[]): void {
  for (let last = runs.at(-1); last?.text.endsWith(" "); last = runs.at(-1)) {
    const text = last.text.replace(/ +$/, "");
    runs.pop();
    if (text !== "") runs.push({ ...last, text });
  }
}

function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && sameMarks(last, run)) out[out.length - 1] = { ...last, text: (last.text + run.text).normalize("NFC") };
    else if (run.text !== "") out.push({ text: run.text, ...marksOf(run) });
  }
  return out;
}

/// The words of the runs without their marks.
export const plain = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");

/// Runs as the inline content of a textblock of the manuscript.
export const inlineOf = (runs: readonly Run[]): DocJson[] => tidyRuns(runs).map(textNode);

function textNode({ text, strong, em, lang, link }: Run): DocJson {
  const marks = [
    ...(strong ? [{ type: "strong" }] : []),
    ...(em ? [{ type: "em" }] : []),
    ...(lang === undefined ? [] : [{ type: "lang", attrs: { lang } }]),
    ...(link === undefined ? [] : [{ type: "link", attrs: { href: link } }]),
  ];
  return marks.length === 0 ? { type: "text", text } : { type: "text", marks, text };
}

/// The inline content of a textblock as runs. Marks that the schema does not know are left out.
export const runsOf = (content: readonly DocJson[] | undefined): Run[] => tidyRuns((content ?? []).map(runOf));

/// A node of text as a run.
export function runOf(node: DocJson): Run {
  const mark = (type: string) => node.marks?.find((each) => each.type === type);
  const lang = mark("lang")?.attrs?.["lang"];
  const link = mark("link");
  const href = link?.attrs?.["href"];
  return {
    text: node.text ?? "",
    ...(mark("strong") ? { strong: true } : {}),
    ...(mark("em") ? { em: true } : {}),
    ...(typeof lang === "string" ? { lang } : {}),
    ...(link ? { link: typeof href === "string" ? href : null } : {}),
  };
}
