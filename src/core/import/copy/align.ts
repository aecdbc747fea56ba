import type { Block } from "../../manuscript/blocks.ts";
import { splitWords } from "../../manuscript/flow.ts";
import { plain } from "../../manuscript/text.ts";
import { MARKS, REQUEST, SOURCES_LABEL } from "../../export/docx-review-body.ts";
import type { FieldLine } from "../../export/docx-review-fields.ts";
import type { Publication } from "../../desk/publication.ts";
import { settledText, type SettledParagraph } from "../docx/settle.ts";

/// What a paragraph of a copy is: a block of the text by its number (null: a new one), the label of a part, a line of the
/// fields, what the copy says about itself, or words in a place where the copy has none.
export type Role =
  | { readonly kind: "block"; readonly number: number | null }
  | { readonly kind: "label"; readonly number: number | null }
  | { readonly kind: "field"; readonly line: FieldLine }
  | { readonly kind: "copy" }
  | { readonly kind: "foreign" };

const numberIn = (paragraph: SettledParagraph): number[] =>
  paragraph.bookmarks.flatMap((name) => (name.startsWith(MARKS.block) ? [Number(name.slice(MARKS.block.length))] : []));

/// How much two texts have in common, by their words: 1 for the same words, 0 for none.
export function likeness(a: string, b: string): number {
  const [x, y] = [splitWords(a).filter((word) => /\S/.test(word)), splitWords(b).filter((word) => /\S/.test(word))];
  const left = new Map<string, number>();
  for (const word of x) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of y) {
    const count = left.get(word) ?? 0;
    if (count > 0) common++;
    left.set(word, count - 1);
  }
  return x.length + y.length === 0 ? 1 : (2 * common) / (x.length + y.length);
}

/// The least that a paragraph without its bookmark must have in common with a block to be that block, changed.
const LIKE = 0.4;

/// Pairs what is left: first what reads the same, then what is most alike, in the order of likeness.
function paired(paragraphs: ReadonlyMap<number, string>, blocks: ReadonlyMap<number, string>, changed: boolean): Map<number, number> {
  const out = new Map<number, number>();
  const [openP, openB] = [new Map(paragraphs), new Map(blocks)];
  const take = (paragraph: number, block: number): void => {
    out.set(paragraph, block);
    openP.delete(paragraph);
    openB.delete(block);
  };
  for (const [paragraph, text] of paragraphs) {
    const found = [...openB].find(([, other]) => other === text);
    if (found !== undefined && text.trim() !== "") take(paragraph, found[0]);
  }
  if (!changed) return out;
  const pairs = [...openP].flatMap(([p, text]) => [...openB].map(([b, other]) => ({ p, b, like: likeness(text, other) })));
  for (const { p, b, like } of pairs.sort((x, y) => y.like - x.like || x.p - y.p || x.b - y.b))
    if (like >= LIKE && openP.has(p) && openB.has(b)) take(p, b);
  return out;
}

function labelsOf(blocks: readonly Block[], { labels, commentLabel }: Publication): Map<number, string> {
  const label = ({ id }: Block): string => (id === "part:glance" ? labels.glance : id === "part:comment" ? commentLabel : labels.explainer);
  return new Map(blocks.flatMap((block, at): [number, string][] => (block.kind === "part" ? [[at, label(block)]] : [])));
}

/// Tells of each paragraph what it is: by its bookmark, then by its words, then by where it stands.
export function roles(
  paragraphs: readonly SettledParagraph[],
  blocks: readonly Block[],
  lines: readonly FieldLine[],
  publication: Publication,
): Role[] {
  const out: (Role | null)[] = paragraphs.map(() => null);
  const texts = paragraphs.map((paragraph) => settledText(paragraph).replace(/\s+/g, " ").trim());
  const labels = labelsOf(blocks, publication);
  const taken = new Set<number>();
  const bookmarked = (paragraph: SettledParagraph, text: string): number | null => {
    const found = numberIn(paragraph).filter((number) => blocks[number] !== undefined && !taken.has(number));
    // Where blocks were joined it is the first; the bookmark of one that is gone may have slipped into the next.
    const words = (number: number): string => labels.get(number) ?? plain(blocks[number] as Block);
    const best = found.length < 2 ? found[0] : (found.find((number) => likeness(text, words(number)) >= LIKE) ?? found[0]);
    return best ?? null;
  };
  const fieldOf = (paragraph: SettledParagraph): FieldLine | null =>
    lines.find((line) => paragraph.bookmarks.includes(MARKS.field + line.key)) ?? null;
  paragraphs.forEach((paragraph, at) => {
    const text = texts[at] ?? "";
    const number = bookmarked(paragraph, text);
    const line = fieldOf(paragraph);
    if (paragraph.place === "box" || paragraph.place === "note") out[at] = { kind: "foreign" };
    else if (text === REQUEST || text === SOURCES_LABEL) out[at] = { kind: "copy" };
    else if (number !== null) {
      taken.add(number);
      out[at] = { kind: labels.has(number) ? "label" : "block", number };
    } else if (line !== null) out[at] = { kind: "field", line };
  });
  const kept = out.filter((role) => role?.kind === "block").length * 2 >= blocks.length - labels.size;
  labelled(out, texts, labels, taken);
  const facts = texts.findIndex((text, at) => text === SOURCES_LABEL || (out[at]?.kind === "field" && !texts.includes(SOURCES_LABEL)));
  const first = out.findIndex((role) => role?.kind === "block" || role?.kind === "label");
  byLabel(out, texts, lines, facts);
  const request = texts.indexOf(REQUEST);
  const inText = (at: number): boolean => at > request && (facts < 0 || at < facts) && (request >= 0 || !kept || at >= first);
  const open = (at: number): boolean => out[at] === null && texts[at] !== "" && inText(at);
  const free = new Map(texts.flatMap((text, at): [number, string][] => (open(at) ? [[at, text]] : [])));
  const left = new Map(
    blocks.flatMap((block, at): [number, string][] =>
      block.kind === "part" || taken.has(at) ? [] : [[at, plain(block).replace(/\s+/g, " ").trim()]],
    ),
  );
  for (const [at, number] of paired(free, left, !kept)) out[at] = { kind: "block", number };
  return out.map((role, at): Role => {
    if (role !== null) return role;
    if (texts[at] === "" && !inText(at)) return { kind: "copy" };
    if (inText(at)) return { kind: "block", number: null };
    return at < Math.max(request, 0) || (request < 0 && at === 0) ? { kind: "copy" } : { kind: "foreign" };
  });
}

/// Labels of parts whose bookmarks are gone, by their words.
function labelled(out: (Role | null)[], texts: readonly string[], labels: ReadonlyMap<number, string>, taken: Set<number>): void {
  texts.forEach((text, at) => {
    if (out[at] !== null || text === "") return;
    const found = [...labels].find(([number, label]) => label === text && !taken.has(number));
    if (found !== undefined) taken.add(found[0]);
    if (found !== undefined || [...labels.values()].includes(text)) out[at] = { kind: "label", number: found?.[0] ?? null };
  });
}

/// Lines of fields whose bookmarks are gone, by the label that they begin with.
function byLabel(out: (Role | null)[], texts: readonly string[], lines: readonly FieldLine[], facts: number): void {
  const open = new Set(lines.filter((line) => !out.some((role) => role?.kind === "field" && role.line === line)));
  texts.forEach((text, at) => {
    if (facts < 0 || at <= facts || out[at] !== null) return;
    const line = [...open].find(({ label }) => text.startsWith(`${label}:`));
    if (line === undefined) return;
    open.delete(line);
    out[at] = { kind: "field", line };
  });
}
