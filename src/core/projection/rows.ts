import type { ListedBody } from "../desk/kinds.ts";
import type { Publication } from "../desk/publication.ts";
import type { ErasedRow, ErasureRow } from "../erasure/erasure.ts";
import type { EvidenceRow } from "../evidence/evidence.ts";
import type { HouseStyle } from "../house/house.ts";
import type { Roster } from "../desk/roster.ts";
import type { BriefRow, IssueRow } from "../issue/rows.ts";
import type { DecisionRow, ItemRow, NoteRow, ProposalRow, RevisionRow } from "../item/rows.ts";

/// Settings of the desk that every laptop shares.
export interface DeskRow {
  readonly publication: Publication;
  readonly bodies: readonly ListedBody[];
  readonly house: HouseStyle;
}

/// What a laptop's app understands, as it announced last.
export interface AnnouncedRow {
  readonly device: string;
  readonly kinds: readonly string[];
}

/// Every kind of row that entries are folded into. All are shared state: rebuildable at any time, the same on every laptop
/// that holds the same entries. `roster` rows are keyed by the roster entry after which they hold, and `current`.
export interface Rows {
  readonly roster: Roster;
  readonly desk: DeskRow;
  readonly announced: AnnouncedRow;
  readonly item: ItemRow;
  readonly revision: RevisionRow;
  readonly decision: DecisionRow;
  readonly note: NoteRow;
  readonly proposal: ProposalRow;
  readonly evidence: EvidenceRow;
  readonly erasure: ErasureRow;
  readonly erased: ErasedRow;
  readonly issue: IssueRow;
  readonly brief: BriefRow;
}
export type RowKind = keyof Rows;

/// One row to write, or (`value` null) to remove. `parent` groups rows for reading: an item's revisions, an issue's items.
export interface RowChange<K extends RowKind = RowKind> {
  readonly kind: K;
  readonly key: string;
  readonly parent: string;
  readonly value: Rows[K] | null;
}

export const row = <K extends RowKind>(kind: K, key: string, parent: string, value: Rows[K] | null): RowChange =>
  ({ kind, key, parent, value }) as RowChange;
