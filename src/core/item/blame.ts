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
  readonly erased?: string;
}

/// A token on its way from one revision to another: where it was in the first text, or the revision that brought it.
interface Mark {
  readonly from: number | null;
  readonly by: string | null;
}

/// The revisions from one to another that descends from it, both included, without those whose words are gone: what these
/// changed shows with the next one. Null if it does not descend.
function way<R extends Credited>(graph: ReadonlyMap<string, R>, from: string, to: string): R[] | null {
  const steps: R[] = [];
  for (let at = graph.get(to); at !== undefined;) {
    if (at.erased === undefined) steps.unshift(at);
    if (at.id === from) return steps;
    const next: string | undefined = at.parents.find((parent) => lineage(graph, parent).has(from));
    at = next === undefined ? undefined : graph.get(next);
  }
  return null;
}

function stepped(marks: readonly Mark[], edits: readonly Edit[], by: string, gone: Map<number, string>): Mark[] {
  const out: Mark[] = [];
  let at = 0;
  for (const edit of edits) {
    out.push(...marks.slice(at, edit.from), ...edit.insert.map((): Mark => ({ from: null, by })));
    for (const mark of marks.slice(edit.from, edit.to)) if (mark.from !== null) gone.set(mark.from, by);
    at = edit.to;
  }
  return [...out, ...marks.slice(at)];
}

/// In which revision each token of a later text came in, and each token of the earlier one went: by position in
/// `toFlow` of each text; null for what was there before, or is there still. `steps`: the revisions on the way, both ends
/// included.
export interface Origins<R extends Credited> {
  readonly steps: readonly R[];
  inserted(at: number): string | null;
  deleted(at: number): string | null;
}

/// Follows each token through all revisions between two. Null where the later does not descend from the earlier.
export function originsBetween<R extends Credited>(graph: ReadonlyMap<string, R>, from: string, to: string): Origins<R> | null {
  const steps = way(graph, from, to);
  const [first] = steps ?? [];
  if (steps === null || first === undefined) return null;
  let flow: readonly Token[] = toFlow(first.content.doc);
  let marks: readonly Mark[] = flow.map((_token, at): Mark => ({ from: at, by: null }));
  const gone = new Map<number, string>();
  for (const step of steps.slice(1)) {
    const next = toFlow(step.content.doc);
    marks = stepped(marks, editsOfChanges(changesBetween(flow, next)), step.id, gone);
    flow = next;
  }
  return { steps, inserted: (at) => marks[at]?.by ?? null, deleted: (at) => gone.get(at) ?? null };
}

/// The revisions whose words a step brings: its own, and where it joins two versions, all of the other side, however far back.
export function broughtBy(graph: ReadonlyMap<string, Credited>, steps: readonly Credited[], id: string): string[] {
  const at = steps.findIndex((step) => step.id === id);
  const [step, before] = [steps[at], steps[at - 1]];
  if (step === undefined || before === undefined) return [id];
  const known = lineage(graph, before.id);
  const others = step.parents.filter((parent) => parent !== before.id).flatMap((parent) => [...lineage(graph, parent)]);
  return [...new Set([id, ...others.filter((one) => !known.has(one))])];
}

/// Everyone who wrote in these revisions.
export const writersOf = (graph: ReadonlyMap<string, Credited>, ids: readonly string[]): string[] =>
  [...new Set(ids.flatMap((id) => graph.get(id)?.writers ?? []))].sort();

/// Who changed what between two revisions, followed through all that lie between. Null where the later does not descend
/// from the earlier.
export function creditBetween(graph: ReadonlyMap<string, Credited>, from: string, to: string): Credit | null {
  const origins = originsBetween(graph, from, to);
  if (origins === null) return null;
  const { steps } = origins;
  const writers = new Map(steps.slice(1).map((step) => [step.id, writersOf(graph, broughtBy(graph, steps, step.id))]));
  // Compared as a whole, two texts may pair other equal words than step by step: then it was one of all who wrote.
  const all = [...new Set([...writers.values()].flat())].sort();
  const of = (id: string | null): readonly string[] => (id === null ? all : (writers.get(id) ?? all));
  return { deleted: (at) => of(origins.deleted(at)), inserted: (at) => of(origins.inserted(at)) };
}
