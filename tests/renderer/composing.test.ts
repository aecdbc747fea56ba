import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Highlight } from "../../renderer/editor/highlights.ts";
import { startBench, type Bench } from "../builders/page.ts";

/// Input methods in a real browser: what is composed arrives whole, where it belongs, and takes nothing else with it.

let bench: Bench;
let page: Page;
let cdp: CDPSession;
const errors: string[] = [];

beforeAll(async () => {
  bench = await startBench();
  page = await bench.open();
  page.on("pageerror", (error) => errors.push(error.message));
  cdp = await page.context().newCDPSession(page);
});
afterAll(() => bench.close());
beforeEach(async () => {
  errors.length = 0;
  await page.goto("https://desk.invalid/");
  await page.waitForSelector(".manuscript");
});

const HEADLINE = "Ports on the Yangtze open a shared data platform";
const FIRST = "section[data-part=comment] p";

const text = (where: string): Promise<string> =>
  page
    .locator(`.manuscript ${where}`)
    .first()
    .evaluate((one) => one.textContent);

/// The words that the text holds, as it was last told: without what is only shown on it.
const told = (): Promise<string> =>
  page.evaluate(() => JSON.stringify(window.changes.at(-1) ?? null).replaceAll(/[^]*?"text":"((?:[^"\\]|\\.)*)"|[^]/g, "$1"));

const settled = (): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/// Selects letters of a block, counted over its own words; what is only shown on them is passed over.
async function select(where: string, from: number, to: number = from): Promise<void> {
  await page.locator(`.manuscript ${where}`).first().click();
  await page
    .locator(`.manuscript ${where}`)
    .first()
    .evaluate(
      (block, ends) => {
        const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
          node.parentElement?.closest(".ProseMirror-widget") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
        );
        const places: [Node, number][] = [];
        let passed = 0;
        for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
          const length = node.textContent?.length ?? 0;
          while (places.length < 2 && (ends[places.length] ?? 0) <= passed + length)
            places.push([node, (ends[places.length] ?? 0) - passed]);
          passed += length;
        }
        const [[a, from] = [block, 0], [b, to] = [block, 0]] = places;
        document.getSelection()?.setBaseAndExtent(a, from, b, to);
      },
      [from, to],
    );
  await settled();
}

/// Composes letter by letter, as an input method does, and takes what it offers.
async function compose(letters: string, taken: string): Promise<void> {
  for (let at = 1; at <= letters.length; at++)
    await cdp.send("Input.imeSetComposition", { text: letters.slice(0, at), selectionStart: at, selectionEnd: at });
  await cdp.send("Input.insertText", { text: taken });
  await settled();
}

const marked = (): Promise<string[]> => page.locator(".manuscript [lang=zh-Hans]").allTextContents();
const show = async (highlights: Highlight[]): Promise<void> => {
  await page.evaluate((shown) => window.show({ highlights: shown }), highlights);
  await settled();
};

describe("composing Chinese", () => {
  it("over a selection takes its place, to the letter", async () => {
    await select("h1", 13, 20);
    await compose("changjiang", "长江");
    expect(await text("h1")).toBe(HEADLINE.replace("Yangtze", "长江"));
    await expect.poll(marked).toEqual(["长江"]);
    await page.keyboard.press("Control+z");
    expect(await text("h1")).toBe(HEADLINE);
    expect(await marked()).toEqual([]);
    await page.keyboard.press("Control+y");
    expect(await text("h1")).toBe(HEADLINE.replace("Yangtze", "长江"));
    expect(errors).toEqual([]);
  });

  it("over words of two parts keeps both parts", async () => {
    const [first, second] = [await text("h1"), await text("section[data-part=glance] p")];
    await page.locator(".manuscript h1").click();
    await page.evaluate(() => {
      const [from, to] = [document.querySelector(".manuscript h1")?.firstChild, document.querySelector(".manuscript p")?.firstChild];
      if (from && to) document.getSelection()?.setBaseAndExtent(from, 6, to, 4);
    });
    await settled();
    await compose("gang", "港口");
    expect(await text("h1")).toBe(`${first.slice(0, 6)}港口`);
    expect(await text("section[data-part=glance] p")).toBe(second.slice(4));
    await expect.poll(marked).toEqual(["港口"]);
  });

  it.each(["h1", "section[data-part=glance] p", "section[data-part=glance] li", "h2", FIRST])("at the start of %s", async (where) => {
    const before = await text(where);
    await select(where, 0);
    await compose("gangkou", "港口");
    expect(await text(where)).toBe(`港口${before}`);
    await expect.poll(marked).toEqual(["港口"]);
    await page.keyboard.type("x");
    expect(await text(where)).toBe(`港口x${before}`);
    expect(await marked()).toEqual(["港口"]);
    expect(errors).toEqual([]);
  });

  it("that is given up leaves nothing behind", async () => {
    await select(FIRST, 4);
    const before = await text(FIRST);
    await cdp.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
    await cdp.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 });
    await settled();
    expect(await text(FIRST)).toBe(before);
    await page.keyboard.type("x");
    expect(await text(FIRST)).toBe(`${before.slice(0, 4)}x${before.slice(4)}`);
  });
});

