import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DocJson } from "../../src/core/manuscript/schema.ts";
import { startBench, type Bench } from "../builders/page.ts";

let bench: Bench;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  bench = await startBench();
  page = await bench.open();
  page.on("pageerror", (error) => errors.push(error.message));
});
afterAll(() => bench.close());
beforeEach(async () => {
  errors.length = 0;
  await page.goto("https://desk.invalid/");
  await page.waitForSelector(".manuscript");
});

/// The shown text, a line a block.
const lines = (): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll(".manuscript :is(h1, h2, p, li)")].map((block) => block.textContent));

const changed = (): Promise<DocJson | null> => page.evaluate(() => window.changes.at(-1) ?? null);

const put = (where: string): Promise<void> => page.locator(where).first().click();

/// Puts the cursor at the start or end of the first block that fits.
async function caret(where: string, at: "start" | "end"): Promise<void> {
  await put(where);
  await page
    .locator(where)
    .first()
    .evaluate((block, side) => {
      const selection = document.getSelection();
      selection?.selectAllChildren(block);
      if (side === "start") selection?.collapseToStart();
      else selection?.collapseToEnd();
    }, at);
  await settled();
}

/// The browser tells the editor of a new selection with the next frame.
const settled = (): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function paste(html: string, text = ""): Promise<void> {
  await page.evaluate(
    ([markup, plain]) => {
      const data = new DataTransfer();
      data.setData("text/html", markup ?? "");
      data.setData("text/plain", plain ?? "");
      document
        .querySelector(".manuscript")
        ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [html, text],
  );
}

describe("the editor in a real browser", () => {
  it("types, tells each change, undoes", async () => {
    await caret(".manuscript h1", "end");
    await page.keyboard.type(" now");
    expect((await lines())[0]).toMatch(/ now$/);
    expect(JSON.stringify(await changed())).toContain("platform now");
    await page.keyboard.press("Control+z");
    expect((await lines())[0]).not.toMatch(/ now$/);
  });

  it("walks through the parts with Tab", async () => {
    await put(".manuscript h1");
    const part = () => page.evaluate(() => document.getSelection()?.anchorNode?.parentElement?.closest("h1, h2, section")?.tagName);
    const seen = [await part()];
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press("Tab");
      seen.push(await part());
    }
    expect(seen).toEqual(["H1", "SECTION", "H2", "SECTION", "SECTION"]);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.classList.contains("manuscript"))).toBe(false);
  });

  it("selects the part first and the item second, and keeps the parts when all is deleted", async () => {
    await put(".manuscript section[data-part=comment] p");
    await page.keyboard.press("Control+a");
    expect(await page.evaluate(() => document.getSelection()?.toString())).toMatch(/^The platform.*country\.$/s);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    expect(await lines()).toEqual(["", "", "", "", ""]);
    expect(await page.locator(".manuscript > *").count()).toBe(4);
    await page.keyboard.press("Control+z");
    expect((await lines()).length).toBe(9);
  });

  it("types over a selection that reaches from part to part", async () => {
    await caret(".manuscript h1", "start");
    await page.keyboard.down("Shift");
    for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowDown");
    await page.keyboard.up("Shift");
    await page.keyboard.type("New");
    const now = await lines();
    expect(now[0]).toBe("New");
    expect(now.at(-1)).toMatch(/^For foreign carriers/);
    expect(await page.locator(".manuscript > *").count()).toBe(4);
  });

  it("cuts over parts to the clipboard and keeps the parts", async () => {
    await put(".manuscript h1");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+x");
    expect(await page.locator(".manuscript > *").count()).toBe(4);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Who runs the river");
  });

  it("makes hostile HTML inert and keeps its words", async () => {
    await put(".manuscript section[data-part=comment] p");
    await paste(
      `<p onclick="window.bad=1">before <script>window.bad=2</script><img src=x onerror="window.bad=3"><a href="javascript:window.bad=4">press</a>
       <iframe srcdoc="<script>parent.bad=5</script>"></iframe><b style="position:fixed">after</b></p><table><tr><td>cell</td></tr></table>`,
    );
    const html = await page.locator(".manuscript").innerHTML();
    expect(html).not.toMatch(/onclick|onerror|javascript:|<script|<iframe|<img src=x|style=/);
    for (const word of ["before", "press", "after", "cell"]) expect(html).toContain(word);
    expect(await page.evaluate(() => "bad" in window)).toBe(false);
    expect(errors).toEqual([]);
  });

  it.each(["word", "google-docs", "libreoffice", "pages", "web"])("keeps what was copied from %s", async (origin) => {
    await caret("section[data-part=glance] p", "end");
    const before = await lines();
    await paste(readFileSync(new URL(`./clipboard/${origin}.html`, import.meta.url), "utf8"));
    const added = (await lines()).filter((line) => !before.includes(line));
    const text = added.join(" ");
    for (const words of ["Four agencies published a plan", "Draft 500 standards", "Support 工业 parks"]) expect(text).toContain(words);
    const points = await page.locator("section[data-part=glance] li").allInnerTexts();
    expect(points.map((one) => one.trim())).toEqual(expect.arrayContaining(["Draft 500 standards", "Support 工业 parks"]));
    const marked = (css: string) => page.locator(`section[data-part=glance] ${css}`).allInnerTexts();
    expect((await marked("strong")).join("|")).toBe("Four agencies");
    expect((await marked("em")).join("|")).toBe("a plan");
    expect(await marked("a[href='https://example.org/plan']")).toEqual(["new materials"]);
    expect(await marked("span[lang^=zh]")).toContain("工业");
    if (origin === "word") {
      expect(added).toEqual(expect.arrayContaining(["Year | Plants", "2025 | 48"]));
      expect(text).toContain("[1] The annex is newer.");
    }
    if (origin === "web") expect(text).toContain("1 The annex is newer.");
    expect(errors).toEqual([]);
  });

  it("fits a list and headings to the headline and to points", async () => {
    await caret(".manuscript h1", "end");
    await paste("<h2>One</h2><ul><li>Two</li><li>Three</li></ul>");
    expect((await lines())[0]).toMatch(/platform ?One Two Three$/);
    await caret(".manuscript li >> nth=1", "end");
    await paste("<p>a</p><p>b</p>");
    expect((await lines()).slice(3, 5)).toEqual(["Publish berth waiting times every fifteen minutesa", "b"]);
  });

  it("pastes the words alone where a person asks for plain text", async () => {
    await caret("section[data-part=comment] p:last-of-type", "end");
    const copied = '<p>One <b>bold</b> <a href="https://example.org">link</a></p><ul><li>Two</li></ul>';
    await page.evaluate(async (html) => {
      const types = { "text/html": html, "text/plain": " One bold link\nTwo" };
      const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })] as const);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    }, copied);
    await page.keyboard.press("Control+Shift+v");
    await expect.poll(lines).toContain("Two");
    expect((await lines()).at(-2)).toMatch(/One bold link$/);
    const comment = JSON.stringify((await changed())?.content?.at(-1));
    expect(comment).not.toContain("strong");
    expect(comment).not.toContain("example.org");
    expect(comment).not.toContain("points");
    await page.evaluate(() => navigator.clipboard.writeText(" and three "));
    await page.keyboard.press("Control+Shift+v");
    await page.keyboard.type("four");
    await expect.poll(lines).toContain("Two and three four");
  });

  it("marks Chinese as such and drops the language of English", async () => {
    await caret(".manuscript section[data-part=comment] p", "start");
    await page.keyboard.type("长江 ");
    await paste('<span lang="EN-US">plain </span><span lang="zh-TW">港口</span>');
    const marked = await page.evaluate(() =>
      [...document.querySelectorAll(".manuscript [lang]")].map((span) => [span.getAttribute("lang"), span.textContent]),
    );
    expect(marked).toEqual([
      ["zh-Hans", "长江"],
      ["zh-Hant", "港口"],
    ]);
  });

  it("composes Chinese through an input method, marked once it has ended", async () => {
    await caret(".manuscript section[data-part=comment] p", "start");
    const cdp = await page.context().newCDPSession(page);
    for (const text of ["c", "ch", "chang"])
      await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send("Input.insertText", { text: "长江" });
    await expect.poll(() => page.locator(".manuscript [lang=zh-Hans]").allTextContents()).toEqual(["长江"]);
    expect((await lines()).at(-2)).toMatch(/^长江The platform/);
  });

  it("bold, italic, points and explainers by key and command", async () => {
    await caret(".manuscript section[data-part=comment] p", "start");
    await page.keyboard.press("Shift+End");
    await settled();
    await page.keyboard.press("Control+b");
    await page.keyboard.press("Control+i");
    expect(await page.locator(".manuscript strong em, .manuscript em strong").count()).toBeGreaterThan(0);
    await page.keyboard.press("ArrowRight");
    await settled();
    await page.keyboard.press("Control+Shift+8");
    expect(await page.locator(".manuscript section[data-part=comment] li").count()).toBe(1);
  });

  it("makes a point of a hyphen and a space", async () => {
    await caret(".manuscript section[data-part=comment] p >> nth=1", "end");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- Point");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Next");
    expect(await page.locator(".manuscript section[data-part=comment] li").allTextContents()).toEqual(["Point", "Next"]);
  });

  it("sets, shows, opens and removes a link", async () => {
    await caret(".manuscript section[data-part=comment] p", "start");
    await page.keyboard.press("Control+Shift+ArrowRight");
    await settled();
    await page.keyboard.press("Control+Shift+k");
    await page.keyboard.type("javascript:alert(1)");
    await page.keyboard.press("Enter");
    expect(await page.locator("form .fault").textContent()).toContain("https://");
    await page.getByLabel("Web or mail address").fill("https://example.org/a");
    await page.keyboard.press("Enter");
    const link = page.locator(".manuscript a");
    expect(await link.getAttribute("href")).toBe("https://example.org/a");
    await link.click();
    expect(await page.evaluate(() => window.asked.filter(([what]) => what === "open"))).toEqual([]);
    await link.click({ modifiers: ["Control"] });
    expect(await page.evaluate(() => window.asked.filter(([what]) => what === "open"))).toEqual([["open", "https://example.org/a"]]);
    await page.keyboard.press("Control+Shift+k");
    await page.getByRole("button", { name: "Remove" }).click();
    expect(await link.count()).toBe(0);
    expect(page.url()).toBe("https://desk.invalid/");
  });

  it("is read-only when it is, and still opens links", async () => {
    await page.evaluate(() => window.show({ editable: false }));
    await put(".manuscript h1");
    await page.keyboard.type("x");
    expect((await lines())[0]).toBe("Ports on the Yangtze open a shared data platform");
    expect(await page.locator(".manuscript").getAttribute("contenteditable")).toBe("false");
  });
});

