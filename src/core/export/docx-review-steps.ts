import { clash, type Edit } from "../manuscript/edits.ts";
import { begins, spotsOf, textOf, toFlow, wordsOf, type Spot, type Token } from "../manuscript/flow.ts";
import type { Block } from "../manuscript/blocks.ts";
import { runOf } from "../manuscript/runs.ts";
import type { DocJson } from "../manuscript/schema.ts";
import { same } from "../base/canonical.ts";

/// Who suggested something, and when.
export interface By {
  readonly name: string;
  readonly at: string;
}

/// One suggestion on the text, as edits of its tokens.
export interface Suggested {
  readonly by: By;
  readonly edits: readonly Edit[];
}

/// Words of a line with what is suggested about them. `home` and `from`: where they stand in the text itself, by block and
/// offset of its plain text; null for words that it does not hold. `was`: their marks before, where only those would change.
export interface Bit {
  readonly text: string;
  readonly marks: NonNullable<DocJson["marks"]>;
  readonly was: NonNullable<DocJson["marks"]> | null;
  readonly change: "same" | "gone" | "come";
  readonly by: By | null;
  readonly home: string | null;
  readonly from: number | null;
}

/// One paragraph of the copy. `mark`: what is suggested about its end; `wasKind`: what the block is now, where it would become
/// something else. `move`: the number of the move that it is the beginning or the end of.
export interface Line {
  readonly block: Pick<Block, "id" | "kind">;
  readonly wasKind: Block["kind"] | null;
  readonly turnedBy: By | null;
  readonly bits: readonly Bit[];
  readonly mark: "same" | "gone" | "come";
  readonly markBy: By | null;
  readonly move: number | null;
  /// The block is one of the text itself.
  readonly held: boolean;
}

type Step = { token: Token; was: Token | null; change: Bit["change"]; by: By | null; at: number | null; edit: Edit | null };

const linkOf = (token: Token): unknown => ("text" in token ? (runOf({ type: "text", text: "", marks: token.marks }).link ?? null) : null);

/// Formatting alone is shown as such; a link is an element of its own in Word, and what it leads to cannot be tracked.
function reformats(gone: readonly Token[], come: readonly Token[]): boolean {
  const words = [...gone, ...come].every((token) => begins(token) === null);
  if (!words || gone.length === 0 || wordsOf(gone) !== wordsOf(come)) return false;
  return paired(gone, come).every(([was, is]) => same(linkOf(was), linkOf(is)));
}

/// Two runs of the same words, cut where either changes its marks.
function paired(gone: readonly Token[], come: readonly Token[]): [Token, Token, number][] {
  const out: [Token, Token, number][] = [];
  let [i, j, x, y] = [0, 0, 0, 0];
  for (let [a, b] = [gone[i], come[j]]; a !== undefined && b !== undefined; [a, b] = [gone[i], come[j]]) {
    if (!("text" in a) || !("text" in b)) break;
    const length = Math.min(a.text.length - x, b.text.length - y);
    out.push([{ ...a, text: a.text.slice(x, x + length) }, { ...b, text: b.text.slice(y, y + length) }, i]);
    [x, y] = [x + length, y + length];
    if (x >= a.text.length) [i, x] = [i + 1, 0];
    if (y >= b.text.length) [j, y] = [j + 1, 0];
  }
  return out;
}

/// Splits suggestions into those that can stand side by side and those that touch words which an earlier one touches.
export function sideBySide<S extends Suggested>(all: readonly S[]): { shown: S[]; crossed: S[] } {
  const [shown, crossed]: [S[], S[]] = [[], []];
  for (const one of all) {
    const meets = shown.some((other) => other.edits.some((x) => one.edits.some((y) => clash(x, y))));
    (meets ? crossed : shown).push(one);
  }
  return { shown, crossed };
}

