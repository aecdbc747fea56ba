import { contentDigest } from "../../item/content-digest.ts";
import type { Content, Fields } from "../../item/item.ts";
import { fromBlocks, isExplainerMarker, explainerMarker, toBlocks, type Block } from "../../manuscript/blocks.ts";
import type { Publication } from "../../desk/publication.ts";
import { fieldLines, inShort } from "../../export/docx-review-fields.ts";
import { COPY, COPY_DATA, SHORT } from "../../export/docx-review.ts";
import type { Who, WordDocument, WordRun } from "../docx/model.ts";
import { settled, settledText, type SettledParagraph, type SettledRun } from "../docx/settle.ts";
import { roles, type Role } from "./align.ts";
import { declined, type Asked } from "./declined.ts";
import { behindLabel, withLine } from "./fields.ts";
import { remarksIn, type ReturnedNote, type ReturnedReply } from "./remarks.ts";
import { returnedText } from "./words.ts";

/// Something that came home and has no place in the text: why, and its words.
export interface Unplaced {
  readonly code: string;
  readonly words: string;
}

/// What a copy that came home brings. `from`: the names under which it was changed, most busy first. `content`: the text as
/// its writer would have it, null where they changed none of it.
export interface Returned {
  readonly from: readonly string[];
  readonly content: Content | null;
  readonly notes: readonly ReturnedNote[];
  readonly replies: readonly ReturnedReply[];
  readonly unplaced: readonly Unplaced[];
}

/// What the desk knows about the text that was sent: whose changes and notes stood in the copy already.
export interface Sent {
  readonly base: Content;
  readonly publication: Publication;
  readonly isOurs: (who: Who) => boolean;
  /// The note that a comment of the copy is, by who wrote it and its words; null for a new one.
  readonly noteOf: (by: string, text: string) => string | null;
  /// The suggestions that stood in the copy as tracked changes, by the words that it names them with.
  readonly askedIn: (names: ReadonlySet<string>) => readonly Asked[];
}

/// Which text a copy was made of, as far as it still says: the item's and the revision's id, the latter perhaps only its
/// beginning. Nulls where its program dropped all of it.
export function claims(document: WordDocument): {
  readonly item: string | null;
  readonly revision: string | null;
  readonly digest: string | null;
  readonly asked: ReadonlySet<string>;
} {
  const data = document.data.find((one) => one["xmlns"] === COPY_DATA);
  const { properties } = document;
  const short = new RegExp(`\\bcopy ([0-9a-f]{${SHORT}})\\b`).exec(document.margins)?.[1];
  return {
    item: properties[COPY.item] ?? data?.["item"] ?? null,
    revision: properties[COPY.revision] ?? data?.["revision"] ?? short ?? null,
    digest: properties[COPY.digest] ?? data?.["digest"] ?? null,
    asked: new Set((data?.["asked"] ?? properties[COPY.asked] ?? "").split(" ").filter((one) => one !== "")),
  };
}

/// Far more than one item of a briefing: comparing what is longer with it would take long and tell nothing.
const PARAGRAPHS_MAX = 600;
const LETTERS_MAX = 150_000;

/// Whether a document may be a copy of one item, by its length.
export function isItemSized({ paragraphs }: WordDocument): boolean {
  const letters = paragraphs.reduce(
    (sum, one) => sum + one.pieces.reduce((all, piece) => all + (piece.kind === "run" ? piece.text.length : 0), 0),
    0,
  );
  return paragraphs.length <= PARAGRAPHS_MAX && letters <= LETTERS_MAX;
}

/// Which texts of a desk a copy that says nothing of itself may have been made of: how much of each it still holds.
export const holds = (document: WordDocument, content: Content): number => {
  const read = new Set(settled(document.paragraphs, () => false).map((one) => settledText(one).trim()));
  const blocks = toBlocks(content.doc).filter((block) => block.kind !== "part" && block.text.length > 0);
  const found = blocks.filter((block) =>
    read.has(
      block.text
        .map((node) => node.text ?? "")
        .join("")
        .trim(),
    ),
  );
  return blocks.length === 0 ? 0 : found.length / blocks.length;
};

