import { changesBetween, editsOfChanges, type Edit } from "../manuscript/edits.ts";
import { toFlow, type Token } from "../manuscript/flow.ts";
import type { Credit } from "../manuscript/compare.ts";
import type { DocJson } from "../manuscript/schema.ts";
import { lineage } from "./heads.ts";

/// What of a revision credits its writers: whose words are new in it, and its text.
export interface Credited {
  readonly id: string;
  readonly parents: readonly string[];
  readonly digest: string;
  readonly writers: readonly string[];
  readonly content: { readonly doc: DocJson };
}

/// A token on its way from one revision to another: where it was in the first text, or who brought it.
interface Mark {
  readonly from: number | null;
  readonly by: readonly string[];
}

/// The revisions from one to another that descends from it, both included; null if it does not.
function way(graph: ReadonlyMap<string, Credited>, from: string, to: string): Credited[] | null {
  const steps: Credited[] = [];
  for (let at = graph.get(to); at !== undefined;) {
    steps.unshift(at);
    if (at.id === from) return steps;
    const next: string | undefined = at.parents.find((parent) => lineage(graph, parent).has(from));
    at = next === undefined ? undefined : graph.get(next);
  }
  return null;
}

/// Whose words are new in a step: its writers', and where it joins two versions, those of the other side too.
function writersOf(graph: ReadonlyMap<string, Credited>, step: Credited, before: Credited): readonly string[] {
  const others = step.parents.filter((parent) => parent !== before.id).flatMap((parent) => graph.get(parent)?.writers ?? []);
  return [...new Set([...step.writers, ...others])].sort();
}

function stepped(marks: readonly Mark[], edits: readonly Edit[], by: readonly string[], gone: Map<number, readonly string[]>): Mark[] {
  const out: Mark[] = [];
  let at = 0;
  for (const edit of edits) {
    out.push(...marks.slice(at, edit.from), ...edit.insert.map((): Mark => ({ from: null, by })));
    for (const mark of marks.slice(edit.from, edit.to)) if (mark.from !== null) gone.set(mark.from, by);
    at = edit.to;
  }
  return [...out, ...marks.slice(at)];
}

/// Who changed what between two revisions, followed through all that lie between. Null where the later does not descend
/// from the earlier.
export function creditBetween(graph: ReadonlyMap<string, Credited>, from: string, to: string): Credit | null {
  const steps = way(graph, from, to);
  const [first] = steps ?? [];
  if (steps === null || first === undefined) return null;
  let flow: readonly Token[] = toFlow(first.content.doc);
  let marks: readonly Mark[] = flow.map((_token, at): Mark => ({ from: at, by: [] }));
  const gone = new Map<number, readonly string[]>();
  let before = first;
  for (const step of steps.slice(1)) {
    const next = toFlow(step.content.doc);
    marks = stepped(marks, editsOfChanges(changesBetween(flow, next)), writersOf(graph, step, before), gone);
    [flow, before] = [next, step];
  }
  // Compared as a whole, two texts may pair other equal words than step by step: then it was one of all who wrote.
  const all = [...new Set(steps.slice(1).flatMap((step) => step.writers))].sort();
  const inserted = (mark: Mark | undefined): readonly string[] => (mark === undefined || mark.from !== null ? all : mark.by);
  return { deleted: (at) => gone.get(at) ?? all, inserted: (at) => inserted(marks[at]) };
}
