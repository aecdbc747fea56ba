import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startBench, type Bench } from "../builders/page.ts";

let bench: Bench;
let page: Page;

beforeAll(async () => {
  bench = await startBench();
  page = await bench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await page.goto("https://desk.invalid/");
  await page.waitForSelector(".manuscript");
});

const comment = (): Promise<string> =>
  page
    .locator("section[data-part=comment] p")
    .last()
    .evaluate((block) => block.textContent);
const list = () => page.getByRole("listbox", { name: "Names that this could become" });

/// The keyboard at the end of the last paragraph.
async function atEnd(): Promise<void> {
  await page.locator("section[data-part=comment] p").last().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+End");
}

describe("a name that is being typed", () => {
  it("is offered, written out by Tab on first use, and its abbreviation after that", async () => {
    await atEnd();
    await page.keyboard.type(" The MII");
    await list().waitFor();
    expect(await page.locator(".manuscript").getAttribute("aria-activedescendant")).toBe("completion-0");
    await page.keyboard.press("Tab");
    await list().waitFor({ state: "detached" });
    expect(await comment()).toMatch(/The Ministry of Industry and Information Technology \(MIIT\)$/);
    await page.keyboard.type(" and later the Ministry of Ind");
    await page.keyboard.press("Tab");
    expect(await comment()).toMatch(/later the MIIT$/);
    await page.keyboard.press("Control+z");
    expect(await comment()).toMatch(/later the Ministry of Ind$/);
  });

  it("is chosen by arrows and taken by Enter; Enter alone begins a paragraph", async () => {
    await atEnd();
    await page.keyboard.type(" The Mini");
    await list().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await list().getByRole("option", { selected: true }).innerText()).toContain("Ministry of Transport (MOT)");
    await page.keyboard.press("Enter");
    expect(await comment()).toMatch(/The Ministry of Transport \(MOT\)$/);
    await page.keyboard.type(" MII");
    await list().waitFor();
    await page.keyboard.press("Enter");
    expect(await comment()).toBe("");
  });

  it("goes on to the next part by Tab where a name is written in full, and takes it where it was chosen", async () => {
    await page.locator("section[data-part=explainer] h2").click();
    await page.keyboard.press("End");
    await page.keyboard.type(" MOT");
    await list().waitFor();
    await page.keyboard.press("Tab");
    await list().waitFor({ state: "detached" });
    expect(await page.locator("section[data-part=explainer] h2").textContent()).toMatch(/ MOT$/);
    await atEnd();
    await page.keyboard.type(" MOT");
    await list().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    expect(await comment()).toMatch(/Ministry of Transport \(MOT\)$/);
  });

  it("leaves alone who closes the list by Esc and types on", async () => {
    await atEnd();
    await page.keyboard.type(" The MI");
    await list().waitFor();
    await page.keyboard.press("Escape");
    await list().waitFor({ state: "detached" });
    await page.keyboard.type("IT");
    expect(await list().count()).toBe(0);
    await page.keyboard.type(" and MO");
    await list().waitFor();
  });

  it("is taken by a click, and closes where the cursor goes elsewhere", async () => {
    await atEnd();
    await page.keyboard.type(" The MO");
    await list().getByRole("option").first().click();
    expect(await comment()).toMatch(/The Ministry of Transport \(MOT\)$/);
    await page.keyboard.type(" MII");
    await list().waitFor();
    await page.keyboard.press("ArrowLeft");
    await list().waitFor({ state: "detached" });
  });
});
