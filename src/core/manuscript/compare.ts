import { diffWordsWithSpace } from "diff";
import type { Block } from "./blocks.ts";
import { changesBetween, type Edit } from "./edits.ts";
import { begins, textOf, toFlow, wordsOf, type Token } from "./flow.ts";
import type { DocJson } from "./schema.ts";

/// A stretch of text in a comparison. `by`: the members whose doing it is, where that is known. A line break stands for the
/// beginning of a block that went away while its words stayed.
export interface Piece {
  readonly kind: "same" | "inserted" | "deleted";
  readonly text: string;
  readonly by?: readonly string[];
}

/// One block of a comparison. `marks`: its words are alike, their formatting or what the block is are not. A block that
/// moved shows where it was and where it is.
export interface ComparedBlock {
  readonly id: string;
  readonly kind: Block["kind"];
  readonly change: "same" | "changed" | "inserted" | "deleted" | "moved" | "marks";
  readonly pieces: readonly Piece[];
}

/// Whose doing each change is: members by the place of a token in the earlier text (deleted) or the later one (inserted).
export interface Credit {
  deleted(at: number): readonly string[];
  inserted(at: number): readonly string[];
}

const words = new Intl.Segmenter("zh", { granularity: "word" });

/// Two plain texts, word by word; Chinese by its words. Inserted and deleted pieces joined give the two texts exactly.
export function compareText(before: string, after: string): Piece[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  return diffWordsWithSpace(before, after, { intlSegmenter: words }).map((change) => ({
    kind: change.added ? "inserted" : change.removed ? "deleted" : "same",
    text: change.value,
  }));
}

/// One token of either text in the order of reading, with what became of it.
interface Step {
  readonly kind: Piece["kind"];
  readonly token: Token;
  readonly by: readonly string[];
  readonly moved: boolean;
  readonly marks: boolean;
}

const NOBODY: Credit = { deleted: () => [], inserted: () => [] };

function steps(a: readonly Token[], b: readonly Token[], credit: Credit): Step[] {
  const edits = changesBetween(a, b)
    .flatMap((change) => change.map((edit) => ({ edit, moved: change.length > 1 })))
    .sort((x, y) => x.edit.order - y.edit.order);
  const out: Step[] = [];
  const same = (from: number, to: number): void =>
    a.slice(from, to).forEach((token) => out.push({ kind: "same", token, by: [], moved: false, marks: false }));
  let [at, drift] = [0, 0];
  for (const { edit, moved } of edits) {
    same(at, edit.from);
    const gone = a.slice(edit.from, edit.to);
    const listed = begins(gone[0]) !== null && begins(gone[0])?.id === begins(edit.insert[0])?.id && gone.length === 1;
    const marks = listed || (begins(gone[0]) === null && gone.length > 0 && wordsOf(gone) === wordsOf(edit.insert));
    if (marks) edit.insert.forEach((token) => out.push({ kind: "same", token, by: [], moved, marks }));
    else out.push(...changed(edit, gone, moved, credit, edit.from + drift));
    at = edit.to;
    drift += edit.insert.length - gone.length;
  }
  same(at, a.length);
  return out;
}

const changed = ({ from, insert }: Edit, gone: readonly Token[], moved: boolean, credit: Credit, place: number): Step[] => [
  ...gone.map((token, at): Step => ({ kind: "deleted", token, by: credit.deleted(from + at), moved, marks: false })),
  ...insert.map((token, at): Step => ({ kind: "inserted", token, by: credit.inserted(place + at), moved, marks: false })),
];

function pieces(run: readonly Step[]): Piece[] {
  const out: Piece[] = [];
  for (const { kind, token, by } of run) {
    const text = begins(token) === null ? textOf(token) : "\n";
    const last = out.at(-1);
    if (last?.kind === kind && (last.by ?? []).join() === by.join()) out[out.length - 1] = { ...last, text: last.text + text };
    else out.push({ kind, text, ...(by.length > 0 ? { by } : {}) });
  }
  return out;
}

function block(first: Step, rest: readonly Step[]): ComparedBlock | null {
  const begun = begins(first.token);
  if (begun === null || begun.kind === "part") return null;
  const alike = rest.every((step) => step.kind === first.kind);
  const touched = rest.some((step) => step.kind !== "same") || first.kind !== "same";
  const whole = alike && first.kind !== "same" ? (first.moved ? "moved" : first.kind) : null;
  const marks = [first, ...rest].some((step) => step.marks);
  return { ...begun, change: whole ?? (touched ? "changed" : marks ? "marks" : "same"), pieces: pieces(rest) };
}

/// The run cut into blocks. A beginning that went while words after it stayed is a line break of the block before.
function cut(run: readonly Step[]): { first: Step; rest: Step[] }[] {
  const blocks: { first: Step; rest: Step[] }[] = [];
  const goes = (at: number): boolean => {
    const next = run.findIndex((step, index) => index > at && begins(step.token) !== null);
    return run.slice(at + 1, next < 0 ? undefined : next).every((step) => step.kind === "deleted");
  };
  run.forEach((step, at) => {
    const last = blocks.at(-1);
    if (begins(step.token) !== null && (last === undefined || step.kind !== "deleted" || goes(at))) blocks.push({ first: step, rest: [] });
    else last?.rest.push(step);
  });
  return blocks;
}

/// Two manuscripts, block by block in the order of reading, what went where it stood. Markers of parts are left out.
export const compareDocs = (before: DocJson, after: DocJson, credit: Credit = NOBODY): ComparedBlock[] =>
  cut(steps(toFlow(before), toFlow(after), credit)).flatMap(({ first, rest }) => block(first, rest) ?? []);
