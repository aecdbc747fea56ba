import type { DocJson } from "../manuscript/schema.ts";

/// What an item cites. `link` null: the target is not known.
export interface Source {
  readonly title: string;
  readonly original: { readonly text: string; readonly lang: string } | null;
  readonly link: string | null;
}

/// An issuing body as printed: at least one of `short` and `name` is set. `via`: who published it in its stead.
export interface Body {
  readonly short: string | null;
  readonly name: string | null;
  readonly original: string | null;
  readonly via: string | null;
}

/// The printed fields of an item beside its manuscript. `date` is `YYYY-MM-DD`.
export interface Fields {
  readonly sources: readonly Source[];
  readonly bodies: readonly Body[];
  readonly date: string | null;
  readonly byline: readonly string[];
}

export const FIELD_NAMES = ["sources", "bodies", "date", "byline"] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/// Everything of an item that is printed: what a revision carries and a digest covers.
/// `schema` is the manuscript schema's version that the text was written under.
export interface Content {
  readonly schema: number;
  readonly fields: Fields;
  readonly doc: DocJson;
}

export const CONTENT_SCHEMA = 1;
export const NO_FIELDS: Fields = { sources: [], bodies: [], date: null, byline: [] };
