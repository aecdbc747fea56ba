import { place, type Anchor, type Placed } from "./anchor.ts";
import { changesBetween, editsOfChanges } from "./edits.ts";
import { begins, spotsOf, textOf, toFlow, wordsOf, type Token } from "./flow.ts";
import type { DocJson } from "./schema.ts";

/// Where words of one text are in a later one, by token. `kept`: the same words, wherever they stand now; `instead`: where
/// others have taken their place.
interface Way {
  readonly from: readonly Token[];
  readonly to: readonly Token[];
  readonly kept: ReadonlyMap<number, number>;
  readonly instead: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
}

function wayBetween(before: DocJson, after: DocJson): Way {
  const [from, to] = [toFlow(before), toFlow(after)];
  const kept = new Map<number, number>();
  const instead = new Map<number, { from: number; to: number }>();
  let [at, drift] = [0, 0];
  for (const edit of editsOfChanges(changesBetween(from, to))) {
    for (; at < edit.from; at++) kept.set(at, at + drift);
    const start = edit.from + drift;
    // Words that only look otherwise (bold, a link) are the same words.
    const same = edit.to - edit.from === edit.insert.length && wordsOf(from.slice(edit.from, edit.to)) === wordsOf(edit.insert);
    for (; at < edit.to; at++) {
      if (same) kept.set(at, start + (at - edit.from));
      else if (edit.insert.length > 0) instead.set(at, { from: start, to: start + edit.insert.length });
    }
    drift += edit.insert.length - (edit.to - edit.from);
  }
  for (; at < from.length; at++) kept.set(at, at + drift);
  return { from, to, kept, instead };
}

interface Stretch {
  readonly block: string;
  readonly from: number;
  readonly to: number;
}

/// Places of tokens as one stretch: in the block that holds most of them, from the first to the last there.
function joined(stretches: readonly Stretch[]): Stretch | null {
  const letters = new Map<string, number>();
  for (const { block, from, to } of stretches) letters.set(block, (letters.get(block) ?? 0) + to - from);
  const most = [...letters].reduce<[string, number]>((best, one) => (one[1] > best[1] ? one : best), ["", 0])[0];
  const there = stretches.filter((one) => one.block === most);
  if (most === "" || there.length === 0) return null;
  return { block: most, from: Math.min(...there.map((one) => one.from)), to: Math.max(...there.map((one) => one.to)) };
}

function carriedOn(way: Way, spots: { from: ReturnType<typeof spotsOf>; to: ReturnType<typeof spotsOf> }, anchor: Anchor): Placed | null {
  const kept: Stretch[] = [];
  const instead: Stretch[] = [];
  let [words, last, lost] = [0, 0, false];
  way.from.forEach((token, at) => {
    if (begins(token) !== null) return;
    const { block, offset } = spots.from(at);
    const [start, end] = [Math.max(anchor.from, offset), Math.min(anchor.to, offset + textOf(token).length)];
    if (block !== anchor.block || start >= end) return;
    const isWord = /[\p{L}\p{N}]/u.test(textOf(token));
    if (isWord) words++;
    const now = way.kept.get(at);
    const other = way.instead.get(at);
    if (now !== undefined) {
      const spot = spots.to(now);
      const there = { block: spot.block, from: spot.offset + start - offset, to: spot.offset + end - offset };
      // Blanks and commas alone are nobody's remark.
      if (isWord || kept.length > 0) kept.push(there);
      if (isWord) last = kept.length;
      return;
    }
    lost = true;
    for (let to = other?.from ?? 0; to < (other?.to ?? 0); to++) {
      const [word, spot] = [way.to[to], spots.to(to)];
      if (word !== undefined && begins(word) === null)
        instead.push({ block: spot.block, from: spot.offset, to: spot.offset + textOf(word).length });
    }
  });
  const found = joined(lost ? kept.slice(0, last) : kept) ?? (words > 0 ? joined(instead) : null);
  return found === null ? null : { kind: "text", ...found };
}

/// Finds where notes made on `before` are in `after`: on the words they were put on, however these were split, joined,
/// formatted or written into; where those words moved, on them; where others took their place, on those. Orphaned where
/// nothing of them is left.
export function carryAnchors(before: DocJson, after: DocJson): (anchor: Anchor) => Placed {
  const way = wayBetween(before, after);
  const spots = { from: spotsOf(way.from), to: spotsOf(way.to) };
  return (anchor) => {
    if (anchor.field !== null || anchor.quote === "") return place(anchor, after);
    // Written on an earlier text than the one it was sent with, a note has that one's offsets.
    const home = place(anchor, before);
    if (home.kind !== "text") return place(anchor, after);
    const stands = textIn(way.from, spots.from, { block: anchor.block ?? "", from: anchor.from, to: anchor.to }) === anchor.quote;
    const carried = carriedOn(way, spots, stands ? anchor : { ...anchor, ...home });
    const whole = carried?.kind === "text" && textIn(way.to, spots.to, carried) === anchor.quote;
    if (whole) return carried;
    // Cut and pasted elsewhere, the words stand there whole.
    const elsewhere = place(anchor, after);
    return elsewhere.kind === "text" || carried === null ? elsewhere : carried;
  };
}

function textIn(flow: readonly Token[], spot: ReturnType<typeof spotsOf>, { block, from, to }: Stretch): string {
  let text = "";
  flow.forEach((token, at) => {
    const place = spot(at);
    if (begins(token) !== null || place.block !== block) return;
    text += textOf(token).slice(Math.max(0, from - place.offset), Math.max(0, to - place.offset));
  });
  return text;
}
