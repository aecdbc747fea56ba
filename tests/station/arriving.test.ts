import { spawn } from "node:child_process";
import { mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CARRIED_BYTES_MAX } from "../../src/station/exchange/transport.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import { Session } from "../../src/station/session.ts";
import type { Arriving } from "../../src/station/store/snapshot-store.ts";
import { allShared, copied, longDesk } from "../builders/long-desk.ts";
import { act, must, newFolder, PASSPHRASE, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const arriver = fileURLToPath(new URL("./arriver.ts", import.meta.url));

const ENTRIES = 3000;

/// A session that notes how far a history had come each time it said so.
async function watched(folder: string): Promise<{ session: Session; told: (Arriving | null)[] }> {
  const told: (Arriving | null)[] = [];
  const arriving = (now: Arriving | null): void => void told.push(now);
  const session = new Session({ folder, keys: null, changed: () => {}, stateChanged: () => {}, arriving, pollMs: null });
  await session.open();
  return { session, told };
}

describe("a new laptop on a desk with a long history", () => {
  let chief: Session;
  let where: string;
  /// The data of a laptop that was let in and has nothing yet.
  let fresh: string;

  beforeAll(async () => {
    ({ chief, where, fresh } = await longDesk(ENTRIES));
    // As of a laptop whose app leaves none.
    rmSync(join(where, chief.station.ledger.desk ?? "", "snapshots"), { recursive: true });
  }, 120_000);
  afterAll(() => chief.close());

  const copyOf = (): string => copied(fresh);
  /// Both hold the same, once what the new laptop says of itself has come.
  const same = async (session: Session): Promise<void> => {
    expect(session.station.me?.name).toBe("Frieda");
    for (const one of [session, chief, session]) must(await one.exchange());
    expect(allShared(session) === allShared(chief)).toBe(true);
  };

  it("takes it in part by part, answers in between, and says how far it is", async () => {
    const { session, told } = await watched(copyOf());
    const opening = session.unlock(PASSPHRASE);
    const answers: number[] = [];
    let over = false;
    void opening.then(() => (over = true));
    while (!over) {
      const { arriving } = await session.status();
      if (arriving !== null && arriving.done !== answers.at(-1)) answers.push(arriving.done);
      await new Promise((done) => setImmediate(done));
    }
    must(await opening);
    const steps = told.flatMap((one) => (one === null ? [] : [one.done]));
    expect(steps.length).toBeGreaterThanOrEqual(Math.floor(ENTRIES / 250));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(null);
    expect(told[0]?.total).toBeGreaterThan(ENTRIES);
    // Asked in between as a window asks, it answered at most of its steps.
    expect(answers.length).toBeGreaterThan(steps.length / 2);
    expect((await session.status()).arriving).toBe(null);
    await same(session);
    await session.close();
  }, 60_000);

  it("goes on where a kill stopped it, and lacks nothing", async () => {
    const folder = copyOf();
    const child = spawn(process.execPath, [arriver, folder, PASSPHRASE], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((done) => child.once("exit", done));
    for await (const line of createInterface({ input: child.stdout })) if (Number(line.split(" ")[1]) >= 750) child.kill("SIGKILL");
    await ended;
    const { session, told } = await watched(folder);
    const kept = session.station.ledger.count();
    expect(kept).toBeGreaterThanOrEqual(750);
    expect(kept).toBeLessThan(ENTRIES);
    must(await session.unlock(PASSPHRASE));
    expect(told[0]).toEqual({ done: 0, total: chief.station.ledger.count() - kept });
    await same(session);
    await session.close();
  }, 60_000);

  it("takes the same history from a bundle", async () => {
    const path = join(newFolder("bundle"), "all.top5");
    must(await writeBundle(chief, { path, to: null, files: false }));
    const { session, told } = await watched(copyOf());
    session.station.ledger.putMeta("folder", "");
    must(await session.unlock(PASSPHRASE));
    expect(told).toEqual([]);
    expect(must(await takeBundle(session, path)).waiting).toBe(0);
    expect(told.length).toBeGreaterThan(ENTRIES / 250);
    must(await session.meetAt(where));
    await same(session);
    await session.close();
  }, 60_000);

  it("is stopped neither by an act of the chief's in between nor by a part that is far too large", async () => {
    const { session } = await watched(copyOf());
    const huge = join(where, chief.station.ledger.desk ?? "", "f".repeat(32), "00000001-00000002-aaaaaaaaaaaa.t5s");
    mkdirSync(join(huge, ".."), { recursive: true });
    writeFileSync(huge, "");
    truncateSync(huge, CARRIED_BYTES_MAX + 1);
    expect(statSync(huge).size).toBeGreaterThan(CARRIED_BYTES_MAX);
    const opening = session.unlock(PASSPHRASE);
    must(act(chief, "item.pitch", { item: "9".repeat(32), issue: null, headline: "In between", why: "why" }));
    must(await chief.exchange());
    must(await opening);
    await same(session);
    const waiting = session.lastRound?.result.ok === true ? session.lastRound.result.value.waiting : [];
    expect(waiting.map((one) => one.reason)).toEqual(["segment-too-large"]);
    await session.close();
  }, 60_000);
});
