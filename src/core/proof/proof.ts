import type { Publication } from "../desk/publication.ts";
import type { Brief, IssueFields } from "../issue/issue.ts";
import type { Content } from "../item/item.ts";

/// An item at its place. Ranks run from 1; the headline is the first part of the content's manuscript.
export interface RankedItem {
  readonly rank: number;
  readonly content: Content;
}

/// The briefs of one list, sorted by date; those of one day keep the order they came in.
export interface BriefList {
  readonly list: string;
  readonly entries: readonly Brief[];
}

/// A key of an imported JSON issue that this version does not know, kept so that writing gives it back.
export interface UnknownKey {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/// The assembled, format-free issue that every export reads. Same proof, same bytes in every format.
/// While `draft` holds, every export says DRAFT at its top and on every page.
export interface Proof {
  readonly publication: Publication;
  /// Corrections of an earlier edition, oldest first, each with the day (`YYYY-MM-DD`) on which it was opened.
  readonly corrections?: readonly { readonly date: string; readonly text: string }[];
  readonly fields: IssueFields;
  readonly items: readonly RankedItem[];
  readonly briefs: readonly BriefList[];
  readonly draft: boolean;
  readonly unknown?: readonly UnknownKey[];
}

/// What a proof is assembled from: items and briefs in any order.
export interface ProofParts {
  readonly publication: Publication;
  readonly corrections?: Proof["corrections"];
  readonly fields: IssueFields;
  readonly items: readonly RankedItem[];
  readonly briefs: readonly Brief[];
  readonly draft: boolean;
  readonly unknown?: readonly UnknownKey[];
}

/// Puts items in rank order and briefs into the publication's lists by date. Lists come in the publication's order;
/// a brief whose list the publication does not name opens a list of its own at the end.
export function assemble(parts: ProofParts): Proof {
  const names = [...new Set([...parts.publication.briefLists, ...parts.briefs.map((brief) => brief.list)])];
  return {
    publication: parts.publication,
    fields: parts.fields,
    items: [...parts.items].sort((a, b) => a.rank - b.rank),
    briefs: names
      .map((list) => ({ list, entries: byDate(parts.briefs.filter((brief) => brief.list === list)) }))
      .filter(({ entries }) => entries.length > 0),
    draft: parts.draft,
    ...(parts.corrections?.length ? { corrections: parts.corrections } : {}),
    ...(parts.unknown?.length ? { unknown: parts.unknown } : {}),
  };
}

const byDate = (briefs: readonly Brief[]): Brief[] => [...briefs].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
