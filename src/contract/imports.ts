import { maxLength, nullable, pipe, strictObject, string } from "valibot";
import type { Refusal } from "../core/base/result.ts";
import type { Finding } from "../core/import/imported.ts";
import type { LayoutWords } from "../core/import/layout.ts";
import { act, answer, read } from "./channel.ts";
import { Path } from "./path.ts";
import { Id } from "../core/ledger/entry.ts";

/// What an issue may come in as, by the ending of its file's name.
export const ISSUE_ENDINGS = ["docx", "odt", "rtf", "epub", "html", "htm", "xhtml", "md", "markdown", "txt", "json"] as const;

const word = pipe(string(), maxLength(60));
/// The words by which an issue is read: what stands before the parts of an item, and the titles of its sections.
const LayoutWordsSchema = strictObject({
  glance: word,
  explainer: word,
  comment: word,
  article: word,
  body: word,
  bodies: word,
  date: word,
  contents: word,
  items: word,
  briefs: word,
});

/// An issue of this desk, and what it is called.
export interface HereAlready {
  readonly issue: string;
  readonly name: string;
}

/// What bringing in an issue would give.
export interface ImportLook {
  readonly file: string;
  readonly name: string;
  readonly title: string | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly items: readonly { readonly rank: number; readonly headline: string; readonly words: number }[];
  readonly briefs: number;
  readonly words: LayoutWords;
  readonly findings: readonly Finding[];
  /// The issue of this desk that has the very texts; null where none has.
  readonly here: HereAlready | null;
  /// A Word file of one item: more likely a review copy that comes home.
  readonly copy: boolean;
}

/// An issue that stands on the desk now, and what a person should look at.
export interface BroughtIssue {
  readonly issue: string;
  readonly number: string | null;
  readonly findings: readonly Finding[];
}

/// What became of the files of a folder, in order; `left`: how many were not come to.
export interface Brought {
  readonly files: readonly { readonly name: string; readonly brought: BroughtIssue | null; readonly refusal: Refusal | null }[];
  readonly left: number;
}

const asked = { path: Path, words: nullable(LayoutWordsSchema) };

export const importCalls = {
  "import.look": read(asked, answer<ImportLook>()),
  /// `into`: an issue in work that gets its items, in reserve, and its briefs; null: it is an issue of its own.
  "issue.import": act({ ...asked, into: nullable(Id) }, answer<BroughtIssue>()),
  /// Brings in every issue in a folder. It tells its progress as the job `import`.
  "issue.import-folder": act({ folder: Path }, answer<Brought>()),
  /// Stops that behind the issue it is at.
  "issue.import-stop": act({}, answer<null>()),
};
