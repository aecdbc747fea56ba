import type { Run } from "../issue/issue.ts";

/// Marks, link targets and languages of a document on their way through the house layout, whose grammar reads plain lines.
/// The signs are noncharacters, which Unicode sets aside for use inside a program: no text that comes in keeps them.
const LINK = "\ufdd0";
const LINK_END = "\ufdd1";
const LANG = "\ufdd2";
const LANG_END = "\ufdd3";
const STRONG = "\ufdd4";
const EM = "\ufdd5";
/// Before a heading that is known to be one.
export const HEADING = "\ufdd6";
const DIGIT = 0xfde0;
const RESERVED = /[\ufdd0-\ufdef]/g;

/// What the house layout takes for markup, while it is only text.
const STAND_IN: Readonly<Record<string, string>> = { "\\": "\ufdd8", "*": "\ufdd9", _: "\ufdda", "<": "\ufddb" };
const STANDS_FOR: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(STAND_IN).map(([text, sign]) => [sign, text]));

const KEY = /^\ufdd0[\ufde0-\ufdef]+$|^\ufdd2[\ufde0-\ufdef]+$/u;
const NUMBER = /^[\ufde0-\ufdef]+/u;

const numbered = (sign: string, at: number): string =>
  sign + [...at.toString(16)].map((digit) => String.fromCharCode(DIGIT + Number.parseInt(digit, 16))).join("");
const numberIn = (key: string): number =>
  Number.parseInt([...key.slice(1)].map((digit) => (digit.charCodeAt(0) - DIGIT).toString(16)).join(""), 16);

/// Remembers what the signs of one document stand for.
export class Signs {
  readonly #targets: string[] = [];
  readonly #known = new Map<string, number>();

  #at(target: string): number {
    const known = this.#known.get(target);
    if (known !== undefined) return known;
    this.#known.set(target, this.#targets.length);
    return this.#targets.push(target) - 1;
  }

  /// A run as text with signs.
  written({ text, strong, em, lang, link }: Run): string {
    const lead = /^\s*/.exec(text)?.[0] ?? "";
    const core = text.trim();
    if (core === "") return text;
    let out = literal(core);
    if (lang !== undefined) out = numbered(LANG, this.#at(lang)) + out + LANG_END;
    if (em) out = EM + out + EM;
    if (strong) out = STRONG + out + STRONG;
    if (typeof link === "string") out = numbered(LINK, this.#at(link)) + out + LINK_END;
    return lead + out + text.slice(lead.length + core.length);
  }

  /// What a key that `signAt` gave stands for; null for anything else.
  meant(key: string): string | null {
    return KEY.test(key) ? (this.#targets[numberIn(key)] ?? null) : null;
  }
}

/// Text without what the house layout would take for markup.
export const literal = (text: string): string => text.replace(RESERVED, "").replace(/[\\*_<]/g, (sign) => STAND_IN[sign] ?? sign);

/// Text as people read it: without signs, each stand-in what it stands for.
export const unsigned = (text: string): string =>
  text.replace(/[\ufdd0\ufdd2][\ufde0-\ufdef]+/gu, "").replace(RESERVED, (sign) => STANDS_FOR[sign] ?? "");

/// What the sign at this place changes, and how long it is; null where there is none. Link and language are keys.
export function signAt(
  text: string,
  at: number,
): { readonly change: "strong" | "em" | "link" | "lang"; readonly key: string | null; readonly length: number } | null {
  const char = text[at];
  if (char === undefined || char < LINK || char > EM) return null;
  if (char === STRONG || char === EM) return { change: char === STRONG ? "strong" : "em", key: null, length: 1 };
  if (char === LINK_END || char === LANG_END) return { change: char === LINK_END ? "link" : "lang", key: null, length: 1 };
  const number = NUMBER.exec(text.slice(at + 1, at + 9))?.[0] ?? "";
  return { change: char === LINK ? "link" : "lang", key: char + number, length: 1 + number.length };
}

/// The key of the first link in the text.
export const linkIn = (text: string): string | null => /\ufdd0[\ufde0-\ufdef]+/u.exec(text)?.[0] ?? null;
/// The key of every link in the text.
export const linksIn = (text: string): string[] => text.match(/\ufdd0[\ufde0-\ufdef]+/gu) ?? [];
/// The key of the first language that the text marks.
export const languageIn = (text: string): string | null => /\ufdd2[\ufde0-\ufdef]+/u.exec(text)?.[0] ?? null;
/// A link at the end that only says "Link".
export const LINK_WORD = /\s*[(（]?\s*\ufdd0[\ufde0-\ufdef]+[\ufdd4\ufdd5]*Links?[\ufdd4\ufdd5]*\ufdd1\s*[)）]?\.?$/iu;
