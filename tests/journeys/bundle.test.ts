import { once } from "node:events";
import { copyFileSync, existsSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openApp, runApp } from "../builders/app.ts";
import { PostgresServer } from "../builders/postgres.ts";
import { postgresPrograms } from "../packages.ts";
import { newFolder, PASSPHRASE, Person, removeFolders, stepByStep } from "./hands.ts";

/// One window that writes a bundle, opens it by double click, and moves its desk to a hub.

let nora: Person | undefined;
let server: PostgresServer | undefined;
const mail = newFolder("mail");
const bundle = join(mail, "desk.top5");

const there = (): Person => {
  if (nora === undefined) throw new Error("no window");
  return nora;
};

/// What a double click on a file does while the window is open: a second start with the file's path, which ends by itself.
async function doubleClick(path: string): Promise<void> {
  const second = await runApp(there().folder, { words: [path] });
  expect(((await once(second.child, "exit")) as [number | null])[0]).toBe(0);
}

afterAll(async () => {
  await nora?.close();
  await server?.end();
  removeFolders();
});

describe("a window", () => {
  stepByStep(() => [nora]);

  it("writes a bundle from the Exchange screen", async () => {
    nora = await Person.open();
    await nora.begin("Open the sample", { "Your name": "Nora Feld" }, "Open the sample desk");
    await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
    await nora.run("Write a bundle");
    await nora.press("Write the bundle");
    await nora.path(bundle);
    expect(await nora.said()).toMatch(/^Wrote \d+ entries/);
    expect(existsSync(bundle)).toBe(true);
    await nora.hush();
  });

  it("takes in a bundle that is double-clicked, and says why it takes in none of a damaged one", async () => {
    await doubleClick(bundle);
    expect(await there().said()).toMatch(/^Took in nothing new/);
    await there().hush();
    const cut = join(mail, "cut.top5");
    copyFileSync(bundle, cut);
    truncateSync(cut, 1000);
    await doubleClick(cut);
    expect(await there().said()).toContain("This bundle has not arrived whole");
    await there().hush();
    await there().run("Take in a bundle");
    await there().path(bundle);
    expect(await there().said()).toMatch(/^Took in nothing new/);
    await there().hush();
  });

  it.runIf(postgresPrograms() !== null)("meets in a hub from then on, and shows its place without the password", async () => {
    server = await PostgresServer.fresh();
    const address = await server.person("nora");
    await there().go("Exchange");
    await there().press("Use a hub…");
    await there().fill({ "Address of the hub": server.address("nora", "Quagga-1") });
    await there().press("Meet there");
    expect(await there().said()).toContain("The hub does not know this login");
    await there().hush();
    await there().page.getByText("No shared folder or hub is set").waitFor();
    await there().fill({ "Address of the hub": address });
    await there().press("Meet there");
    await there().page.getByText(`Hub ${server.root}/here/desk`).waitFor();
    await there().button("Meet there").waitFor({ state: "detached" });
    const kept = await server.sql<{ count: string }>("SELECT count(*) FROM top5.entries");
    expect(Number(kept[0]?.count)).toBeGreaterThan(10);
    expect(await there().exchange()).toContain("Took in nothing, handed over nothing");
    expect(await there().shown()).not.toContain("secret");
    expect(there().faults).toEqual([]);
  });

  it("takes in the bundle that it was started with, once it is unlocked", async () => {
    const { folder } = there();
    await there().close();
    nora = undefined;
    const app = await openApp({ folder, words: [bundle] });
    await app.page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
    await app.page.keyboard.press("Enter");
    await app.page.getByText("Took in nothing new").waitFor();
    await app.close();
  });
});
