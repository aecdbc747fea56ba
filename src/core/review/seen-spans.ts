import { same } from "../base/canonical.ts";
import { broughtBy, originsBetween, writersOf, type Origins } from "../item/blame.ts";
import { lineage } from "../item/heads.ts";
import { FIELD_NAMES, type Content, type FieldName } from "../item/item.ts";
import { changesBetween, editsOfChanges } from "../manuscript/edits.ts";
import { begins, spotsOf, textOf, toFlow, type Token } from "../manuscript/flow.ts";
import { seers, sinceApproval, unseen, type Sight, type WrittenRevision } from "./seen.ts";

/// A revision with its text.
type TextRevision = WrittenRevision & { readonly content: Content };

/// One stretch that changed since the text last counted as approved, with who wrote it and who else has seen it. `words`
/// stand at `from`..`to` of the block, or, where they are gone, stood at `from`. A changed field has no block.
export interface SeenSpan {
  readonly block: string | null;
  readonly field: FieldName | null;
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly gone: boolean;
  readonly writers: readonly string[];
  /// Who outside the desk wrote it, by name, where one of the writers brought it in.
  readonly outside: readonly string[];
  readonly seen: readonly string[];
  /// Nobody but one of its writers has seen it.
  readonly alone: boolean;
}

type Credited = Pick<SeenSpan, "writers" | "outside" | "seen" | "alone">;

/// The newest text on the way to the head that reads as an approved one, or the first text of all: then that one is new as a
/// whole.
function baseOf(graph: ReadonlyMap<string, TextRevision>, head: string, approved: readonly string[]) {
  const ours = [...graph.values()].filter((one) => one.erased === undefined && lineage(graph, head).has(one.id));
  const digests = new Set(approved.map((id) => graph.get(id)?.digest));
  const last = ours.findLast((one) => digests.has(one.digest));
  if (last !== undefined) return { base: last.id, whole: false };
  const first = ours.find((one) => !one.parents.some((parent) => graph.get(parent)?.erased === undefined && graph.has(parent)));
  return { base: first?.id ?? head, whole: true };
}

/// Stands for all that was written since the last approval: where two texts, compared as wholes, pair other equal words than
/// step by step.
const ANY = "";

/// Neighbouring tokens of one block and one origin, as one stretch.
function runs(flow: readonly Token[], from: number, to: number, originOf: (at: number) => string) {
  const out: { from: number; to: number; origin: string; words: string }[] = [];
  for (let at = from; at < to; at++) {
    const [token, origin, last] = [flow[at], originOf(at), out.at(-1)];
    if (token === undefined || begins(token) !== null) continue;
    if (last !== undefined && last.origin === origin && last.to === at)
      out[out.length - 1] = { ...last, to: at + 1, words: last.words + textOf(token) };
    else out.push({ from: at, to: at + 1, origin, words: textOf(token) });
  }
  return out;
}

function fieldSpans(origins: Origins<TextRevision>, whole: boolean, credit: (steps: readonly string[]) => Credited): SeenSpan[] {
  return FIELD_NAMES.flatMap((field) => {
    const changed = origins.steps.filter((step, at) => {
      const before = origins.steps[at - 1];
      return before === undefined ? whole : !same(before.content.fields[field], step.content.fields[field]);
    });
    const by = credit(changed.map((step) => step.id));
    return changed.length === 0 ? [] : [{ block: null, field, from: 0, to: 0, words: "", gone: false, ...by }];
  });
}

/// The beginning of the block that begins at a position.
function lineAt(flow: readonly Token[], spot: ReturnType<typeof spotsOf>, at: number): Pick<SeenSpan, "block" | "field" | "from" | "to"> {
  const begun = begins(flow[at]);
  const { block, offset } = begun !== null && begun.kind !== "part" ? { block: begun.id, offset: 0 } : spot(at);
  return { block, field: null, from: offset, to: offset };
}

/// Four eyes, stretch by stretch: what of the head changed since the last approval, who wrote it and who else saw it by
/// signing. In reading order, fields last. Empty where all of it stood in an approved text.
export function seenSpans(
  graph: ReadonlyMap<string, TextRevision>,
  head: string,
  approved: readonly string[],
  sights: readonly Sight[],
): SeenSpan[] {
  const since = sinceApproval(graph, head, approved);
  if (since.length === 0) return [];
  const { base, whole } = baseOf(graph, head, approved);
  const origins = originsBetween(graph, base, head);
  const [before, after] = [graph.get(base)?.content, graph.get(head)?.content];
  if (origins === null || before === undefined || after === undefined) return [];
  const saw = seers(graph, head, sights);
  const open = new Set(unseen(graph, head, approved, sights).map((one) => one.revision));
  const credit = (steps: readonly string[]): Credited => {
    const ids = steps.flatMap((step) => (step === ANY ? since : broughtBy(graph, origins.steps, step)));
    const writers = writersOf(graph, ids);
    const [first = [], ...others] = ids.map(saw);
    // Of two who wrote it together each can be the other's second reader, by signing like anybody else.
    const seen = first.filter((one) => others.every((each) => each.includes(one)) && writers.some((writer) => writer !== one));
    const outside = [...new Set(ids.flatMap((id) => graph.get(id)?.outside ?? []))].sort();
    return { writers, outside, seen, alone: ids.some((id) => open.has(id)) };
  };
  const [was, is] = [toFlow(before.doc), toFlow(after.doc)];
  const spot = spotsOf(is);
  const text: SeenSpan[] = [];
  const come = (from: number, to: number): void => {
    for (const { from: start, words, origin } of runs(is, from, to, (at) => origins.inserted(at) ?? (whole ? base : ANY))) {
      const { block, offset } = spot(start);
      text.push({ block, field: null, from: offset, to: offset + words.length, words, gone: false, ...credit([origin]) });
    }
  };
  if (whole) come(0, is.length);
  let drift = 0;
  for (const edit of whole ? [] : editsOfChanges(changesBetween(was, is))) {
    const [at, found] = [edit.from + drift, text.length];
    for (const run of runs(was, edit.from, edit.to, (each) => origins.deleted(each) ?? ANY)) {
      const { block, offset } = spot(at);
      text.push({ block, field: null, from: offset, to: offset, words: run.words, gone: true, ...credit([run.origin]) });
    }
    come(at, at + edit.insert.length);
    // Lines that were split or joined, or became points: no word changed, yet the text reads otherwise.
    if (text.length === found) {
      const origin = edit.insert.length > 0 ? origins.inserted(at) : origins.deleted(edit.from);
      text.push({ ...lineAt(is, spot, at), words: "¶", gone: edit.insert.length === 0, ...credit([origin ?? ANY]) });
    }
    drift += edit.insert.length - (edit.to - edit.from);
  }
  return [...text, ...fieldSpans(origins, whole, credit)];
}
