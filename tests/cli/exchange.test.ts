import { spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { act, must, newDesk, newFolder, PASSPHRASE, removeFolders } from "../builders/stations.ts";

/// `top5 exchange` by folder, bundle and hub, as a person at a terminal uses it.

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const files = newFolder("files");
let [chief, anna, shared] = ["", "", ""];

beforeAll(async () => {
  const desk = await newDesk([{ name: "Anna", roles: ["author"] }]);
  must(await desk.chief.exchange());
  must(act(desk.chief, "item.pitch", { item: "1".repeat(32), issue: null, headline: "Ports", why: "News" }));
  shared = desk.shared;
  chief = desk.chief.station.folder;
  anna = desk.others[0]?.station.folder ?? "";
  for (const session of [desk.chief, ...desk.others]) await session.close();
  writeFileSync(join(files, "passphrase"), PASSPHRASE);
});
afterAll(removeFolders);

const exchange = (desk: string, ...args: string[]) => {
  const env = { ...process.env, TOP5_PASSPHRASE_FILE: join(files, "passphrase") };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "exchange", "--desk", desk, ...args], { encoding: "utf8", env });
  return { status, stdout, stderr };
};

it("writes a bundle for a person's laptop, which takes it in once", () => {
  const bundle = join(files, "for-anna.top5");
  const written = exchange(chief, "--bundle", bundle, "--to", "Anna", "--files");
  expect(written).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Wrote .*entr(y|ies)\.\n$/) as string });
  // A laptop opens with a round: what lies in the folder is there before the bundle is.
  expect(exchange(anna, "--take-in", bundle)).toMatchObject({ status: 0, stdout: "Took in nothing new.\n" });
  truncateSync(bundle, 500);
  expect(exchange(anna, "--take-in", bundle)).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("not arrived whole") as string,
  });
});

it("meets in a folder, and says why not in a hub, without the password", () => {
  expect(exchange(anna, "--folder", shared)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Took in /) as string });
  const hub = exchange(anna, "--hub", "postgresql://anna:Quagga-1@/desk?host=/nowhere/at/all");
  expect(hub).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("The hub is out of reach: /nowhere/at/all/desk") as string,
  });
  expect(hub.stderr).not.toContain("Quagga");
  // The folder stays where they meet.
  expect(exchange(anna)).toMatchObject({ status: 0 });
});

it("refuses what does not go together, and a laptop that nobody has", () => {
  expect(exchange(chief, "--bundle", join(files, "a.top5"), "--take-in", join(files, "b.top5"))).toMatchObject({ status: 2, stdout: "" });
  expect(exchange(chief, "--files")).toMatchObject({ status: 2, stderr: expect.stringContaining("Name one of") as string });
  expect(exchange(chief, "--bundle", join(files, "a.top5"), "--to", "Nobody")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("No such laptop") as string,
  });
});
