import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Role } from "../../src/core/desk/roster.ts";
import { openSegment, newestKey } from "../../src/station/exchange/envelope.ts";
import { readSegmentName } from "../../src/station/exchange/transport.ts";
import { recoveryPairs } from "../../src/station/keys/recovery.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import { admit, invite, joinDesk, joining } from "../../src/station/rooms/desk.ts";
import { readExchange } from "../../src/station/rooms/overview.ts";
import { newRecoveryKey, recoverDesk } from "../../src/station/rooms/recovery.ts";
import { leaveChange, rosterChanges, rosterTasks } from "../../src/station/rooms/roster.ts";
import type { Session } from "../../src/station/session.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, pitch, pitches, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const meet = async (...sessions: Session[]): Promise<void> => {
  for (let round = 0; round < 3; round++) for (const session of sessions) must(await session.exchange());
};
const memberOf = (session: Session): string => session.station.me?.id ?? "";
const deviceOf = (session: Session): string => session.station.device ?? "";
const newest = (session: Session): number => newestKey(session.station.vault.keys?.content ?? {});

/// Segments in the folder that these keys open, by the laptop that wrote them.
function opened(shared: string, session: Session): string[] {
  const keys = session.station.vault.keys?.content ?? {};
  return readdirSync(shared, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".t5s"))
    .filter((name) => openSegment(session.station.ledger.desk ?? "", keys, readFileSync(join(shared, name))).state === "entries")
    .map((name) => readSegmentName(name.split("/").slice(1).join("/"))?.device ?? name);
}

describe("a laptop that is stopped", () => {
  it("gets nothing that is written from then on, and is let in again by its keys once two chiefs signed", async () => {
    const { shared, chief, others } = await newDesk([
      { name: "Anna", roles: ["author"] },
      { name: "Marek", roles: ["editor"] },
    ]);
    const [anna, marek] = others as [Session, Session];
    await meet(chief, anna, marek);
    const before = newest(chief);
    const readable = opened(shared, anna).length;
    must(act(chief, "roster.suspend", { device: deviceOf(anna) }));
    must(await chief.exchange());
    expect(newest(chief)).toBeGreaterThan(before);
    must(await marek.exchange());
    expect(newest(marek)).toBe(newest(chief));
    must(pitch(marek, "Not for the stolen laptop"));
    await meet(marek, chief);
    must(await anna.exchange());
    expect(newest(anna)).toBe(before);
    expect(opened(shared, anna)).toHaveLength(readable);
    expect(pitches(anna)).toEqual([]);
    // It does not know yet, and writes; elsewhere that is set aside, and shown with its reason.
    must(pitch(anna, "From a thief"));
    await meet(anna, chief, marek);
    for (const session of [chief, marek]) {
      expect(pitches(session)).toEqual(["Not for the stolen laptop"]);
      const aside = (await readExchange(session)).quarantine;
      expect(aside.map((one) => [one.by, one.reason, one.adoptable])).toEqual([["Anna", "entry-past-last-good", true]]);
    }
    const lines = (await readExchange(chief)).laptops;
    expect(lines.find((one) => one.device === deviceOf(anna))?.out).toBe("suspended");
    // One chief alone is enough where the desk has only one.
    must(act(chief, "roster.lift", { device: deviceOf(anna) }));
    await meet(chief, marek, anna);
    expect(newest(anna)).toBe(newest(chief));
    expect(pitches(anna)).toEqual(["Not for the stolen laptop"]);
    must(pitch(anna, "Found again"));
    const late = (await readExchange(chief)).quarantine[0]?.entry ?? "";
    must(act(chief, "roster.adopt", { entry: late }));
    await meet(anna, chief, marek);
    expect(pitches(marek)).toEqual(["Found again", "From a thief", "Not for the stolen laptop"]);
    for (const session of [chief, anna, marek]) await session.close();
  });
});

