import { canonical, same } from "../base/canonical.ts";
import { mergeDocs, type BlockVersions } from "../manuscript/merge.ts";
import { type Content, type FieldName, type Fields } from "./item.ts";

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
function mergeList<T>(base: readonly T[], a: readonly T[], b: readonly T[]): T[] | null {
  const elements = new Map([...base, ...a, ...b].map((element) => [canonical(element), element]));
  const keys = (list: readonly T[]): string[] => list.map(canonical);
  const [o, x, y] = [keys(base), keys(a), keys(b)];
  const gone = (side: readonly string[]): string[] => o.filter((key) => !side.includes(key));
  const [goneA, goneB] = [gone(x), gone(y)];
  const added = (side: readonly string[]): string[] => side.filter((key) => !o.includes(key));
  if (goneA.length > 0 && goneB.length > 0 && added(x).length > 0 && added(y).length > 0) return null;
  const merged = x.filter((key) => !goneB.includes(key));
  for (const key of added(y)) if (!merged.includes(key)) merged.push(key);
  const ordered = (side: readonly string[]): boolean =>
    same(
      side.filter((k) => o.includes(k)),
      o.filter((k) => side.includes(k)),
    );
  if (!ordered(x) && !ordered(y)) return null;
  return merged.flatMap((key) => {
    const element = elements.get(key);
    return element === undefined ? [] : [element];
  });
}

/// Three-way merge of the printed fields, each by itself; lists by element.
export function mergeFields(base: Fields, a: Fields, b: Fields): { fields: Fields; versions: FieldVersions[] } {
  const versions: FieldVersions[] = [];
  const merged = <T>(field: FieldName, o: T, x: T, y: T, both: (o: T, x: T, y: T) => T | null): T => {
    if (same(x, y) || same(o, y)) return x;
    if (same(o, x)) return y;
    const value = both(o, x, y);
    if (value === null) versions.push({ kind: "field", field, base: o, a: x, b: y });
    return value ?? x;
  };
  const fields: Fields = {
    sources: merged("sources", base.sources, a.sources, b.sources, mergeList),
    bodies: merged("bodies", base.bodies, a.bodies, b.bodies, mergeList),
    date: merged("date", base.date, a.date, b.date, () => null),
    byline: merged("byline", base.byline, a.byline, b.byline, mergeList),
  };
  return { fields, versions };
}

/// Three-way merge of whole contents: the manuscript by block, each printed field by itself, lists by element.
export function mergeContents(base: Content, a: Content, b: Content): Merged {
  const doc = mergeDocs(base.doc, a.doc, b.doc);
  const { fields, versions } = mergeFields(base.fields, a.fields, b.fields);
  return { content: { schema: Math.max(a.schema, b.schema), fields, doc: doc.doc }, versions: [...doc.versions, ...versions] };
}
