import AxeBuilder from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Person, removeFolders, stepByStep } from "./hands.ts";

/// From the text to its printed page and back, by mouse and by keyboard; the page follows what is typed.

let nora: Person;
const SHOTS = process.env["PREVIEW_SHOTS"];

stepByStep(() => [nora]);
beforeAll(async () => {
  nora = await Person.open();
  await nora.resize(1440, 900);
  await nora.begin("Open the sample", { "Your name": "Nora Feld" }, "Open the sample desk");
  await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
}, 90_000);
afterAll(async () => {
  await nora.close();
  removeFolders();
  expect(nora.faults).toEqual([]);
});

async function picture(name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await nora.page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

async function expectNoFindings(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: nora.page }).setLegacyMode(true).analyze();
  expect(
    violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
  ).toEqual([]);
}

/// The words of the block that the cursor is in.
const cursorAt = (): Promise<string> =>
  nora.page.evaluate(
    "(() => { const node = getSelection().focusNode; return (node.nodeType === 3 ? node.parentElement : node).closest('h1, h2, p, li').textContent; })()",
  );

const PAGES = "Pages, by what is printed on them";
const zone = (words: string) => nora.page.getByRole("group", { name: PAGES }).getByRole("button", { name: `To the text: ${words}` });
const marked = "button.marked";

/// Waits until the marked place is within the window.
const inSight = (): Promise<unknown> =>
  expect
    .poll(async () => {
      const box = await nora.page.locator(marked).first().boundingBox();
      const [top, foot] = [box?.y ?? -1, (box?.y ?? -1) + (box?.height ?? 0)];
      return top > 60 && foot < Number(await nora.page.evaluate("innerHeight")) - 28;
    })
    .toBe(true);

describe("the preview", () => {
  it("shows the place of what is chosen beside it, and a click there goes to that very block", async () => {
    await nora.go("Preview");
    const outline = nora.page.getByRole("region", { name: "What is where" });
    await outline.getByRole("button", { name: /^Ports on the Yangtze/ }).click();
    await inSight();
    expect(await nora.page.locator(marked).getAttribute("aria-label")).toMatch(/^To the text: Ports on the Yangtze/);
    expect(await nora.page.evaluate("document.activeElement.className")).toContain("marked");
    await picture("preview");
    await expectNoFindings();
    await nora.page.keyboard.press("ArrowDown");
    await nora.page.keyboard.press("ArrowDown");
    const name = (await nora.page.evaluate("document.activeElement.ariaLabel")) as string;
    await nora.page.keyboard.press("Enter");
    await nora.page.locator(".manuscript:focus").waitFor();
    expect(name.startsWith("To the text: ")).toBe(true);
    await expect.poll(cursorAt).toContain(name.slice("To the text: ".length));
    await nora.go("Preview");
    await zone("Ports on the Yangtze").first().click();
    await nora.page.locator(".manuscript:focus").waitFor();
    await expect.poll(cursorAt).toContain("Ports on the Yangtze");
  });

  it("takes a brief to the briefs, and the title page to the issue", async () => {
    await nora.go("Preview");
    await nora.page
      .getByRole("region", { name: "What is where" })
      .getByRole("button", { name: /^Policy news/ })
      .click();
    await nora.page.keyboard.press("ArrowDown");
    await nora.page.keyboard.press("Enter");
    await nora.page.getByRole("heading", { name: "Policy news" }).first().waitFor();
  });
});

describe("an item", () => {
  it("shows its page beside it, at the line that the cursor is in, and follows what is typed", async () => {
    await nora.openRank(2);
    await nora.into("headline");
    await nora.page.keyboard.press("Control+Alt+p");
    const pages = nora.page.getByRole("complementary", { name: "Printed pages" });
    await inSight();
    await picture("item-pages");
    await expectNoFindings();
    await nora.look("Dark");
    await picture("item-pages-dark");
    await nora.look("Light");
    await nora.into("headline");
    await nora.page.keyboard.type(" 新港");
    const typed = pages.getByRole("button", { name: /^To the text: Ports on the Yangtze.* 新港/ });
    await typed.last().waitFor();
    await picture("item-pages-chinese");
    await pages.getByRole("button", { name: /^To the text: The river carries/ }).click();
    await expect.poll(cursorAt).toContain("The river carries");
    await nora.press("Close the pages");
    await pages.waitFor({ state: "detached" });
  });

  it("goes to the preview where the window has no room for both", async () => {
    await nora.resize(760, 800);
    await nora.run("Show on the page");
    await inSight();
    await picture("preview-narrow");
    await expectNoFindings();
  });
});
