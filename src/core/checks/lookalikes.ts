import type { CheckFinding } from "./check.ts";
import { matches, onWords, type Prose } from "./prose.ts";

/// Letters of other alphabets that look like Latin ones.
export const LATIN: Readonly<Record<string, string>> = {
  А: "A",
  В: "B",
  Е: "E",
  К: "K",
  М: "M",
  Н: "H",
  О: "O",
  Р: "P",
  С: "C",
  Т: "T",
  Х: "X",
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  ѕ: "s",
  Α: "A",
  Β: "B",
  Ε: "E",
  Ζ: "Z",
  Η: "H",
  Ι: "I",
  Κ: "K",
  Μ: "M",
  Ν: "N",
  Ο: "O",
  Ρ: "P",
  Τ: "T",
  Υ: "Y",
  Χ: "X",
  ο: "o",
};

const mixed = (prose: Prose): CheckFinding[] =>
  matches(prose, /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu, ([word], at) => {
    const letters = [...word];
    const strange = letters.filter((letter) => LATIN[letter] !== undefined).length;
    if (strange === 0 || strange === letters.length || !/\p{Script=Latin}/u.test(word)) return null;
    const fix = letters.map((letter) => LATIN[letter] ?? letter).join("");
    return onWords(prose, "check-lookalike", at, at + word.length, /^\p{Script=Latin}+$/u.test(fix) ? fix : null);
  });

/// Names in which a capital A and a small l belong together.
const NAMES = /^(Jazeera|Qaeda|Gore|Pacino|Capone|Arabiya|Ahly|Ain|Aqsa|Bashir|Nahyan|Maktoum|Thani|Saud|Sisi|Udeid)\b/;

/// "Al" where "AI" is meant, as text extraction leaves it.
const artificial = (prose: Prose): CheckFinding[] =>
  matches(prose, /(?<![\p{L}\p{N}'’])(?:Gen)?Al(?=s?\b)(?!\.\s?[a-z])(?!-[A-Z])/gu, ([word], at) =>
    NAMES.test(prose.text.slice(at + word.length).trimStart())
      ? null
      : onWords(prose, "check-lookalike", at, at + word.length, word.replace("Al", "AI")),
  );

/// A digit among capitals or a capital among digits: 0 and O, 1 and l.
const digits = (prose: Prose): CheckFinding[] =>
  matches(prose, /\b(?:\d+[Ol]\d*|\d*[Ol]\d+)\b/g, ([word], at) =>
    onWords(prose, "check-lookalike", at, at + word.length, word.replaceAll("O", "0").replaceAll("l", "1")),
  );

/// Letters that look like others: of another alphabet within a Latin word, "Al" for "AI", O for zero.
export const lookalikes = (prose: Prose): CheckFinding[] => [...mixed(prose), ...artificial(prose), ...digits(prose)];
