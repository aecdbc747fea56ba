/// Inline text outside a manuscript (briefs) and in `top5-issue/1`: runs of equal marks. `link` null: target unknown.
export interface Run {
  readonly text: string;
  readonly strong?: true;
  readonly em?: true;
  readonly lang?: string;
  readonly link?: string | null;
}

/// A short dated news entry. `date` is `YYYY-MM-DD`; `list` is the name of one of the publication's brief lists.
export interface Brief {
  readonly list: string;
  readonly date: string;
  readonly text: readonly Run[];
  readonly source: { readonly label: string; readonly link: string | null } | null;
}

export interface Credit {
  readonly heading: string;
  readonly people: readonly { readonly name: string; readonly role: string | null }[];
}

/// The printed fields of an issue beside its items and briefs. `date` is `YYYY-MM-DD`, `embargo` an ISO 8601 time.
export interface IssueFields {
  readonly title: string | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly embargo: string | null;
  readonly credits: readonly Credit[];
  readonly contact: string | null;
  readonly publisher: readonly string[];
}

export const RANKS = [1, 2, 3, 4, 5] as const;
export type Rank = (typeof RANKS)[number];
