import { array, boolean, maxLength, nullable, pipe, strictObject, string } from "valibot";
import type { CheckFinding } from "../core/checks/check.ts";
import type { ErasureRow } from "../core/erasure/erasure.ts";
import type { EvidenceRow } from "../core/evidence/evidence.ts";
import type { EvidenceType } from "../core/evidence/kinds.ts";
import { ContentSchema } from "../core/item/content-schema.ts";
import type { Content, FieldName } from "../core/item/item.ts";
import type { DecisionName } from "../core/item/kinds.ts";
import type { ItemRow, NoteRow } from "../core/item/rows.ts";
import { Id } from "../core/ledger/entry.ts";
import type { ComparedBlock } from "../core/manuscript/compare.ts";
import type { Placed } from "../core/manuscript/anchor.ts";
import { AnchorSchema } from "../core/review/kinds.ts";
import type { Place } from "../core/review/places.ts";
import type { SeenSpan } from "../core/review/seen-spans.ts";
import type { Suggestion } from "../core/review/suggestion.ts";
import type { IssueState } from "../core/issue/rows.ts";
import { act, answer, read } from "./channel.ts";
import { Path } from "./path.ts";

/// What I could do with this item now: null, or what stands in the way.
export type Obstacles = Readonly<
  Partial<
    Record<DecisionName | "share" | "propose" | "edit", { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null>
  >
>;

export interface HistoryLine {
  readonly entry: string;
  readonly kind: "revision" | "decision" | "proposal";
  readonly by: string;
  readonly at: string;
  /// A decision's name, or why a revision was made.
  readonly what: string;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly obstacle: string | null;
  /// Why its words are gone, or are asked to go; null where they stand.
  readonly erasure: ErasureRow | null;
}

export interface NoteLine extends NoteRow {
  readonly placed: Placed;
}

/// A suggestion that waits for an answer, and where it shows on the shared text; nowhere if that text changed there.
export interface OpenSuggestion extends Suggestion {
  readonly places: readonly Place[];
}

export interface ProposalLine {
  readonly proposal: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
  /// The name of who wrote it, where that is nobody of the desk: then `by` brought it in.
  readonly from?: string;
  /// The suggestions still open, each with what it changes.
  readonly open: readonly OpenSuggestion[];
}

/// A remark of my review, not sent yet.
export interface DraftNote {
  readonly note: string;
  readonly anchor: {
    readonly block: string | null;
    readonly field: string | null;
    readonly from: number;
    readonly to: number;
    readonly quote: string;
  };
  readonly text: string;
  readonly blocking: boolean;
  readonly mentions: readonly string[];
}

export interface DraftReview {
  readonly notes: readonly DraftNote[];
}

/// All that the item page shows. `text`: my draft where I have one, else the shared text.
export interface ItemView {
  readonly item: ItemRow;
  readonly rank: number | null;
  readonly issueState: IssueState | null;
  readonly text: Content;
  readonly unshared: boolean;
  /// The revision that my draft began from (null: none had come), or would begin from where I have no draft.
  readonly base: string | null;
  /// The shared text moved on since my draft began.
  readonly stale: boolean;
  readonly notes: readonly NoteLine[];
  readonly proposals: readonly ProposalLine[];
  /// The shared text with every open suggestion taken that can be.
  readonly clean: Content;
  /// The text that my draft began from, while I have one.
  readonly begun: Content | null;
  readonly review: DraftReview;
  readonly evidence: readonly EvidenceRow[];
  /// Review copies that came home.
  readonly copies: readonly EvidenceRow[];
  readonly history: readonly HistoryLine[];
  readonly findings: readonly CheckFinding[];
  readonly obstacles: Obstacles;
  /// The text that last counted as approved, to show what changed since; null if none ever did.
  readonly approved: Content | null;
  readonly seen: readonly { readonly member: string; readonly revision: string; readonly head: boolean }[];
}

/// What differs between two texts of an item, and nothing else.
export interface Comparison {
  readonly blocks: readonly ComparedBlock[];
  readonly fields: readonly { readonly name: FieldName; readonly before: unknown; readonly after: unknown }[];
}

export const DraftNoteSchema = strictObject({
  note: Id,
  anchor: AnchorSchema,
  text: pipe(string(), maxLength(20_000)),
  blocking: boolean(),
  mentions: array(Id),
});

const item = Id;
const LARGE = { size: 4 * 1024 * 1024 };

export const itemCalls = {
  "item.read": read({ item }, answer<ItemView>()),
  /// Spelling and grammar of the text as it stands here: slower than the other checks, so asked for by itself.
  "checks.language": read({ item }, answer<readonly CheckFinding[]>()),
  "revision.read": read(
    { revision: pipe(string(), maxLength(64)) },
    answer<{ readonly content: Content; readonly by: string; readonly at: string }>(),
  ),
  /// What of the shared text changed since it was last approved, who wrote it and who else has seen it.
  "item.seen": read({ item }, answer<readonly SeenSpan[]>()),
  /// Compares two texts: each a revision's id, `mine` for the text as it stands here, or the time of an earlier draft of mine.
  "item.compare": read({ item, from: pipe(string(), maxLength(64)), to: pipe(string(), maxLength(64)) }, answer<Comparison>()),
  /// Stores a copy of a file as evidence for a source of the item.
  "evidence.add": act({ item, source: pipe(string(), maxLength(2000)), path: Path }, answer<null>()),
  "evidence.open": read({ item, evidence: Id }, answer<{ readonly type: EvidenceType; readonly bytes: Uint8Array }>()),
  /// Keeps my text on this laptop; on disk when answered.
  "draft.save": act(
    { item, base: nullable(pipe(string(), maxLength(64))), content: ContentSchema },
    answer<{ readonly saved: string }>(),
    LARGE,
  ),
  /// Lets my draft go; its last state stays in my private history.
  "draft.drop": act({ item }, answer<null>()),
  "draft.history": read({ item }, answer<readonly { readonly at: string; readonly content: Content }[]>()),
  /// Keeps my unsent notes on this laptop.
  "review.save": act({ item, notes: array(DraftNoteSchema) }, answer<null>(), LARGE),
};