describe("a bundle after a laptop was stopped", () => {
  it("opens at the others, with the key that it brings, and not there", async () => {
    const { chief, others } = await newDesk([
      { name: "Anna", roles: ["author"] },
      { name: "Marek", roles: ["editor"] },
    ]);
    const [anna, marek] = others as [Session, Session];
    await meet(chief, anna, marek);
    must(act(chief, "roster.suspend", { device: deviceOf(anna) }));
    must(pitch(chief, "By stick alone"));
    const path = join(newFolder("stick"), "desk.top5");
    must(await writeBundle(chief, { path, to: null, files: false }));
    expect(must(await takeBundle(marek, path)).waiting).toBe(0);
    expect(pitches(marek)).toEqual(["By stick alone"]);
    expect(must(await takeBundle(anna, path)).waiting).toBeGreaterThan(0);
    expect(pitches(anna)).toEqual([]);
    for (const session of [chief, anna, marek]) await session.close();
  });
});

describe("two chiefs", () => {
  async function twoChiefs(): Promise<{ shared: string; one: Session; two: Session; anna: Session }> {
    const { shared, chief, others } = await newDesk([
      { name: "Anna", roles: ["author"] },
      { name: "Two", roles: ["chief"] as Role[] },
    ]);
    const [anna, two] = others as [Session, Session];
    return { shared, one: chief, two, anna };
  }

  it("see what waits for the other, sign it, and are offered again what became void", async () => {
    const { one, two, anna } = await twoChiefs();
    must(act(one, "roster.change-roles", { member: memberOf(anna), roles: ["editor"] }));
    await meet(one, two, anna);
    expect(rosterChanges(one.station)).toMatchObject([{ change: "roles", about: "Anna", roles: ["editor"], mine: true, state: "waiting" }]);
    expect(rosterChanges(anna.station)).toEqual([]);
    const [waiting] = rosterChanges(two.station);
    expect(waiting).toMatchObject({ by: "Chief", mine: false, state: "waiting" });
    must(act(two, "roster.suspend", { device: deviceOf(anna) }));
    await meet(one, two);
    expect(rosterChanges(two.station)).toEqual([]);
    const [voided] = rosterChanges(one.station);
    expect(voided).toMatchObject({ change: "roles", state: "void", mine: true });
    must(act(one, "roster.again", { change: voided?.entry ?? "" }));
    await meet(one, two);
    must(act(two, "roster.second", { change: rosterChanges(two.station)[0]?.entry ?? "" }));
    await meet(one, two);
    expect(one.station.roster?.members[memberOf(anna)]?.roles).toEqual(["editor"]);
    expect(rosterChanges(one.station)).toEqual([]);
    must(act(one, "roster.remove", { member: memberOf(anna) }));
    await meet(one, two);
    must(act(two, "roster.change-roles", { member: memberOf(two), roles: ["chief", "author"] }));
    expect(rosterChanges(one.station)[0]?.change).toBe("remove");
    leaveChange(one.station, rosterChanges(one.station)[0]?.entry ?? "");
    expect(rosterChanges(one.station)).toHaveLength(1);
    for (const session of [one, two, anna]) await session.close();
  });

  it("hear no more of what was done when asked for again, even once it is taken back", async () => {
    const { one, two, anna } = await twoChiefs();
    const both = async (change: string | undefined): Promise<void> => {
      await meet(one, two);
      must(act(two, "roster.second", { change: change ?? "" }));
      await meet(one, two);
    };
    const asked = must(act(one, "roster.change-roles", { member: memberOf(anna), roles: ["editor"] }))[0]?.id;
    must(act(two, "roster.change-roles", { member: memberOf(two), roles: ["chief", "author"] }));
    await meet(one, two);
    must(act(one, "roster.second", { change: rosterChanges(one.station).find((other) => !other.mine)?.entry ?? "" }));
    expect(rosterTasks(one.station)).toMatchObject([{ kind: "roster", headline: "Anna", detail: { code: "task-change-void" } }]);
    await both(must(act(one, "roster.again", { change: asked ?? "" }))[0]?.id);
    expect(one.station.roster?.members[memberOf(anna)]?.roles).toEqual(["editor"]);
    await both(must(act(one, "roster.change-roles", { member: memberOf(anna), roles: ["author"] }))[0]?.id);
    expect(one.station.roster?.members[memberOf(anna)]?.roles).toEqual(["author"]);
    expect(rosterTasks(one.station)).toEqual([]);
    for (const session of [one, two, anna]) await session.close();
  });

  it("let an editor in together: no key leaves before the second has signed", async () => {
    const { shared, one, two, anna } = await twoChiefs();
    const path = join(newFolder("invitation"), "editor.top5invite");
    must(await invite(one.station, { name: "Marek", roles: ["editor"], path }));
    const marek = await openSession(newFolder("marek"));
    must(await joinDesk(marek, { invitation: path, folder: shared, name: "Marek", passphrase: PASSPHRASE }));
    must(await admit(one, (await joining(one))[0]?.request.device ?? ""));
    await marek.exchange();
    expect([newest(marek), marek.station.me]).toEqual([0, undefined]);
    must(await two.exchange());
    must(act(two, "roster.second", { change: rosterChanges(two.station)[0]?.entry ?? "" }));
    await meet(two, one, marek);
    expect(marek.station.me?.roles).toEqual(["editor"]);
    for (const session of [one, two, anna, marek]) await session.close();
  });
});

