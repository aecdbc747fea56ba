import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../tidy/sources.ts";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";
import { Keys } from "./keys.ts";

/// One issue by the keyboard alone: no pointer, no focus set by a script. Two people at their own windows.

const HEADLINE = "Lorries without drivers get their own lanes";
const LINES = [
  HEADLINE,
  "The Ministry of Transport (MOT) opened twelve corridors. Key steps include:",
  "Mark every lane by June 2027",
  "Publish each stop within a day",
  "Lanes are cheap and insurers are not. Whoever pays first sets the pace, as the pilot rules",
];

let sofia: Keys;
let marek: Keys;
let shared: string;
let files: string;

stepByStep(() => [sofia?.person, marek?.person]);
beforeAll(async () => {
  [shared, files] = [newFolder("shared"), newFolder("files")];
  sofia = new Keys(await Person.open());
  marek = new Keys(await Person.open());
});
afterAll(async () => {
  const people = [sofia?.person, marek?.person].filter((one) => one !== undefined);
  await Promise.all(people.map((one) => one.close()));
  removeFolders();
  expect(people.flatMap((one) => one.faults)).toEqual([]);
});

/// Four items of the sample, to be the other ranks.
function fourItems(): string {
  const path = join(files, "four.json");
  const { items, briefs, ...rest } = JSON.parse(readFileSync(join(ROOT, "resources/sample/issue.json"), "utf8")) as {
    items: unknown[];
    briefs: { list: string }[];
  };
  writeFileSync(path, JSON.stringify({ ...rest, items: items.slice(0, 4), briefs: briefs.map(({ list }) => ({ list, entries: [] })) }));
  return path;
}

/// Begins to suggest and thinks better of it. The button goes away with the words: one more Enter, meant for it, signs nothing.
async function letsGo(one: Keys): Promise<void> {
  await one.intoText();
  await one.press("Control+End");
  await one.type(" Or not");
  await one.push("Let my words go");
  await one.person.button("Let my words go").waitFor({ state: "detached" });
  await expect.poll(async () => (await one.held()).name).toBe("Return…");
}

const main = (one: Keys) => one.page.getByRole("main");

describe("the desk begins", () => {
  it("a desk is started and its shared folder chosen", async () => {
    await sofia.begin(
      "Start a desk",
      { "Your name": "Sofia", Institute: "Meridian", "Name of the briefing": "Asia Industry Briefing" },
      "Start the desk",
    );
    await main(sofia).getByText("No issue yet.").waitFor();
    await sofia.palette("Exchange");
    await sofia.push("Choose the shared folder…");
    await sofia.path(shared);
    await sofia.page.getByText(shared, { exact: true }).waitFor();
    expect(await sofia.held(), "the keyboard is back where the question came from").toMatchObject({ name: "Change…" });
  });

  it("an editor is invited, joins, and is let in", async () => {
    const invitation = join(newFolder("invitation"), "Marek.top5invite");
    await sofia.palette("Invite someone");
    await sofia.fill({ Name: "Marek" });
    await sofia.reach("Editor");
    await sofia.press("Space");
    await sofia.reach("Author", "Shift+Tab");
    await sofia.press("Space");
    await sofia.push("Write the invitation…");
    await sofia.path(invitation);
    await sofia.page.getByText(invitation).waitFor();

    await marek.begin(
      "Join a desk",
      { "Your name": "Marek", "Invitation file": invitation, "The desk’s shared folder": shared },
      "Ask to join",
    );
    await marek.page.getByRole("list", { name: "Six words to compare" }).waitFor();
    await sofia.exchange();
    await sofia.push("The words are the same: let Marek in");
    await expect.poll(() => sofia.page.getByRole("list", { name: "Six words to compare" }).count()).toBe(0);
    await marek.push("Look again now");
    await marek.page.getByRole("navigation", { name: "Places" }).waitFor();
  });
});

