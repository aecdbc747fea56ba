import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { performAct } from "../../../src/core/acts/act.ts";
import { sealFile, sealSegment, segmentHash, type ContentKeys } from "../../../src/station/exchange/envelope.ts";
import { fileName } from "../../../src/station/exchange/exchange.ts";
import { segmentName } from "../../../src/station/exchange/transport.ts";
import { openEvidence, addEvidence } from "../../../src/station/rooms/evidence.ts";
import { takeBundle, writeBundle } from "../../../src/station/rooms/bundle.ts";
import type { Session } from "../../../src/station/session.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { fileDigest } from "../../../src/station/store/file-store.ts";
import { randomHex } from "../../../src/station/keys/crypto.ts";
import { content } from "../../builders/desk.ts";
import { DESK, KEYS, Peer } from "../../builders/peers.ts";
import { PostgresServer } from "../../builders/postgres.ts";
import { postgresPrograms } from "../../packages.ts";
import { act, must, newDesk, newFolder, removeFolders } from "../../builders/stations.ts";
import { along, type Way } from "../../builders/ways.ts";

/// What every transport must hold, whatever it is: the same tests for the folder, the bundle and the hub.

const PEOPLE = ["chief", "anna", "marek"] as const;
let server: PostgresServer | null = null;
let addresses: string[] = [];
const begun = postgresPrograms() === null ? [] : (["hub"] as const);
if (begun.length === 0) console.log("hub left out: PostgreSQL is not on this machine (apt-get install postgresql)");

beforeAll(async () => {
  if (begun.length === 0) return;
  const fresh = await PostgresServer.fresh();
  server = fresh;
  addresses = await Promise.all(PEOPLE.map((name) => fresh.person(name)));
});
afterAll(async () => {
  removeFolders();
  await server?.end();
});

/// The same place as each of three laptops reaches it. Every test of the hub has a desk of its own.
function fresh(by: Way["by"]): { ways: Way[]; desk: string } {
  const path = newFolder(by);
  const ways = PEOPLE.map((_, at): Way => (by === "hub" ? { by, address: addresses[at] ?? "" } : { by, path }));
  return { ways, desk: by === "hub" ? randomHex(16) : DESK };
}

const round = (way: Way | undefined, peer: Peer) => along(way as Way, peer, async (transport) => must(await peer.round(transport)));
const put = (way: Way | undefined, peer: Peer, name: string, bytes: Uint8Array) =>
  along(way as Way, peer, async (transport) => must(await transport.put([{ name, bytes }])));

function segment(entries: readonly Entry[], bytes: Buffer): string {
  const header = entries[0]?.header ?? { device: "", seq: 0 };
  const last = entries.at(-1)?.header.seq ?? header.seq;
  return segmentName({ device: header.device, first: header.seq, last, hash: segmentHash(bytes) });
}

