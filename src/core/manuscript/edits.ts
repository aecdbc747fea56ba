import { diffArrays } from "diff";
import { begins, keyOf, textOf, type Token } from "./flow.ts";

/// One place of a text: the tokens from `from` up to `to` give way to `insert`. `from === to` inserts only. `order`: its
/// place among the edits of one comparison, which decides what comes first where several insert.
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: readonly Token[];
  readonly order: number;
}

type Place = Omit<Edit, "order">;

/// Edits that only make sense together: one place, or the two of a block that moved.
export type Change = readonly Edit[];

/// What comparing may cost, in edits found one by one: beyond it a stretch counts as replaced whole. The same everywhere,
/// since every laptop must find the same changes.
const STRETCH_LIMIT = 1500;
const TEXT_LIMIT = 12_000;

const isBlank = (tokens: readonly Token[]): boolean => tokens.every((token) => "text" in token && /^\s*$/.test(token.text));
const isSlight = (tokens: readonly Token[]): boolean =>
  isBlank(tokens) || (tokens.length === 1 && begins(tokens[0]) === null && textOf(tokens[0] as Token).length === 1);

/// How much two stretches have in common at their beginning, and of the rest at their end.
export function common(x: ArrayLike<string>, y: ArrayLike<string>): { start: number; end: number } {
  const most = Math.min(x.length, y.length);
  let [start, end] = [0, 0];
  while (start < most && x[start] === y[start]) start++;
  while (end < most - start && x[x.length - 1 - end] === y[y.length - 1 - end]) end++;
  return { start, end };
}

/// Differences of two stretches, with what stands between two of them taken in where it is next to nothing.
function differences(a: readonly Token[], b: readonly Token[], at: number, budget: { left: number }): Place[] {
  const [x, y] = [a.map(keyOf), b.map(keyOf)];
  const { start, end } = common(x, y);
  const [inA, inB] = [x.slice(start, x.length - end), y.slice(start, y.length - end)];
  if (inA.length + inB.length === 0) return [];
  const limit = Math.min(STRETCH_LIMIT, budget.left);
  const found = diffArrays(inA, inB, { maxEditLength: limit });
  if (found === undefined) {
    budget.left -= limit;
    return [{ from: at + start, to: at + a.length - end, insert: b.slice(start, b.length - end) }];
  }
  const edits: Place[] = [];
  let [i, j] = [start, start];
  for (const run of found) {
    const length = run.value.length;
    if (!run.added && !run.removed) {
      [i, j] = [i + length, j + length];
      continue;
    }
    budget.left -= length;
    const edit = { from: at + i, to: at + i + (run.removed ? length : 0), insert: run.added ? b.slice(j, j + length) : [] };
    [i, j] = [i + (run.removed ? length : 0), j + (run.added ? length : 0)];
    const last = edits.at(-1);
    const between = last === undefined ? [] : a.slice(last.to - at, edit.from - at);
    if (last !== undefined && isSlight(between))
      edits[edits.length - 1] = { from: last.from, to: edit.to, insert: [...last.insert, ...between, ...edit.insert] };
    else edits.push(edit);
  }
  return edits;
}

/// The run cut before each block that begins; the marker of an explainer keeps what follows it.
function pieces(tokens: readonly Token[]): { head: readonly Token[]; rest: (readonly Token[])[] } {
  const cuts = tokens.flatMap((token, at) => (begins(token) === null ? [] : [at]));
  const all = cuts.map((cut, at) => tokens.slice(cut, cuts[at + 1]));
  const rest: (readonly Token[])[] = [];
  for (const piece of all) {
    const last = rest.at(-1);
    if (last !== undefined && begins(last[0])?.kind === "part" && begins(piece[0])?.kind !== "part")
      rest[rest.length - 1] = [...last, ...piece];
    else rest.push(piece);
  }
  return { head: tokens.slice(0, cuts[0]), rest };
}

/// One difference as the changes a person would name: words for words first, then each block that goes or comes by itself.
function split(edit: Place, a: readonly Token[]): Place[] {
  const [gone, come] = [pieces(a.slice(edit.from, edit.to)), pieces(edit.insert)];
  const out: Place[] = [];
  let at = edit.from + gone.head.length;
  if (gone.head.length + come.head.length > 0) out.push({ from: edit.from, to: at, insert: come.head });
  for (const piece of gone.rest) {
    out.push({ from: at, to: at + piece.length, insert: [] });
    at += piece.length;
  }
  for (const piece of come.rest) out.push({ from: edit.to, to: edit.to, insert: piece });
  return out;
}

/// What changed in one stretch, which begins with the same block in both texts. A block that only became a point, or a
/// paragraph again, is a change of its own.
function inStretch(
  a: readonly Token[],
  b: readonly Token[],
  stretch: readonly [from: Anchor, to: Anchor],
  budget: { left: number },
): Place[] {
  const [from, to] = stretch;
  const [was, is] = [a[from.a], b[from.b]];
  const pinned = was !== undefined && is !== undefined && begins(was) !== null && begins(was)?.id === begins(is)?.id ? 1 : 0;
  const turned =
    pinned === 1 && keyOf(was as Token) !== keyOf(is as Token) ? [{ from: from.a, to: from.a + 1, insert: [is as Token] }] : [];
  const inside = differences(a.slice(from.a + pinned, to.a), b.slice(from.b + pinned, to.b), from.a + pinned, budget);
  return [...turned, ...inside.flatMap((edit) => split(edit, a))];
}

