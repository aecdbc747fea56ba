import type { Page } from "playwright-core";
import { expect } from "vitest";
import { PASSPHRASE, type Person } from "./hands.ts";

/// What has the keyboard: its role and name as they are read aloud, and whether it can be seen that it has it.
export interface Held {
  readonly role: string;
  readonly name: string;
  readonly seen: boolean;
}

const HELD = `(() => {
  const one = document.activeElement ?? document.body;
  const of = (element) => (element?.innerText ?? "").replace(/\\s+/g, " ").trim();
  const label = one.labels?.[0] ? of(one.labels[0]) : "";
  const said = one.getAttribute("aria-label") || label || (one.isContentEditable ? "" : of(one)) || one.title || "";
  const ring = getComputedStyle(one);
  const caret = one.isContentEditable || one.matches("[role=combobox]");
  const line = one.matches("main") && ring.boxShadow.includes("inset");
  return {
    role: one.getAttribute("role") ?? (one.matches("input") ? one.type : one.localName),
    name: one.matches("main, body") ? "" : said,
    seen: caret || line || (ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2),
  };
})()`;

const MOST = 90;

/// A person who has no pointer: everything by keys, and what has them is always to be seen.
export class Keys {
  readonly person: Person;
  readonly page: Page;

  constructor(person: Person) {
    this.person = person;
    this.page = person.page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async held(): Promise<Held> {
    return (await this.page.evaluate(HELD)) as Held;
  }

  /// Presses a key until what has the keyboard is called so; Tab without another.
  async reach(name: string | RegExp, key = "Tab"): Promise<void> {
    const fits = (one: Held): boolean => (typeof name === "string" ? one.name === name : name.test(one.name));
    const passed: string[] = [];
    for (let at = 0; at <= MOST; at++) {
      const now = await this.held();
      passed.push(`${now.role} ${now.name.slice(0, 50)}`);
      expect(now.seen || now.role === "body", `the keyboard is not to be seen on: ${now.role} ${now.name}`).toBe(true);
      if (fits(now)) return;
      await this.press(key);
    }
    throw new Error(`${key} never came to ${String(name)}; it passed\n${[...new Set(passed)].join("\n")}`);
  }

  /// Goes to a button and presses it.
  async push(name: string | RegExp): Promise<void> {
    await this.reach(name);
    await this.press("Enter");
  }

  /// Goes to fields by their labels and types in them.
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) {
      await this.reach(label);
      await this.type(text);
    }
  }

  /// Goes to a field for a day and types the day as this system writes it.
  async day(label: string, day: string): Promise<void> {
    await this.reach(label);
    const parts = `new Intl.DateTimeFormat(navigator.language).formatToParts(new Date(2020, 11, 31)).map((one) => one.type)`;
    const [year = "", month = "", date = ""] = day.split("-");
    const digits: Readonly<Record<string, string>> = { year, month, day: date };
    for (const part of (await this.page.evaluate(parts)) as string[]) await this.type(digits[part] ?? "");
  }

  /// Chooses in a list of values by the first letters of one.
  async choose(label: string, value: string): Promise<void> {
    await this.reach(label);
    await this.type(value);
    const shown = (): Promise<unknown> => this.page.evaluate("document.activeElement.selectedOptions[0].text");
    await expect.poll(shown).toBe(value);
  }

  /// Finds something in the palette and takes it.
  async palette(words: string): Promise<void> {
    await this.press("Control+k");
    await this.type(words);
    await this.page.getByRole("option", { selected: true }).filter({ hasText: words }).waitFor();
    await this.press("Enter");
  }

  /// First start with a passphrase for the keys.
  async begin(way: string, fields: Readonly<Record<string, string>>, go: string): Promise<void> {
    await this.reach(/^Open the sample/);
    await this.reach(new RegExp(`^${way}`), "ArrowDown");
    await this.fill({ ...fields, Passphrase: PASSPHRASE, "Passphrase again": PASSPHRASE });
    await this.push(go);
  }

  /// Answers the question for a path, which the stand-in asks in the page.
  async path(path: string): Promise<void> {
    await this.page.getByLabel(/^Full path of the/).waitFor();
    await this.reach(/^Full path of the/);
    await this.press("Control+a");
    await this.type(path);
    await this.press("Enter");
  }

  /// One round with the shared folder.
  async exchange(): Promise<void> {
    await this.press("Control+Shift+e");
    await this.page.getByText(/^Took in /).waitFor();
    await this.press("Escape");
  }

  /// Opens a row of the place where the person is.
  async open(row: RegExp): Promise<void> {
    await this.reach(row);
    await this.press("Enter");
    await this.page.locator(".manuscript").waitFor();
  }

  /// From wherever, into the text.
  async intoText(): Promise<void> {
    await this.reach("Text of the item");
  }
}
