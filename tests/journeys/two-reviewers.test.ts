import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";
import { Keys } from "./keys.ts";

/// One text, its author and two reviewers at three laptops, to approval by the keyboard alone.

const HEADLINE = "Lorries without drivers get their own lanes";
const GLANCE = "The Ministry of Transport (MOT) opened twelve corridors to lorries without drivers";
const COMMENT = "Lanes are cheap and insurers are not. Whoever pays first sets the pace";

let sofia: Keys;
let anna: Keys;
let lin: Keys;
let shared: string;

const people = (): Keys[] => [sofia, anna, lin].filter((one) => one !== undefined);
stepByStep(() => people().map((one) => one.person));
beforeAll(async () => {
  shared = newFolder("shared");
  const [first, second, third] = await Promise.all([Person.open(), Person.open(), Person.open()]);
  [sofia, anna, lin] = [new Keys(first), new Keys(second), new Keys(third)];
});
afterAll(async () => {
  const open = people().map((one) => one.person);
  await Promise.all(open.map((one) => one.close()));
  removeFolders();
  expect(open.flatMap((one) => one.faults)).toEqual([]);
});

const words = (one: Keys, css: string): Promise<string[]> => one.page.locator(`.manuscript ${css}`).allInnerTexts();

/// Waits until the text shows these words so.
const shows = (one: Keys, css: string, those: string[]): Promise<void> => expect.poll(() => words(one, css)).toEqual(those);

/// A window after window round with the shared folder.
async function pass(...those: Keys[]): Promise<void> {
  for (const one of those) await one.exchange();
}

/// Waits until a form that was answered is gone: a key before that would be the form's.
const closed = (one: Keys): Promise<void> => one.page.getByRole("form").waitFor({ state: "detached" });

/// Moves the cursor or selects. The browser tells the editor of it with the next frame: no person is faster than that.
async function move(one: Keys, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await one.press(key);
    await one.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }
}

interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly childIds?: string[];
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly description?: { readonly value?: unknown };
}

/// What the browser hands to a screen reader of one part of the page: role, what is said of it and its words, a line each.
async function heard(one: Keys, name: string | RegExp): Promise<string[]> {
  const cdp = await one.page.context().newCDPSession(one.page);
  const { nodes } = (await cdp.send("Accessibility.getFullAXTree")) as { nodes: AxNode[] };
  await cdp.detach();
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const below = (node: AxNode): AxNode[] => (node.childIds ?? []).flatMap((id) => known.get(id) ?? []);
  const wordsIn = (node: AxNode): string =>
    String(node.role?.value) === "StaticText" ? String(node.name?.value) : below(node).map(wordsIn).join("");
  const lines = (node: AxNode, depth: number): string[] => {
    const [role, said] = [String(node.role?.value), String(node.description?.value ?? "")];
    if (role === "InlineTextBox") return [];
    if (node.ignored || role === "none" || role === "generic") return below(node).flatMap((each) => lines(each, depth));
    const line = `${"  ".repeat(depth)}${role}${said && ` (${said})`}: ${(String(node.name?.value ?? "") || wordsIn(node)).trim()}`;
    return [line, ...below(node).flatMap((each) => lines(each, depth + 1))];
  };
  const fits = (node: AxNode): boolean =>
    ["textbox", "tabpanel"].includes(String(node.role?.value)) &&
    (typeof name === "string" ? node.name?.value === name : name.test(String(node.name?.value)));
  const found = nodes.find(fits);
  return found === undefined ? [] : lines(found, 0);
}

async function joins(one: Keys, name: string, roles: readonly string[]): Promise<void> {
  const invitation = join(newFolder("invitation"), `${name}.top5invite`);
  await sofia.palette("Invite someone");
  await sofia.fill({ Name: name });
  for (const role of roles) {
    await sofia.reach(role);
    await sofia.press("Space");
  }
  if (roles.length > 0) {
    await sofia.reach("Author", "Shift+Tab");
    await sofia.press("Space");
  }
  await sofia.push("Write the invitation…");
  await sofia.path(invitation);
  await sofia.page.getByText(invitation).waitFor();
  await one.begin("Join a desk", { "Your name": name, "Invitation file": invitation, "The desk’s shared folder": shared }, "Ask to join");
  await one.page.getByRole("list", { name: "Six words to compare" }).waitFor();
  await sofia.exchange();
  await sofia.push(`The words are the same: let ${name} in`);
  await expect.poll(() => sofia.page.getByRole("list", { name: "Six words to compare" }).count()).toBe(0);
  await one.push("Look again now");
  await one.page.getByRole("navigation", { name: "Places" }).waitFor();
}

