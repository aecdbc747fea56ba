import type { NoteThread } from "../review/note.ts";
import type { Unseen } from "../review/seen.ts";
import type { DecisionRecord, ItemView } from "../review/view.ts";
import type { PartWords } from "../manuscript/text.ts";
import type { TwoVersions } from "./merge.ts";
import type { Content } from "./item.ts";

/// An item as screens and decisions read it. `shown` is the text to show: the head, or the computed merge of the first two
/// heads, with `versions` where a person must choose.
export interface ItemRow {
  readonly item: string;
  readonly issue: string | null;
  readonly headline: string;
  readonly pitch: { readonly why: string } | null;
  readonly due: string | null;
  readonly state: ItemView["state"];
  readonly authors: ItemView["authors"];
  readonly ready: ItemView["ready"];
  readonly pitchedBy: string | null;
  readonly submitter: string | null;
  readonly claimant: string | null;
  readonly approval: ItemView["approval"];
  readonly returned: ItemView["returned"];
  readonly heads: readonly string[];
  readonly head: string | null;
  readonly digest: string | null;
  readonly approved: readonly string[];
  readonly sights: ItemView["sights"];
  readonly unseen: readonly Unseen[];
  readonly newer: number;
  readonly openBlocking: number;
  readonly openNotes: number;
  readonly pendingSuggestions: number;
  /// Everyone whose words any revision brought.
  readonly writers: readonly string[];
  readonly words: PartWords;
  /// Findings of the checks that somebody let stand: the check and the words it was about.
  readonly passed: readonly { readonly check: string; readonly quote: string }[];
  readonly shown: Content | null;
  readonly versions: readonly TwoVersions[];
}

export interface RevisionRow {
  readonly id: string;
  readonly item: string;
  readonly parents: readonly string[];
  readonly digest: string;
  readonly by: string;
  readonly at: string;
  readonly writers: readonly string[];
  /// Names of those outside the desk whose suggestions were accepted in it, brought in by one of its writers.
  readonly outside?: readonly string[];
  readonly why: string | null;
  /// Empty where `erased` names the erasure by which its words are gone: nothing is shown, printed or merged from it.
  readonly content: Content;
  readonly erased?: string;
}

export interface DecisionRow extends DecisionRecord {
  readonly item: string;
}

export interface NoteRow extends NoteThread {
  readonly item: string;
}

export interface ProposalRow {
  readonly proposal: string;
  readonly item: string;
  readonly by: string;
  readonly at: string;
  readonly base: string;
  readonly content: Content;
  readonly reason: string | null;
  readonly from?: string;
  readonly open: readonly string[];
}
