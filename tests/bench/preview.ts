import type { Page } from "playwright-core";
import { PAUSE_MS } from "../../renderer/preview/pause.ts";
import { plain, quantile, type Figure } from "./figures.ts";
import { openItem } from "./typing.ts";

const ROUNDS = 20;
/// The compiler is translated while it first runs.
const WARM = 8;
const GOAL_MS = 300;

const PARAGRAPH = ".manuscript section[data-part=glance] :is(p, li)";

declare global {
  interface Window {
    /// When the page with the words last came into its place with a new picture; 0: not since the last key.
    drawn: number;
    pressed: number;
  }
}

/// In the page: hears the last key, and the frame in which the page that holds `words` shows its new picture. Other pages may be
/// painted before or after; they do not count.
const listen = (page: Page, words: string): Promise<void> =>
  page.evaluate((sought) => {
    Object.assign(window, { drawn: 0, pressed: 0 });
    const holds = (canvas: HTMLCanvasElement): boolean =>
      [...(canvas.closest("figure")?.querySelectorAll("button") ?? [])].some((zone) => zone.ariaLabel?.includes(sought));
    const real = CanvasRenderingContext2D.prototype.drawImage as (this: CanvasRenderingContext2D, ...of: unknown[]) => void;
    CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...of: unknown[]): void {
      real.apply(this, of);
      if (this.canvas.isConnected && holds(this.canvas))
        requestAnimationFrame(() => setTimeout(() => (window.drawn = performance.now()), 0));
    };
    window.addEventListener("keydown", (key) => ([window.pressed, window.drawn] = [key.timeStamp, 0]), { capture: true });
  }, words);

/// From the last key, after which the window waits for a pause, to the painted page that holds what was typed, beside the text.
export async function keyToPage(page: Page): Promise<number[]> {
  const paragraph = page.locator(PARAGRAPH).last();
  const words = (await paragraph.innerText()).slice(0, 40);
  await paragraph.click();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Alt+p");
  await page.locator("button.marked").waitFor();
  await listen(page, words);
  const took: number[] = [];
  for (let round = 0; round < ROUNDS + WARM; round++) {
    await page.keyboard.type("a new word ", { delay: 40 });
    await page.waitForFunction(() => window.drawn > 0);
    // Until all that a pause starts is done: the last picture counts, and the next word starts from rest.
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestIdleCallback(done), 900)));
    took.push(await page.evaluate(() => window.drawn - window.pressed));
  }
  return took.slice(WARM);
}

/// The printed pages beside an item, as they follow its text.
export async function benchPreview(folder: string, environment: Readonly<Record<string, string>>): Promise<Figure[]> {
  const app = await openItem(folder, environment);
  const took = await keyToPage(app.page);
  await app.close();
  const after = took.map((each) => each - PAUSE_MS);
  return [
    plain("last key → its words on the painted page", took),
    { ...plain(`  after the pause of ${PAUSE_MS} ms`, after), goal: `< ${GOAL_MS} ms`, met: quantile(after, 0.5) < GOAL_MS },
  ];
}