/// Sends what was typed as suggestions, with a reason.
async function suggest(one: Keys, reason: string): Promise<void> {
  await one.palette("Send as suggestions");
  await one.reach("A reason for your suggestions, if they need one");
  await one.type(reason);
  await one.push("Send suggestions");
  await closed(one);
  await one.page.getByText(reason).waitFor();
}

describe("an author and two reviewers", () => {
  it("begin a desk", async () => {
    await sofia.begin(
      "Start a desk",
      { "Your name": "Sofia", Institute: "Meridian", "Name of the briefing": "Asia Industry Briefing" },
      "Start the desk",
    );
    await sofia.page.getByText("No issue yet.").waitFor();
    await sofia.palette("Exchange");
    await sofia.push("Choose the shared folder…");
    await sofia.path(shared);
    await sofia.page.getByText(shared, { exact: true }).waitFor();
    await joins(anna, "Anna", []);
    await joins(lin, "Lin", ["Copy editor", "Editor"]);
  });

  it("the author writes what she was commissioned, and submits it", async () => {
    await sofia.palette("New issue");
    await sofia.fill({ Number: "9" });
    await sofia.day("Date", "2026-10-15");
    await sofia.push("Open the issue");
    await sofia.page.getByRole("heading", { name: "Asia Industry Briefing, No. 9" }).waitFor();
    await sofia.palette("Pitch an item");
    await sofia.fill({ Headline: "Driverless lorries", "Why this, why now": "The pilot ends" });
    await sofia.press("Enter");
    await sofia.open(/^Driverless lorries/);
    await sofia.push("Commission…");
    await sofia.choose("At a glance by", "Anna");
    await sofia.choose("Comment by", "Anna");
    await sofia.push("Commission");
    await sofia.person.expectState("Writing");
    await pass(sofia, anna);

    await anna.press("Control+1");
    await anna.open(/Driverless lorries/);
    await anna.intoText();
    await anna.press("Control+a");
    await anna.type(HEADLINE);
    await anna.press("Tab");
    await anna.type(GLANCE);
    await anna.press("Tab");
    await anna.type(COMMENT);
    // A word that no dictionary has is named beside the text while it is typed.
    await anna.type(" teh");
    await anna.person.tab("Checks");
    await anna.page.getByText("No dictionary has “teh”.").waitFor();
    await anna.person.into("comment");
    for (const _letter of " teh") await anna.press("Backspace");
    await anna.press("F6");
    await anna.reach("Source", "ArrowLeft");
    await anna.push("Add a source");
    await anna.fill({
      "Title in English": "Notice on corridors",
      "Original title": "关于开展试点的通知",
      Link: "https://example.org/notice",
    });
    await anna.push("Add an issuing body");
    await anna.fill({ Abbreviation: "MOT" });
    await anna.day("Date", "2026-10-03");
    await anna.fill({ Byline: "Anna" });
    await anna.page.locator(".printed").getByText("October 3, 2026").waitFor();
    await anna.press("Control+Enter");
    await anna.person.expectState("Submitted");
    expect(await anna.person.lines()).toEqual([HEADLINE, GLANCE, COMMENT]);
    await pass(anna, sofia);
  });

  it("the editor claims it, notes words, and suggests", async () => {
    await sofia.press("Control+1");
    await sofia.open(/^Review Lorries/);
    await sofia.push("Claim");
    await sofia.person.expectState("In review");
    await sofia.intoText();
    await move(sofia, "Control+End");
    await sofia.person.selectBack("the pace".length);
    await sofia.press("Control+Alt+m");
    await sofia.reach("Note");
    await sofia.type("Which pace? Say how fast.");
    await sofia.reach("Blocks approval until resolved");
    await sofia.press("Space");
    await sofia.push("Keep in my review");
    await closed(sofia);
    await shows(sofia, ".note", ["the pace"]);
    await sofia.palette("Send review");
    await shows(sofia, ".blocking", ["the pace"]);

    await sofia.reach("Text of the item", "Shift+Tab");
    await move(sofia, "Control+End");
    await sofia.type(" for all");
    await move(sofia, "Control+Home", "Tab", "ArrowDown", "End");
    await sofia.type(", day and night");
    await shows(sofia, "ins", [", day and night", " for all"]);
    await suggest(sofia, "As the notice says");
    await shows(sofia, "ins", [", day and night", " for all"]);
    await pass(sofia, lin);
  });

  it("the copy editor suggests on the same text", async () => {
    await lin.press("Control+2");
    await lin.open(/^Lorries without drivers/);
    await shows(lin, "ins", [", day and night", " for all"]);
    await lin.choose("What typing does", "Suggesting");
    await lin.intoText();
    await move(lin, "Control+Home", "Tab", "Home", "Control+ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight");
    await lin.press("Delete");
    await move(lin, "Control+Home");
    await lin.type("Now: ");
    await shows(lin, "ins", ["Now: ", ", day and night", " for all"]);
    await suggest(lin, "House style");
    await pass(lin, anna);
  });

  it("the author replies, accepts, and declines with a reason", async () => {
    await anna.press("Control+1");
    await anna.open(/suggestions to answer/);
    await shows(anna, "ins", ["Now: ", ", day and night", " for all"]);
    await shows(anna, "del", ["Ministry of "]);
    const text = await heard(anna, "Text of the item");
    console.log(text.join("\n"));
    for (const line of [
      "insertion (Insertion suggested by Lin): Now:",
      "deletion (Deletion suggested by Lin): Ministry of",
      "insertion (Insertion suggested by Sofia): , day and night",
      "insertion (Insertion suggested by Sofia): for all",
      "mark (Blocking note): the pace",
    ])
      expect(text.map((one) => one.trim())).toContain(line);
    const review = await heard(anna, /^Review/);
    console.log(review.join("\n"));
    for (const line of [
      "button: Insert: for all",
      "button: Delete: Ministry of",
      "button: Sofia blocking note · just now",
      "blockquote: the pace",
    ])
      expect(review.map((one) => one.trim())).toContain(line);
    await anna.press("F7");
    await anna.push("Reply");
    await anna.type("That of the insurers.");
    await anna.push("Send reply");
    await anna.page.getByText("That of the insurers.").waitFor();

    await anna.push("Insert: for all");
    await anna.press("Alt+Enter");
    await shows(anna, "ins", ["Now: ", ", day and night"]);
    await anna.reach("Delete: Ministry of");
    await anna.push("Decline");
    await expect.poll(async () => (await anna.held()).name).toBe("Why, if it needs saying");
    await anna.type("It is called so in full");
    await anna.press("Enter");
    await closed(anna);
    await shows(anna, "del", []);
    for (const left of [["Now: "], []]) {
      await anna.push("Accept");
      await expect.poll(async () => (await words(anna, "ins")).length).toBe(left.length);
    }
    expect(await anna.person.lines()).toEqual([`Now: ${HEADLINE}`, `${GLANCE}, day and night`, `${COMMENT} for all`]);
    await pass(anna, sofia);
  });

  it("who wrote in it may not approve it; the other reviewer does", async () => {
    await sofia.push("Resolve");
    await sofia.page.getByText("One resolved note").waitFor();
    await sofia.press("Control+Shift+Enter");
    await sofia.page.getByText("You wrote in this text yourself, so someone else must approve it: Lin").waitFor();
    await sofia.person.expectState("In review");
    await pass(sofia, lin);
    await lin.page.getByText("One resolved note").waitFor();
    await lin.press("Control+Shift+Enter");
    await lin.person.expectState("Approved");
    await lin.page.getByText("Every word has been seen by a second person.").waitFor();
    await pass(lin, anna);
    await anna.person.expectState("Approved");
  });
});
