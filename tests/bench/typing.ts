import { setTimeout as rest } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";
import { openApp, type OpenedApp } from "../builders/app.ts";
import { inTurn, ms, plain, ratioOf, type Figure, type Rounds } from "./figures.ts";
import type { Bare } from "./windows.ts";

const ROUNDS = 8;
const TURNS = 5;
const EACH = 10;
const WARM = 30;
const GOAL = 1.15;
const REVIEW_GOAL = 1.2;
const WORDS = "the port opens to ships of any flag and charges them by the hour ";
/// A quick typist's time between two keys; no multiple of a frame's, so that keys fall anywhere in it.
const BETWEEN_MS = 61;

/// One key: until its frame is painted, and how long of that the page itself was at work (the rest waits for the frame).
interface Stroke {
  readonly painted: number;
  readonly worked: number;
}

declare global {
  interface Window {
    readonly strokes: Stroke[];
    /// What took longer than 50 ms since, in milliseconds.
    readonly long: number[];
  }
}

/// Listens in the page, before any listener of its own.
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const strokes: Stroke[] = [];
    const long: number[] = [];
    Object.assign(window, { strokes, long });
    new PerformanceObserver((seen) => long.push(...seen.getEntries().map((one) => one.duration))).observe({ type: "longtask" });
    const after = (then: () => void): void => void scheduler.postTask(then, { priority: "user-blocking" });
    let [pressed, begun] = [0, 0];
    const key = (event: KeyboardEvent): void => {
      [pressed, begun] = [event.timeStamp, performance.now()];
    };
    const letter = (): void => {
      let handled = Infinity;
      after(() => (handled = performance.now()));
      requestAnimationFrame(() => {
        const frame = performance.now();
        after(() => {
          const now = performance.now();
          strokes.push({ painted: now - pressed, worked: Math.min(handled, frame) - begun + now - frame });
        });
      });
    };
    window.addEventListener("keydown", key, { capture: true });
    window.addEventListener("keypress", letter, { capture: true });
  });

/// A window with its cursor in a text, to be typed in through the browser's own input.
class Typist {
  readonly page: Page;
  readonly #cdp: CDPSession;
  #typed = 0;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
  }

  /// Puts the cursor at the end of a block and types until everything is warm.
  static async at(page: Page, block: string): Promise<Typist> {
    const typist = new Typist(page, await page.context().newCDPSession(page));
    await page.locator(block).first().click();
    await page.keyboard.press("End");
    await listen(page);
    await typist.type(WARM);
    return typist;
  }

  async type(count: number): Promise<Stroke[]> {
    for (let at = 0; at < count; at++) await this.#key(WORDS[this.#typed++ % WORDS.length] ?? " ");
    await this.page.waitForFunction((painted) => window.strokes.length >= painted, count);
    return this.page.evaluate(() => window.strokes.splice(0));
  }

  async #key(text: string): Promise<void> {
    const code = text === " " ? "Space" : `Key${text.toUpperCase()}`;
    const key = { key: text, code, windowsVirtualKeyCode: text.toUpperCase().charCodeAt(0) };
    await this.#cdp.send("Input.dispatchKeyEvent", { type: "keyDown", text, ...key });
    await this.#cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
    await rest(BETWEEN_MS);
  }
}

/// The item page of the running app, with a text of its own to type in.
export async function openItem(folder: string, environment: Readonly<Record<string, string>>): Promise<OpenedApp> {
  const app = await openApp({ folder, environment });
  await app.page
    .getByRole("navigation", { name: "Places" })
    .getByRole("button", { name: /^This issue/ })
    .click();
  await app.page.getByRole("button", { name: /^Rank 1:/ }).click();
  await app.page.locator(".manuscript[contenteditable=true]").waitFor();
  return app;
}

const BLOCKS = ".manuscript :is(h1, h2, p, li)";

