import type { Publication } from "../desk/publication.ts";
import type { Brief, IssueFields, Rank } from "./issue.ts";

export type IssueState = "open" | "signed off" | "out" | "corrected" | "withdrawn";
export type BriefState = "writing" | "submitted" | "approved" | "spiked";

/// A place that two people gave differently without knowing of each other.
export interface RankVersions {
  readonly item: string;
  readonly places: readonly { readonly rank: Rank | null; readonly by: string }[];
}

export interface Signature {
  readonly entry: string;
  readonly by: string;
  readonly at: string;
  readonly digest: string;
  readonly chief: boolean;
  readonly waivers: readonly { readonly check: string; readonly reason: string }[];
  /// Whether it is under the issue as it stands now.
  readonly live: boolean;
}

export interface IssueRow {
  readonly issue: string;
  readonly opened: string;
  readonly fields: IssueFields;
  readonly publication: Publication;
  readonly due: string | null;
  readonly state: IssueState;
  /// Items by rank 1–5 (null: empty) and the reserve.
  readonly ranks: readonly (string | null)[];
  readonly reserve: readonly string[];
  readonly rankVersions: readonly RankVersions[];
  /// The issue digest; null while an item or brief stands in two versions or has no text.
  readonly digest: string | null;
  /// Whether all five ranks are filled and approved, and every brief is approved.
  readonly complete: boolean;
  readonly signatures: readonly Signature[];
  /// Every correction so far, each printed with its day in the editions that follow.
  readonly corrections: readonly { readonly date: string; readonly text: string }[];
  /// The correction that a chief opened and that is not out yet: a full cycle like the first.
  readonly correction: { readonly by: string; readonly at: string; readonly reason: string } | null;
  /// Who asked to withdraw it; two make it withdrawn.
  readonly withdrawing: readonly string[];
  /// Something changed after it was out, and no chief has closed that or opened a correction.
  readonly late: boolean;
  readonly exported: { readonly entry: string; readonly by: string; readonly at: string; readonly digest: string } | null;
}

export interface BriefVersion {
  readonly revision: string;
  readonly by: string;
  readonly digest: string;
  readonly content: Brief;
}

export interface BriefRow {
  readonly brief: string;
  readonly issue: string;
  readonly state: BriefState;
  readonly content: Brief;
  readonly digest: string;
  readonly head: string;
  readonly by: string;
  readonly at: string;
  readonly approvedBy: string | null;
  readonly returned: { readonly by: string; readonly reason: string | null } | null;
  readonly writers: readonly string[];
  /// All heads where two people changed the brief offline; empty otherwise.
  readonly versions: readonly BriefVersion[];
}
