import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { content } from "../builders/desk.ts";
import { OUTSIDER, replacedIn, rewritten } from "../builders/word.ts";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";

/// A text that goes out to an outside expert as Word and comes home: its author writes the copy, an editor brings it in.

const ITEM = "0123456789abcdef0123456789abcdef";
const ISSUE = "fedcba9876543210fedcba9876543210";
const FIELDS = { title: null, number: "10", date: "2026-10-02", embargo: null, credits: [], contact: null, publisher: [] };
const TEXT = content("Ports on the river", ["The ministry said so in May.", "Ships wait for pilots."], ["It matters.", "Ports decide."]);

let sofia: Person;
let anna: Person;
const shared = newFolder("shared");
const mail = newFolder("mail");
const out = join(mail, "ports-review.docx");
const back = join(mail, "ports-review-weber.docx");

stepByStep(() => [sofia, anna]);
beforeAll(async () => {
  [sofia, anna] = await Promise.all([Person.open(), Person.open()]);
});
afterAll(async () => {
  await Promise.all([sofia.close(), anna.close()]);
  removeFolders();
  expect([...sofia.faults, ...anna.faults]).toEqual([]);
});

const act = (one: Person, name: string, input: unknown): Promise<unknown> => one.must("desk.act", { name, input });

/// Opens the only item of the issue with its review in the right column.
async function open(one: Person): Promise<void> {
  await one.openRank(1);
  await one.tab("Review");
}

describe("a review copy", () => {
  it("is written from the item's page, for a text that two people share", async () => {
    await sofia.begin(
      "Start a desk",
      { "Your name": "Sofia", Institute: "Meridian", "Name of the briefing": "Asia Briefing" },
      "Start the desk",
    );
    await sofia.page.getByText("No issue yet.").waitFor();
    await sofia.must("exchange.meet", { at: shared });
    const invitation = join(mail, "anna.top5invite");
    await sofia.must("people.invite", { name: "Anna", roles: ["editor"], path: invitation });
    await anna.begin(
      "Join a desk",
      { "Your name": "Anna", "Invitation file": invitation, "The desk’s shared folder": shared },
      "Ask to join",
    );
    await anna.page.getByRole("list", { name: "Six words to compare" }).waitFor();
    await sofia.exchange();
    await sofia.go("People and laptops");
    await sofia.press("The words are the same: let Anna in");
    await expect.poll(() => sofia.page.getByRole("list", { name: "Six words to compare" }).count()).toBe(0);
    await anna.press("Look again now");
    await anna.page.getByRole("navigation", { name: "Places" }).waitFor();
    const { me } = await sofia.must<{ me: { id: string } }>("desk.overview", {});
    await act(sofia, "issue.open", { issue: ISSUE, fields: FIELDS, due: null });
    const authors = { glance: [me.id], comment: [me.id] };
    await act(sofia, "item.commission", { item: ITEM, issue: ISSUE, headline: "Ports", authors, due: null });
    await act(sofia, "issue.rank", { issue: ISSUE, places: [{ item: ITEM, rank: 1 }] });
    await sofia.must("draft.save", { item: ITEM, base: null, content: TEXT });
    await act(sofia, "item.share", { item: ITEM });
    await open(sofia);
    await sofia.run("Write a review copy");
    await sofia.path(out);
    expect(await sofia.said()).toContain("“ports-review.docx” holds the text with its open notes and suggestions.");
    await sofia.hush();
    await sofia.exchange();
    await anna.exchange();
    await sofia.exchange();
    await anna.exchange();
  });

  it("that comes home is shown before it is brought in, under a name that can be changed", async () => {
    const changed = rewritten(new Uint8Array(readFileSync(out)), (document) =>
      replacedIn(replacedIn(document, "Ships", "Barges"), "decide", "decide much"),
    );
    const noted = rewritten(
      changed,
      () =>
        `<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
        `<w:comment ${OUTSIDER.replace("900", "1")}><w:p><w:r><w:t>Which pilots?</w:t></w:r></w:p></w:comment></w:comments>`,
      "word/comments.xml",
    );
    const anchored = rewritten(noted, (document) =>
      document
        .replace("<w:sectPr>", "<w:p><w:r><w:t>My invoice follows.</w:t></w:r></w:p><w:sectPr>")
        .replace(/(<w:r><w:t[^>]*> wait for pilots\.<\/w:t><\/w:r>)/, '<w:commentRangeStart w:id="1"/>$1<w:commentRangeEnd w:id="1"/>'),
    );
    writeFileSync(back, anchored);
    await open(anna);
    await anna.run("Bring in a returned copy");
    await anna.path(back);
    const form = anna.page.getByRole("form", { name: "A returned copy of “Ports on the river”" });
    await form.waitFor();
    expect(await form.innerText()).toContain("2 suggestions · One note · One thing has no place in the text");
    expect(await form.innerText()).toContain("Outside the text: My invoice follows.");
    expect(await form.getByLabel("Who changed it").inputValue()).toBe("Dr Weber");
    await form.getByLabel("Who changed it").fill("Dr Marta Weber");
    await form.getByRole("button", { name: "Bring in Dr Marta Weber’s copy" }).click();
    expect(await anna.said()).toContain("Dr Marta Weber’s copy is in");
    await anna.hush();
    await expect.poll(() => anna.shown()).toContain("brought in by Anna");
    expect(await anna.button("Accept").count()).toBe(0);
  });

  it("is known when it is dropped on the page a second time", async () => {
    const bytes = [...readFileSync(back)];
    await anna.page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(${JSON.stringify(bytes)})], "again.docx"));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`);
    const form = anna.page.getByRole("form", { name: "A returned copy of “Ports on the river”" });
    await form.waitFor();
    expect(await form.innerText()).toContain("Anna brought in this very file");
    await form.getByRole("button", { name: /^Bring in/ }).click();
    expect(await anna.said()).toContain("Anna brought in this very file on");
    await anna.hush();
    await anna.page.keyboard.press("Escape");
  });

  it("is answered by the author, whose text then holds the expert’s words", async () => {
    await anna.exchange();
    await sofia.exchange();
    await open(sofia);
    await sofia.page.getByText("Dr Marta Weber").first().waitFor();
    expect(await sofia.shown()).toContain("Which pilots?");
    await sofia.button("Accept").first().click();
    await expect.poll(() => sofia.lines()).toContain("Barges wait for pilots.");
    await sofia.page.getByText("One returned copy").waitFor();
    expect(await sofia.shown()).toContain("My invoice follows.");
    await sofia.page.getByLabel("Show it on the page").check();
    await expect.poll(() => sofia.shown()).toContain("Dr Marta Weber (brought in by Anna)");
  });
});
