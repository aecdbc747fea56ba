/// What the revision graph needs to know of a revision.
export interface RevisionNode {
  readonly id: string;
  readonly parents: readonly string[];
  readonly digest: string;
  /// The erasure by which its words are gone. It keeps its place.
  readonly erased?: string;
}

export type RevisionGraph<R extends RevisionNode = RevisionNode> = ReadonlyMap<string, R>;

/// The revision itself and all it descends from. A parent that is not in the graph is left out.
export function lineage(graph: RevisionGraph, id: string): Set<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const revision = graph.get(at);
    if (revision === undefined || seen.has(at)) continue;
    seen.add(at);
    open.push(...revision.parents);
  }
  return seen;
}

/// The revisions that no other names as parent, in the graph's order; of those with equal digest only the first. One whose words
/// are `gone` is none, and makes none of what it came from: nothing is left to be shown of it.
export function headsOf<R extends RevisionNode>(graph: RevisionGraph<R>, gone: (revision: R) => boolean = () => false): R[] {
  const parents = new Set([...graph.values()].flatMap((revision) => revision.parents));
  const heads = [...graph.values()].filter((revision) => !parents.has(revision.id) && !gone(revision));
  return heads.filter((head, at) => heads.findIndex((other) => other.digest === head.digest) === at);
}

/// The latest revision (in the graph's order) that both descend from and whose words are there; null if they share none.
export function commonAncestor<R extends RevisionNode>(graph: RevisionGraph<R>, a: string, b: string): R | null {
  const [ofA, ofB] = [lineage(graph, a), lineage(graph, b)];
  return [...graph.values()].findLast((one) => one.erased === undefined && ofA.has(one.id) && ofB.has(one.id)) ?? null;
}