/// The paragraphs of the item as the page shows them.
export const paragraphs = (page: Page): Promise<string[]> => page.locator(BLOCKS).allTextContents();

/// What typing in two windows in turn took.
interface Typed {
  readonly painted: Sides;
  readonly worked: Sides;
  /// Tasks over 50 ms in either window, in the pauses too.
  readonly long: { readonly ours: readonly number[]; readonly theirs: readonly number[] };
  readonly words: number;
}

interface Sides {
  readonly ours: Rounds;
  readonly theirs: Rounds;
}

/// Types in the item page of the running app and in a bare editor with the same words.
async function typed(folder: string, environment: Readonly<Record<string, string>>, bare: Bare): Promise<Typed> {
  const app = await openItem(folder, environment);
  const words = await paragraphs(app.page);
  const beside = await openApp({ program: bare.program, words: [bare.editor] });
  await beside.page.evaluate((texts) => window.begin(texts), words);
  const longest = words.reduce((best, text, at) => (text.length > (words[best]?.length ?? 0) ? at : best), 0);
  const ours = await Typist.at(app.page, `${BLOCKS} >> nth=${longest}`);
  const theirs = await Typist.at(beside.page, `.ProseMirror p >> nth=${longest}`);
  const strokes = await inTurn(
    ROUNDS * TURNS,
    () => ours.type(EACH),
    () => theirs.type(EACH),
  );
  const long = { ours: await app.page.evaluate(() => window.long), theirs: await beside.page.evaluate(() => window.long) };
  await app.close();
  await beside.close();
  const of = (turns: readonly (readonly Stroke[])[], which: keyof Stroke): Rounds =>
    Array.from({ length: ROUNDS }, (_one, round) =>
      turns.slice(round * TURNS, (round + 1) * TURNS).flatMap((turn) => turn.map((one) => one[which])),
    );
  const sides = (which: keyof Stroke): Sides => ({ ours: of(strokes.ours, which), theirs: of(strokes.theirs, which) });
  return { painted: sides("painted"), worked: sides("worked"), long, words: words.join(" ").split(/\s+/).length };
}

function figures(name: string, goal: number, { painted, worked }: Typed): Figure[] {
  const ratio = ratioOf(painted.ours, painted.theirs, 0.95);
  return [
    { ...plain(`key to paint, ${name}`, painted.ours.flat()), ratio: ratio.said, goal: `p95 ≤ ${goal}×`, met: ratio.value <= goal },
    plain("  a bare ProseMirror", painted.theirs.flat()),
    { ...plain("  the page's own work of that", worked.ours.flat()), ratio: ratioOf(worked.ours, worked.theirs, 0.95).said },
    plain("  a bare ProseMirror's", worked.theirs.flat()),
  ];
}

/// From a key to the painted letter: the item page of the running app beside a bare editor with the same words.
export async function benchTyping(folder: string, environment: Readonly<Record<string, string>>, bare: Bare): Promise<Figure[]> {
  const made = await typed(folder, environment, bare);
  return figures(`item page (${made.words} words)`, GOAL, made);
}

/// The same on a long item under review, and whether anything kept the window from its next key for longer than 50 ms.
export async function benchReview(folder: string, environment: Readonly<Record<string, string>>, bare: Bare): Promise<Figure[]> {
  const made = await typed(folder, environment, bare);
  const longest = (all: readonly number[]): string => (all.length === 0 ? "" : `longest ${ms(Math.max(...all))}`);
  const { ours, theirs } = made.long;
  return [
    ...figures(`under review (${made.words} words, 40 notes, 60 + 60 suggestions)`, REVIEW_GOAL, made),
    {
      name: "  tasks over 50 ms meanwhile",
      median: String(ours.length),
      tail: longest(ours),
      ratio: "",
      goal: "none",
      met: ours.length === 0,
    },
    { name: "  a bare ProseMirror's", median: String(theirs.length), tail: longest(theirs), ratio: "", goal: "", met: null },
  ];
}