const runsIn = (paragraph: SettledParagraph): SettledRun[] => paragraph.pieces.filter((piece): piece is SettledRun => piece.kind === "run");

function kindOf(was: Block | null, { shape }: SettledParagraph): Block["kind"] {
  if (was !== null && was.kind !== "paragraph" && was.kind !== "point") return was.kind;
  return shape.list !== null || /bullet|list|point/.test(shape.style ?? "") ? "point" : "paragraph";
}

/// The text as it came back, block by block. A label that is gone takes nothing along: its part begins with its first block.
function returnedDoc(
  paragraphs: readonly SettledParagraph[],
  what: readonly Role[],
  blocks: readonly Block[],
  nextId: () => string,
): Block[] {
  const out: Block[] = [];
  const partOf = blocks.map((_block, at) => blocks.slice(0, at + 1).findLastIndex((one) => one.kind === "part"));
  const opened = new Set(what.flatMap((role) => (role.kind === "label" && role.number !== null ? [role.number] : [])));
  const open = (number: number): void => {
    const marker = blocks[number];
    if (marker === undefined || opened.has(number)) return;
    opened.add(number);
    out.push(marker);
  };
  paragraphs.forEach((paragraph, at) => {
    const role = what[at];
    if (role?.kind === "label")
      out.push(role.number === null ? { id: explainerMarker(nextId()), kind: "part", text: [] } : (blocks[role.number] as Block));
    if (role?.kind !== "block") return;
    const base = role.number === null ? null : (blocks[role.number] ?? null);
    if (role.number !== null) open(partOf[role.number] ?? -1);
    const kind = out.at(-1)?.kind === "part" && isNewExplainer(out, blocks) && base === null ? "title" : kindOf(base, paragraph);
    out.push({ id: base?.id ?? nextId(), kind, text: returnedText(base, kind, runsIn(paragraph)) });
  });
  const headline = blocks.find((block) => block.kind === "headline");
  if (headline !== undefined && !out.some((block) => block.id === headline.id)) out.unshift({ ...headline, text: [] });
  return out;
}

function isNewExplainer(out: readonly Block[], blocks: readonly Block[]): boolean {
  const last = out.at(-1);
  return last !== undefined && isExplainerMarker(last.id) && !blocks.some((block) => block.id === last.id);
}

/// Words that somebody else changed within what was only suggested: they are in no text that they could be suggested on.
function onSuggestions(document: WordDocument, isOurs: (who: Who) => boolean): Unplaced[] {
  const runs = document.paragraphs.flatMap((one) => one.pieces).filter((piece): piece is WordRun => piece.kind === "run");
  const found = runs.filter((run) => run.inserted !== null && isOurs(run.inserted) && run.deleted !== null && !isOurs(run.deleted));
  const words = found
    .map((run) => run.text)
    .join("")
    .trim();
  return words === "" ? [] : [{ code: "copy-on-suggestion", words }];
}

function rejected(document: WordDocument, { base, publication, askedIn }: Sent, content: Content): Unplaced[] {
  const found = declined(document, askedIn(claims(document).asked), { base, brought: content, publication });
  return found.map(({ by, before, after }) => ({ code: "copy-declined", words: `${by}: ${inShort(before.trim(), after.trim())}` }));
}