interface Anchor {
  readonly a: number;
  readonly b: number;
}

const beginnings = (tokens: readonly Token[]): Map<string, number> =>
  new Map(tokens.flatMap((token, at) => (begins(token) === null ? [] : [[begins(token)?.id ?? "", at] as const])));

/// Blocks that both texts have in the same order: between them the texts are compared stretch by stretch.
function anchors(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Anchor[] {
  const [x, y] = [[...a.keys()].filter((id) => b.has(id)), [...b.keys()].filter((id) => a.has(id))];
  const runs = diffArrays(x, y, { maxEditLength: STRETCH_LIMIT }) ?? [];
  return runs.flatMap((run) => (run.added || run.removed ? [] : run.value.map((id): Anchor => ({ a: a.get(id) ?? 0, b: b.get(id) ?? 0 }))));
}

/// Edits that speak of the same block in two places belong together: it moved.
function together(edits: readonly Edit[], a: readonly Token[]): Change[] {
  const idsOf = (edit: Edit): string[] =>
    [...a.slice(edit.from, edit.to), ...edit.insert].flatMap((token) => (begins(token) === null ? [] : [begins(token)?.id ?? ""]));
  const groups: { ids: Set<string>; edits: Edit[] }[] = [];
  for (const edit of edits) {
    const ids = new Set(idsOf(edit));
    const joined = groups.filter((group) => [...ids].some((id) => group.ids.has(id)));
    const first = joined[0];
    if (first === undefined) {
      groups.push({ ids, edits: [edit] });
      continue;
    }
    for (const other of joined.slice(1)) {
      other.ids.forEach((id) => first.ids.add(id));
      first.edits.push(...other.edits);
      groups.splice(groups.indexOf(other), 1);
    }
    ids.forEach((id) => first.ids.add(id));
    first.edits.push(edit);
  }
  return groups.map((group) => group.edits);
}

/// What turns one text into another, in reading order, each change by itself: each can be made or left out, in whatever
/// order, and all of them give the other text. A pure function of the two texts, the same on every machine.
export function changesBetween(a: readonly Token[], b: readonly Token[]): Change[] {
  const [inA, inB] = [beginnings(a), beginnings(b)];
  const stops = [...anchors(inA, inB), { a: a.length, b: b.length }];
  const budget = { left: TEXT_LIMIT };
  const edits: Place[] = [];
  let done: Anchor = { a: 0, b: 0 };
  for (const stop of stops) {
    edits.push(...inStretch(a, b, [done, stop], budget));
    done = stop;
  }
  return together(
    edits.map((edit, order) => ({ ...edit, order })),
    a,
  );
}

/// The edits of all changes in the order of reading.
export const editsOfChanges = (changes: readonly Change[]): Edit[] => changes.flat().sort((x, y) => x.order - y.order);

const inOrder = (edits: readonly Edit[]): Edit[] =>
  edits
    .map((edit, at) => ({ edit, at }))
    .sort((x, y) => x.edit.from - y.edit.from || x.edit.to - y.edit.to || x.at - y.at)
    .map(({ edit }) => edit);

/// The text with these edits made, all of them given in positions of the text itself. What is inserted at one place comes
/// in the order given.
export function applyEdits(text: readonly Token[], edits: readonly Edit[]): Token[] {
  const out: Token[] = [];
  let at = 0;
  for (const edit of inOrder(edits)) {
    out.push(...text.slice(at, edit.from), ...edit.insert);
    at = Math.max(at, edit.to);
  }
  return [...out, ...text.slice(at)];
}

/// True if two edits of one text touch the same words, so that both cannot be made.
export function clash(x: Edit, y: Edit): boolean {
  if (x.from === x.to && y.from === y.to) return false;
  if (x.from === x.to) return y.from < x.from && x.from < y.to;
  if (y.from === y.to) return x.from < y.from && y.from < x.to;
  return Math.max(x.from, y.from) < Math.min(x.to, y.to);
}

const alike = (x: Edit, y: Edit): boolean =>
  x.from === y.from &&
  x.to === y.to &&
  x.insert.length === y.insert.length &&
  x.insert.every((token, at) => keyOf(token) === keyOf(y.insert[at] as Token));

/// An edit of a text, in positions of that text after `drift` was made to it. Null where the drift touched the same words;
/// "made" where it made this very edit.
export function carry(edit: Edit, drift: readonly Edit[]): Edit | "made" | null {
  if (drift.some((other) => alike(edit, other))) return "made";
  if (drift.some((other) => clash(edit, other))) return null;
  let [from, to] = [edit.from, edit.to];
  for (const other of drift) {
    const grown = other.insert.length - (other.to - other.from);
    if (other.to <= edit.from) from += grown;
    if (other.to <= edit.to && (edit.from === edit.to || other.from < edit.to)) to += grown;
  }
  return { ...edit, from, to };
}
