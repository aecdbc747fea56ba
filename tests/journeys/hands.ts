import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";
import { openApp, type AppOptions, type OpenedApp } from "../builders/app.ts";

export const PASSPHRASE = "three calm words";

const made: string[] = [];

/// A folder that `removeFolders` takes away after the test file.
export function newFolder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `top5-${name}-`));
  made.push(path);
  return path;
}
export const removeFolders = (): void => made.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));

/// For journeys whose steps build on each other: after a step that failed the later ones fail at once, naming it.
/// What each window showed and its process printed is printed once.
export function stepByStep(people: () => readonly (Person | undefined)[]): void {
  let failed: string | null = null;
  beforeEach(() => expect(failed, "an earlier step failed").toBe(null));
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail" || failed !== null) return;
    failed = task.name;
    for (const one of people()) if (one !== undefined && !one.page.isClosed()) console.error(await one.shown(), one.printed());
  });
}

/// A call to the station as the window itself makes it: signed by this laptop, judged by the same rules.
export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly refusal?: { readonly code: string };
}

/// One person at their window: does with it what a person does, and keeps every fault that the page reports.
export class Person {
  readonly folder: string;
  readonly faults: string[] = [];
  #app: OpenedApp;

  private constructor(app: OpenedApp) {
    this.folder = app.folder;
    this.#app = app;
    this.#listen();
  }

  static async open(options: AppOptions = {}): Promise<Person> {
    return new Person(await openApp({ ...options, folder: options.folder ?? join(newFolder("desk"), "data") }));
  }

  get page(): Page {
    return this.#app.page;
  }

