import type { ListedBody } from "../desk/kinds.ts";
import type { CheckFinding } from "./check.ts";
import { isForeign, onWords, type Prose } from "./prose.ts";

/// Abbreviations that every reader of a briefing knows.
const KNOWN = new Set(
  [
    "A4 AI API ASEAN BBC CD CEO CFO CNY CO2 COVID CTO DIY DNA DVD EU EUR FAQ GBP GDP GPS HIV HKD HR HTML I ID IMF IP IPO IQ IT",
    "JPEG JPY LED NASA NATO NGO OECD OK PC PDF PR R&D RMB RNA SIM SMS TV UAE UK UN UNESCO UNICEF URL US USA USB USD VAT VIP VPN",
    "VR WHO WTO",
  ].flatMap((line) => line.split(" ")),
);
const ROMAN = /^(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
const SHORT = /(?<![\p{L}\p{N}&])\p{Lu}[\p{Lu}&]*\p{Lu}(?=s?(?![\p{L}\p{N}&]))/gu;

interface Use {
  readonly prose: Prose;
  readonly short: string;
  readonly from: number;
  readonly to: number;
}

/// Abbreviations in reading order. A headline may use one that the text expands below it, and words all in capitals are
/// no abbreviation.
const usesIn = (all: readonly Prose[]): Use[] =>
  all
    .filter((prose) => prose.kind !== "headline" && prose.kind !== "title")
    .flatMap((prose) =>
      [...prose.text.matchAll(SHORT)].flatMap((match): Use[] => {
        const [from, to] = [match.index, match.index + match[0].length];
        const alone = !/\p{Lu}{2}\s*$/u.test(prose.text.slice(0, from)) && !/^\s*\p{Lu}{2}/u.test(prose.text.slice(to));
        return isForeign(prose, from, to) || ROMAN.test(match[0]) || !alone ? [] : [{ prose, short: match[0], from, to }];
      }),
    );

/// Written out at this place: "Ministry of Commerce (MOFCOM)", or "MOFCOM (Ministry of Commerce)".
function isExpanded({ prose, short, from, to }: Use): boolean {
  const [before, after] = [prose.text.slice(0, from), prose.text.slice(to)];
  if (/^s?\)/.test(after) && /\p{L}[^()]*\((?:the |hereafter )?[“"']?$/u.test(before)) return true;
  if (/^s?[,;]/.test(after) && /\p{L}[^()]*\([^()]*$/u.test(before)) return true;
  const inside = /^s? \(([^()]{4,})\)/.exec(after)?.[1];
  return inside?.split(/\s+/).some((word) => word[0]?.toUpperCase() === short[0]) === true;
}

/// What an item's abbreviations are judged by: names that the desk knows, words that are right here, and what the items
/// before it in the issue have written out.
export interface KnownNames {
  readonly names: readonly ListedBody[];
  readonly words: readonly string[];
  readonly expanded: readonly string[];
}

/// The abbreviations that a text writes out.
export const expandedIn = (all: readonly Prose[]): string[] => [
  ...new Set(
    usesIn(all)
      .filter(isExpanded)
      .map((use) => use.short),
  ),
];

/// First uses that are not written out: of a name the desk knows, with its full form; of one it does not, as a question.
export function abbreviations(all: readonly Prose[], known: KnownNames): CheckFinding[] {
  const seen = new Set([...known.expanded, ...known.words.flatMap((word) => [word, word.replace(/s$/, "")])]);
  const later = new Set(expandedIn(all));
  const names = new Map(known.names.flatMap((one) => (one.short === null ? [] : [[one.short, one.name] as const])));
  const out: CheckFinding[] = [];
  for (const use of usesIn(all)) {
    if (seen.has(use.short)) continue;
    seen.add(use.short);
    if (isExpanded(use)) continue;
    const name = names.get(use.short);
    const at = [use.prose, use.from, use.to] as const;
    if (name !== undefined) {
      out.push(onWords(use.prose, "check-abbreviation-unexpanded", use.from, use.to, `${name} (${use.short})`, { short: use.short, name }));
    } else if (later.has(use.short)) out.push(onWords(at[0], "check-abbreviation-late", at[1], at[2], null, { short: use.short }));
    else if (!KNOWN.has(use.short)) out.push(onWords(at[0], "check-abbreviation-unknown", at[1], at[2], null, { short: use.short }));
  }
  return out;
}
