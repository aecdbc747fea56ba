import type { Run } from "../../issue/issue.ts";
import type { Finding } from "../imported.ts";

/// One paragraph of any format. In the text of its runs "\n" is a line break and all other blanks are as they came.
/// `point`: an entry of a list; `number`: what its list or heading numbers it with. `contents`: a line of a contents list.
export interface Paragraph {
  readonly kind: "text" | "heading" | "point" | "contents";
  /// Of a heading: 0 for a title, then 1 to 9.
  readonly level: number;
  readonly number: string | null;
  readonly runs: readonly Run[];
}

/// What a reader of a format answers: all that is printed, in order, and what it could not put among it.
export interface Document {
  readonly paragraphs: readonly Paragraph[];
  readonly findings: readonly Finding[];
}

export const wordsOf = (paragraph: Paragraph): string => paragraph.runs.map((run) => run.text).join("");

/// Words that a document holds beside its text, as a finding that keeps them.
export const beside = (code: string, text: string, severity: Finding["severity"] = "not-understood"): Finding => ({
  code,
  severity,
  data: { text: text.length > 200 ? `${text.slice(0, 200)}…` : text },
  line: null,
  excerpt: text,
});
