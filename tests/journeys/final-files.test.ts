import { appendFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JPEG, png } from "../builders/pictures.ts";
import { completeDesk } from "../builders/signed.ts";
import { removeFolders as removeStations } from "../builders/stations.ts";
import { newFolder, Person, removeFolders, stepByStep } from "./hands.ts";

/// A signed issue goes out with its manifest, its files are checked later, and the whole desk leaves as plain files.

let chief: Person;
const out = newFolder("out");
const away = newFolder("away");

stepByStep(() => [chief]);
beforeAll(async () => {
  const desk = await completeDesk();
  await desk.sign();
  const { folder } = desk.chief.station;
  for (const session of desk.all) await session.close();
  chief = await Person.open({ folder });
  await chief.resize(1280, 900);
  await chief.unlock();
}, 90_000);
afterAll(async () => {
  await chief.close();
  removeFolders();
  removeStations();
  expect(chief.faults).toEqual([]);
});

describe("final files", () => {
  it("are looked at in Word first, marked DRAFT, which puts nothing out", async () => {
    const looked = newFolder("looked");
    await chief.go("Preview");
    await chief.page.getByRole("tab", { name: "Word", exact: true }).click();
    await chief.press("Write a draft as Word file and open it…");
    await chief.path(looked);
    const opened = (): unknown => chief.recorded().find(({ call }) => call === "shell.openPath")?.with[0];
    await expect.poll(opened, { timeout: 20_000 }).toBe(join(looked, "Test-Briefing-12-DRAFT.docx"));
    expect(readdirSync(looked)).toEqual(["Test-Briefing-12-DRAFT.docx"]);
    const { issues } = await chief.must<{ issues: readonly { issue: string }[] }>("desk.overview", {});
    const { issue } = await chief.must<{ issue: object }>("board.read", { issue: issues[0]?.issue });
    expect(issue).toMatchObject({ exported: null });
  });

  it("are written with a manifest, and check out", async () => {
    await chief.go("Preview");
    await chief.press("Export…");
    await chief.path(out);
    await chief.page.getByText("8 clean files written", { exact: false }).waitFor();
    expect(readdirSync(out)).toContain("Test-Briefing-12.manifest.json");
    await chief.press("Check exported files…");
    await chief.path(out);
    await chief.page.getByText("8 files are as exported; all 6 texts are approved, and the issue is signed off.").waitFor();
  });

  it("are known as changed once one is", async () => {
    appendFileSync(join(out, "Test-Briefing-12.md"), "One more word.\n");
    await chief.press("Check exported files…");
    await chief.path(out);
    await chief.page.getByText("Test-Briefing-12.md is not the file that was exported: its content has changed.").waitFor();
    expect(await chief.shown()).not.toContain("8 files are as exported");
  });
});

describe("the whole desk", () => {
  it("leaves as plain files, once it was said that they are not encrypted, and never over what is there", async () => {
    await chief.run("Export the whole desk");
    await chief.page.getByText("It is not encrypted", { exact: false }).waitFor();
    await chief.press("Choose where…");
    await chief.path(away);
    expect(await chief.said()).toContain(`There is something at ${away} already.`);
    await chief.hush();
    await chief.press("Choose where…");
    await chief.path(join(away, "whole"));
    expect(await chief.said()).toContain(`The whole desk is in ${join(away, "whole")}`);
    expect(existsSync(join(away, "whole", "README.txt"))).toBe(true);
  });
});

describe("the publication", () => {
  it("prints on another page from the next issue on", async () => {
    await chief.go("Settings");
    await chief.page.getByLabel("Page of PDF and Word").selectOption({ label: "US Letter" });
    await chief.press("Save for new issues");
    await expect
      .poll(async () => (await chief.must<{ publication: object }>("desk.overview", {})).publication)
      .toMatchObject({
        paper: "us-letter",
      });
    expect(await chief.said()).toContain("New issues print it so");
    await chief.hush();
  });

  it("gets a logo, which is looked at on light and on dark, replaced by one that is dropped, and taken away", async () => {
    const named = async (): Promise<unknown> =>
      (await chief.must<{ publication: { logo?: { width: number } } }>("desk.overview", {})).publication.logo?.width ?? null;
    const picture = join(newFolder("picture"), "logo.png");
    const shown = chief.page.getByRole("group", { name: "Logo" });
    const drawn = async (): Promise<number[]> => {
      await shown.locator("img").nth(1).waitFor();
      return shown.locator("img").evaluateAll((all) => all.map((one) => ("naturalWidth" in one ? Number(one.naturalWidth) : 0)));
    };
    writeFileSync(picture, JPEG.press);
    await chief.press("Choose a logo…");
    await chief.path(picture);
    expect(await chief.said()).toContain("made for a printing press");
    await chief.hush();
    expect(await shown.locator("img").count()).toBe(0);
    writeFileSync(picture, png(300, 60));
    await chief.press("Choose a logo…");
    await chief.path(picture);
    await expect.poll(drawn).toEqual([300, 300]);
    await chief.press("Save for new issues");
    await expect.poll(named).toBe(300);
    await chief.go("Inbox");
    await chief.go("Settings");
    await expect.poll(drawn).toEqual([300, 300]);
    const given = await chief.page.evaluateHandle((base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], "dropped.png"));
      return data;
    }, png(64, 64).toString("base64"));
    await shown.dispatchEvent("drop", { dataTransfer: given });
    await expect.poll(drawn).toEqual([64, 64]);
    await shown.getByText("Not saved yet").waitFor();
    await chief.press("Save for new issues");
    await expect.poll(named).toBe(64);
    await chief.press("Remove the logo");
    await shown.getByText("Not saved yet").waitFor();
    await chief.press("Save for new issues");
    await expect.poll(named).toBe(null);
  });
});
