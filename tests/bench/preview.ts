import type { Page } from "playwright-core";
import { plain, quantile, type Figure } from "./figures.ts";
import { openItem } from "./typing.ts";

const ROUNDS = 20;
const GOAL_MS = 300;

declare global {
  interface Window {
    /// When a drawn page last came into its place.
    drawn: number;
    pressed: number;
  }
}

/// From the last key to its page's new picture, beside the text that it was typed in.
export async function pauseToPage(page: Page): Promise<number[]> {
  await page.locator(".manuscript h1").click();
  await page.keyboard.press("Control+Alt+p");
  await page.locator("button.marked").waitFor();
  await page.evaluate(() => {
    Object.assign(window, { drawn: 0, pressed: 0 });
    const real = CanvasRenderingContext2D.prototype.drawImage as (this: CanvasRenderingContext2D, ...of: unknown[]) => void;
    CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...of: unknown[]): void {
      real.apply(this, of);
      if (this.canvas.isConnected) requestAnimationFrame((frame) => (window.drawn = frame));
    };
    window.addEventListener("keydown", (key) => ([window.pressed, window.drawn] = [key.timeStamp, 0]), { capture: true });
  });
  const took: number[] = [];
  for (let round = 0; round < ROUNDS + 2; round++) {
    await page.keyboard.press("a");
    await page.waitForFunction(() => window.drawn > 0);
    took.push(await page.evaluate(() => window.drawn - window.pressed));
  }
  return took.slice(2);
}

/// The printed pages beside an item, as they follow its text.
export async function benchPreview(folder: string, environment: Readonly<Record<string, string>>): Promise<Figure[]> {
  const app = await openItem(folder, environment);
  const took = await pauseToPage(app.page);
  await app.close();
  return [{ ...plain("last key → its page painted anew", took), goal: `< ${GOAL_MS} ms`, met: quantile(took, 0.5) < GOAL_MS }];
}
