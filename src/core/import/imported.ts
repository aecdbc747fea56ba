import type { Refusal } from "../base/result.ts";
import { ENGLISH_LABELS, type Publication } from "../desk/publication.ts";
import type { Brief, IssueFields } from "../issue/issue.ts";
import { USUAL_ACCENT } from "../proof/usual.ts";
import type { RankedItem, UnknownKey } from "../proof/proof.ts";

/// `healed`: understood and put right; `doubt`: taken as it stands, a person should look; `not-understood`: kept only here.
export type Severity = "healed" | "doubt" | "not-understood";

/// One thing an importer wants a person to see. The wording of `code` is in `resources/messages/en/formats.md`, `data`
/// fills its holes. `line` counts from 1 in the input, null where the input has no lines. `excerpt` is input text: all of
/// it where the words are kept only here (`KEPT_ONLY_HERE`).
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly data: Refusal["data"];
  readonly line: number | null;
  readonly excerpt: string;
}

/// An issue as it came from outside, ready to become ledger entries or a proof: `assemble(issue)` takes it as it is.
/// `publication` is complete: what the input did not say is guessed or the usual English.
export interface ImportedIssue {
  readonly corrections?: readonly { readonly date: string; readonly text: string }[];
  readonly publication: Publication;
  readonly fields: IssueFields;
  readonly items: readonly RankedItem[];
  readonly briefs: readonly Brief[];
  readonly draft: boolean;
  readonly unknown: readonly UnknownKey[];
}

/// What an importer answers: the issue, and everything healed, doubted or not understood on the way.
export interface Imported {
  readonly issue: ImportedIssue;
  readonly findings: readonly Finding[];
}

/// What an importer may be told: the publication whose labels and section titles the input uses, where that is known.
export interface ImportOptions {
  readonly publication?: Publication;
}

/// Chooses what to tell the importer by the lines of the input.
export type ChooseLayout = (lines: readonly string[]) => ImportOptions;

/// A publication for input that says little about itself.
export const USUAL_PUBLICATION: Publication = {
  name: "",
  language: "en-GB",
  commentLabel: "Comment",
  sections: { items: "Top 5", briefs: "Noteworthy" },
  briefLists: [],
  labels: ENGLISH_LABELS,
  brand: { accent: USUAL_ACCENT },
  targets: { glance: 120, explainer: 100, comment: 220 },
};

export const NO_ISSUE_FIELDS: IssueFields = {
  title: null,
  number: null,
  date: null,
  embargo: null,
  credits: [],
  contact: null,
  publisher: [],
};
