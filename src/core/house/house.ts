import type { ListedBody } from "../desk/kinds.ts";

/// British or American spelling: one of them in a whole publication.
export const DIALECTS = ["british", "american"] as const;
export type Dialect = (typeof DIALECTS)[number];

/// What a rule of house style counts as on this desk.
export const WEIGHTS = ["off", "hint", "error"] as const;
export type Weight = (typeof WEIGHTS)[number];

/// The house style that every laptop of a desk shares: spelling, what each rule counts as where that is not its usual
/// weight, the terms that are explained on first use, and words that are right here whatever a dictionary says.
export interface HouseStyle {
  readonly dialect: Dialect;
  readonly rules: Readonly<Record<string, Weight>>;
  readonly terms: readonly ListedBody[];
  readonly words: readonly string[];
}

/// The style of a desk that has set none: the dialect of its publication's language.
export const usualStyle = (language: string): HouseStyle => ({
  dialect: /^en-US\b/i.test(language) ? "american" : "british",
  rules: {},
  terms: [],
  words: [],
});