function steps(flow: readonly Token[], shown: readonly Suggested[]): Step[] {
  const edits = shown
    .flatMap(({ by, edits }) => edits.map((edit) => ({ by, edit })))
    .sort((x, y) => x.edit.from - y.edit.from || x.edit.to - y.edit.to || x.edit.order - y.edit.order);
  const out: Step[] = [];
  let at = 0;
  const keep = (to: number): void => {
    for (; at < to; at++) out.push({ token: flow[at] as Token, was: null, change: "same", by: null, at, edit: null });
  };
  for (const { by, edit } of edits) {
    keep(edit.from);
    const gone = flow.slice(edit.from, edit.to);
    const [was, is] = [begins(gone[0]), begins(edit.insert[0])];
    if (was !== null && is !== null && gone.length === 1 && edit.insert.length === 1 && was.id === is.id)
      out.push({ token: edit.insert[0] as Token, was: gone[0] as Token, change: "same", by, at: edit.from, edit: null });
    else if (reformats(gone, edit.insert))
      for (const [before, after, index] of paired(gone, edit.insert))
        out.push({ token: after, was: before, change: "same", by, at: edit.from + index, edit: null });
    else {
      gone.forEach((token, index) => out.push({ token, was: null, change: "gone", by, at: edit.from + index, edit }));
      edit.insert.forEach((token) => out.push({ token, was: null, change: "come", by, at: null, edit }));
    }
    at = edit.to;
  }
  keep(flow.length);
  return out;
}

type Cut = { first: Step; rest: Step[] };

const cut = (run: readonly Step[]): Cut[] => {
  const lines: Cut[] = [];
  for (const step of run) {
    if (begins(step.token) !== null) lines.push({ first: step, rest: [] });
    else lines.at(-1)?.rest.push(step);
  }
  return lines;
};

const opposite = (a: Step, b: Step): boolean => a.change !== b.change && a.change !== "same" && b.change !== "same";

const isWhole = ({ first, rest }: Cut): boolean => first.change !== "same" && rest.every((step) => step.change === first.change);

/// A line that goes (or comes) whole before one that comes (or goes) but for some of its words is one line with it, in which
/// words are replaced; whole lines that come (or go) between them stand before it.
function met(lines: readonly Cut[]): Cut[] {
  const out: Cut[] = [];
  for (const line of lines) {
    let at = out.length - 1;
    while (at >= 0 && isWhole(out[at] as Cut) && out[at]?.first.change === line.first.change) at--;
    const before = out[at];
    if (before === undefined || !isWhole(before) || isWhole(line) || !opposite(before.first, line.first)) {
      out.push(line);
      continue;
    }
    const [gone, come] = before.first.change === "gone" ? [before.first, line.first] : [line.first, before.first];
    const kind = begins(come.token)?.kind ?? "paragraph";
    const was = begins(gone.token) ?? { id: "", kind };
    const turned = was.kind === kind ? null : gone.token;
    const first: Step = { ...gone, token: { begins: { id: was.id, kind } }, was: turned, change: "same", by: come.by };
    out.splice(at, 1);
    out.push({ first, rest: [...before.rest, ...line.rest] });
  }
  return out;
}

interface End {
  readonly mark: Line["mark"];
  readonly by: By | null;
  /// The line goes or comes as a whole.
  readonly alone: boolean;
}

/// A block that would go or come as a whole takes its own end along; else it is the end of the line before that would go or
/// come. Read from the last line, for what follows decides.
function ends(lines: readonly Cut[]): End[] {
  const out = lines.map((): End => ({ mark: "same", by: null, alone: false }));
  let whole = true;
  for (let at = lines.length - 1; at >= 0; at--) {
    const { first, rest } = lines[at] as Cut;
    const alone: boolean = whole && first.change !== "same" && rest.every((step) => step.change === first.change);
    if (alone) out[at] = { mark: first.change, by: first.by, alone: true };
    else if (first.change !== "same" && at > 0) out[at - 1] = { mark: first.change, by: first.by, alone: false };
    // What stands before may go or come whole only if this line's beginning stays, or goes with its own end.
    whole = alone || first.change === "same";
  }
  return afterInsertion(lines, out);
}

/// Blocks that come right after a line whose last words come too: LibreOffice takes the two insertions for one and loses the
/// end between them. Said the other way round, that end is new and the last block keeps the old one; both mean the same.
function afterInsertion(lines: readonly Cut[], marks: readonly End[]): End[] {
  const out = [...marks];
  const comes = (at: number): boolean => marks[at]?.alone === true && marks[at].mark === "come";
  lines.forEach(({ first, rest }, at) => {
    if (comes(at) || !comes(at + 1) || begins(first.token)?.kind === "part" || rest.at(-1)?.change !== "come") return;
    for (let next = at + 1; comes(next); next++) {
      out[next - 1] = { mark: "come", by: marks[next]?.by ?? null, alone: false };
      out[next] = { mark: "same", by: null, alone: false };
    }
  });
  return out;
}

