import type { Run } from "../../issue/issue.ts";
import { DRAFT_LINE } from "../house-grammar.ts";
import type { Result } from "../../base/result.ts";
import { readDocx } from "../docx/read.ts";
import type { WordDocument, WordParagraph } from "../docx/model.ts";
import { acceptAll, settledText, type SettledParagraph, type SettledRun } from "../docx/settle.ts";
import { Builder, PLAIN } from "./builder.ts";
import { foreign, mainLanguage } from "./languages.ts";
import { must, reading } from "./limits.ts";
import { beside, type Document, type Paragraph } from "./model.ts";

/// Reads a Word file as it prints, every tracked change made. What a change deleted, comments, notes, heads and feet of pages
/// are listed with their words.
export const readWord = (bytes: Uint8Array): Result<Document> => reading(() => documentOf(must(readDocx(bytes))));

/// The same from a Word file that is read already.
function documentOf(word: WordDocument): Document {
  const to = new Builder();
  const paragraphs = acceptAll(word.paragraphs);
  const main = mainLanguage(paragraphs.flatMap((one) => one.pieces.flatMap((piece) => (piece.kind === "run" ? [piece] : []))));
  const margins = word.margins.split("\n").map((line) => line.trim());
  if (margins.includes(DRAFT_LINE)) to.words(DRAFT_LINE);
  to.close();
  let headings = 0;
  let titled = false;
  for (const one of paragraphs) {
    const shape = shapeOf(one, titled, () => String(++headings));
    titled ||= shape.kind === "heading";
    for (const piece of one.pieces) if (piece.kind === "run" && !isPageNumber(piece)) to.words(piece.text, marksOf(piece, main));
    to.close(shape);
  }
  for (let at = 0; at < word.pictures; at++) to.picture("");
  list(to, "text-deleted", deleted(word.paragraphs), "doubt");
  for (const note of acceptAll(word.notes)) list(to, "note-left", settledText(note));
  for (const comment of word.comments) list(to, "comment-left", `${comment.by.name}: ${comment.text}`, "doubt");
  list(to, "margin-left", margins.filter((line) => line !== "" && line !== DRAFT_LINE).join("\n"), "healed");
  return to.done();
}

function list(to: Builder, code: string, text: string, severity: "not-understood" | "doubt" | "healed" = "not-understood"): void {
  if (/[\p{L}\p{N}]/u.test(text)) to.findings.push(beside(code, text.trim(), severity));
}

/// Programs write these anew wherever a page begins.
const isPageNumber = ({ field }: SettledRun): boolean => field !== null && /^(PAGE|PAGEREF|NUMPAGES)$/i.test(field);

const deleted = (paragraphs: readonly WordParagraph[]): string =>
  paragraphs
    .map((one) => one.pieces.map((piece) => (piece.kind === "run" && piece.deleted !== null && !piece.moved ? piece.text : "")).join(""))
    .filter((text) => text !== "")
    .join("\n");

function shapeOf(one: SettledParagraph, titled: boolean, nextNumber: () => string): Omit<Paragraph, "runs"> {
  const style = one.shape.style ?? "";
  const level = /^heading (\d)/.exec(style)?.[1];
  const runs = one.pieces.filter((piece) => piece.kind === "run");
  if (/^toc\b/.test(style) || (runs.length > 0 && runs.every((run) => run.field === "TOC"))) return { ...PLAIN, kind: "contents" };
  if (style === "title") return { kind: "heading", level: 0, number: null };
  // Our own files set the headings of people and imprint so, and the institute's name before the title.
  if (style === "house" && titled) return { kind: "heading", level: 2, number: null };
  if (level !== undefined)
    return {
      kind: "heading",
      level: Number(level),
      number: one.shape.list?.kind === "number" && settledText(one).trim() !== "" ? nextNumber() : null,
    };
  return one.shape.list === null ? PLAIN : { ...PLAIN, kind: "point" };
}

function marksOf({ text, look, lang, link }: SettledRun, main: string | null): Omit<Run, "text"> {
  const language = foreign(text, lang, main);
  return {
    ...(look.strong ? { strong: true } : {}),
    ...(look.em ? { em: true } : {}),
    ...(language === null ? {} : { lang: language }),
    ...(link === null || link.startsWith("#") ? {} : { link }),
  };
}
