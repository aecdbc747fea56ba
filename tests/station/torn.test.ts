import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import type { Session } from "../../src/station/session.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

const halting = fileURLToPath(new URL("./halting.ts", import.meta.url));

/// Kills a station in the middle of a write, which it has really begun; answers the file that it left beside.
async function killedWriting(folder: string, what: "segment" | "bundle", path = ""): Promise<string> {
  const child = spawn(process.execPath, [halting, folder, PASSPHRASE, what, path], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (part: string) => {
    text += part;
    if (text.includes("\n")) child.kill("SIGKILL");
  });
  await once(child, "close");
  return text.trim().replace(/^writing /, "");
}

let chief: Session;
let anna: Session;
beforeAll(async () => {
  const desk = await newDesk([{ name: "Anna", roles: ["author"] }]);
  [chief, anna] = [desk.chief, desk.others[0] as Session];
});
afterAll(async () => {
  await chief.close();
  await anna.close();
  removeFolders();
});

const headlines = (session: Session): string[] => session.station.ledger.children("item", "issue:").map((row) => row.headline);

/// The chief's laptop dies while it writes, and is opened again.
async function torn(what: "segment" | "bundle", path = ""): Promise<string> {
  const { folder } = chief.station;
  await chief.close();
  const left = await killedWriting(folder, what, path);
  expect(existsSync(left)).toBe(true);
  chief = await openSession(folder);
  must(await chief.station.unlock(PASSPHRASE));
  return left;
}

it("a segment whose writer was killed is never read, comes with the next round, and what was left of it goes", async () => {
  const left = await torn("segment");
  expect(must(await anna.exchange()).waiting).toEqual([]);
  expect(headlines(anna)).not.toContain("Torn segment");
  must(await chief.exchange());
  must(await anna.exchange());
  expect(headlines(anna)).toContain("Torn segment");
  expect(existsSync(left)).toBe(true);
  utimesSync(left, new Date(0), new Date(0));
  must(act(chief, "item.pitch", { item: "f".repeat(32), issue: null, headline: "Later", why: "why" }));
  must(await chief.exchange());
  expect(existsSync(left)).toBe(false);
});

it("a bundle whose writer was killed leaves the one before whole, and what was left of it goes", async () => {
  const path = join(newFolder("bundle"), "desk.top5");
  must(await writeBundle(chief, { path, to: null, files: false }));
  const before = readFileSync(path);
  const left = await torn("bundle", path);
  expect([dirname(left), basename(left).endsWith(".part")]).toEqual([dirname(path), true]);
  expect(readFileSync(path).equals(before)).toBe(true);
  must(await takeBundle(anna, path));
  utimesSync(left, new Date(0), new Date(0));
  must(await writeBundle(chief, { path, to: null, files: false }));
  expect(existsSync(left)).toBe(false);
  must(await takeBundle(anna, path));
  expect(headlines(anna)).toContain("Torn bundle");
});
