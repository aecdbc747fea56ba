import type { Assignment, AssignedPart, DecisionName } from "../item/kinds.ts";
import type { RevisionGraph } from "../item/heads.ts";
import type { NoteThread } from "./note.ts";
import type { Sight, Unseen, WrittenRevision } from "./seen.ts";

/// The states of an item (`product.md` §4). From its issue's sign-off on, screens show the state instead.
export type ItemState = "pitch" | "writing" | "submitted" | "in review" | "changes requested" | "approved" | "spiked";

export interface Approval {
  readonly entry: string;
  readonly by: string;
  readonly revision: string;
  readonly digest: string;
}

export interface ReturnDecision {
  readonly entry: string;
  readonly by: string;
  readonly reason: string | null;
  readonly revision: string | null;
}

/// A decision as the history shows it. `obstacle`: why it does not count, as a refusal code; null if it does or did.
export interface DecisionRecord {
  readonly entry: string;
  readonly decision: DecisionName;
  readonly by: string;
  readonly at: string;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly obstacle: string | null;
}

/// Where an item stands by the decisions of a causally closed set of entries: what `transitions` judges by.
export interface ItemView {
  readonly state: ItemState;
  readonly authors: Assignment;
  readonly ready: Readonly<Partial<Record<AssignedPart, boolean>>>;
  readonly pitchedBy: string | null;
  readonly submitter: string | null;
  readonly claimant: string | null;
  readonly approval: Approval | null;
  readonly returned: ReturnDecision | null;
  readonly graph: RevisionGraph<WrittenRevision>;
  /// All heads of distinct digest; one of them: `head`. `digest` is that head's.
  readonly heads: readonly string[];
  readonly head: string | null;
  readonly digest: string | null;
  /// Approved revisions of the past, whose text needs no second pair of eyes again.
  readonly approved: readonly string[];
  readonly sights: readonly Sight[];
  readonly unseen: readonly Unseen[];
  readonly notes: readonly NoteThread[];
  /// Entries about it that only a newer app understands: what they say cannot be judged here.
  readonly newer: number;
  readonly openBlocking: number;
  readonly pendingSuggestions: number;
}
