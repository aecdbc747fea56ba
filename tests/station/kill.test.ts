import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { headlineOf } from "../../src/core/manuscript/text.ts";
import { randomOf } from "../simulator/world.ts";
import { newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const KILLS = process.env["SOAK"] === "1" ? 200 : 12;
const ITEM = "0123456789abcdef0123456789abcdef";
const victim = fileURLToPath(new URL("./victim.ts", import.meta.url));

/// Lets a station write until it has said so many lines, then kills it without a word. Answers what it had acknowledged.
async function killed(folder: string, lines: number): Promise<{ saved: number; acted: number }> {
  const child = spawn(process.execPath, [victim, folder, PASSPHRASE, ITEM], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (part: string) => {
    text += part;
    if (text.split("\n").length > lines) child.kill("SIGKILL");
  });
  await once(child, "close");
  const last = (word: string): number =>
    Math.max(0, ...[...text.matchAll(new RegExp(`${word} (\\d+)\\n`, "g"))].map((match) => Number(match[1])));
  return { saved: last("saved"), acted: last("acted") };
}

it(`keeps every acknowledged save over ${KILLS} kills`, async () => {
  const random = randomOf(Number(process.env["SEED"] ?? Date.now() % 1e6));
  const folder = newFolder("killed");
  let acted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const done = await killed(folder, 4 + Math.floor(random() * 60));
    const session = await openSession(folder);
    const { station } = session;
    const draft = station.draftOf(ITEM);
    const shown = draft === undefined ? "n0" : headlineOf(draft.content.doc);
    expect(Number(shown.slice(1))).toBeGreaterThanOrEqual(done.saved);
    const pitches = station.ledger.children("item", "issue:").map((row) => row.headline);
    if (done.acted > 0) {
      acted++;
      expect(pitches).toContain(`p${done.acted}`);
    }
    expect(station.db.pragma("integrity_check", { simple: true })).toBe("ok");
    await session.close();
  }
  console.log(`kill -9: ${KILLS} kills, ${acted} of them after an act, 0 acknowledged saves lost`);
}, 600_000);
