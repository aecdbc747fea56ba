import type { ListedBody } from "../desk/kinds.ts";

/// One way to go on from what was typed: the last `replaces` UTF-16 units before the cursor give way to `insert`.
export interface Completion {
  readonly name: ListedBody;
  readonly insert: string;
  readonly replaces: number;
  /// The name or its abbreviation is written already: it may well be meant to stay so.
  readonly whole: boolean;
}

/// Where a name may begin: not in the middle of a word.
const STARTS = /(?<![\p{L}\p{N}])(?=[\p{Lu}])/gu;
const CAPITALS = /(?<![\p{L}\p{N}&])[\p{Lu}&]{2,}$/u;
const HAN = /\p{Script=Han}{2,}$/u;
/// Fewer letters of a name than these could be any word.
const LETTERS = 4;
const MOST = 6;

/// How many units at the end of `before` are the beginning of `name`; 0 where they are none.
function begunWith(before: string, name: string): number {
  const tail = before.slice(-name.length);
  const shift = before.length - tail.length;
  for (const { index } of tail.matchAll(STARTS)) {
    const begun = tail.slice(index);
    // A window cut in the middle of a word must not look like the start of one.
    if (index === 0 && shift > 0 && /[\p{L}\p{N}]/u.test(before[shift - 1] ?? "")) continue;
    if (begun.length >= LETTERS && name.startsWith(begun)) return begun.length;
  }
  return 0;
}

function begunHan(before: string, original: string): number {
  const run = HAN.exec(before)?.[0] ?? "";
  for (let at = Math.max(0, run.length - original.length); at <= run.length - 2; at++)
    if (original.startsWith(run.slice(at))) return run.length - at;
  return 0;
}

function begun(before: string, { short, name, original }: ListedBody): number {
  const capitals = CAPITALS.exec(before)?.[0] ?? "";
  if (short !== null && capitals !== "" && short.startsWith(capitals)) return capitals.length;
  return begunWith(before, name) || (original === null ? 0 : begunHan(before, original));
}

/// How the names that a desk knows (issuing bodies, terms) go on from the words before the cursor: by their abbreviation, the
/// beginning of their name, or of their Chinese name. The first use of an abbreviation in a text is written out, as house
/// style has it; after that the abbreviation alone. `earlier`: all of the text before the cursor. At most six, in the
/// order of the list; none where nothing would change.
export function completions(before: string, earlier: string, names: readonly ListedBody[]): Completion[] {
  const out: Completion[] = [];
  for (const name of names) {
    const replaces = begun(before, name);
    if (replaces === 0) continue;
    const written = name.short !== null && earlier.slice(0, earlier.length - replaces).includes(`(${name.short})`);
    const insert = name.short === null ? name.name : written ? name.short : `${name.name} (${name.short})`;
    const typed = before.slice(-replaces);
    if (insert !== typed) out.push({ name, insert, replaces, whole: typed === name.name || typed === name.short });
    if (out.length === MOST) break;
  }
  return out;
}
