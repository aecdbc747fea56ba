import type { CheckFinding } from "./check.ts";
import { isForeign, onWords, type Prose } from "./prose.ts";

/// What a dictionary answers. `other`: whether the other dialect has the word.
export interface Speller {
  knows(word: string): boolean;
  other(word: string): boolean;
  /// Words that it may be instead, the likeliest first.
  suggest(word: string): readonly string[];
}

const WORD = /(?<![\p{L}\p{N}@/._-])\p{Script=Latin}[\p{Script=Latin}\p{M}’']*(?![\p{N}@/_]|\.\p{L})/gu;

/// Words that no dictionary can judge: names and abbreviations (any capital but at a sentence's beginning), single letters.
function judged(prose: Prose, word: string, at: number): boolean {
  if (word.length < 3 || /\p{Lu}/u.test(word.slice(1))) return false;
  const before = prose.text.slice(0, at);
  const begins = /(?:^|[.!?:]\s+[“‘"']?|^[“‘"'])$/.test(before);
  return !/^\p{Lu}/u.test(word) || (begins && prose.kind !== "headline" && prose.kind !== "title");
}

/// The word without what grammar hangs on it.
const stem = (word: string): string => word.replaceAll("’", "'").replace(/'s?$|^'/g, "");

/// Endings and beginnings that make a word of any other: a dictionary has some of what they make, never all.
const PREFIXES =
  "anti co counter cross cyber de electro geo hydro inter macro mega micro mid mini multi nano non over photo post pre pro re semi sub " +
  "super tele trans ultra un under";
const PREFIX = new RegExp(`^(?:${PREFIXES.replaceAll(" ", "|")})(?=\\p{L}{4})`, "u");
const SUFFIX = /(?<=\p{L}{4})(?:less|like|wide)$/u;

const knows = (speller: Speller, word: string): boolean =>
  [word, word.replace(PREFIX, ""), word.replace(SUFFIX, "")].some((one) => speller.knows(one));

/// Words of trade and technology that general dictionaries lack, and words that both dialects write.
const FIELD = new Set(
  [
    "analytics biotech blockchain bioeconomy catalogue chatbot chiplet chiplets cleantech cloud-based cybersecurity dataset datasets",
    "deepfake deepfakes decarbonise decarbonised decarbonisation decarbonize decarbonized decarbonization dialogue digitise digitize",
    "ecommerce electrolyser electrolysers electrolyzer electrolyzers electromobility exoskeleton fintech frontrunner frontrunners",
    "geoeconomic geoeconomics geofencing geopolitics gigafactory graphene greenfield brownfield homegrown hyperscaler hyperscalers",
    "livestream livestreaming lidar medtech metaverse microchip microgrid midstream nanomaterial nanomaterials offshoring onshoring",
    "nearshoring policymaker policymakers policymaking powertrain powertrains proteomics renminbi reshoring robotaxi robotaxis",
    "smartphone smartphones startup startups subnational subsector subsectors supercomputing teu upskilling wastewater whitepaper",
  ].flatMap((line) => line.split(" ")),
);

/// How the two dialects spell one word: each pair read in both directions.
const ACROSS: readonly (readonly [RegExp, string])[] = [
  [/is(?=e|ing|ation)/, "iz"],
  [/iz(?=e|ing|ation)/, "is"],
  [/ys(?=e|ing)/, "yz"],
  [/yz(?=e|ing)/, "ys"],
  [/our/, "or"],
  [/or/, "our"],
  [/re(?=s?$)/, "er"],
  [/er(?=s?$)/, "re"],
  [/ogue/, "og"],
  [/mme(?=s?$)/, "m"],
  [/nce(?=s?$)/, "nse"],
  [/nse(?=s?$)/, "nce"],
  [/ll(?=ed|ing|er)/, "l"],
  [/l(?=ed|ing|er|ment)/, "ll"],
  [/[ao]e/, "e"],
];

const across = (speller: Speller, word: string): string | undefined =>
  ACROSS.map(([there, here]) => word.replace(there, here)).find((one) => one !== word && speller.knows(one));

/// Words that no dictionary has, and words of the other dialect. `words`: right on this desk.
export function spelling(prose: Prose, speller: Speller, words: ReadonlySet<string>): CheckFinding[] {
  return [...prose.text.matchAll(WORD)].flatMap((match) => {
    const at = match.index;
    const word = stem(match[0]);
    const capital = /^\p{Lu}/u.test(word);
    if (isForeign(prose, at, at + word.length) || !judged(prose, word, at) || words.has(word) || words.has(word.toLowerCase())) return [];
    if (FIELD.has(word.toLowerCase()) || knows(speller, word) || knows(speller, word.toLowerCase())) return [];
    const elsewhere = speller.other(word.toLowerCase());
    // A strange word with a capital at a sentence's beginning is more often a name than a mistake.
    if (capital && !elsewhere) return [];
    const respelt = elsewhere ? across(speller, word.toLowerCase()) : undefined;
    const suggested = respelt ?? speller.suggest(word.toLowerCase())[0] ?? null;
    const fix = suggested === null || !capital ? suggested : suggested[0]?.toUpperCase() + suggested.slice(1);
    return [onWords(prose, elsewhere ? "check-other-dialect" : "check-spelling", at, at + word.length, fix, { word })];
  });
}