describe("another laptop of somebody of the desk", () => {
  it("is the same person with the same rights", async () => {
    const { shared, chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
    const [anna] = others as [Session];
    const path = join(newFolder("invitation"), "second.top5invite");
    must(await invite(chief.station, { name: "Anna", roles: ["author"], path, member: memberOf(anna) }));
    const second = await openSession(newFolder("second"));
    must(await joinDesk(second, { invitation: path, folder: shared, name: "Anna", passphrase: PASSPHRASE }));
    must(await admit(chief, (await joining(chief))[0]?.request.device ?? ""));
    await meet(chief, second, anna);
    expect(memberOf(second)).toBe(memberOf(anna));
    expect(Object.keys(chief.station.roster?.members ?? {})).toHaveLength(2);
    for (const session of [chief, anna, second]) await session.close();
  });
});

describe("the recovery key", () => {
  it("lets the only chief back in on a new laptop, who then stops the lost one", async () => {
    const { shared, chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
    const [anna] = others as [Session];
    expect((await readExchange(chief)).recovery).toBe("none");
    expect(await newRecoveryKey(anna)).toMatchObject({ ok: false, refusal: { code: "only-chief" } });
    const sheet = must(await newRecoveryKey(chief));
    expect(sheet.words).toHaveLength(24);
    must(pitch(anna, "Written before the loss"));
    await meet(chief, anna);
    expect((await readExchange(chief)).recovery).toBe("kept");
    const lost = deviceOf(chief);
    await chief.close();

    const fresh = await openSession(newFolder("fresh"));
    const words = sheet.words.join("  ").toUpperCase();
    const ask = { words, desk: sheet.desk, folder: shared, name: "Chief", passphrase: PASSPHRASE };
    const slip = [...sheet.words.slice(1), sheet.words[0] ?? ""].join(" ");
    const refused = [{ words: slip }, { desk: "not a number" }, { desk: "f".repeat(32) }, { words: "abandon ".repeat(23) + "art" }];
    for (const wrong of refused) expect(await recoverDesk(fresh, { ...ask, ...wrong })).toMatchObject({ ok: false });
    expect((await fresh.status()).state).toBe("first-start");
    must(await recoverDesk(fresh, ask));
    expect(pitches(fresh)).toEqual(["Written before the loss"]);
    expect(fresh.station.me).toMatchObject({ name: "Chief", roles: ["chief"] });
    await meet(fresh, anna);
    expect((await readExchange(fresh)).recovery).toBe("used");
    must(act(fresh, "roster.suspend", { device: lost }));
    must(await newRecoveryKey(fresh));
    await meet(fresh, anna);
    expect(anna.station.roster?.devices[lost]?.out).toBe("suspended");
    expect(newest(anna)).toBe(newest(fresh));
    expect((await readExchange(fresh)).recovery).toBe("kept");
    // The old paper opens nothing any more.
    const again = await openSession(newFolder("again"));
    expect(await recoverDesk(again, ask)).toMatchObject({ ok: false, refusal: { code: "recovery-paper-old" } });
    for (const session of [fresh, anna, again]) await session.close();
  });

  it("has words that a slip of the pen is noticed in", () => {
    expect(recoveryPairs("abandon ".repeat(23) + "art").ok).toBe(true);
    expect(recoveryPairs("abandon ".repeat(23) + "abandon")).toMatchObject({ ok: false, refusal: { code: "recovery-words-wrong" } });
    expect(recoveryPairs("")).toMatchObject({ ok: false });
  });
});
