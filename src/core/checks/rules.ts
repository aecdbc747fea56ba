/// The rules of house style that a publication weighs: off, a hint, or an error that stands in the way of Submit. What an
/// item must have in any publication (its parts, a source, a date, an issuing body) is no matter of style.
export const RULES = [
  "check-abbreviation-unexpanded",
  "check-abbreviation-late",
  "check-abbreviation-unknown",
  "check-body-unlisted",
  "check-date-form",
  "check-percent",
  "check-currency-form",
  "check-thousands",
  "check-straight-quotes",
  "check-double-space",
  "check-space-before",
  "check-doubled-word",
  "check-wide-punctuation",
  "check-lookalike",
  "check-link-bare",
  "check-link-without-target",
  "check-part-long",
  "check-part-short",
  "check-source-unlinked",
  "check-source-shared",
] as const;