describe("composing in what is suggested", () => {
  const inserted: Highlight = { id: "written", kind: "inserted", block: "c1", from: 4, to: 12, title: "Your insertion" };
  const deletion: Highlight = { id: "written", kind: "deletion", block: "c1", from: 12, to: 12, text: "scheme", title: "Your deletion" };

  it("inside inserted words", async () => {
    const before = await text(FIRST);
    await show([inserted]);
    await select(FIRST, 8);
    await compose("pingtai", "平台");
    expect(await text(FIRST)).toBe(`${before.slice(0, 8)}平台${before.slice(8)}`);
    await expect.poll(marked).toEqual(["平台"]);
    expect((await page.locator(".manuscript ins").allTextContents()).join("")).toBe("plat平台form");
    await page.keyboard.press("Control+z");
    expect(await text(FIRST)).toBe(before);
  });

  it("right before and right after words that are struck", async () => {
    const before = await text(FIRST);
    await show([inserted, deletion]);
    await select(FIRST, 12);
    await compose("pingtai", "平台");
    await expect.poll(marked).toEqual(["平台"]);
    expect(await told()).toContain(`${before.slice(0, 12)}平台${before.slice(12)}`);
    expect(await page.locator(".manuscript del").allTextContents()).toEqual(["scheme"]);
    await page.keyboard.type("x");
    expect(await told()).toContain(`${before.slice(0, 12)}平台x${before.slice(12)}`);
    expect(await told()).not.toContain("scheme");
    expect(errors).toEqual([]);
  });
});

describe("marks drawn anew while I compose", () => {
  const mine: Highlight = { id: "written", kind: "inserted", block: "c1", from: 4, to: 4, title: "Your insertion" };
  const gone: Highlight = { id: "written", kind: "deletion", block: "c1", from: 4, to: 4, text: "scheme", title: "Your deletion" };

  it.each([
    [
      "on the letters themselves",
      [
        { ...mine, to: 8 },
        { ...gone, from: 8, to: 8 },
      ],
    ],
    ["on a word that they stand in", [{ ...mine, to: 16 }]],
    ["before them", [gone]],
    ["elsewhere in the block", [{ ...mine, from: 30, to: 40 }]],
  ] as [string, Highlight[]][])("%s neither end it nor double a letter", async (_where, highlights) => {
    const before = await text(FIRST);
    await select(FIRST, 4);
    for (const letters of ["p", "pi", "pin", "ping"])
      await cdp.send("Input.imeSetComposition", { text: letters, selectionStart: letters.length, selectionEnd: letters.length });
    await settled();
    await show(highlights);
    for (const letters of ["pingt", "pingta", "pingtai"])
      await cdp.send("Input.imeSetComposition", { text: letters, selectionStart: letters.length, selectionEnd: letters.length });
    await cdp.send("Input.insertText", { text: "平台" });
    await expect.poll(marked).toEqual(["平台"]);
    expect(await told()).toContain(`${before.slice(0, 4)}平台${before.slice(4)}`);
    expect(errors).toEqual([]);
  });
});

describe("composing beside a note", () => {
  const note: Highlight = { id: "n1", kind: "note", block: "c1", from: 4, to: 12, title: "Note by Marek" };
  const noted = (): Promise<string[]> => page.locator(".manuscript .note").allTextContents();

  it.each([
    ["before", 4, "platform"],
    ["after", 12, "platform"],
    ["inside", 8, "plat注form"],
  ] as const)("right %s its words, they stay its words", async (_where, at, words) => {
    const before = await text(FIRST);
    await show([note]);
    await select(FIRST, at);
    await compose("zhu", "注");
    expect(await text(FIRST)).toBe(`${before.slice(0, at)}注${before.slice(at)}`);
    await expect.poll(marked).toEqual(["注"]);
    expect((await noted()).join("")).toBe(words);
    await page.keyboard.press("Control+z");
    expect(await text(FIRST)).toBe(before);
    expect((await noted()).join("")).toBe("platform");
    expect(errors).toEqual([]);
  });
});
