import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";

/// Two chiefs of one desk: what one asks for counts once the other has signed, each is told what waits for whom, and of two who
/// changed the same thing without knowing of each other one learns that theirs was not done.

let nora: Person;
let lena: Person;
const shared = newFolder("shared");

stepByStep(() => [nora, lena]);
afterAll(async () => {
  for (const one of [nora, lena]) await one.close();
  removeFolders();
  expect([...nora.faults, ...lena.faults]).toEqual([]);
});

async function meet(...people: Person[]): Promise<void> {
  for (const one of people) await one.exchange();
}
const row = (who: Person, name: string) =>
  who.page.getByRole("row").filter({ has: who.page.getByRole("rowheader", { name: new RegExp(name) }) });
async function change(who: Person, name: string, deed: string, go: string): Promise<void> {
  await who.go("People and laptops");
  await who.press(`Change ${name}`);
  await row(who, name).getByRole("button", { name: deed }).click();
  await who.press(go);
}

/// Invites somebody with one role and lets them in.
async function joins(chief: Person, name: string, role: string, joiner: Person): Promise<void> {
  const invitation = join(newFolder("invitation"), `${name}.top5invite`);
  await chief.go("People and laptops");
  await chief.press("Invite someone");
  await chief.fill({ Name: name });
  const ticks = chief.page.getByRole("form", { name: "Invite someone" });
  await ticks.getByLabel(role, { exact: true }).check();
  if (role !== "Author") await ticks.getByLabel("Author", { exact: true }).uncheck();
  await chief.press("Write the invitation…");
  await chief.path(invitation);
  await joiner.begin(
    "Join a desk",
    { "Your name": name, "Invitation file": invitation, "The desk’s shared folder": shared },
    "Ask to join",
  );
  await joiner.page.getByRole("list", { name: "Six words to compare" }).waitFor();
  await meet(chief);
  await chief.go("Inbox");
  await chief.page
    .getByRole("main")
    .getByRole("button", { name: new RegExp(`^Let in\\s+${name}`) })
    .click();
  await chief.press(`The words are the same: let ${name} in`);
  await chief.page.getByRole("list", { name: "Six words to compare" }).waitFor({ state: "detached" });
  await joiner.press("Look again now");
  await joiner.page.getByRole("navigation", { name: "Places" }).waitFor();
}

it("begins with two chiefs and an author", async () => {
  nora = await Person.open();
  await nora.begin("Start a desk", { "Your name": "Nora", Institute: "Institute", "Name of the briefing": "Briefing" }, "Start the desk");
  await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
  await nora.must("exchange.meet", { at: shared });
  const anna = await Person.open();
  await joins(nora, "Anna", "Author", anna);
  await anna.close();
  lena = await Person.open();
  await joins(nora, "Lena", "Chief", lena);
  await meet(nora, lena);
});

it("tells who asked that another change came first, to ask again or to leave it", async () => {
  await nora.go("People and laptops");
  await nora.page.getByRole("checkbox", { name: "Anna: Copy editor" }).click();
  await nora.page.getByText("Anna becomes: Author, Copy editor.").waitFor();
  await change(lena, "Anna", "Stop it…", "Stop it now");
  await row(lena, "Anna").getByText("stopped").waitFor();
  await meet(lena, nora);
  await nora.go("Inbox");
  await nora.page
    .getByRole("main")
    .getByRole("button", { name: /Anna.*another change of who may do what came first/s })
    .click();
  await nora.page.getByText("Not done: Anna becomes: Author, Copy editor.").waitFor();
  await nora.press("Ask for it again");
  await nora.page.getByText("Waits for a second chief’s signature.").waitFor();
  await meet(nora, lena);
  await lena.go("People and laptops");
  await lena.press("Sign it, too");
  await expect.poll(() => lena.page.getByRole("checkbox", { name: "Anna: Copy editor" }).isChecked()).toBe(true);
  await meet(lena, nora);
});

it("shows who asked that it waits, and the other chief what to sign", async () => {
  await change(nora, "Anna", "Leaves the desk…", "Take off the desk");
  await nora.page.getByText("Anna leaves the desk.").waitFor();
  await nora.page.getByText("Waits for a second chief’s signature.").waitFor();
  expect(await row(nora, "Anna").count()).toBe(1);
  await nora.go("Inbox");
  await nora.page.getByText("Nothing needs you").waitFor();
  await meet(nora, lena);
  await lena.go("Inbox");
  await lena.page
    .getByRole("main")
    .getByRole("button", { name: /Anna.*Nora asked to change who may do what/s })
    .click();
  await lena.page.getByText(/Nora asked for it .* It counts once you sign, too\./).waitFor();
  await lena.press("Sign it, too");
  await lena.page.getByText("No longer on the desk: Anna.").waitFor();
  await meet(lena, nora);
  await nora.go("People and laptops");
  await nora.page.getByText("No longer on the desk: Anna.").waitFor();
  expect(await nora.page.getByText("Waits for a second chief’s signature.").count()).toBe(0);
});