describe("the issue fills", () => {
  it("the first issue is opened, and another imported", async () => {
    await sofia.palette("New issue");
    await sofia.fill({ Number: "9" });
    await sofia.day("Date", "2026-09-15");
    await sofia.push("Open the issue");
    await main(sofia).getByRole("heading", { name: "Asia Industry Briefing, No. 9" }).waitFor();

    await sofia.press("Control+o");
    await sofia.path(fourItems());
    await sofia.push("Open as an issue");
    await main(sofia).getByRole("heading", { name: "Asia Industry Briefing, No. 10" }).waitFor();
    await main(sofia).getByText("Empty: move an item here").waitFor();
  });

  it("an item is pitched, commissioned, and written with all that is printed", async () => {
    await sofia.palette("Pitch an item");
    await sofia.fill({ Headline: "Driverless lorries", "Why this, why now": "The pilot ends" });
    await sofia.press("Enter");
    await sofia.open(/^Driverless lorries/);
    await sofia.push("Commission…");
    await sofia.choose("At a glance by", "Sofia");
    await sofia.push("Commission");
    await sofia.person.expectState("Writing");

    await sofia.intoText();
    const [headline = "", glance = "", one = "", two = "", comment = ""] = LINES;
    await sofia.press("Control+a");
    await sofia.type(headline);
    await sofia.press("Tab");
    await sofia.type(glance);
    await sofia.press("Enter");
    await sofia.type(`- ${one}`);
    await sofia.press("Enter");
    await sofia.type(two);
    await sofia.press("Tab");
    const [before = "", after = ""] = comment.split(" not");
    await sofia.type(before + " ");
    await sofia.press("Control+b");
    await sofia.type("not");
    await sofia.press("Control+b");
    const [plain = "", sloped = ""] = [after.replace(/pace.*/, ""), /pace/.exec(after)?.[0] ?? ""];
    await sofia.type(plain);
    await sofia.press("Control+i");
    await sofia.type(sloped);
    await sofia.press("Control+i");
    await sofia.type(", as the pilot rules");
    await sofia.person.selectBack("pilot rules".length);
    await sofia.press("Control+Shift+k");
    await sofia.type("https://example.org/pilot");
    await sofia.press("Enter");
    expect(await sofia.person.lines()).toEqual(LINES);
    const marked = (tag: string): Promise<string[]> => sofia.page.locator(`.manuscript ${tag}`).allInnerTexts();
    expect([await marked("strong"), await marked("em"), await marked("a")]).toEqual([["not"], ["pace"], ["pilot rules"]]);
  });

  it("F6 goes to the right column, where source, body, date and byline are given", async () => {
    await sofia.press("F6");
    await sofia.reach("Source", "ArrowLeft");
    await sofia.push("Add a source");
    await sofia.fill({
      "Title in English": "Notice on corridors",
      "Original title": "关于开展试点的通知",
      Link: "https://example.org/notice",
    });
    await sofia.push("Add an issuing body");
    await sofia.fill({ Abbreviation: "MOT" });
    await sofia.day("Date", "2026-10-03");
    await sofia.fill({ Byline: "Sofia" });
    await sofia.page.locator(".printed").getByText("October 3, 2026").waitFor();
    await sofia.press("Shift+F6");
    expect(await sofia.held(), "back in the text").toMatchObject({ role: "textbox" });
    await sofia.press("Control+s");
    await expect.poll(() => sofia.person.button("Share").count()).toBe(0);
    await sofia.press("Control+Enter");
    await sofia.person.expectState("Submitted");
  });

  it("Esc goes back to the row it was opened from; keys rank it", async () => {
    await sofia.press("Escape");
    await expect.poll(async () => (await sofia.held()).name).toMatch(/^Lorries without drivers/);
    await sofia.push("To rank 5");
    await expect.poll(async () => (await sofia.held()).name).toMatch(/^Rank 5: Lorries/);
    await sofia.press("Alt+ArrowUp");
    await expect.poll(async () => (await sofia.held()).name).toMatch(/^Rank 4: Lorries/);
    await sofia.press("F10", "ArrowRight");
    await sofia.reach("Issue", "ArrowRight");
    await sofia.press("ArrowDown");
    await sofia.reach(/^Move the item up/, "ArrowDown");
    await sofia.press("Enter");
    await expect.poll(async () => (await sofia.held()).name).toMatch(/^Rank 3: Lorries/);
  });

  it("the four imported items are assigned and submitted", async () => {
    for (const rank of [1, 2, 4, 5]) {
      await sofia.press("Control+2");
      await sofia.open(new RegExp(`^Rank ${rank}:`));
      await sofia.palette("Assign authors");
      await sofia.choose("At a glance by", "Sofia");
      await sofia.push("Assign");
      await expect.poll(() => sofia.person.button("Assign authors…").count()).toBe(0);
      await sofia.press("Control+Enter");
      await sofia.person.expectState("Submitted");
    }
    await sofia.exchange();
    await marek.exchange();
  });
});

