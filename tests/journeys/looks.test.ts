import AxeBuilder from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOOK_POLICY } from "../../electron/lockdown.ts";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";
import { Keys } from "./keys.ts";

/// What the issue looks like in each format, before its files are written; and that nothing in a text can run there.

let nora: Person;
let keys: Keys;
const SHOTS = process.env["LOOK_SHOTS"];

type Issue = Readonly<Record<"issue" | "publication" | "due", unknown>> & { readonly fields: object };

/// What an author may well write, or paste: only text, wherever it shows.
const HOSTILE = `<script>top.document.title = "ran"</script><img src=x onerror="top.document.title = 'ran'"> javascript:alert(1) 新港`;

/// What the browser says of what these tests try in the frame: all of it refused.
const TRIED = /frame is sandboxed|sandboxed frame|desk\.invalid\/index\.html|Framing 'https:\/\/example\.org/;

stepByStep(() => [nora]);
beforeAll(async () => {
  nora = await Person.open();
  keys = new Keys(nora);
  await nora.resize(1440, 900);
  await nora.look("Light");
  await nora.begin("Open the sample", { "Your name": "Nora Feld" }, "Open the sample desk");
  await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
  await nora.openRank(2);
  await nora.into("glance");
  await nora.page.keyboard.insertText(HOSTILE);
  await nora.page.getByText("Saved on this laptop").first().waitFor();
}, 90_000);
afterAll(async () => {
  await nora.close();
  removeFolders();
  expect(nora.faults.filter((fault) => !TRIED.test(fault))).toEqual([]);
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

/// Waits until the browser has said that it refused each of these.
async function expectRefused(...what: readonly RegExp[]): Promise<void> {
  for (const one of what) await expect.poll(() => nora.faults.some((fault) => one.test(fault))).toBe(true);
}

/// The frame of what is shown, once it holds these words.
async function framed(path: string, words: string): Promise<Frame> {
  const found = (): Frame | undefined => nora.page.frames().find((frame) => frame.url().includes(path));
  await expect.poll(async () => (await found()?.locator("body").innerText()) ?? "", { timeout: 20_000 }).toContain(words);
  return found() as Frame;
}

const format = (name: string) => nora.page.getByRole("tab", { name, exact: true });

describe("the look of", () => {
  it("the web page: its own words in a frame that has no rights and runs nothing", async () => {
    await nora.go("Preview");
    await format("Web page").click();
    const frame = await framed("/html/page.html", HOSTILE);
    await picture("html");
    await expectNoFindings();
    expect(await frame.evaluate("[origin, typeof desk, document.scripts.length].join()")).toBe("null,undefined,0");
    expect(await frame.evaluate("try { top.document.title } catch (error) { error.name }")).toBe("SecurityError");
    await frame.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))");
    expect(await frame.evaluate("window.ran")).toBe(undefined);
    expect(await frame.evaluate("open('https://example.org/')")).toBe(null);
    expect(await frame.evaluate("fetch('/index.html').then(() => 'got', (error) => error.name)")).toBe("TypeError");
    const policy = "fetch(document.querySelector('iframe').src).then((answer) => answer.headers.get('content-security-policy'))";
    expect(await nora.page.evaluate(policy)).toBe(LOOK_POLICY);
    expect(await nora.page.locator("iframe").getAttribute("sandbox")).toBe("");
    expect(await nora.page.evaluate("document.title")).not.toBe("ran");
    await expectRefused(/allow-scripts/, /allow-popups/, /index\.html.*default-src 'none'/);
  });

  it("the web page goes on by its contents, and nowhere else", async () => {
    const frame = await framed("/html/page.html", HOSTILE);
    const before = nora.page.url();
    await frame.locator("nav a").nth(1).click();
    await expect.poll(() => frame.evaluate("location.hash")).toBe("#item-2");
    await frame.locator("a[href^=http]").first().click();
    await frame.evaluate("void (location.href = '/index.html')");
    await expectRefused(/opening 'https:\/\/www\.example\.org.*allow-popups/);
    expect(frame.url()).toMatch(/\/html\/page\.html\?\w+#item-2$/);
    // No script runs there that could do this: even so nothing is asked for.
    await frame.evaluate("void (location.href = 'https://example.org/')");
    await expectRefused(/frame-src 'self'/);
    expect([nora.page.url(), nora.page.context().pages().length]).toEqual([before, 1]);
    expect(nora.recorded().filter(({ call }) => call === "shell.openExternal")).toEqual([]);
  });

  it("an email: in a light window and a dark one, wide and narrow, and its plain text", async () => {
    await format("Email").click();
    const frame = await framed("/email/page.html", HOSTILE);
    expect(await nora.shown()).toMatch(/Subject: DRAFT: /);
    const ground = () => frame.locator(".ground").first();
    const day = await ground().evaluate("getComputedStyle(document.querySelector('.ground')).backgroundColor");
    await nora.page.getByLabel("Light", { exact: true }).selectOption({ label: "Reader’s window dark" });
    await expect.poll(() => frame.evaluate("getComputedStyle(document.querySelector('.ground')).backgroundColor")).not.toBe(day);
    const wide = Number(await frame.evaluate("innerWidth"));
    await nora.page.getByLabel("Width", { exact: true }).selectOption({ label: "Narrow, as on a phone" });
    await expect.poll(() => frame.evaluate("innerWidth")).toBeLessThan(Math.min(400, wide));
    await picture("email-night-narrow");
    await nora.page.getByLabel("Part of the message").selectOption({ label: "As plain text" });
    await nora.page.getByRole("region", { name: "The issue as Email" }).getByText("新港").waitFor();
    await picture("email-plain");
    await expectNoFindings();
  });

  it("an e-book: from its contents into a chapter and back", async () => {
    await format("E-book (EPUB)").click();
    const contents = await framed("/epub/nav.xhtml", "Ports on the Yangtze");
    await contents.getByRole("link", { name: /^2\. Ports on the Yangtze/ }).click();
    await framed("/epub/item-2.xhtml", HOSTILE);
    await picture("epub");
    await nora.press("Back to the contents");
    await framed("/epub/nav.xhtml", "Ports on the Yangtze");
  });

  it.each(["Plain text", "Markdown", "JSON"])("%s: as it is written, to be selected", async (name) => {
    await format(name).click();
    const text = nora.page.getByRole("region", { name: `The issue as ${name}` });
    await expect.poll(() => text.innerText()).toContain("新港");
    expect(await text.innerText()).toContain("onerror");
    await text.evaluate("getSelection().selectAllChildren(document.querySelector('pre'))");
    expect(String(await nora.page.evaluate("getSelection().toString()"))).toContain("新港");
    await picture(name.replace(" ", "-").toLowerCase());
    await expectNoFindings();
  });

  it("a Word file: it is written and given to the system's program", async () => {
    await format("Word").click();
    await picture("word");
    await expectNoFindings();
    await nora.press("Write a draft as Word file and open it…");
    await nora.path(newFolder("word"));
    const opened = (): unknown => nora.recorded().find(({ call }) => call === "shell.openPath")?.with[0];
    await expect.poll(opened, { timeout: 20_000 }).toMatch(/-DRAFT\.docx$/);
    await nora.hush();
  });
});

describe("the switch of formats", () => {
  it("is worked by keys alone, in the dark and at twice the size", async () => {
    await nora.look("Dark");
    for (let step = 0; step < 5; step++) await nora.run("Larger");
    await keys.press("Control+1", "Control+5");
    await keys.reach("PDF");
    await keys.press("ArrowRight", "ArrowRight");
    await framed("/html/page.html", HOSTILE);
    await picture("html-dark-large");
    expect(await nora.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await expectNoFindings();
    await keys.reach("The issue as Web page");
    await keys.reach("Light", "Shift+Tab");
    await keys.reach("Web page", "Shift+Tab");
    await keys.press("ArrowLeft", "ArrowLeft", "ArrowLeft");
    await nora.page.getByRole("region", { name: "The issue as JSON" }).waitFor();
    await picture("json-dark-large");
    await expectNoFindings();
    await nora.look("Light");
    await nora.run("Usual size");
  });

  it("follows what changes in the issue while it is shown", async () => {
    await format("Web page").click();
    await framed("/html/page.html", HOSTILE);
    const { issues } = await nora.must<{ issues: readonly { issue: string }[] }>("desk.overview", {});
    const { issue } = await nora.must<{ issue: Issue }>("board.read", { issue: issues[0]?.issue });
    const { publication, due } = issue;
    const input = { issue: issue.issue, fields: { ...issue.fields, title: "Second thoughts 再想" }, publication, due };
    await nora.must("desk.act", { name: "issue.change", input });
    await framed("/html/page.html", "Second thoughts 再想");
  });
});
