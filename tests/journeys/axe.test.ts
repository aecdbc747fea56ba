import AxeBuilder from "@axe-core/playwright";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../tidy/sources.ts";
import { Person, removeFolders } from "./hands.ts";
import { SCREENS } from "./screens.ts";

/// What axe-core finds on every screen, in light and dark, at the usual width and in a narrow window. It runs by the
/// debugging door: no script of a page may be added, which is as it should be. With SHOTS=1 the pictures of
/// `docs/images` are taken on the way.

const IMAGES = join(ROOT, "docs/images");
const shots = process.env["SHOTS"] === "1";

let nora: Person;

beforeAll(async () => {
  nora = await Person.open();
  await nora.resize(1440, 860);
  await nora.look("Light");
});
afterAll(async () => {
  await nora.close();
  removeFolders();
  expect(nora.faults).toEqual([]);
});

/// The serious and critical findings: rule, element, what is wrong.
async function findings(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: nora.page }).setLegacyMode(true).analyze();
  return violations
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(" ")}: ${node.failureSummary?.replaceAll(/\s+/g, " ")}`));
}

/// Takes a picture, in as few colours as it can be told apart with, so that the repository stays small.
async function picture(name: string): Promise<void> {
  if (!shots) return;
  mkdirSync(IMAGES, { recursive: true });
  const path = join(IMAGES, `${name}.png`);
  await nora.page.evaluate("document.fonts.ready.then(() => true)");
  await nora.page.screenshot({ path, animations: "disabled", caret: "hide" });
  execFileSync("convert", [path, "-strip", "+dither", "-quantize", "YUV", "-colors", "256", "-define", "png:compression-level=9", path]);
}

describe("axe-core finds nothing serious", () => {
  it("on the screen of the first start, in every way", async () => {
    for (const look of ["Dark", "Light"] as const) {
      await nora.look(look);
      for (const way of ["Start a desk", "Join a desk", "Come back by recovery key", "Open the sample"]) {
        await nora.page.getByRole("radio", { name: new RegExp(`^${way}`) }).check();
        expect(await findings(), `${way}, ${look}`).toEqual([]);
      }
      await picture(`welcome-${look.toLowerCase()}`);
    }
    await nora.begin("Open the sample", { "Your name": "Nora Feld" }, "Open the sample desk");
    await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
  });

  describe.each(["Light", "Dark"] as const)("in the %s look", (look) => {
    it.each(SCREENS.map((screen) => [screen.name, screen] as const))("on %s", async (name, screen) => {
      await nora.look(look);
      await screen.show(nora);
      expect(await nora.page.evaluate("document.documentElement.scrollHeight - innerHeight"), "only columns scroll").toBe(0);
      if (screen.shot) await picture(`${name}-${look.toLowerCase()}`);
      expect(await findings()).toEqual([]);
      await nora.page.keyboard.press("Escape");
    });
  });

  it("in a window of 780 pixels, where both side columns fold away", async () => {
    await nora.look("Light");
    await nora.openRank(2);
    await nora.resize(780, 900);
    await expect.poll(() => nora.page.getByRole("navigation", { name: "Places" }).count()).toBe(0);
    expect(await findings()).toEqual([]);
    expect(await nora.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await picture("item-narrow");
    await nora.press("Show or hide the right column");
    await nora.page.getByRole("tab", { name: /^Review/ }).waitFor();
    expect(await findings()).toEqual([]);
    await nora.page.keyboard.press("Escape");
    await nora.resize(1440, 860);
  });
});