function returnedFields(
  paragraphs: readonly SettledParagraph[],
  what: readonly Role[],
  sent: Sent,
): { fields: Fields; unplaced: Unplaced[] } {
  const unplaced: Unplaced[] = [];
  let fields = sent.base.fields;
  const lines = fieldLines(fields, sent.publication);
  for (const line of lines) {
    const at = what.findIndex((role) => role.kind === "field" && role.line.key === line.key);
    const paragraph = paragraphs[at];
    if (paragraph === undefined) {
      unplaced.push({ code: "copy-line-gone", words: `${line.label}: ${line.text}` });
      continue;
    }
    const text = behindLabel(settledText(paragraph), line);
    if (text === line.text || text === line.text.replace(/\s+/g, " ").trim()) continue;
    const next = withLine(fields, line, text);
    if (next === null)
      unplaced.push({ code: text === "" ? "copy-line-gone" : "copy-line-unread", words: `${line.label}: ${text || line.text}` });
    else fields = next;
  }
  return { fields, unplaced };
}

function strays(
  document: WordDocument,
  paragraphs: readonly SettledParagraph[],
  what: readonly Role[],
  blocks: readonly Block[],
): Unplaced[] {
  const words = (list: readonly SettledParagraph[]): string[] => list.map((one) => settledText(one).trim()).filter((text) => text !== "");
  const foreign = words(paragraphs.filter((_one, at) => what[at]?.kind === "foreign"));
  const notes = words(settled(document.notes, () => true));
  const lost = blocks.filter((block, at) => block.kind === "part" && !what.some((role) => role.kind === "label" && role.number === at));
  return [
    ...foreign.map((text): Unplaced => ({ code: "copy-elsewhere", words: text })),
    ...notes.map((text): Unplaced => ({ code: "copy-footnote", words: text })),
    ...(document.pictures > 0 ? [{ code: "copy-picture", words: String(document.pictures) }] : []),
    ...(lost.length > 0 ? [{ code: "copy-label-gone", words: String(lost.length) }] : []),
  ];
}

/// Under which names the file was changed, the busiest first.
function namesIn(document: WordDocument, isOurs: (who: Who) => boolean, noteOf: Sent["noteOf"]): string[] {
  const counts = new Map<string, number>();
  const count = (who: Who | null): void => {
    if (who !== null && who.name.trim() !== "" && !isOurs(who)) counts.set(who.name.trim(), (counts.get(who.name.trim()) ?? 0) + 1);
  };
  for (const one of document.paragraphs) {
    [one.reshaped, one.mark.inserted, one.mark.deleted].forEach(count);
    for (const piece of one.pieces) if (piece.kind === "run") [piece.inserted, piece.deleted, piece.reformatted].forEach(count);
  }
  for (const one of document.comments) if (noteOf(one.by.name, one.text) === null) count(one.by);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

/// What a copy that came home brings, beside the text that was sent: the text with everything changed that others than the desk
/// changed in it, tracked or not, and their comments as notes on the text that was sent. What has no place there is listed
/// with its words, and so is what they rejected of the suggestions that went out with it: these are left where they are, for
/// somebody of the desk to answer.
export function readReturned(document: WordDocument, sent: Sent, nextId: () => string): Returned {
  const { base, publication, isOurs, noteOf } = sent;
  const blocks = toBlocks(base.doc);
  const lines = fieldLines(base.fields, publication);
  const paragraphs = settled(document.paragraphs, (who) => !isOurs(who));
  const what = roles(paragraphs, blocks, lines, publication);
  const { fields, unplaced } = returnedFields(paragraphs, what, sent);
  const content: Content = { ...base, fields, doc: fromBlocks(returnedDoc(paragraphs, what, blocks, nextId)) };
  const original = settled(document.paragraphs, () => false);
  const remarks = remarksIn(
    document,
    original,
    roles(original, blocks, lines, publication),
    blocks,
    (by, text) => noteOf(by, text),
    isOurs,
  );
  return {
    from: namesIn(document, isOurs, noteOf),
    content: contentDigest(content) === contentDigest(base) ? null : content,
    notes: remarks.notes,
    replies: remarks.replies,
    unplaced: [
      ...unplaced,
      ...onSuggestions(document, isOurs),
      ...rejected(document, sent, content),
      ...strays(document, paragraphs, what, blocks),
    ],
  };
}
