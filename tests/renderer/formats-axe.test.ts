import AxeBuilder from "@axe-core/playwright";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../electron/stand-in/chromium.ts";
import { epubFiles } from "../../src/core/export/epub.ts";
import { exportEmail } from "../../src/core/export/email.ts";
import { exportHtml } from "../../src/core/export/html.ts";
import { proofOf, SAMPLE } from "../station/files/proofs.ts";

/// What axe-core finds by the rules of WCAG 2.1, levels A and AA, in what readers get: the chapters of the EPUB, which claim
/// that level in their metadata, the web page and the letter, by day and by night.

const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const ORIGIN = "https://issue.invalid/";
let browser: Browser;
type Look = "light" | "dark";

beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("no Chromium on this machine: see tests/packages.ts");
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0, args: ["--disable-gpu"] });
});
afterAll(() => browser.close());

/// The findings on each of the pages that `names` picks, rule and element.
async function findings(
  files: Readonly<Record<string, string>>,
  names: RegExp,
  looks: readonly Look[] = ["light", "dark"],
): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of looks) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.route("**/*", (route) => {
      const name = route.request().url().slice(ORIGIN.length);
      const type = name.endsWith(".css") ? "text/css" : name.endsWith(".xhtml") ? "application/xhtml+xml" : "text/html";
      return files[name] === undefined ? route.abort() : route.fulfill({ contentType: `${type}; charset=utf-8`, body: files[name] });
    });
    for (const name of Object.keys(files).filter((each) => names.test(each))) {
      await page.goto(ORIGIN + name);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(LEVELS).analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes) found.push(`${name}, ${colorScheme}: ${id}: ${node.target.join(" ")}`);
    }
    await context.close();
  }
  return found;
}

/// As a draft: it has all that a final issue has, and its mark.
const proof = proofOf(SAMPLE, true);

describe("there is nothing against WCAG 2.1 AA that axe-core can find", () => {
  test("in an EPUB's chapters", async () =>
    expect(await findings(epubFiles(proof), /(title|nav|item-[14]|briefs|credits)\.xhtml$/, ["light"])).toEqual([]));

  test("in a web page", async () => expect(await findings({ "issue.html": exportHtml(proof) }, /html$/)).toEqual([]));

  test("in a letter", async () => expect(await findings({ "letter.html": exportEmail(proof)?.html ?? "" }, /html$/)).toEqual([]));
});

test("pale words in a chapter are found", async () => {
  const pale = epubFiles(proof)["EPUB/title.xhtml"]?.replace("<body>", '<body><p style="color: #ccc; background: #fff">Pale</p>') ?? "";
  expect(await findings({ "pale.xhtml": pale }, /xhtml$/, ["light"])).toEqual([expect.stringContaining("color-contrast")]);
});
