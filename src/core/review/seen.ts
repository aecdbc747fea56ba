import { lineage, type RevisionGraph, type RevisionNode } from "../item/heads.ts";

/// A revision with the members whose words are new in it: its author, or the writers of the suggestions accepted in it.
export interface WrittenRevision extends RevisionNode {
  readonly writers: readonly string[];
  /// Names of people outside the desk whose words one of the writers brought in: to be shown, and never a pair of eyes.
  readonly outside?: readonly string[];
}

/// One person's signed sight of a text. `only`: they saw just what that revision changed (accepting a suggestion),
/// otherwise all of it (a decision or a sent review that names its digest).
export interface Sight {
  readonly member: string;
  readonly revision: string;
  readonly only: boolean;
}

/// A change that nobody but its writer has seen.
export interface Unseen {
  readonly revision: string;
  readonly writer: string;
}

/// The revisions that read exactly as one of these: two people who accept the same suggestion apart make two revisions of
/// one text, and who saw one of them saw the other.
function alike(graph: RevisionGraph, ids: readonly string[]): string[] {
  const digests = new Set(ids.map((id) => graph.get(id)?.digest));
  return [...graph.values()].filter((revision) => digests.has(revision.digest)).map((revision) => revision.id);
}

/// The revisions that `head` holds and no approved revision held: what four eyes must cover.
export function sinceApproval(graph: RevisionGraph, head: string, approved: readonly string[]): string[] {
  const covered = new Set(alike(graph, approved).flatMap((id) => [...lineage(graph, id)]));
  const ours = lineage(graph, head);
  return [...graph.keys()].filter((id) => ours.has(id) && !covered.has(id));
}

/// Who saw a revision's change by signing, on the way from it to `head`, whoever wrote it.
export function seers(graph: RevisionGraph, head: string, sights: readonly Sight[]): (revision: string) => string[] {
  const ours = lineage(graph, head);
  const relevant = sights.flatMap((sight) =>
    (sight.only ? [sight.revision] : alike(graph, [sight.revision]))
      .filter((id) => ours.has(id))
      .map((revision) => ({ ...sight, revision })),
  );
  const reach = new Map(relevant.map((sight) => [sight.revision, lineage(graph, sight.revision)]));
  return (revision) => [
    ...new Set(
      relevant.flatMap((sight) =>
        (sight.only ? sight.revision === revision : reach.get(sight.revision)?.has(revision) === true) ? [sight.member] : [],
      ),
    ),
  ];
}

/// Four eyes: each change since the last approval has its writer and one other person who saw a text that holds it.
/// Returns what is still unseen; empty means that four eyes hold. A sight counts only on the way from the change to `head`.
export function unseen(
  graph: RevisionGraph<WrittenRevision>,
  head: string,
  approved: readonly string[],
  sights: readonly Sight[],
): Unseen[] {
  const saw = seers(graph, head, sights);
  return sinceApproval(graph, head, approved).flatMap((revision) =>
    (graph.get(revision)?.writers ?? [])
      .filter((writer) => !saw(revision).some((member) => member !== writer))
      .map((writer) => ({ revision, writer })),
  );
}
