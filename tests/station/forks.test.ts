import { cpSync, copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readExchange } from "../../src/station/rooms/overview.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, pitch, pitches, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };

async function desk() {
  const { shared, chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
  const [anna] = others;
  if (anna === undefined) throw new Error("one joined");
  const [issue, item] = [randomHex(16), randomHex(16)];
  const author = [anna.station.me?.id ?? ""];
  must(act(chief, "issue.open", { issue, fields: FIELDS, due: null }));
  must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: author, comment: author }, due: null }));
  await meet(chief, anna);
  return { shared, chief, anna, issue, item };
}

const meet = async (...sessions: Session[]): Promise<void> => {
  for (let round = 0; round < 3; round++) for (const session of sessions) must(await session.exchange());
};

async function unlocked(folder: string): Promise<Session> {
  const session = await openSession(folder);
  must(await session.unlock(PASSPHRASE));
  return session;
}

/// The same laptop twice: its folder of data as it is, copied while it is closed.
async function cloned(session: Session): Promise<[string, string]> {
  const { folder } = session.station;
  await session.close();
  const copy = join(newFolder("clone"), "data");
  cpSync(folder, copy, { recursive: true });
  return [folder, copy];
}

const rowsOf = (session: Session): string =>
  JSON.stringify(session.station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all());
const history = async (session: Session) => (await readExchange(session)).history;
const lines = async (session: Session) =>
  (await readExchange(session)).laptops.filter((one) => one.history !== "whole").map((one) => `${one.name} ${one.history}`);

describe("a copied disk", () => {
  it("is found at first contact, both branches are read, and a chief lets the copy that is used go on", async () => {
    const { chief, anna, item } = await desk();
    const device = anna.station.device;
    const [first, second] = await cloned(anna);
    const apart = await Promise.all([first, second].map(openSession));
    const [one, two] = apart as [Session, Session];
    // Neither has met the folder again when it writes: on real laptops it was out of reach.
    for (const session of apart) must(await session.station.unlock(PASSPHRASE));
    must(one.station.saveDraft(`item:${item}`, null, { content: content("Written on one", ["One."], ["One."]) }));
    must(act(one, "item.share", { item }));
    const digest = one.station.ledger.row("item", item)?.digest ?? null;
    must(act(one, "item.decide", { item, decision: "submit", digest, reason: null, waivers: [], names: null }));
    must(pitch(two, "Pitched on two"));
    must(await one.exchange());
    must(await chief.exchange());
    expect(chief.station.ledger.row("item", item)?.state).toBe("submitted");
    await meet(two, chief, one);
    for (const session of [chief, one, two]) {
      expect(session.station.ledger.splits().get(device ?? "")).toBeDefined();
      expect(session.station.ledger.row("item", item)?.headline).toBe("Written on one");
      expect(session.station.ledger.row("item", item)?.state).toBe("writing");
    }
    expect(pitch(one, "Not now")).toMatchObject({ ok: false, refusal: { code: "laptop-forked" } });
    expect([await history(one), await history(two), await lines(chief)]).toEqual(["split", "split", ["Anna split"]]);

    must(await one.renew());
    expect(one.station.device).not.toBe(device);
    await meet(one, chief);
    expect([await history(one), await lines(chief)]).toEqual(["unconfirmed", ["Anna unconfirmed"]]);
    const asking = (await readExchange(chief)).laptops.find((line) => line.history === "unconfirmed");
    expect(asking?.words).toEqual((await readExchange(one)).laptops.find((line) => line.mine)?.words);
    expect(pitch(one, "Not yet")).toMatchObject({ ok: false, refusal: { code: "laptop-unconfirmed" } });
    must(act(chief, "roster.confirm", { device: asking?.device ?? "" }));
    await meet(chief, one, two);
    expect([await history(one), await lines(chief)]).toEqual(["whole", []]);
    must(pitch(one, "Under new keys"));
    await meet(one, chief, two);
    expect(pitches(chief)).toContain("Under new keys");
    expect(new Set([chief, one, two].map(rowsOf)).size).toBe(1);
    for (const session of [chief, one, two]) await session.close();
    const again = await unlocked(first);
    expect(again.station.me?.name).toBe("Anna");
    must(pitch(again, "After a restart"));
    await again.close();
  });

  it("of the desk's only chief is healed by them on the copy that they use", async () => {
    const { chief, anna } = await desk();
    const [first, second] = await cloned(chief);
    const [one, two] = [await openSession(first), await openSession(second)];
    for (const session of [one, two]) must(await session.station.unlock(PASSPHRASE));
    must(pitch(one, "One"));
    must(pitch(two, "Two"));
    await meet(one, two, anna, one);
    expect([await history(one), await history(two)]).toEqual(["split", "split"]);
    must(await one.renew());
    expect(await history(one)).toBe("whole");
    must(pitch(one, "By the chief again"));
    await meet(one, anna, two);
    expect(pitches(anna)).toContain("By the chief again");
    expect(new Set([one, two, anna].map(rowsOf)).size).toBe(1);
    for (const session of [one, two, anna]) await session.close();
  });

  it("is found by a bundle alone, both branches in it", async () => {
    const { chief, anna } = await desk();
    const [first, second] = await cloned(anna);
    const [one, two] = [await openSession(first), await openSession(second)];
    for (const session of [one, two]) must(await session.station.unlock(PASSPHRASE));
    must(pitch(one, "One"));
    must(pitch(two, "Two"));
    must(pitch(two, "Three"));
    const carry = async (from: Session, to: Session): Promise<void> => {
      const path = join(newFolder("bundle"), "desk.top5");
      must(await writeBundle(from, { path, to: to.station.device, files: false }));
      must(await takeBundle(to, path));
    };
    const everything = async (from: Session, to: Session): Promise<void> => {
      const path = join(newFolder("bundle"), "desk.top5");
      must(await writeBundle(from, { path, to: null, files: false }));
      must(await takeBundle(to, path));
    };
    await everything(two, chief);
    await everything(one, chief);
    expect(chief.station.ledger.splits().size).toBe(1);
    await carry(chief, one);
    expect(pitches(one)).toEqual(["One", "Three", "Two"]);
    expect(rowsOf(one)).toBe(rowsOf(chief));
    for (const session of [chief, one, two]) await session.close();
  });
});

