import AxeBuilder from "@axe-core/playwright";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { randomHex } from "../../src/station/keys/crypto.ts";
import { content } from "../builders/desk.ts";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";

/// What must go by law: a chief looks for a name, asks that it goes, and a second person reads what goes and confirms it.

const NAME = "Quislington Zyx";
let sofia: Person;
let marek: Person;
const item = randomHex(16);

stepByStep(() => [sofia, marek]);
afterAll(async () => {
  await Promise.all([sofia.close(), marek.close()]);
  removeFolders();
  expect([...sofia.faults, ...marek.faults]).toEqual([]);
});

/// What axe-core finds here that is serious or critical.
async function faultsOf({ page }: Person): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id}: ${one.help}`);
}

const meet = async (...people: Person[]): Promise<void> => {
  for (const one of people) await one.must("exchange.now", {});
};
const act = (by: Person, name: string, input: object): Promise<unknown> => by.must("desk.act", { name, input });

it("two people share a desk, and a text that names somebody was written over", async () => {
  const [shared, invitation] = [newFolder("shared"), join(newFolder("invitation"), "Marek.top5invite")];
  sofia = await Person.open();
  marek = await Person.open();
  await sofia.begin("Start a desk", { "Your name": "Sofia", Institute: "Meridian", "Name of the briefing": "Briefing" }, "Start the desk");
  await sofia.page.getByRole("navigation", { name: "Places" }).waitFor();
  await sofia.must("exchange.meet", { at: shared });
  await sofia.must("people.invite", { name: "Marek", roles: ["author", "editor"], path: invitation, member: null });
  const asks = { "Your name": "Marek", "Invitation file": invitation, "The desk’s shared folder": shared };
  await marek.begin("Join a desk", asks, "Ask to join");
  await marek.page.getByRole("list", { name: "Six words to compare" }).waitFor();
  const { joining } = await sofia.must<{ joining: readonly { device: string }[] }>("exchange.read", {});
  await sofia.must("people.admit", { device: joining[0]?.device });
  await marek.press("Look again now");
  await marek.page.getByRole("navigation", { name: "Places" }).waitFor();
  await meet(marek, sofia);
  const issue = randomHex(16);
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  await act(sofia, "issue.open", { issue, fields, due: null });
  const { people } = await sofia.must<{ people: readonly { id: string; name: string }[] }>("desk.overview", {});
  const authors = people.filter((one) => one.name === "Sofia").map((one) => one.id);
  await act(sofia, "item.commission", { item, issue, headline: "Ports", authors: { glance: authors, comment: authors }, due: null });
  let base: string | null = null;
  for (const who of [NAME, "The minister"]) {
    await sofia.must("draft.save", { item, base, content: content("Ports open", [`${who} opened the port.`], ["It matters."]) });
    await act(sofia, "item.share", { item });
    const { item: row } = await sofia.must<{ item: { head: string } }>("item.read", { item });
    base = row.head;
  }
  await meet(sofia, marek);
});

it("the chief looks for the name, by keyboard alone, and asks", async () => {
  await sofia.openTask(/Ports open/);
  await sofia.tab("History");
  await sofia.button("Ask to erase…").focus();
  await sofia.page.keyboard.press("Enter");
  await sofia.page.keyboard.type("quislington zyx");
  await sofia.page.keyboard.press("Enter");
  await sofia.page.getByText("One entry holds them").waitFor();
  expect(await faultsOf(sofia)).toEqual([]);
  await sofia.page.getByLabel("Why it must go").fill("A court ordered it.");
  await sofia.press("Ask");
  await sofia.page.getByText("Sofia asked to erase this: “A court ordered it.”").waitFor();
  await sofia.exchange();
});

it("the second person reads what goes in the inbox, and confirms", async () => {
  await marek.exchange();
  await marek.go("Inbox");
  await marek.page.getByRole("button", { name: /^Erase/ }).click();
  const form = marek.page.getByRole("form", { name: "Confirm that this is erased" });
  await form.getByText(`${NAME} opened the port.`).waitFor();
  expect(await faultsOf(marek)).toEqual([]);
  await form.getByRole("button", { name: "Erase for good" }).click();
  await form.waitFor({ state: "detached" });
  await marek.exchange();
});

it("the history tells who erased it and why, and the text stands", async () => {
  await sofia.exchange();
  await sofia.openTask(/Ports open/);
  await sofia.tab("History");
  await sofia.page.getByText(/^Erased by Sofia and Marek on .*: “A court ordered it.”$/).waitFor();
  expect(await sofia.lines()).toContain("The minister opened the port.");
  expect(await sofia.call("erasure.find", { item, brief: null, words: NAME })).toEqual({ ok: true, value: [] });
});
