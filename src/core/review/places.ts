import type { Content } from "../item/item.ts";
import { changesBetween, editsOfChanges, type Edit } from "../manuscript/edits.ts";
import { begins, spotsOf, textOf, toFlow, wordsOf, type Spot, type Token } from "../manuscript/flow.ts";
import { carrierTo, editsByName, type Taking } from "./suggestion.ts";

/// Where a change shows on a page. Offsets count UTF-16 units of the block's plain text. `gone`, `come`: words of the text
/// itself that would go or have come. `missing`, `added`: words that it does not hold, at `from`; a line break in them is
/// the beginning of a block. `formatted`: only the formatting of these words changes; `listed`: what the block is.
export interface Place {
  readonly kind: "gone" | "come" | "missing" | "added" | "formatted" | "listed";
  readonly block: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

const newLines = (tokens: readonly Token[]): string => tokens.map((token) => ("text" in token ? token.text : "\n")).join("");

/// The stretches of words between two positions, one for each block.
function stretches(
  flow: readonly Token[],
  spot: (at: number) => Spot,
  from: number,
  to: number,
  kind: "gone" | "come" | "formatted",
): Place[] {
  const out: Place[] = [];
  for (let at = from; at < to; at++) {
    const token = flow[at];
    if (token === undefined || begins(token) !== null) continue;
    const { block, offset } = spot(at);
    const text = textOf(token);
    const last = out.at(-1);
    if (last !== undefined && last.block === block && last.to === offset)
      out[out.length - 1] = { ...last, to: offset + text.length, words: last.words + text };
    else out.push({ kind, block, from: offset, to: offset + text.length, words: text });
  }
  return out;
}

function placesOf(
  flow: readonly Token[],
  spot: (at: number) => Spot,
  { from, to }: { from: number; to: number },
  other: readonly Token[],
  suggested: boolean,
): Place[] {
  const here = flow.slice(from, to);
  const [was, is] = [begins(here[0]), begins(other[0])];
  if (here.length === 1 && other.length === 1 && was !== null && is !== null)
    return [{ kind: "listed", block: was.id, from: 0, to: 0, words: "" }];
  if (other.length > 0 && wordsOf(here) === wordsOf(other) && was === null) return stretches(flow, spot, from, to, "formatted");
  const held = stretches(flow, spot, from, to, suggested ? "gone" : "come");
  const begun = here.filter((token) => begins(token) !== null);
  const before = spot(from);
  const point = { block: before.block, from: before.offset, to: before.offset };
  // A block's beginning that would go, with no words of its own: the two lines would be one.
  const breaks: Place[] = begun.length > 0 && held.length === 0 ? [{ ...point, kind: suggested ? "gone" : "come", words: "\n" }] : [];
  const after = held.at(-1);
  const end = after === undefined ? point : { block: after.block, from: after.to, to: after.to };
  const absent: Place[] = other.length === 0 ? [] : [{ ...end, kind: suggested ? "added" : "missing", words: newLines(other) }];
  return [...held, ...breaks, ...absent];
}

/// Where suggestions of a proposal show on the current text, by name. No places: the text has changed where it would.
export function suggestedPlaces(
  base: Content,
  current: Content,
  already: readonly Taking[],
  proposed: Content,
  names: readonly string[],
): Map<string, Place[]> {
  const flow = toFlow(current.doc);
  const spot = spotsOf(flow);
  const carried = carrierTo(base, current, already);
  const all = editsByName(base, proposed);
  return new Map(
    names.map((name) => {
      const edits = carried(all.get(name) ?? []);
      const open = edits.filter((edit): edit is Edit => edit !== null && edit !== "made");
      return [name, edits.includes(null) ? [] : open.flatMap((edit) => placesOf(flow, spot, edit, edit.insert, true))];
    }),
  );
}

/// What I changed since the text I began from, as places on my own text.
export function writtenPlaces(begun: Content, mine: Content): Place[] {
  const [a, b] = [toFlow(begun.doc), toFlow(mine.doc)];
  const spot = spotsOf(b);
  let drift = 0;
  return editsOfChanges(changesBetween(a, b)).flatMap((edit) => {
    const from = edit.from + drift;
    drift += edit.insert.length - (edit.to - edit.from);
    return placesOf(b, spot, { from, to: from + edit.insert.length }, a.slice(edit.from, edit.to), false);
  });
}
