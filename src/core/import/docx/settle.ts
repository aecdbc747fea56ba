import type { CommentEdge, Look, Shape, Who, WordParagraph, WordPiece, WordRun } from "./model.ts";

/// Words that are no longer tracked.
export interface SettledRun {
  readonly kind: "run";
  readonly text: string;
  readonly look: Look;
  readonly lang: string | null;
  readonly link: string | null;
  readonly field: string | null;
}

/// A paragraph with every change in it made or undone. Bookmarks and ids are those of all that were joined in it.
export interface SettledParagraph {
  readonly shape: Shape;
  readonly bookmarks: readonly string[];
  readonly ids: readonly string[];
  readonly place: WordParagraph["place"];
  readonly pieces: readonly (SettledRun | CommentEdge)[];
}

export const settledText = (paragraph: SettledParagraph): string =>
  paragraph.pieces.map((piece) => (piece.kind === "run" ? piece.text : "")).join("");

/// Whether words stand in the text once each change is made (`made` of its maker) or undone.
const stands = (inserted: Who | null, deleted: Who | null, made: (who: Who) => boolean): boolean =>
  (inserted === null || made(inserted)) && (deleted === null || !made(deleted));

function pieceOf(piece: WordPiece, made: (who: Who) => boolean): (SettledRun | CommentEdge)[] {
  if (piece.kind === "comment") return [piece];
  if (!stands(piece.inserted, piece.deleted, made)) return [];
  const { text, lang, link, field }: WordRun = piece;
  const undone = piece.reformatted !== null && piece.was !== null && !made(piece.reformatted);
  return [{ kind: "run", text, look: undone ? (piece.was ?? piece.look) : piece.look, lang, link, field }];
}

/// The text with every tracked change made where `made` of its maker holds, and undone elsewhere: always yes is what Word
/// calls Accept All, always no Reject All. A paragraph whose end is gone goes on in the next one. The two have the shape of
/// the first, or of the second where nothing stands in the first.
export function settled(paragraphs: readonly WordParagraph[], made: (who: Who) => boolean): SettledParagraph[] {
  const out: SettledParagraph[] = [];
  let before: SettledParagraph | null = null;
  for (const one of paragraphs) {
    const undone = one.reshaped !== null && one.was !== null && !made(one.reshaped);
    const now: SettledParagraph = {
      shape: undone ? (one.was ?? one.shape) : one.shape,
      bookmarks: one.bookmarks,
      ids: one.id === null ? [] : [one.id],
      place: one.place,
      pieces: one.pieces.flatMap((piece) => pieceOf(piece, made)),
    };
    const whole: SettledParagraph = before === null ? now : joined(before, now);
    before = null;
    if (stands(one.mark.inserted, one.mark.deleted, made)) out.push(whole);
    else before = whole;
  }
  // The last paragraph of all has nothing to go on in.
  if (before !== null && settledText(before) !== "") out.push(before);
  return out;
}

function joined(a: SettledParagraph, b: SettledParagraph): SettledParagraph {
  const first = settledText(a) === "" ? b : a;
  return {
    shape: first.shape,
    place: first.place,
    bookmarks: [...a.bookmarks, ...b.bookmarks],
    ids: [...a.ids, ...b.ids],
    pieces: [...a.pieces, ...b.pieces],
  };
}

export const acceptAll = (paragraphs: readonly WordParagraph[]): SettledParagraph[] => settled(paragraphs, () => true);
export const rejectAll = (paragraphs: readonly WordParagraph[]): SettledParagraph[] => settled(paragraphs, () => false);
