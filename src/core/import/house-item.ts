import type { Body, Source } from "../item/item.ts";
import { plain } from "../manuscript/runs.ts";
import { readDate } from "../proof/dates.ts";
import { bodyText, type Block, type ItemText } from "../proof/reading.ts";
import type { Run } from "../issue/issue.ts";
import { lastBracket, POINT, readLabel, type FieldKind, type LabelWords } from "./house-grammar.ts";
import { join } from "./heal.ts";
import type { Finding } from "./imported.ts";
import { languageOf } from "../proof/languages.ts";
import { linkTexts, readInline, readPlain } from "./inline.ts";
import { LINK_WORD, languageIn, linkIn, linksIn } from "./signs.ts";
import type { Unit } from "./units.ts";

interface Draft {
  glance: Block[];
  explainers: { title: readonly Run[]; blocks: Block[] }[];
  comment: Block[];
  sources: Source[];
  bodies: Body[];
  date: string | null;
  byline: string[];
}

/// Reads the units of one item, from its first label on. `headline` and `rank` are known already. What belongs to no
/// part is listed with its text; it never stops the reading.
export function readItem(rank: number, headline: readonly Run[], units: readonly Unit[], words: LabelWords, findings: Finding[]): ItemText {
  const draft: Draft = { glance: [], explainers: [], comment: [], sources: [], bodies: [], date: null, byline: [] };
  let part: FieldKind | null = null;
  for (let at = 0; at < units.length; at++) {
    let unit = units[at] as Unit;
    const label = readLabel(unit.text, words);
    if (label?.kind === "article") {
      while (continuesSource(unit, units[at + 1], words)) unit = join(unit, units[++at] as Unit, findings);
    }
    if (label) {
      part = label.kind;
      startPart(draft, part, readLabel(unit.text, words)?.rest ?? "", unit, findings);
    } else if (part === "glance" || part === "comment" || part === "explainer") {
      addBlock(blocksOf(draft, part), unit, findings);
    } else {
      findings.push({
        code: "text-not-placed",
        severity: "not-understood",
        data: { place: plain(headline) },
        line: unit.n,
        excerpt: unit.text,
      });
    }
  }
  return { rank, headline, ...draft };
}

/// A torn source title goes on in the next unit, which bears no label.
const continuesSource = (unit: Unit, next: Unit | undefined, words: LabelWords): boolean =>
  next !== undefined && !next.whole && !unit.text.endsWith(")") && !POINT.test(next.text) && readLabel(next.text, words) === null;

function startPart(draft: Draft, kind: FieldKind, rest: string, unit: Unit, findings: Finding[]): void {
  const found = { ...unit, text: rest };
  if (kind === "glance" || kind === "comment") {
    if (rest !== "") addBlock(blocksOf(draft, kind), found, findings);
  } else if (kind === "explainer") {
    listLinks(rest, unit.n, findings);
    draft.explainers.push({ title: readInline(rest), blocks: [] });
  } else if (kind === "article") draft.sources.push(readSource(rest, unit.n, findings));
  else if (kind === "bodies") draft.bodies.push(...readBodies(rest));
  else if (kind === "body") draft.bodies.push(...readBody(rest));
  else if (kind === "byline") draft.byline.push(...partAt(rest, ",", false).map(readPlain));
  else readItemDate(draft, rest, unit, findings);
}

function readItemDate(draft: Draft, rest: string, unit: Unit, findings: Finding[]): void {
  const date = readDate(rest);
  if (date !== null && draft.date === null) draft.date = date;
  else if (rest !== "")
    findings.push({ code: "date-unreadable", severity: "not-understood", data: { text: rest }, line: unit.n, excerpt: unit.text });
}

function blocksOf(draft: Draft, part: "glance" | "comment" | "explainer"): Block[] {
  if (part !== "explainer") return draft[part];
  return (draft.explainers.at(-1) as { blocks: Block[] }).blocks;
}

function addBlock(blocks: Block[], unit: Unit, findings: Finding[]): void {
  const mark = POINT.exec(unit.text);
  const raw = mark ? unit.text.slice(mark[0].length) : unit.text;
  listLinks(raw, unit.n, findings);
  const text = readInline(raw);
  const last = blocks.at(-1);
  if (!mark) blocks.push({ type: "paragraph", text });
  else if (last?.type === "points") blocks[blocks.length - 1] = { type: "points", points: [...last.points, text] };
  else blocks.push({ type: "points", points: [text] });
}

