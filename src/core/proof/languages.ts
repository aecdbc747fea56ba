import type { Run } from "../issue/issue.ts";

const HAN = /(\p{Script=Han}(?:[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’·—…]*[\p{Script=Han}\u3000-\u303f\uff00-\uffef])?)/u;

/// The runs with their Chinese marked as such.
export function markLanguages(runs: readonly Run[]): Run[] {
  return runs.flatMap((run) =>
    run.text
      .split(HAN)
      .filter((text) => text !== "")
      .map((text) => {
        const { text: _, link, ...marks } = run;
        const lang = marks.lang ?? languageOf(text);
        return { text, ...marks, ...(lang === null ? {} : { lang }), ...(link === undefined ? {} : { link }) };
      }),
  );
}

/// The language of text in another script, as far as the script tells: Han is taken for simplified Chinese. Null for
/// Latin text.
export function languageOf(text: string): string | null {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  if (/\p{Script=Hangul}/u.test(text)) return "ko";
  return /\p{Script=Han}/u.test(text) ? "zh-Hans" : null;
}