/// Puts an older copy of the database back, as a person does who restores a backup.
async function setBack(session: Session, write: () => void): Promise<string> {
  const { folder } = session.station;
  const copy = join(newFolder("backup"), "desk.db");
  await session.station.db.backup(copy);
  write();
  must(await session.exchange());
  await session.close();
  for (const ending of ["", "-wal", "-shm"]) rmSync(join(folder, `desk.db${ending}`), { force: true });
  copyFileSync(copy, join(folder, "desk.db"));
  return folder;
}

describe("a database put back from a backup", () => {
  it("goes on where its own segments say that it was, before it writes anything", async () => {
    const { chief, anna } = await desk();
    const folder = await setBack(anna, () => must(pitch(anna, "After the backup")));
    const again = await unlocked(folder);
    expect(pitches(again)).toEqual(["After the backup"]);
    must(pitch(again, "Next"));
    await meet(again, chief);
    expect(chief.station.ledger.withoutEffect()).toEqual([]);
    for (const session of [chief, again]) await session.close();
  });

  it("that writes with the folder out of reach is found at late contact, and healed", async () => {
    const { chief, anna } = await desk();
    const folder = await setBack(anna, () => must(pitch(anna, "After the backup")));
    must(await chief.exchange());
    const again = await openSession(folder);
    must(await again.station.unlock(PASSPHRASE));
    must(pitch(again, "Out of reach"));
    await meet(again, chief);
    expect(pitches(chief)).toEqual(["After the backup", "Out of reach"]);
    expect(await history(again)).toBe("split");
    must(await again.renew());
    must(await chief.exchange());
    must(act(chief, "roster.confirm", { device: again.station.device ?? "" }));
    await meet(chief, again);
    must(pitch(again, "Whole again"));
    await meet(again, chief);
    expect(rowsOf(again)).toBe(rowsOf(chief));
    for (const session of [chief, again]) await session.close();
  });

  it("and known to be goes on under new keys without a chief; who still uses the old ones is told", async () => {
    const { chief, anna } = await desk();
    const [first, second] = await cloned(anna);
    const before = await openSession(first);
    must(await before.station.unlock(PASSPHRASE));
    const copy = join(newFolder("backup"), "desk.db");
    await before.station.db.backup(copy);
    must(pitch(before, "Never handed over"));
    await before.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(join(first, `desk.db${ending}`), { force: true });
    copyFileSync(copy, join(first, "desk.db"));
    const restored = await openSession(first);
    expect(restored.station.restored).not.toBe(null);
    must(await restored.unlock(PASSPHRASE));
    expect(restored.station.restored).toBe(null);
    must(pitch(restored, "Restored"));
    await meet(restored, chief);
    expect([await history(restored), await lines(chief), pitches(chief)]).toEqual(["whole", [], ["Restored"]]);
    const old = await unlocked(second);
    expect(await history(old)).toBe("elsewhere");
    expect(pitch(old, "Old keys")).toMatchObject({ ok: false, refusal: { code: "laptop-forked" } });
    must(await old.renew());
    await meet(old, chief, restored);
    expect([await history(restored), await history(old)]).toEqual(["unconfirmed", "unconfirmed"]);
    must(act(chief, "roster.confirm", { device: restored.station.device ?? "" }));
    await meet(chief, restored, old);
    must(pitch(restored, "Confirmed"));
    await meet(restored, chief, old);
    expect(new Set([chief, restored, old].map(rowsOf)).size).toBe(1);
    for (const session of [chief, restored, old]) await session.close();
  });
});
