import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { canonical } from "../../src/core/base/canonical.ts";
import { digest } from "../../src/core/base/digest.ts";
import type { Role } from "../../src/core/desk/roster.ts";
import { entryId, type Entry, type Header } from "../../src/core/ledger/entry.ts";
import { sealSegment } from "../../src/station/exchange/envelope.ts";
import { makeRequest, makeWelcome, readInvitation } from "../../src/station/exchange/invitation.ts";
import { newSigningPair, randomHex, signWith } from "../../src/station/keys/crypto.ts";
import { newKeys } from "../../src/station/keys/vault.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import { admit, invite, joinDesk, joining } from "../../src/station/rooms/desk.ts";
import { readExchange } from "../../src/station/rooms/overview.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

/// Attacks that are known on signed logs and on what carries them, each through a real station's own door: the folder, a bundle,
/// an invitation. After each, no shared row has changed, and it shows where a reader would look.

afterAll(removeFolders);

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };

interface Scene {
  readonly shared: string;
  readonly chief: Session;
  readonly anna: Session;
  readonly marek: Session;
  readonly item: string;
}

/// A desk of three whose item is submitted; whoever attacks holds the desk's content key, and the laptop of one of them.
async function scene(): Promise<Scene> {
  const desk = await newDesk([
    { name: "Anna", roles: ["author"] },
    { name: "Marek", roles: ["editor"] },
  ]);
  const { shared, chief } = desk;
  const [anna, marek] = desk.others as [Session, Session];
  const [issue, item] = [randomHex(16), randomHex(16)];
  const author = [anna.station.me?.id ?? ""];
  must(act(chief, "issue.open", { issue, fields: FIELDS, due: null }));
  must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: author, comment: author }, due: null }));
  await meet(chief, anna);
  must(anna.station.saveDraft(`item:${item}`, null, { content: content("Ports open", ["The ministry said."], ["It matters."]) }));
  must(act(anna, "item.share", { item }));
  decide(anna, item, "submit");
  await meet(chief, anna, marek);
  return { shared, chief, anna, marek, item };
}

function decide(session: Session, item: string, decision: "submit" | "claim" | "approve"): void {
  const now = session.station.ledger.row("item", item)?.digest ?? null;
  must(act(session, "item.decide", { item, decision, digest: now, reason: null, waivers: [], names: null }));
}

async function meet(...sessions: Session[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const session of sessions) must(await session.exchange());
}

const close = async ({ chief, anna, marek }: Scene): Promise<void> => {
  for (const session of [chief, anna, marek]) await session.close();
};

const rowsOf = ({ station }: Session): string =>
  JSON.stringify(station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all());

/// Puts a segment of these entries in the folder, as anyone can who has the content key and may write there.
function plant({ shared, chief }: Scene, entries: readonly Entry[], name = `${randomHex(16)}/planted.t5s`): string {
  const desk = chief.station.ledger.desk ?? "";
  const path = join(shared, desk, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, sealSegment(desk, chief.station.vault.keys?.content ?? {}, entries));
  return path;
}

/// An entry at the next place of a laptop's chain, changed as an attacker would, and signed with the key given.
function forged(by: Session, key: string, change: { header?: Partial<Header>; payload?: object }): Entry {
  const { ledger, device } = by.station;
  const last = ledger.from(device ?? "", 1).at(-1)?.entry;
  if (last === undefined) throw new Error("nothing written yet");
  const payloadText = change.payload === undefined ? last.payloadText : canonical({ ...change.payload, salt: "0".repeat(32) });
  const { header: before } = last;
  const header = { ...before, seq: before.seq + 1, prev: last.id, payload: digest(payloadText ?? ""), ...change.header };
  const headerText = canonical(header);
  const id = entryId(headerText);
  return { id, header, headerText, payloadText, signature: signWith(key)(id) };
}

const keyOf = (session: Session): string => session.station.vault.keys?.sign.secret ?? "";

