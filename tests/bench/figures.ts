/// What the bench prints: one line for each thing measured, against what it is held to.

/// One line of the table. `ratio` and `goal` are words; `met` is null where there is no goal.
export interface Figure {
  readonly name: string;
  readonly median: string;
  readonly tail: string;
  readonly ratio: string;
  readonly goal: string;
  readonly met: boolean | null;
}

/// Durations of one side, round by round, in milliseconds.
export type Rounds = readonly (readonly number[])[];

/// How long something takes, in milliseconds.
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/// The value below which a share of the numbers lies.
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/// A line with what was measured and nothing that it is held to. `tail`: which of the slowest count.
export const plain = (name: string, numbers: readonly number[], tail = 0.95): Figure => ({
  name,
  median: ms(median(numbers)),
  tail: ms(quantile(numbers, tail)),
  ratio: "",
  goal: "",
  met: null,
});

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;

/// A ratio with its least and greatest over the rounds: two runs side by side never see the same machine twice.
export function ratioOf(ours: Rounds, theirs: Rounds, share: number): { readonly value: number; readonly said: string } {
  const value = quantile(ours.flat(), share) / quantile(theirs.flat(), share);
  const each = ours.map((round, at) => quantile(round, share) / quantile(theirs[at] ?? [], share));
  const [least, most] = [Math.min(...each), Math.max(...each)];
  return { value, said: `${value.toFixed(2)}× (${least.toFixed(2)}–${most.toFixed(2)})` };
}

const COLUMNS = ["", "median", "p95/p99", "ratio (min–max)", "goal", ""] as const;

/// Prints the table.
export function print(figures: readonly Figure[]): void {
  const verdict = (met: boolean | null): string => (met === null ? "" : met ? "met" : "missed");
  const lines = figures.map((one) => [one.name, one.median, one.tail, one.ratio, one.goal, verdict(one.met)]);
  const rows = [[...COLUMNS], ...lines];
  const widths = COLUMNS.map((_title, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
    process.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}

/// Runs two things in turn, A B A B, so that what else the machine does falls on both alike.
export async function inTurn<T>(
  count: number,
  ours: () => Promise<readonly T[]>,
  theirs: () => Promise<readonly T[]>,
): Promise<{ readonly ours: readonly (readonly T[])[]; readonly theirs: readonly (readonly T[])[] }> {
  const made = { ours: [] as (readonly T[])[], theirs: [] as (readonly T[])[] };
  for (let round = 0; round < count; round++) {
    made.ours.push(await ours());
    made.theirs.push(await theirs());
  }
  return made;
}
