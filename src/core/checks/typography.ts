import type { CheckFinding } from "./check.ts";
import { isForeign, matches, onWords, type Prose } from "./prose.ts";

/// Words that may rightly stand twice in a row.
const TWICE = new Set(["had", "that", "is", "blah", "bye", "no", "so", "very"]);

const doubledWords = (prose: Prose): CheckFinding[] =>
  matches(prose, /\b(\p{L}+)(\s+)\1\b/giu, ([whole, word = ""], at) =>
    TWICE.has(word.toLowerCase()) || /\s\p{Lu}/u.test(whole)
      ? null
      : onWords(prose, "check-doubled-word", at, at + whole.length, word, { word }),
  );

const doubleSpaces = (prose: Prose): CheckFinding[] =>
  matches(prose, / {2,}/g, ([whole], at) => onWords(prose, "check-double-space", at, at + whole.length, " "));

const spaceBefore = (prose: Prose): CheckFinding[] =>
  matches(prose, /(?<=\p{L}) +(?=[,;:!?](?:\s|$)|\.(?:\s|$))/gu, ([whole], at) =>
    onWords(prose, "check-space-before", at, at + whole.length, ""),
  );

/// What stands for a straight quotation mark or apostrophe at this place.
function curly(text: string, at: number): string {
  const before = text[at - 1] ?? " ";
  const opens = /[\s([{–—/“‘"']/.test(before);
  if (text[at] === '"') return opens ? "“" : "”";
  const year = /^'\d0?\d?s?\b/.test(text.slice(at));
  return opens && !year ? "‘" : "’";
}

/// One finding for a block, however many there are: they are mended together.
function straightQuotes(prose: Prose): CheckFinding[] {
  const places = [...prose.text.matchAll(/["']/g)].map((match) => match.index).filter((at) => !isForeign(prose, at, at + 1));
  const [from, last] = [places[0], places.at(-1)];
  if (from === undefined || last === undefined) return [];
  const taken = new Set(places);
  const fix = [...prose.text.slice(from, last + 1)]
    .map((sign, at) => (taken.has(from + at) ? curly(prose.text, from + at) : sign))
    .join("");
  const whole = fix.length === last + 1 - from;
  return [onWords(prose, "check-straight-quotes", from, last + 1, whole ? fix : null, { count: places.length })];
}

const WIDE: Readonly<Record<string, string>> = {
  "，": ", ",
  "。": ". ",
  "；": "; ",
  "：": ": ",
  "！": "! ",
  "？": "? ",
  "（": " (",
  "）": ") ",
  "、": ", ",
};

/// Chinese punctuation between or after Latin words; after Chinese it is right.
const widePunctuation = (prose: Prose): CheckFinding[] =>
  matches(prose, /(?<=[A-Za-z0-9)]\s?)[，。；：！？、（）](?!\p{Script=Han})\s?/gu, ([whole], at) =>
    onWords(
      prose,
      "check-wide-punctuation",
      at,
      at + whole.length,
      (WIDE[whole.trim()] ?? "").replace(/ $/, at + whole.length === prose.text.length ? "" : " "),
    ),
  );

/// Signs and spaces: doubled words and spaces, straight quotation marks, Chinese punctuation next to Latin words.
export const typography = (prose: Prose): CheckFinding[] => [
  ...doubledWords(prose),
  ...doubleSpaces(prose),
  ...spaceBefore(prose),
  ...straightQuotes(prose),
  ...widePunctuation(prose),
];