describe.each(["folder", "bundle", ...begun] as const)("the transport %s", (by) => {
  it("brings three laptops to the same entries, however often and in whatever order they meet", async () => {
    const { ways, desk } = fresh(by);
    const peers = PEOPLE.map(() => new Peer(desk));
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 1, 0, 2, 0],
      [2, 1, 0],
    ])
      for (const at of order) {
        peers[at]?.write(at + 1);
        await round(ways[at], peers[at] as Peer);
      }
    for (const at of [0, 1, 2]) await round(ways[at], peers[at] as Peer);
    const all = peers.flatMap((peer) => peer.chain.map((entry) => entry.id)).sort();
    for (const peer of peers) expect(peer.heldIds()).toEqual(all);
    // Nothing is left to do, and nothing is done twice.
    for (const at of [0, 1, 2]) expect(await round(ways[at], peers[at] as Peer)).toEqual({ taken: 0, handed: 0, waiting: [] });
  });

  it("takes duplicates and segments out of order as what they are", async () => {
    const { ways, desk } = fresh(by);
    const [anna, marek] = [new Peer(desk), new Peer(desk)];
    const entries = anna.write(6);
    for (const part of [entries.slice(4), entries.slice(2, 5), entries.slice(2, 5), entries]) {
      for (const one of by === "hub" ? part.map((entry) => [entry]) : [part]) {
        const bytes = sealSegment(desk, KEYS, one);
        await put(ways[0], anna, segment(one, bytes), bytes);
      }
    }
    expect(await round(ways[1], marek)).toMatchObject({ taken: 6, waiting: [] });
    expect(marek.heldIds()).toEqual(anna.heldIds());
    // A laptop that forgot what it handed over finds it there.
    expect(await round(ways[0], anna)).toMatchObject({ handed: 0 });
  });

  it("waits for what is cut off or damaged, says so, and has it all once its author met the others", async () => {
    const { ways, desk } = fresh(by);
    const [anna, marek] = [new Peer(desk), new Peer(desk)];
    const entries = anna.write(1);
    const whole = sealSegment(desk, KEYS, entries);
    const damaged = Buffer.from(whole);
    damaged[Math.floor(whole.length / 2)] = (damaged[Math.floor(whole.length / 2)] ?? 0) ^ 1;
    const bad = [
      Buffer.alloc(1),
      ...[8, 43, 44, 72, whole.length - 33, whole.length - 1].map((length) => whole.subarray(0, length)),
      damaged,
    ];
    for (const bytes of bad) await put(ways[0], anna, segment(entries, bytes), bytes);
    const first = await round(ways[1], marek);
    expect(first.taken).toBe(0);
    expect(first.waiting.map((one) => one.reason)).toEqual(bad.map(() => "segment-not-yet"));
    expect(await round(ways[0], anna)).toMatchObject({ handed: 1 });
    expect(await round(ways[1], marek)).toMatchObject({ taken: 1 });
    expect(marek.heldIds()).toEqual(anna.heldIds());
  });

  it("takes nothing of another desk or under another key, and takes up what a key then opens", async () => {
    const { ways, desk } = fresh(by);
    const keys: Record<string, string> = { ...KEYS };
    const [anna, marek] = [new Peer(desk), new Peer(desk, keys)];
    const [one, two, three] = [anna.write(1), anna.write(1), anna.write(1)];
    const newer: ContentKeys = { ...KEYS, 2: "22".repeat(32) };
    const sealed = [
      sealSegment("0".repeat(32), KEYS, one),
      sealSegment(desk, { 1: "33".repeat(32) }, two),
      sealSegment(desk, newer, three),
    ];
    for (const [at, bytes] of sealed.entries()) await put(ways[0], anna, segment([one, two, three][at] ?? [], bytes), bytes);
    const found = await round(ways[1], marek);
    expect(found.taken).toBe(0);
    expect(found.waiting.map((each) => each.reason).sort()).toEqual(["segment-foreign", "segment-foreign", "segment-no-key"]);
    keys["2"] = newer["2"] ?? "";
    expect(await round(ways[1], marek)).toMatchObject({ taken: 1 });
    expect(marek.heldIds()).toEqual(three.map((entry) => entry.id));
  });

  it("brings a file along, again where what lies under its name is another's", async () => {
    const { ways, desk } = fresh(by);
    const [anna, marek] = [new Peer(desk), new Peer(desk)];
    const bytes = Buffer.from("evidence, word for word".repeat(1000));
    const digest = must(await anna.keep(bytes));
    const fetch = () => along(ways[1] as Way, marek, (transport) => marek.exchange(transport).fetch(digest, bytes.length));
    for (const wrong of [Buffer.from("cut off"), sealFile(desk, KEYS, Buffer.from("another"))]) {
      await put(ways[1], marek, fileName(digest, null), wrong);
      expect(await fetch()).toBe(false);
    }
    await round(ways[0], anna);
    expect(await fetch()).toBe(true);
    expect(fileDigest(marek.kept.get(digest) ?? new Uint8Array())).toBe(digest);
  });

  it("holds every acknowledged entry when its writer is killed in mid-write", async () => {
    const { ways, desk } = fresh(by);
    const anna = new Peer(desk);
    anna.write(40, 60_000);
    const file = join(newFolder("killed"), "anna.json");
    writeFileSync(file, anna.asJson());
    for (const rounds of [3, 8, 15]) {
      const args = [fileURLToPath(new URL("./writer.ts", import.meta.url)), JSON.stringify(ways[0]), file];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (part: string) => {
        said += part;
        // A round has just begun: what it writes is on its way.
        if (said.includes(`begun ${rounds}\n`)) child.kill("SIGKILL");
      });
      await once(child, "close");
      const acknowledged = Math.max(0, ...[...said.matchAll(/handed (\d+)\n/g)].map((match) => Number(match[1])));
      expect(acknowledged).toBeGreaterThan(0);
      const reader = new Peer(desk);
      expect((await round(ways[1], reader)).waiting).toEqual([]);
      expect(anna.chain.slice(0, acknowledged).every((entry) => reader.held.has(entry.id))).toBe(true);
    }
    await round(ways[0], anna);
    const reader = new Peer(desk);
    await round(ways[1], reader);
    expect(reader.heldIds()).toEqual(anna.heldIds());
  });

  it("takes an item of three stations from its first line to its approval, with its evidence", async () => {
    const path = newFolder("shared");
    const [chief, anna, marek] = await stations((name) => (by === "hub" ? (addresses[PEOPLE.indexOf(name)] ?? "") : path));
    const all = [chief, anna, marek];
    if (by === "bundle") for (const session of all) must(await session.meetAt(null));
    const meet = async (): Promise<void> => {
      for (const session of [...all, ...all]) await (by === "bundle" ? byHand(session, all) : session.exchange().then(must));
    };
    const [issue, item] = [randomHex(16), randomHex(16)];
    const author = [anna.station.me?.id ?? ""];
    const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
    must(act(chief, "issue.open", { issue, fields, due: null }));
    must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: author, comment: author }, due: null }));
    await meet();
    must(anna.station.saveDraft(`item:${item}`, null, { content: content("Ports open", ["The ministry said."], ["It matters."]) }));
    must(act(anna, "item.share", { item }));
    const page = join(newFolder("page"), "notice.txt");
    writeFileSync(page, "The notice, word for word.");
    must(await addEvidence(anna, { item, source: "Notice", path: page }));
    const digest = anna.station.ledger.row("item", item)?.digest ?? null;
    const decide = { item, digest, reason: null, waivers: [], names: null };
    must(act(anna, "item.decide", { ...decide, decision: "submit" }));
    await meet();
    must(marek.station.act((pen) => performAct(pen, "item.decide", { ...decide, decision: "claim" })));
    must(act(marek, "item.decide", { ...decide, decision: "approve" }));
    await meet();
    for (const session of all) expect(session.station.ledger.row("item", item)?.state).toBe("approved");
    const rows = (session: Session) =>
      JSON.stringify(session.station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all());
    expect(new Set(all.map(rows)).size).toBe(1);
    const evidence = marek.station.ledger.rows("evidence")[0]?.evidence ?? "";
    expect(Buffer.from(must(await openEvidence(marek, item, evidence)).bytes).toString()).toBe("The notice, word for word.");
    for (const session of all) await session.close();
  });
});

type Three = [Session, Session, Session];
async function stations(where: (name: (typeof PEOPLE)[number]) => string): Promise<Three> {
  const desk = await newDesk(
    [
      { name: "Anna", roles: ["author"] },
      { name: "Marek", roles: ["editor"] },
    ],
    (name) => where(PEOPLE.find((one) => one === name.toLowerCase()) ?? "chief"),
  );
  return [desk.chief, ...desk.others] as Three;
}

/// One laptop mails what each of the others lacks.
async function byHand(from: Session, all: readonly Session[]): Promise<void> {
  for (const to of all.filter((one) => one !== from)) {
    const path = join(newFolder("mail"), "desk.top5");
    must(await writeBundle(from, { path, to: to.station.device, files: true }));
    expect(must(await takeBundle(to, path)).waiting).toBe(0);
  }
}
