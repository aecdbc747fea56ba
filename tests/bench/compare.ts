import { diffWordsWithSpace } from "diff";
import { compareDocs } from "../../src/core/manuscript/compare.ts";
import { docText } from "../../src/core/manuscript/text.ts";
import { inTurn, median, plain, ratioOf, type Figure } from "./figures.ts";
import { changedOften, longItem } from "./reviewed.ts";

const ROUNDS = 6;
const EACH = 10;
const GOAL_MS = 50;
const CHANGES = 60;

/// How long two revisions of a long item take to compare, beside a word diff of the same two texts as plain strings.
export async function benchCompare(): Promise<Figure[]> {
  const before = longItem();
  const after = changedOften(before, CHANGES, "certainly");
  const [a, b] = [docText(before.doc), docText(after.doc)];
  const timed = (run: () => unknown) => async (): Promise<number[]> =>
    Array.from({ length: EACH }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    });
  const ours = timed(() => compareDocs(before.doc, after.doc));
  const theirs = timed(() => diffWordsWithSpace(a, b));
  await ours();
  await theirs();
  const made = await inTurn(ROUNDS, ours, theirs);
  const all = made.ours.flat();
  const ratio = ratioOf(made.ours, made.theirs, 0.5).said;
  return [
    { ...plain("compare of 3,000 words with 60 changes", all), ratio, goal: `< ${GOAL_MS} ms`, met: median(all) < GOAL_MS },
    plain("  a word diff of the same as plain text", made.theirs.flat()),
  ];
}