describe("the other person's turn", () => {
  it("claims from the inbox, notes words, sends the review", async () => {
    await marek.press("Control+1");
    await marek.open(/^Review Lorries/);
    await marek.push("Claim");
    await marek.person.expectState("In review");
    await marek.intoText();
    await marek.press("Control+End");
    await marek.person.selectBack("pilot rules".length);
    await marek.press("Control+Alt+m");
    await marek.type("Which rules? Name them.");
    await marek.reach("Blocks approval until resolved");
    await marek.press("Space");
    await marek.push("Keep in my review");
    await expect.poll(() => marek.page.locator(".manuscript .note").allInnerTexts()).toEqual(["pilot rules"]);
    await marek.palette("Send review");
    await marek.page.locator(".manuscript .blocking").first().waitFor();
    await marek.exchange();
  });

  it("is answered, resolves, approves", async () => {
    await sofia.exchange();
    await sofia.press("Control+2");
    await sofia.open(/^Rank 3:/);
    await sofia.press("F7");
    await sofia.push("Reply");
    await sofia.type("Those of 2025.");
    await sofia.push("Send reply");
    await sofia.page.getByText("Those of 2025.").waitFor();
    await sofia.exchange();
    await marek.exchange();
    await marek.push("Resolve");
    await marek.page.getByText("One resolved note").waitFor();
    await marek.press("Control+Shift+Enter");
    await marek.person.expectState("Approved");
    for (const rank of [1, 2, 4, 5]) {
      await marek.press("Control+2");
      await marek.open(new RegExp(`^Rank ${rank}:`));
      await marek.palette("Claim");
      await marek.person.expectState("In review");
      if (rank === 1) await letsGo(marek);
      await marek.press("Control+Shift+Enter");
      await marek.person.expectState("Approved");
    }
  });

  it("writes a brief in one go and submits it; the chief approves it", async () => {
    await marek.press("Control+Shift+n");
    await expect.poll(async () => (await marek.held()).name).toBe("What happened, in one sentence");
    await marek.type("The the port of Ningbo opened a berth for driverless lorries");
    await marek.fill({ "Source label": "Port notice", Link: "https://example.org/berth" });
    await marek.press("Enter");
    await marek.page.getByRole("list", { name: "Policy news" }).getByText("not shared yet").waitFor();
    expect(await marek.held(), "the next brief can be typed at once").toMatchObject({ name: "What happened, in one sentence" });
    await marek.push("Mend: The");
    await marek.page.getByRole("button", { name: "Mend: The" }).waitFor({ state: "detached" });
    await marek.page.getByText("The port of Ningbo opened a berth", { exact: false }).waitFor();
    await marek.palette("Submit briefs");
    await marek.page.getByText("One brief submitted.").waitFor();
    await marek.exchange();

    await sofia.exchange();
    await sofia.press("Control+3");
    await sofia.reach(/^Select: The port of Ningbo/);
    await sofia.press("Space");
    await sofia.palette("Approve selected briefs");
    await main(sofia).getByText("Approved", { exact: true }).waitFor();
  });
});

describe("the issue goes out", () => {
  it("preflight leads to each place and back", async () => {
    await sofia.exchange();
    await marek.exchange();
    await sofia.press("Control+2");
    await sofia.palette("Issue details");
    await sofia.page.getByRole("form", { name: "Issue details" }).waitFor();
    await sofia.press("Escape");
    expect(await sofia.page.getByRole("form", { name: "Issue details" }).count()).toBe(0);

    await sofia.open(/^Rank 1:/);
    await sofia.palette("Reopen");
    await sofia.type("To see what stands in the way");
    await sofia.push("Reopen");
    await sofia.person.expectState("Re-review");
    await sofia.page.getByRole("form").waitFor({ state: "detached" });
    await sofia.press("Escape");
    await sofia.press("F6");
    await sofia.reach(/^Not approved yet: in review ?, Grid operators/);
    await sofia.press("Enter");
    await sofia.page.locator(".manuscript").waitFor();
    await sofia.press("Escape");
    await expect.poll(async () => (await sofia.held()).name).toMatch(/^Not approved yet: in review ?, Grid operators/);
    await sofia.exchange();
    await marek.exchange();
    await marek.press("Control+2");
    await marek.open(/^Rank 1:/);
    if ((await marek.person.button("Claim").count()) > 0) await marek.palette("Claim");
    await marek.press("Control+Shift+Enter");
    await marek.person.expectState("Approved");
    await marek.exchange();
    await sofia.exchange();
  });

  it("both sign, from wherever they are", async () => {
    await marek.press("Control+2");
    await marek.push("Sign off No. 10");
    await marek.page.getByText("Waits for a second signature.").waitFor();
    await marek.exchange();
    await sofia.exchange();
    await sofia.press("Control+2");
    await sofia.page.getByText("Waits for a second signature.").waitFor();
    await sofia.palette("Sign off the issue");
    await sofia.page.getByText("Signed off by two. The next export is clean.").waitFor();
  });

  it("the files are written", async () => {
    await sofia.press("Control+e");
    await sofia.path(join(files, "out"));
    await sofia.page.getByText("The issue is out").waitFor();
    expect(readdirSync(join(files, "out")).sort()).toEqual(
      ["docx", "eml", "epub", "html", "json", "manifest.json", "md", "pdf", "txt"].map((end) => `Asia-Industry-Briefing-10.${end}`),
    );
    expect(readFileSync(join(files, "out", "Asia-Industry-Briefing-10.txt"), "utf8")).toContain(HEADLINE);
  });
});
