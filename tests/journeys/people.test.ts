import { afterAll, expect, it } from "vitest";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";

/// A chief at the window: stops a laptop and lets it write again, appoints a stand-in, takes somebody off the desk, and comes
/// back on a new laptop by the words on paper.

let nora: Person;
let back: Person | undefined;
let words = "";
let number = "";
const shared = newFolder("shared");

stepByStep(() => [nora, back]);
afterAll(async () => {
  await nora.close();
  await back?.close();
  removeFolders();
  expect([...nora.faults, ...(back?.faults ?? [])]).toEqual([]);
});

const row = (name: string) => nora.page.getByRole("row").filter({ has: nora.page.getByRole("rowheader", { name: new RegExp(name) }) });
const change = async (name: string, deed: string): Promise<void> => {
  const button = nora.page.getByRole("button", { name: `Change ${name}` });
  if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
  await row(name).getByRole("button", { name: deed }).click();
};

it("stops a laptop at once, and lets it write again", async () => {
  nora = await Person.open();
  await nora.resize(1280, 860);
  await nora.begin("Open the sample", { "Your name": "Nora Feld" }, "Open the sample desk");
  await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
  await nora.go("People and laptops");
  await change("Ines Carvalho", "Stop it…");
  await nora.page.getByRole("button", { name: "Stop it now" }).click();
  await row("Ines Carvalho").getByText("stopped").waitFor();
  await change("Ines Carvalho", "Let it write again…");
  await nora.page.getByRole("button", { name: "Let it write again", exact: true }).click();
  await row("Ines Carvalho").getByText("stopped").waitFor({ state: "detached" });
});

it("lets somebody stand in, and ends it", async () => {
  await change("Lena Hoffmann", "Stand-in for…");
  await nora.page.getByRole("combobox", { name: "For" }).selectOption({ label: "Ines Carvalho" });
  await nora.page.getByRole("button", { name: "Appoint" }).click();
  await row("Lena Hoffmann").getByText("Stands in for Ines Carvalho: Editor.").waitFor();
  const editor = nora.page.getByRole("checkbox", { name: "Lena Hoffmann: Editor" });
  expect([await editor.isChecked(), await editor.isDisabled()]).toEqual([true, true]);
  await row("Lena Hoffmann").getByRole("button", { name: "End it" }).click();
  await row("Lena Hoffmann").getByText("Stands in for").waitFor({ state: "detached" });
  expect(await editor.isChecked()).toBe(false);
});

it("takes somebody off the desk, whose name stays", async () => {
  await change("Tom Ashworth", "Leaves the desk…");
  await nora.page.getByRole("button", { name: "Take off the desk" }).click();
  await nora.page.getByText("No longer on the desk: Tom Ashworth.").waitFor();
  expect(await row("Tom Ashworth").count()).toBe(0);
});

it("shows the words of a recovery key once", async () => {
  // A desk of her own: colleagues of the sample have no laptops that hand anything over.
  await nora.close();
  nora = await Person.open();
  await nora.begin(
    "Start a desk",
    { "Your name": "Nora Feld", Institute: "Institute", "Name of the briefing": "Briefing" },
    "Start the desk",
  );
  await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
  await nora.must("exchange.meet", { at: shared });
  await nora.go("People and laptops");
  await nora.page.getByRole("button", { name: "Make a recovery key" }).click();
  const sheet = nora.page.getByRole("region", { name: /^Recovery key of/ });
  await sheet.waitFor();
  words = (await sheet.getByRole("listitem").allInnerTexts()).join(" ");
  number = await sheet.locator("code").innerText();
  expect(words.split(" ")).toHaveLength(24);
  // Who presses Esc, or looks at another screen, before they are on paper, has not lost them.
  await nora.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await nora.go("People and laptops");
  expect((await sheet.getByRole("listitem").allInnerTexts()).join(" ")).toBe(words);
  await sheet.getByRole("button", { name: "I have them on paper" }).click();
  await nora.page.getByText("This desk has a recovery key on paper.").waitFor();
  await nora.must("exchange.now", {});
});

it("comes back on a new laptop by these words, as a chief", async () => {
  await nora.close();
  back = await Person.open();
  await back.begin(
    "Come back by recovery key",
    { "Your name": "Nora Feld", "The 24 words": words, "Desk number": number, "The desk’s shared folder": shared },
    "Come back",
  );
  await back.page.getByRole("navigation", { name: "Places" }).waitFor();
  await back.go("People and laptops");
  await back.page.getByText("The recovery key has been used. Replace it.").waitFor();
  expect(await back.page.getByRole("checkbox", { name: "Nora Feld: Chief" }).isChecked()).toBe(true);
});
