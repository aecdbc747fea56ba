/// Who made a tracked change, and when as far as the program said so.
export interface Who {
  readonly name: string;
  readonly at: string | null;
}

/// What a run looks like beyond its paragraph's style.
export interface Look {
  readonly strong: boolean;
  readonly em: boolean;
}

/// Words of one look. `lang`: the language they are marked as, if any. `link`: where they lead. `field`: the instruction word of
/// the field whose result they are (`TOC`, `PAGE`). `was`: their look before a tracked change of formatting.
export interface WordRun {
  readonly kind: "run";
  readonly text: string;
  readonly look: Look;
  readonly lang: string | null;
  readonly link: string | null;
  readonly field: string | null;
  readonly inserted: Who | null;
  readonly deleted: Who | null;
  /// Inserted or deleted because it moved.
  readonly moved: boolean;
  readonly was: Look | null;
  readonly reformatted: Who | null;
}

/// Where the words that a comment is about begin or end.
export interface CommentEdge {
  readonly kind: "comment";
  readonly comment: string;
  readonly edge: "start" | "end";
}

export type WordPiece = WordRun | CommentEdge;

/// A paragraph's style by its name in lower case (Word's own names are English everywhere), and its place in a list.
export interface Shape {
  readonly style: string | null;
  readonly list: { readonly kind: "bullet" | "number"; readonly level: number } | null;
}

/// One paragraph. `mark`: what became of the paragraph's end; without it the next one continues this. `was`: its shape before
/// a tracked change. `place`: where on the page it stands.
export interface WordParagraph {
  readonly shape: Shape;
  readonly was: Shape | null;
  readonly reshaped: Who | null;
  readonly bookmarks: readonly string[];
  readonly id: string | null;
  readonly place: "body" | "table" | "box" | "note";
  readonly pieces: readonly WordPiece[];
  readonly mark: { readonly inserted: Who | null; readonly deleted: Who | null };
}

/// A comment, with the one that it answers. `paragraphs`: its text.
export interface WordComment {
  readonly comment: string;
  readonly by: Who;
  readonly text: string;
  readonly answers: string | null;
  readonly done: boolean;
}

/// What is left of a document to read: its text with who changed what, its comments, and what it says about itself.
export interface WordDocument {
  readonly paragraphs: readonly WordParagraph[];
  /// Footnotes and endnotes.
  readonly notes: readonly WordParagraph[];
  readonly comments: readonly WordComment[];
  /// The words of all headers and footers.
  readonly margins: string;
  /// Custom properties by name.
  readonly properties: Readonly<Record<string, string>>;
  /// Attributes of the roots of custom XML parts.
  readonly data: readonly Readonly<Record<string, string>>[];
  /// Pictures and embedded objects, of which nothing can be read.
  readonly pictures: number;
}