type Kinds = Pick<Line, "block" | "wasKind" | "turnedBy">;

/// What each line is and what it was. A paragraph's end carries what the paragraph is: of a split, the second half has it from
/// before, and of a join it goes to the first.
function kinds(lines: readonly Cut[], marks: readonly End[]): Kinds[] {
  let [was, is]: [Block["kind"], Block["kind"]] = ["headline", "headline"];
  return lines.map(({ first }, at): Kinds => {
    const block = begins(first.token) ?? { id: "", kind: "paragraph" };
    const half = first.change !== "same" && marks[at]?.alone === false;
    if (block.kind === "part") [was, is] = ["paragraph", "paragraph"];
    else if (first.change === "same") [was, is] = [begins(first.was ?? undefined)?.kind ?? block.kind, block.kind];
    else if (half && first.change === "come") is = block.kind;
    else if (half) was = block.kind;
    else return { block, wasKind: null, turnedBy: null };
    if (block.kind === "part") return { block, wasKind: null, turnedBy: null };
    return { block: { ...block, kind: is }, wasKind: was === is ? null : was, turnedBy: was === is ? null : first.by };
  });
}

/// Whole blocks that go in one place and come in another, by their lines.
function moves(lines: readonly Cut[], marks: readonly { mark: Line["mark"] }[]): Map<number, number> {
  const out = new Map<number, number>();
  let count = 0;
  lines.forEach((line, at) => {
    const id = begins(line.first.token)?.id;
    if (marks[at]?.mark !== "gone" || line.first.change !== "gone") return;
    const to = lines.findIndex(
      (other, index) => other.first.change === "come" && marks[index]?.mark === "come" && begins(other.first.token)?.id === id,
    );
    const words = (of: Cut | undefined): string => wordsOf(of?.rest.map((step) => step.token) ?? []);
    if (to < 0 || words(line) !== words(lines[to])) return;
    count++;
    out.set(at, count).set(to, count);
  });
  return out;
}

const marksOf = (token: Token | null): NonNullable<DocJson["marks"]> => (token !== null && "text" in token ? token.marks : []);

function bits(line: Cut, spots: readonly Spot[]): Bit[] {
  const out: Bit[] = [];
  let inside = -1;
  let used = 0;
  for (const step of line.rest) {
    // Words that are cut in two for their formatting share one token.
    used = step.at !== null && step.at === inside ? used : 0;
    inside = step.at ?? -1;
    const spot = step.at === null ? null : (spots[step.at] ?? null);
    const [home, from] = spot === null ? [null, null] : [spot.block, spot.offset + used];
    const text = textOf(step.token);
    used += text.length;
    const bit = {
      text,
      marks: marksOf(step.token),
      was: step.was === null ? null : marksOf(step.was),
      change: step.change,
      by: step.by,
      home,
      from,
    };
    const last = out.at(-1);
    const goesOn = last !== undefined && last.home === home && (from === null || (last.from ?? 0) + last.text.length === from);
    const alike =
      last !== undefined && last.change === bit.change && last.by === bit.by && same([last.marks, last.was], [bit.marks, bit.was]);
    if (goesOn && alike) out[out.length - 1] = { ...last, text: last.text + text };
    else out.push(bit);
  }
  return out;
}

/// A manuscript with suggestions as the lines of a review copy, markers of parts among them. Taking all of them gives the text
/// with all of them taken, leaving all the text itself.
export function reviewLines(doc: DocJson, shown: readonly Suggested[]): Line[] {
  const flow = toFlow(doc);
  const spot = spotsOf(flow);
  const spots = flow.map((_token, at) => spot(at));
  const lines = met(cut(steps(flow, shown)));
  const marks = ends(lines);
  const moved = moves(lines, marks);
  const what = kinds(lines, marks);
  return lines.map((line, at): Line => {
    const kind = what[at] ?? { block: { id: "", kind: "paragraph" }, wasKind: null, turnedBy: null };
    return {
      ...kind,
      bits: bits(line, spots),
      mark: marks[at]?.mark ?? "same",
      markBy: marks[at]?.by ?? null,
      move: moved.get(at) ?? null,
      held: line.first.change !== "come",
    };
  });
}