/// Lists every link in the raw text as one whose target is not known, and a link that was written in two halves.
export function listLinks(raw: string, line: number, findings: Finding[]): void {
  if (!/<u>/i.test(raw)) return;
  for (const found of raw.matchAll(/<u>[^<]*(?:<\/u>\s*<u>[^<]*)+/gi)) {
    const text = readPlain(found[0]);
    findings.push({ code: "link-joined", severity: "healed", data: { text }, line, excerpt: text });
  }
  for (const text of linkTexts(raw)) findings.push({ code: "link-without-target", severity: "doubt", data: { text }, line, excerpt: text });
}

const LINK_MARK = /\s*[(（]\s*(?:<u>)?\s*Links?\s*(?:<\/u>)?\s*[)）]\.?$/iu;

/// A source as printed: title, original title in brackets, link mark. The original is the last bracket in another script.
export function readSource(raw: string, line: number, findings: Finding[]): Source {
  const signed = LINK_WORD.exec(raw);
  const marked = signed ?? LINK_MARK.exec(raw);
  if (marked && !signed) findings.push({ code: "link-without-target", severity: "doubt", data: { text: "Link" }, line, excerpt: "Link" });
  const link = linkIn(signed?.[0] ?? raw);
  for (const more of new Set(linksIn(raw)))
    if (more !== link)
      findings.push({ code: "source-link-more", severity: "not-understood", data: { title: readPlain(raw) }, line, excerpt: more });
  const text = marked ? raw.slice(0, marked.index) : raw;
  const at = lastBracket(text);
  const inside = at === null ? "" : readPlain(text.slice(at + 1, -1));
  const lang = languageOf(inside) ?? (at === null ? null : languageIn(text.slice(at)));
  if (at === null || lang === null) return { title: readPlain(text), original: null, link };
  return { title: readPlain(text.slice(0, at)), original: { text: inside, lang }, link };
}

const SHORT = /^[\p{Lu}\p{N}][\p{Lu}\p{N}&/.-]{1,11}$/u;

/// "MOF and NDRC" at the end of a list.
export const TWO_SHORTS = /^([\p{Lu}\p{N}&/.-]{2,12}) and ([\p{Lu}\p{N}&/.-]{2,12})$/u;

/// Several bodies as printed, parted at semicolons where there are any, else at commas outside brackets.
function readBodies(raw: string): Body[] {
  const semicolons = partAt(raw, ";", false);
  const parts = semicolons.length > 1 ? semicolons : partAt(raw, ",", true);
  return listed(parts.flatMap((part) => TWO_SHORTS.exec(part)?.slice(1) ?? [part]));
}

/// One body as printed, unless it is plainly a list of short forms.
function readBody(raw: string): Body[] {
  const parts = partAt(raw, ",", true);
  return listed(parts.length > 1 && parts.every((part) => SHORT.test(part)) ? parts : [raw]);
}

const listed = (parts: readonly string[]): Body[] =>
  parts
    .map(readPlain)
    .filter((text) => text !== "")
    .map(readOneBody);

/// The raw text cut at each separator that no backslash precedes; with `outside` only where no bracket is open.
function partAt(raw: string, separator: string, outside: boolean): string[] {
  const parts = [""];
  let depth = 0;
  for (let at = 0; at < raw.length; at++) {
    const char = raw[at] ?? "";
    if (char === "(" || char === ")") depth += char === "(" ? 1 : -1;
    if (char === separator && (!outside || depth <= 0)) parts.push("");
    else parts[parts.length - 1] += char === "\\" ? char + (raw[++at] ?? "") : char;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function readOneBody(text: string): Body {
  const whole: Body = { short: null, name: null, original: null, via: null };
  const via = /^(.+?) \(via (.+)\)$/u.exec(text);
  const rest = via?.[1] ?? text;
  const aside = /^(.+) \(([^()]+)\)$/u.exec(rest);
  const [first, second] = aside?.[2]?.split(", ") ?? [];
  const original = [first, second].find((part) => part !== undefined && languageOf(part) !== null) ?? null;
  const short = first !== undefined && SHORT.test(first) ? first : null;
  const main = short !== null || original !== null ? (aside?.[1] ?? rest) : rest;
  const read = SHORT.test(main) && short === null ? { short: main, name: null } : { short, name: main };
  const body: Body = { ...whole, ...read, original, via: via?.[2] ?? null };
  const trim = Object.values(body).every((part) => part === null || part === part.trim());
  return trim && bodyText(body) === text ? body : { ...whole, name: text };
}
