/// What the revision graph needs to know of a revision.
export interface RevisionNode {
  readonly id: string;
  readonly parents: readonly string[];
  readonly digest: string;
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

/// The revisions that no other names as parent, in the graph's order; of those with equal digest only the first.
export function headsOf<R extends RevisionNode>(graph: RevisionGraph<R>): R[] {
  const parents = new Set([...graph.values()].flatMap((revision) => revision.parents));
  const heads = [...graph.values()].filter((revision) => !parents.has(revision.id));
  return heads.filter((head, at) => heads.findIndex((other) => other.digest === head.digest) === at);
}

/// The latest revision (in the graph's order) that both descend from; null if they share none.
export function commonAncestor<R extends RevisionNode>(graph: RevisionGraph<R>, a: string, b: string): R | null {
  const [ofA, ofB] = [lineage(graph, a), lineage(graph, b)];
  return [...graph.values()].findLast((revision) => ofA.has(revision.id) && ofB.has(revision.id)) ?? null;
}
