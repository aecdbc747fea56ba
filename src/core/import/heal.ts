import type { Finding } from "./imported.ts";
import type { Unit } from "./units.ts";
import { startsSmall } from "./house-grammar.ts";

/// The codes whose words are nowhere else than in the finding's excerpt: the issue does not hold them.
export const KEPT_ONLY_HERE: ReadonlySet<string> = new Set([
  "contents-list",
  "page-number",
  "running-head",
  "look-alike",
  "stray-letters",
  "date-unreadable",
  "text-not-placed",
  "text-hidden",
  "text-repeated",
  "text-deleted",
  "note-left",
  "comment-left",
  "margin-left",
  "pictures-left",
]);

/// Joins units that a page break or blank line tore apart in the middle of a sentence: the second half starts with a
/// small letter, or a page ended after a half without an end.
export function joinTorn(units: readonly Unit[], isHeading: (unit: Unit) => boolean, findings: Finding[]): Unit[] {
  const out: Unit[] = [];
  for (const unit of units) {
    const last = out.at(-1);
    if (last && !isHeading(unit) && !isHeading(last) && isTorn(last, unit)) {
      out[out.length - 1] = join(last, unit, findings);
    } else out.push(unit);
  }
  return out;
}

const isTorn = (first: Unit, second: Unit): boolean =>
  second.whole
    ? false
    : startsSmall(second.text)
      ? !/^\p{Ll}+\s*[:：]/u.test(second.text)
      : second.afterBreak && /[\p{L}\p{N},;–—-]$/u.test(first.text) && /^[\p{L}\p{N}]/u.test(second.text);

/// Two units as one, with the finding that says so.
export function join(first: Unit, second: Unit, findings: Finding[]): Unit {
  const before = first.text.split(" ").slice(-4).join(" ");
  const after = second.text.split(" ").slice(0, 4).join(" ");
  findings.push({ code: "break-joined", severity: "healed", data: { before, after }, line: second.n, excerpt: `${before} ${after}` });
  return { ...first, text: `${first.text} ${second.text}`, lines: [...first.lines, ...second.lines] };
}

/// "Al" as a word of its own, where no backslash says that it is meant.
export const LOOK_ALIKE = /(?<=^|[\s(*_>"'“‘])Al(?![\p{L}\p{N}’'])/gu;
/// "AI" as a word.
export const SAYS_AI = /(?<![\p{L}\p{N}])AI(?![\p{L}\p{N}])/u;

/// "Al" for "AI" in a headline: healed where the item's own words or its contents entry say "AI", doubted where only
/// the rest of the issue does. `raw` is the headline as written; an "Al" behind a backslash is meant.
export function healLookAlike(raw: string, own: string, whole: string, line: number, findings: Finding[]): string {
  return raw.replace(LOOK_ALIKE, (found) => {
    if (SAYS_AI.test(own)) {
      findings.push({ code: "look-alike", severity: "healed", data: { found, meant: "AI" }, line, excerpt: found });
      return "AI";
    }
    if (SAYS_AI.test(whole))
      findings.push({ code: "look-alike-doubt", severity: "doubt", data: { found, meant: "AI", headline: raw }, line, excerpt: raw });
    return found;
  });
}

/// A mail address with stray letters glued to its end, healed by the domain that the imprint names.
export function healAddress(raw: string, whole: string, line: number, findings: Finding[]): string {
  if (raw.startsWith("\\")) return raw;
  const [, name, domain] = /^([^\s@]+)@([\p{L}\p{N}.-]+)$/u.exec(raw) ?? [];
  if (name === undefined || domain === undefined) return raw;
  const others = [...whole.matchAll(/(?:@|www\.)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu)].map((found) => found[1] ?? "");
  const meant = others.find((other) => domain !== other && domain.startsWith(other) && /^\p{L}+$/u.test(domain.slice(other.length)));
  if (meant === undefined || others.filter((other) => other === domain).length > 1) return raw;
  findings.push({ code: "stray-letters", severity: "healed", data: { found: raw, meant: `${name}@${meant}` }, line, excerpt: raw });
  return `${name}@${meant}`;
}

const IMPRINT_PART = /\s+(?=(?:Tel|Phone|Fax|Mail|E-mail|Email|Web)\.?:)|\s+(?=www\.)|(?<=\s\d{1,4}\p{L}?)\s+(?=\d{5}\s\p{L})/iu;

/// One line of an imprint that holds several, parted before phone, mail, web and postal code.
export function healImprint(raw: string, line: number, findings: Finding[]): string[] {
  if (raw.startsWith("\\")) return [raw];
  const parts = raw.split(IMPRINT_PART).filter((part) => part !== "");
  if (parts.length > 1) findings.push({ code: "imprint-parted", severity: "healed", data: { parts: parts.length }, line, excerpt: raw });
  return parts;
}

const ROLE =
  "Analyst|Editor|Director|Head|Author|Researcher|Fellow|Manager|" +
  "Officer|Chief|Senior|Junior|Lead|Associate|Intern|President|" +
  "Professor|Economist|Correspondent|Deputy|Managing|Executive|Program|Programme|" +
  "Assistant|Copy|Research|Policy|Project|Publisher|Designer|Translator|" +
  "Advisor|Adviser|Consultant|Visiting";
const ROLE_START = new RegExp(`^(?:${ROLE})\\b`, "u");
const NAME_AND_ROLE = new RegExp(`^((?:[\\p{Lu}][\\p{L}.'’-]*\\s){1,4}?)((?:${ROLE})\\b.*)$`, "u");

/// True if the text reads like what a person does rather than like a name.
export const looksLikeRole = (raw: string): boolean => !raw.startsWith("\\") && (ROLE_START.test(raw) || /\p{L},\s\p{L}/u.test(raw));

/// A name with the role run on to it, parted; null when the text is one or the other.
export function partNameAndRole(raw: string): { name: string; role: string } | null {
  if (raw.startsWith("\\") || ROLE_START.test(raw)) return null;
  const found = NAME_AND_ROLE.exec(raw);
  return found ? { name: (found[1] ?? "").trim(), role: found[2] ?? "" } : null;
}
