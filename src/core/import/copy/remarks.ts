import type { Anchor } from "../../manuscript/anchor.ts";
import type { Block } from "../../manuscript/blocks.ts";
import { plain } from "../../manuscript/text.ts";
import type { Who, WordComment, WordDocument } from "../docx/model.ts";
import { settledText, type SettledParagraph } from "../docx/settle.ts";
import type { Role } from "./align.ts";
import { lettersKept } from "./words.ts";

/// A comment that came home, as a note on the text that was sent.
export interface ReturnedNote {
  readonly from: string;
  readonly anchor: Anchor;
  readonly text: string;
}

/// An answer to a note that went out with the copy.
export interface ReturnedReply {
  readonly from: string;
  readonly note: string;
  readonly text: string;
}

interface Range {
  readonly paragraph: number;
  readonly from: number;
  readonly to: number;
}

/// Where comments stand: the stretch of the first paragraph that holds words of theirs.
function ranges(paragraphs: readonly SettledParagraph[]): Map<string, Range> {
  const open = new Map<string, { paragraph: number; from: number }>();
  const out = new Map<string, Range>();
  paragraphs.forEach((paragraph, at) => {
    let offset = 0;
    for (const [id, began] of open) if (began.paragraph < at && !out.has(id)) open.set(id, { paragraph: at, from: 0 });
    for (const piece of paragraph.pieces) {
      if (piece.kind === "run") offset += piece.text.length;
      else if (piece.edge === "start") open.set(piece.comment, { paragraph: at, from: offset });
      else {
        const began = open.get(piece.comment);
        open.delete(piece.comment);
        if (!out.has(piece.comment)) out.set(piece.comment, { paragraph: at, from: began?.from ?? offset, to: offset });
      }
    }
    for (const [id, began] of open) if (!out.has(id) && offset > began.from) out.set(id, { paragraph: at, from: began.from, to: offset });
  });
  return out;
}

const NOWHERE: Anchor = { block: null, field: null, from: 0, to: 0, quote: "" };

/// A stretch of a paragraph of the copy as one of the block that it is. A place without words is on the word before it.
function anchorOf(
  range: Range | undefined,
  paragraphs: readonly SettledParagraph[],
  what: readonly Role[],
  blocks: readonly Block[],
): Anchor {
  if (range === undefined) return NOWHERE;
  const role = what[range.paragraph];
  if (role?.kind === "field") return { ...NOWHERE, field: role.line.field };
  if (role?.kind !== "block" || role.number === null) return NOWHERE;
  const block = blocks[role.number];
  const paragraph = paragraphs[range.paragraph];
  if (block === undefined || paragraph === undefined) return NOWHERE;
  const text = plain(block);
  const kept = lettersKept(text, settledText(paragraph));
  const held = kept.slice(range.from, range.to).filter((letter) => letter !== null);
  const [first, last] = [held[0], held.at(-1)];
  if (first !== undefined && last !== undefined)
    return { block: block.id, field: null, from: first, to: last + 1, quote: text.slice(first, last + 1) };
  const before = kept.slice(0, range.from).findLast((letter) => letter !== null) ?? -1;
  const [word = ""] = /[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(text.slice(0, before + 1)) ?? [];
  const quote = word.trimEnd();
  const from = before + 1 - word.length;
  return quote === "" ? { ...NOWHERE, block: block.id } : { block: block.id, field: null, from, to: from + quote.length, quote };
}

/// The comment that began the thread which a comment is in.
function threadOf(comment: WordComment, all: ReadonlyMap<string, WordComment>): WordComment {
  let at = comment;
  for (let steps = 0; at.answers !== null && steps < all.size; steps++) at = all.get(at.answers) ?? at;
  return at;
}

/// The comments that others than the desk wrote: new threads as notes, answers to notes that went out as replies. Answers
/// within a new thread follow its first words, each with its name.
export function remarksIn(
  document: WordDocument,
  paragraphs: readonly SettledParagraph[],
  what: readonly Role[],
  blocks: readonly Block[],
  noteOf: (by: string, text: string) => string | null,
  isOurs: (who: Who) => boolean,
): { notes: ReturnedNote[]; replies: ReturnedReply[] } {
  const all = new Map(document.comments.map((one) => [one.comment, one]));
  const where = ranges(paragraphs);
  const replies: ReturnedReply[] = [];
  const threads = new Map<string, { from: string; anchor: Anchor; text: string }>();
  for (const one of document.comments) {
    if (one.text === "" || noteOf(one.by.name, one.text) !== null || isOurs(one.by)) continue;
    const thread = threadOf(one, all);
    const note = noteOf(thread.by.name, thread.text);
    const known = threads.get(thread.comment);
    const from = one.by.name.trim();
    if (note !== null) replies.push({ from, note, text: one.text });
    else if (known !== undefined) threads.set(thread.comment, { ...known, text: `${known.text}\n${from}: ${one.text}` });
    else {
      const range = where.get(thread.comment) ?? where.get(one.comment);
      threads.set(thread.comment, { from, anchor: anchorOf(range, paragraphs, what, blocks), text: one.text });
    }
  }
  return { notes: [...threads.values()], replies };
}
