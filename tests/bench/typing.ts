import { setTimeout as rest } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";
import { openApp, type OpenedApp } from "../builders/app.ts";
import { inTurn, plain, ratioOf, type Figure, type Rounds } from "./figures.ts";
import type { Bare } from "./windows.ts";

const ROUNDS = 8;
const TURNS = 5;
const EACH = 10;
const WARM = 30;
const GOAL = 1.15;
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
  }
}

/// Listens in the page, before any listener of its own.
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const strokes: Stroke[] = [];
    Object.assign(window, { strokes });
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

/// From a key to the painted letter: the item page of the running app beside a bare editor with the same words.
export async function benchTyping(folder: string, environment: Readonly<Record<string, string>>, bare: Bare): Promise<Figure[]> {
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
  await app.close();
  await beside.close();
  const of = (turns: readonly (readonly Stroke[])[], which: keyof Stroke): Rounds =>
    Array.from({ length: ROUNDS }, (_one, round) =>
      turns.slice(round * TURNS, (round + 1) * TURNS).flatMap((turn) => turn.map((one) => one[which])),
    );
  const [painted, paintedBare] = [of(strokes.ours, "painted"), of(strokes.theirs, "painted")];
  const [worked, workedBare] = [of(strokes.ours, "worked"), of(strokes.theirs, "worked")];
  const ratio = ratioOf(painted, paintedBare, 0.95);
  const total = words.join(" ").split(/\s+/).length;
  return [
    {
      ...plain(`key to paint, item page (${total} words)`, painted.flat()),
      ratio: ratio.said,
      goal: `p95 ≤ ${GOAL}×`,
      met: ratio.value <= GOAL,
    },
    plain("  a bare ProseMirror", paintedBare.flat()),
    { ...plain("  the page's own work of that", worked.flat()), ratio: ratioOf(worked, workedBare, 0.95).said },
    plain("  a bare ProseMirror's", workedBare.flat()),
  ];
}