describe("what is shown on the text", () => {
  const note = { id: "n1", kind: "note" as const, block: "g1", from: 4, to: 7, title: "Note by Marek" };

  it("follows the text as it is typed, and is picked by a click", async () => {
    await page.evaluate((highlight) => window.show({ highlights: [highlight] }), note);
    expect(await page.locator(".manuscript .note").textContent()).toBe("MOT");
    await put(".manuscript section[data-part=glance] p");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("ArrowLeft");
    await settled();
    await page.keyboard.type("Yes. ");
    expect(await page.locator(".manuscript .note").textContent()).toBe("MOT");
  });

  it("shows insertions that are not in the text", async () => {
    await page.evaluate(() =>
      window.show({
        highlights: [{ id: "s", kind: "insertion", block: "g3", from: 49, to: 49, text: ", free of charge", title: "Suggestion" }],
      }),
    );
    expect(await page.locator(".manuscript ins").textContent()).toBe(", free of charge");
    expect(JSON.stringify(await changed())).not.toContain("free of charge");
  });

  it("a text set from outside keeps cursor and history", async () => {
    await caret(".manuscript h1", "end");
    await page.keyboard.type("!");
    const next = JSON.parse(JSON.stringify(await changed()).replace("For foreign carriers", "For all carriers")) as DocJson;
    const before = await page.evaluate(() => window.changes.length);
    await page.evaluate((content) => window.show({ content }), next);
    expect((await lines()).at(-1)).toMatch(/^For all carriers/);
    expect(await page.evaluate(() => window.changes.length)).toBe(before);
    await page.keyboard.type("?");
    expect((await lines())[0]).toMatch(/!\?$/);
    expect((await lines()).at(-1)).toMatch(/^For all carriers/);
  });
});