  #listen(): void {
    this.page.setDefaultTimeout(60_000);
    this.page.on("pageerror", (error) => this.faults.push(`${error.name}: ${error.message}`));
    this.page.on("console", (line) => void (line.type() === "error" && this.faults.push(line.text())));
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  /// Fills fields by their labels.
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    const field = this.page.locator("input, textarea");
    for (const [label, value] of Object.entries(fields)) await this.page.getByLabel(label, { exact: true }).and(field).fill(value);
  }

  /// Answers the question for a path, which the stand-in asks in the page.
  async path(path: string): Promise<void> {
    await this.page.getByLabel(/^Full path of the/).fill(path);
    await this.page.keyboard.press("Enter");
  }

  /// Goes to a place by the left column.
  async go(place: string): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Places" })
      .getByRole("button", { name: new RegExp(`^${place}`) })
      .click();
  }

  /// First start with a passphrase for the keys.
  async begin(way: string, fields: Readonly<Record<string, string>>, go: string): Promise<void> {
    await this.page.getByRole("radio", { name: new RegExp(`^${way}`) }).check();
    await this.fill({ ...fields, Passphrase: PASSPHRASE, "Passphrase again": PASSPHRASE });
    await this.press(go);
  }

  async unlock(): Promise<void> {
    await this.fill({ Passphrase: PASSPHRASE });
    await this.press("Unlock");
    await this.page.getByRole("navigation", { name: "Places" }).waitFor();
  }

  /// Closes the notices that stand, so that the next one is the next thing said.
  async hush(): Promise<void> {
    const close = this.page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Close", exact: true });
    while ((await close.count()) > 0) await close.first().click();
  }

  /// The newest notice, once it is there.
  async said(): Promise<string> {
    const notice = this.page.getByRole("region", { name: "Notices" }).locator("[role=status], [role=alert]").last();
    await notice.waitFor();
    return (await notice.innerText()).replace(/\n\s*(Undo|Close)\b/g, "").trim();
  }

  /// One round with the shared folder, by the button of the exchange screen.
  async exchange(): Promise<string> {
    await this.go("Exchange");
    await this.hush();
    await this.press("Exchange now");
    const said = await this.said();
    await this.hush();
    return said;
  }

  /// Opens what needs this person, from the inbox.
  async openTask(words: RegExp): Promise<void> {
    await this.go("Inbox");
    await this.page.getByRole("main").getByRole("button", { name: words }).first().click();
    await this.page.locator(".manuscript").waitFor();
  }

  /// Opens the item at a rank from the board.
  async openRank(rank: number): Promise<void> {
    await this.go("This issue");
    await this.page.getByRole("button", { name: new RegExp(`^Rank ${rank}:`) }).click();
    await this.page.locator(".manuscript").waitFor();
  }

  /// The state that the item page shows beside its headline.
  state(): Promise<string> {
    return this.page.locator("header .state").first().innerText();
  }

  async expectState(word: string): Promise<void> {
    await expect.poll(() => this.state(), { timeout: 10_000 }).toBe(word);
  }

  /// Puts the cursor at the end of a part of the text.
  async into(part: "headline" | "glance" | "comment"): Promise<void> {
    const place = part === "headline" ? "h1" : `section[data-part=${part}] :is(p, li) >> nth=-1`;
    await this.page.locator(`.manuscript ${place}`).click();
    await this.page.keyboard.press("End");
  }

  /// Selects the words before the cursor, letter by letter as Shift and arrow do. The browser tells the editor of a
  /// selection with the next frame: no person is faster than that.
  async selectBack(letters: number): Promise<void> {
    for (let at = 0; at < letters; at++) await this.page.keyboard.press("Shift+ArrowLeft");
    await this.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  }

  /// What the text says, a line a block.
  lines(): Promise<string[]> {
    return this.page.locator(".manuscript :is(h1, h2, p, li):not(:has(p))").allInnerTexts();
  }

  /// Runs a command by the palette.
  async run(command: string): Promise<void> {
    await this.page.keyboard.press("Control+k");
    await this.page.getByRole("combobox", { name: "Search or do anything" }).fill(command);
    await this.page.keyboard.press("Enter");
  }

  /// Light or dark, for this window.
  async look(look: "Light" | "Dark"): Promise<void> {
    await this.run(`${look} appearance`);
    await this.page.locator(`html[data-theme=${look.toLowerCase()}]`).waitFor({ state: "attached" });
  }

  /// Makes the page so many pixels wide and high, as pulling at the window's edge does.
  async resize(width: number, height: number): Promise<void> {
    const cdp = await this.page.context().newCDPSession(this.page);
    const { windowId, bounds } = await cdp.send("Browser.getWindowForTarget");
    const inner = (await this.page.evaluate("[innerWidth, innerHeight]")) as [number, number];
    const frame = [(bounds.width ?? 0) - inner[0], (bounds.height ?? 0) - inner[1]] as const;
    await cdp.send("Browser.setWindowBounds", { windowId, bounds: { width: width + frame[0], height: height + frame[1] } });
    await this.page.waitForFunction(`Math.abs(innerWidth - ${width}) < 2`);
    await cdp.detach();
  }

  /// A read or an act of the station, through the window's own door.
  async call(channel: string, input: unknown): Promise<Answer> {
    return (await this.page.evaluate(`window.desk.call(${JSON.stringify(channel)}, ${JSON.stringify(input)})`)) as Answer;
  }

  /// The same, that must be done.
  async must<T>(channel: string, input: unknown): Promise<T> {
    const answer = await this.call(channel, input);
    expect(answer, channel).toMatchObject({ ok: true });
    return answer.value as T;
  }

  /// Everything on the screen, in words.
  shown(): Promise<string> {
    return this.page.locator("body").innerText();
  }

  printed(): string {
    return this.#app.printed();
  }

  recorded(): ReturnType<OpenedApp["recorded"]> {
    return this.#app.recorded();
  }

  close(): Promise<number | null> {
    return this.#app.close();
  }

  /// SIGKILL to the app's processes, as when the power goes.
  kill(): Promise<void> {
    return this.#app.kill();
  }

  /// Opens the window on the same folder again.
  async reopen(): Promise<void> {
    this.#app = await openApp({ folder: this.folder });
    this.#listen();
  }
}