/// The laptop looks into the folder; answers what its screen on the exchange shows beside the rows, which must not change.
async function unchanged(victim: Session): Promise<{ aside: string[]; waiting: string[] }> {
  const before = rowsOf(victim);
  await victim.exchange();
  expect(rowsOf(victim) === before).toBe(true);
  const { quarantine, waiting } = await readExchange(victim);
  return { aside: quarantine.map((one) => `${one.standing} ${one.reason ?? ""}`.trim()), waiting: waiting.map((one) => one.reason) };
}

describe("attack", () => {
  it("rollback of the folder: an older copy in its place takes nothing back, and every laptop hands its own over again", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item } = at;
    const older = join(newFolder("older"), "copy");
    cpSync(shared, older, { recursive: true });
    decide(marek, item, "claim");
    decide(marek, item, "approve");
    await meet(marek, anna, chief);
    rmSync(shared, { recursive: true });
    cpSync(older, shared, { recursive: true });
    for (const session of [chief, anna]) expect(await unchanged(session)).toEqual({ aside: [], waiting: [] });
    expect(chief.station.ledger.row("item", item)?.state).toBe("approved");
    const { handed } = must(await marek.exchange());
    expect(handed).toBeGreaterThanOrEqual(2);
    await close(at);
  });

  it("rollback of what a laptop knew: an entry that forgets is set aside with its reason", async () => {
    const at = await scene();
    const { anna, marek, item } = at;
    const [first] = Object.entries(forged(anna, keyOf(anna), {}).header.have);
    if (first === undefined) throw new Error("anna knows nobody");
    const payload = { item, part: "glance", ready: true };
    const older = marek.station.ledger.at(first[0], 1)[0]?.entry.id ?? "";
    plant(at, [forged(anna, keyOf(anna), { payload, header: { kind: "item.ready", have: { [first[0]]: [1, older] } } })]);
    expect((await unchanged(marek)).aside).toEqual(["quarantined entry-causes-false"]);
    await close(at);
  });

  it("rollback of the roster: a laptop that goes back to an older one is set aside", async () => {
    const at = await scene();
    const { anna, marek, item } = at;
    const payload = { item, part: "glance", ready: true };
    const founding = marek.station.ledger.of("roster")[0]?.entry.id ?? "";
    plant(at, [forged(anna, keyOf(anna), { payload, header: { kind: "item.ready", roster: founding } })]);
    const { aside } = await unchanged(marek);
    expect(aside).toEqual([expect.stringMatching(/^quarantined entry-(laptop-unknown|roster-older)$/)]);
    await close(at);
  });

  it("freeze: what is kept from a laptop shows as missing as soon as anybody names it, and when it was last heard", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item } = at;
    const mine = join(shared, chief.station.ledger.desk ?? "", anna.station.device ?? "");
    const heard = async () => (await readExchange(chief)).laptops.find((one) => one.device === anna.station.device)?.lastHeard;
    const before = await heard();
    must(act(anna, "item.pitch", { item: randomHex(16), issue: null, headline: "Kept back", why: "why" }));
    must(await anna.exchange());
    must(await marek.exchange());
    decide(marek, item, "claim");
    must(await marek.exchange());
    const hidden = join(newFolder("hidden"), "kept");
    cpSync(mine, hidden, { recursive: true });
    rmSync(mine, { recursive: true });
    expect((await unchanged(chief)).aside).toEqual(["pending"]);
    expect(await heard()).toBe(before);
    cpSync(hidden, mine, { recursive: true });
    await meet(chief, anna, marek);
    expect((await readExchange(chief)).quarantine).toEqual([]);
    expect(rowsOf(chief) === rowsOf(marek)).toBe(true);
    await close(at);
  });

  it("mix-and-match: one laptop's header under another's name, and a segment of another desk, count for nothing", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item } = at;
    const payload = { item, decision: "claim", revision: null, digest: null, reason: null, waivers: [], names: null };
    plant(at, [forged(marek, keyOf(anna), { payload, header: { kind: "item.decided" } })]);
    const other = await scene();
    const desk = chief.station.ledger.desk ?? "";
    const foreign = other.chief.station.ledger.all().map((one) => one.entry);
    writeFileSync(join(shared, desk, "foreign.t5s"), sealSegment(desk, other.chief.station.vault.keys?.content ?? {}, foreign));
    const { aside, waiting } = await unchanged(chief);
    expect(aside).toEqual(["quarantined entry-signature-bad"]);
    expect(waiting).toEqual(["segment-foreign"]);
    // The same, sealed as this desk's own: whoever did that has its content key.
    plant(at, foreign);
    const seen = await unchanged(chief);
    expect(seen.aside.length).toBe(1 + foreign.length);
    expect(seen.aside.every((one) => /^(quarantined|pending)/.test(one))).toBe(true);
    expect(marek.station.ledger.row("item", item)?.state).toBe("submitted");
    await close(other);
    await close(at);
  });

  it("replay: everything once more under other names, and a decision signed once written down again, change nothing", async () => {
    const at = await scene();
    const { shared, chief, marek, item } = at;
    decide(marek, item, "claim");
    decide(marek, item, "approve");
    await meet(marek, chief);
    const desk = join(shared, chief.station.ledger.desk ?? "");
    const names = readdirSync(desk, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".t5s"));
    for (const [count, name] of names.entries()) cpSync(join(desk, name), join(desk, `again-${count}.t5s`));
    plant(
      at,
      chief.station.ledger.all().map((one) => one.entry),
    );
    expect(await unchanged(chief)).toEqual({ aside: [], waiting: [] });
    const approved = chief.station.ledger.all().find((one) => one.entry.header.kind === "item.decided")?.entry;
    if (approved === undefined) throw new Error("nothing was decided");
    const copied = forged(marek, newSigningPair().secret, { header: { kind: "item.decided" } });
    plant(at, [{ ...copied, signature: approved.signature }]);
    expect((await unchanged(chief)).aside).toEqual(["quarantined entry-signature-bad"]);
    await close(at);
  });

  it("swapped payload: the segment is not taken, and says why", async () => {
    const at = await scene();
    const entry = forged(at.anna, keyOf(at.anna), {
      payload: { item: at.item, part: "glance", ready: true },
      header: { kind: "item.ready" },
    });
    plant(at, [{ ...entry, payloadText: (entry.payloadText ?? "").replace("true", "false") }]);
    expect(await unchanged(at.marek)).toEqual({ aside: [], waiting: ["entry-payload-swapped"] });
    await close(at);
  });

  it("forged invitation: whoever was not invited is not seen, and roles written into the file give none", async () => {
    const at = await scene();
    const { shared, chief } = at;
    const desk = chief.station.ledger.desk ?? "";
    const path = join(newFolder("invitation"), "real.top5invite");
    must(await invite(chief.station, { name: "Eva", roles: ["author"], path }));
    const real = must(readInvitation(readFileSync(path, "utf8")));
    // A secret of their own.
    const keys = newKeys();
    const own = { device: keys.device, sign: keys.sign.public, box: keys.box.public };
    mkdirSync(join(shared, desk, "join"), { recursive: true });
    writeFileSync(
      join(shared, desk, "join", `${keys.device}.t5j`),
      JSON.stringify(makeRequest({ ...real, secret: randomHex(16) }, own, "Eva")),
    );
    const before = rowsOf(chief);
    expect(await joining(chief)).toEqual([]);
    expect(await admit(chief, keys.device)).toMatchObject({ ok: false, refusal: { code: "join-request-gone" } });
    expect(rowsOf(chief) === before).toBe(true);
    // The real one, with more written into it.
    writeFileSync(path, JSON.stringify({ ...real, roles: ["chief"] satisfies Role[] }));
    const eva = await openSession(newFolder("eva"));
    must(await joinDesk(eva, { invitation: path, folder: shared, name: "Eva", passphrase: PASSPHRASE }));
    const [asked] = await joining(chief);
    expect(asked?.roles).toEqual(["author"]);
    must(await admit(chief, asked?.request.device ?? ""));
    await meet(chief, eva);
    expect(eva.station.me?.roles).toEqual(["author"]);
    await eva.close();
    await close(at);
  });

  it("forged welcome: content keys that no chief signed are not taken up", async () => {
    const at = await scene();
    const { shared, chief, anna, marek } = at;
    const desk = chief.station.ledger.desk ?? "";
    const box = marek.station.vault.keys?.box.public ?? "";
    const by = { device: anna.station.device ?? "", sign: signWith(keyOf(anna)) };
    const welcome = makeWelcome(desk, { device: marek.station.device ?? "", box }, { 9: randomHex(32) }, by);
    writeFileSync(join(shared, desk, "keys", `${marek.station.device ?? ""}-evil.t5k`), JSON.stringify(welcome));
    expect(await unchanged(marek)).toEqual({ aside: [], waiting: [] });
    expect(Object.keys(marek.station.vault.keys?.content ?? {})).toEqual(["1"]);
    await close(at);
  });

  it("path and zip tricks in a bundle: refused whole, in words, and nothing is written anywhere", async () => {
    const at = await scene();
    const desk = at.chief.station.ledger.desk ?? "";
    const folder = newFolder("odd");
    const outside = join(folder, "outside.t5s");
    const before = rowsOf(at.chief);
    for (const [count, name] of [
      `../${basename(outside)}`,
      outside,
      `${desk}/../../x.t5s`,
      `${desk}\\x.t5s`,
      `${desk}/a/b/c.t5s`,
    ].entries()) {
      const path = join(folder, `${count}.top5`);
      writeFileSync(path, zipSync({ [name]: strToU8("evil") }, { level: 0 }));
      expect(await takeBundle(at.chief, path)).toMatchObject({ ok: false, refusal: { code: "bundle-odd" } });
    }
    const bomb = join(folder, "bomb.top5");
    writeFileSync(bomb, zipSync({ [`${desk}/a/bomb.t5s`]: new Uint8Array(32 * 1024 * 1024) }, { level: 9 }));
    expect(await takeBundle(at.chief, bomb)).toMatchObject({ ok: false, refusal: { code: "bundle-odd" } });
    expect(existsSync(outside)).toBe(false);
    expect(rowsOf(at.chief) === before).toBe(true);
    must(await writeBundle(at.chief, { path: join(folder, "good.top5"), to: null, files: false }));
    must(await takeBundle(at.anna, join(folder, "good.top5")));
    await close(at);
  });

  it("a segment of 1 GiB: not read, listed with what waits, and the round goes on", async () => {
    const at = await scene();
    const path = plant(at, []);
    truncateSync(path, 2 ** 30);
    const before = process.memoryUsage.rss();
    const began = performance.now();
    expect(await unchanged(at.chief)).toEqual({ aside: [], waiting: ["segment-too-large"] });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 1024 * 1024);
    const bundle = join(newFolder("huge"), "huge.top5");
    writeFileSync(bundle, "");
    truncateSync(bundle, 2 ** 30);
    expect(await takeBundle(at.chief, bundle)).toMatchObject({ ok: false, refusal: { code: "bundle-too-large" } });
    rmSync(path);
    await close(at);
  });

  it("deep JSON, in a payload, a header, a request or a welcome: not taken, listed where it waits, no hang", async () => {
    const at = await scene();
    const { shared, chief, anna, marek } = at;
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const entry = forged(anna, keyOf(anna), {});
    plant(at, [{ ...entry, payloadText: deep }]);
    plant(at, [{ ...entry, headerText: deep }]);
    const desk = join(shared, chief.station.ledger.desk ?? "");
    mkdirSync(join(desk, "join"), { recursive: true });
    writeFileSync(join(desk, "join", "deep.t5j"), deep);
    writeFileSync(join(desk, "keys", `${marek.station.device ?? ""}-deep.t5k`), deep);
    const seen = await unchanged(marek);
    expect(seen.aside).toEqual([]);
    expect(seen.waiting.sort()).toEqual(["entry-malformed", "entry-too-large"]);
    expect(await joining(chief)).toEqual([]);
    await close(at);
  });

  it("homoglyph names: nobody is invited or let in under a name that reads like another's", async () => {
    const at = await scene();
    const { shared, chief } = at;
    const path = join(newFolder("invitation"), "one.top5invite");
    const like = (name: string) => ({ ok: false, refusal: { code: "name-looks-like", data: { name, like: "Marek" } } });
    for (const name of ["М\u0430rek", "Mar\u200bek", "\u202eMarek"])
      expect(await invite(chief.station, { name, roles: ["author"], path })).toEqual(like(name));
    // Invited under a name of their own, and asking under another's.
    must(await invite(chief.station, { name: "Mallory", roles: ["author"], path }));
    const mallory = await openSession(newFolder("mallory"));
    must(await joinDesk(mallory, { invitation: path, folder: shared, name: "Маrеk", passphrase: PASSPHRASE }));
    const before = rowsOf(chief);
    const [asked] = await joining(chief);
    expect(await admit(chief, asked?.request.device ?? "")).toEqual(like("Маrеk"));
    expect(rowsOf(chief) === before).toBe(true);
    await mallory.close();
    // Two people may have one name, and an accent is another letter.
    for (const name of ["Marek", "Mařek"]) must(await invite(chief.station, { name, roles: ["author"], path }));
    await close(at);
  });

  it("stolen suspended laptop: what it writes past its last good entry is set aside at every other laptop, whatever roster it names", async () => {
    const at = await scene();
    const { chief, anna, marek, item } = at;
    decide(marek, item, "claim");
    await meet(marek, chief, anna);
    // The thief has not heard of it yet, and says so in what he signs.
    decide(marek, item, "approve");
    must(act(chief, "roster.suspend", { device: marek.station.device ?? "" }));
    await meet(chief, anna);
    const late = forged(marek, keyOf(marek), { payload: { item, part: "glance", ready: true }, header: { kind: "item.ready" } });
    await marek.exchange();
    plant(at, [late]);
    for (const session of [chief, anna]) {
      const { aside } = await unchanged(session);
      expect(aside).toContain("quarantined entry-past-last-good");
      expect(aside.every((one) => one.startsWith("quarantined"))).toBe(true);
      expect(aside.length).toBeGreaterThanOrEqual(2);
      expect(session.station.ledger.row("item", item)?.state).toBe("in review");
    }
    // Nothing that was written since opens for it, so it does not even learn of it; what it signs goes on to count nowhere.
    must(act(marek, "item.pitch", { item: randomHex(16), issue: null, headline: "More", why: "why" }));
    await marek.exchange();
    const { aside } = await unchanged(chief);
    expect(aside.every((one) => one.startsWith("quarantined"))).toBe(true);
    expect(chief.station.ledger.children("item", "issue:")).toEqual([]);
    await close(at);
  });

  it("demoted member under an old roster: an approval that names the time when they still might counts nowhere", async () => {
    const at = await scene();
    const { chief, anna, marek, item } = at;
    decide(marek, item, "claim");
    await meet(marek, chief, anna);
    decide(marek, item, "approve");
    must(act(chief, "roster.change-roles", { member: marek.station.me?.id ?? "", roles: ["author"] }));
    await meet(chief, anna);
    await marek.exchange();
    for (const session of [chief, anna]) {
      const { ledger } = session.station;
      const before = JSON.stringify(ledger.row("item", item));
      must(await session.exchange());
      // Shown among the item's decisions with what it lacks, and without force.
      const approvals = ledger.children("decision", `item:${item}`).filter((one) => one.decision === "approve");
      expect(approvals.map((one) => one.obstacle)).toEqual(["only-editor-or-chief"]);
      expect(JSON.stringify(ledger.row("item", item))).toBe(before);
      expect(ledger.row("item", item)?.state).toBe("in review");
    }
    const editors = forged(marek, keyOf(marek), { payload: { item, issue: null }, header: { kind: "item.moved" } });
    plant(at, [editors]);
    expect((await unchanged(chief)).aside).toEqual(["quarantined entry-right-ended"]);
    await close(at);
  });
});
