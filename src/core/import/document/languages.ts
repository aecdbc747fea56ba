/// Office programs mark every run with a language, mostly the one they were installed in. Kept is what says something.

const primary = (tag: string): string => tag.split("-")[0]?.toLowerCase() ?? "";
const HAN = /\p{Script=Han}/u;

/// The language of most Latin letters of a document; null where most are not marked.
export function mainLanguage(runs: readonly { readonly text: string; readonly lang: string | null }[]): string | null {
  const letters = new Map<string | null, number>();
  for (const { text, lang } of runs)
    if (!HAN.test(text))
      letters.set(lang === null ? null : primary(lang), (letters.get(lang === null ? null : primary(lang)) ?? 0) + text.length);
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/// The language that words are marked with where it is another than the document's; null for the document's own. Word and
/// OpenDocument know Chinese by region; that it is simplified is told from its letters later.
export function foreign(text: string, lang: string | null, main: string | null): string | null {
  if (lang === null || lang === "" || lang === "none" || primary(lang) === "zxx") return null;
  if (/^zh-(TW|HK|MO|Hant)/i.test(lang)) return HAN.test(text) ? "zh-Hant" : null;
  if (/^zh(-(CN|SG|Hans))?$/i.test(lang)) return null;
  if (/^(ja|ko)-/i.test(lang)) return primary(lang);
  return primary(lang) === (main ?? "en") || primary(lang) === "en" ? null : lang;
}
