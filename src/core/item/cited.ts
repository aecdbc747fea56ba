import type { Brief } from "../issue/issue.ts";
import type { Fields, Source } from "./item.ts";

/// What a desk cites, the most often first, then in the order of their names.
export interface Cited {
  readonly sources: readonly Source[];
  /// The labels of briefs' sources: "Reuters article".
  readonly labels: readonly string[];
}

const MOST = 40;

function often<T>(all: readonly T[], name: (one: T) => string): T[] {
  const counts = new Map<string, { one: T; count: number }>();
  for (const one of all) {
    const key = name(one);
    if (key.trim() === "") continue;
    counts.set(key, { one, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts]
    .sort(([a, { count: m }], [b, { count: n }]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([, { one }]) => one);
}

/// The sources that items and briefs cite: at most forty of each kind, without those that have no name. Of a source that
/// stands differently in several items, the last one given is offered.
export const oftenCited = (items: readonly Pick<Fields, "sources">[], briefs: readonly Pick<Brief, "source">[]): Cited => ({
  sources: often(
    items.flatMap((one) => one.sources),
    (source) => source.title,
  ),
  labels: often(
    briefs.flatMap((one) => one.source?.label ?? []),
    (label) => label,
  ),
});
