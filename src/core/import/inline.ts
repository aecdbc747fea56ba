import type { Run } from "../issue/issue.ts";
import { plain, tidyRuns } from "../manuscript/runs.ts";
import { markLanguages } from "../proof/languages.ts";
import { signAt } from "./signs.ts";

interface State {
  em: boolean;
  strong: boolean;
  /// The target is not known, or its sign of a document's.
  link: boolean | string;
  lang: string | null;
  /// Signs that nothing closes any more: looked for once, so that a long text stays quick.
  readonly lone: Set<string>;
}

/// Running text of the house layout as runs: `*…*` is emphasis, `__…__` strong, `<u>…</u>` a link without a target
/// (two with only blanks between are one), a backslash takes the next sign literally. Chinese is marked as such. The signs of
/// a document (`signs.ts`) are marks too; links and languages come with their keys.
export function readInline(text: string): Run[] {
  const state: State = { em: false, strong: false, link: false, lang: null, lone: new Set() };
  const runs: Run[] = [];
  let at = 0;
  let word = "";
  const flush = () => {
    if (word !== "") runs.push({ text: word, ...marksOf(state) });
    word = "";
  };
  while (at < text.length) {
    const step = markup(text, at, state);
    if (step) {
      flush();
      Object.assign(state, step.state);
      at += step.length;
      continue;
    }
    const literal = literalAt(text, at);
    word += literal.text;
    at += literal.length;
  }
  flush();
  return tidyRuns(markLanguages(tidyRuns(runs)));
}

/// The words of running text, without its markup.
export const readPlain = (raw: string): string => plain(readInline(raw));

/// The texts of the links in the raw text, in order.
export const linkTexts = (raw: string): string[] =>
  readInline(raw)
    .filter((run) => run.link !== undefined)
    .map((run) => run.text);

const marksOf = (state: State): Omit<Run, "text"> => ({
  ...(state.strong ? { strong: true } : {}),
  ...(state.em ? { em: true } : {}),
  ...(state.lang === null ? {} : { lang: state.lang }),
  ...(state.link === false ? {} : { link: typeof state.link === "string" ? state.link : null }),
});

function markup(text: string, at: number, state: State): { state: Partial<State>; length: number } | null {
  const sign = signAt(text, at);
  if (sign !== null) {
    const { change, key, length } = sign;
    if (change === "link") return { state: { link: key ?? false }, length };
    return { state: change === "lang" ? { lang: key } : { [change]: !state[change] }, length };
  }
  const tag = /^<(\/?)u>/i.exec(text.slice(at, at + 4));
  if (tag) return { state: { link: tag[1] === "" || goesOn(text, at + tag[0].length) }, length: tag[0].length };
  if (text[at] === "*") return toggle(text, at, "*", "em", state);
  if (text.startsWith("__", at)) return toggle(text, at, "__", "strong", state);
  return null;
}

/// True if the next thing but blanks is another link.
function goesOn(text: string, at: number): boolean {
  while (/\s/.test(text[at] ?? "")) at++;
  return /^<u>/i.test(text.slice(at, at + 3));
}

function toggle(text: string, at: number, sign: string, mark: "em" | "strong", state: State) {
  const length = sign.length;
  if (state[mark]) return { state: { [mark]: false }, length };
  const next = text[at + length] ?? " ";
  if (/\s/.test(next) || state.lone.has(sign)) return null;
  if (closes(text, at + length, sign)) return { state: { [mark]: true }, length };
  state.lone.add(sign);
  return null;
}

/// True if an unescaped `sign` right behind a word comes later in the text.
function closes(text: string, from: number, sign: string): boolean {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (at > from && text.startsWith(sign, at) && !/\s/.test(text[at - 1] ?? " ")) return true;
  }
  return false;
}

function literalAt(text: string, at: number): { text: string; length: number } {
  const char = text[at] ?? "";
  const next = text[at + 1];
  if (char !== "\\" || next === undefined) return { text: char, length: 1 };
  const startsWord = at === 0 || /[\s(*_>"'“‘]/.test(text[at - 1] ?? "");
  if (/[\p{L}\p{N}\p{Surrogate}]/u.test(next) && !startsWord) return { text: char, length: 1 };
  return /\s/.test(next) ? { text: char, length: 1 } : { text: next, length: 2 };
}
