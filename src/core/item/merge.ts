import { canonical, same } from "../base/canonical.ts";
import { mergeDocs, type BlockVersions } from "../manuscript/merge.ts";
import { FIELD_NAMES, type Content, type FieldName, type Fields } from "./item.ts";

/// Two versions of one printed field, as both sides left it.
export interface FieldVersions {
  readonly kind: "field";
  readonly field: FieldName;
  readonly base: unknown;
  readonly a: unknown;
  readonly b: unknown;
}

export type TwoVersions = BlockVersions | FieldVersions;

export interface Merged {
  readonly content: Content;
  readonly versions: readonly TwoVersions[];
}

/// Lists merge by element: what either side removed goes, what either added stays, `a`'s order first. Null where both
/// sides reordered what they share, or changed one element differently: then a person chooses.
function mergeList(base: readonly unknown[], a: readonly unknown[], b: readonly unknown[]): unknown[] | null {
  const keys = (list: readonly unknown[]): string[] => list.map(canonical);
  const [o, x, y] = [keys(base), keys(a), keys(b)];
  const gone = (side: readonly string[]): string[] => o.filter((key) => !side.includes(key));
  const [goneA, goneB] = [gone(x), gone(y)];
  const added = (side: readonly string[]): string[] => side.filter((key) => !o.includes(key));
  if (goneA.length > 0 && goneB.length > 0 && added(x).length > 0 && added(y).length > 0) return null;
  const merged = x.filter((key) => !goneB.includes(key));
  for (const key of added(y)) if (!merged.includes(key)) merged.push(key);
  const ordered = (side: readonly string[]): boolean => same(side.filter((k) => o.includes(k)), o.filter((k) => side.includes(k)));
  if (!ordered(x) && !ordered(y)) return null;
  return merged.map((key): unknown => JSON.parse(key));
}

function mergeFields(base: Fields, a: Fields, b: Fields): { fields: Fields; versions: FieldVersions[] } {
  const fields: Record<string, unknown> = {};
  const versions: FieldVersions[] = [];
  for (const field of FIELD_NAMES) {
    const [o, x, y]: [unknown, unknown, unknown] = [base[field], a[field], b[field]];
    if (same(x, y) || same(o, y)) fields[field] = x;
    else if (same(o, x)) fields[field] = y;
    else {
      const list = Array.isArray(o) && Array.isArray(x) && Array.isArray(y) ? mergeList(o, x, y) : null;
      fields[field] = list ?? x;
      if (list === null) versions.push({ kind: "field", field, base: o, a: x, b: y });
    }
  }
  return { fields: fields as unknown as Fields, versions };
}

/// Three-way merge of whole contents: the manuscript by block, each printed field by itself, lists by element.
export function mergeContents(base: Content, a: Content, b: Content): Merged {
  const doc = mergeDocs(base.doc, a.doc, b.doc);
  const { fields, versions } = mergeFields(base.fields, a.fields, b.fields);
  return { content: { schema: Math.max(a.schema, b.schema), fields, doc: doc.doc }, versions: [...doc.versions, ...versions] };
}
