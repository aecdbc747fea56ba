/// The languages that a stretch of text can be marked with, in the order of the list.
export const LANGUAGES = [
  { tag: "zh-Hans", word: "lang.zh-hans" },
  { tag: "zh-Hant", word: "lang.zh-hant" },
  { tag: "zh-Latn", word: "lang.zh-latn" },
  { tag: "ja", word: "lang.ja" },
  { tag: "ko", word: "lang.ko" },
  { tag: "de", word: "lang.de" },
  { tag: "fr", word: "lang.fr" },
  { tag: "es", word: "lang.es" },
  { tag: "ru", word: "lang.ru" },
  { tag: "la", word: "lang.la" },
] as const;
