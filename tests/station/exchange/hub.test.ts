import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "pg";
import { Hub, hubPlace } from "../../../src/station/exchange/hub.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { waitFor } from "../../../src/station/session.ts";
import { DESK, Peer } from "../../builders/peers.ts";
import { PostgresServer } from "../../builders/postgres.ts";
import { postgresPrograms } from "../../packages.ts";
import { must } from "../../builders/stations.ts";

if (postgresPrograms() === null) console.log("skipped: PostgreSQL is not on this machine (apt-get install postgresql)");

const CLIENTS = 40;
const EACH = process.env["SOAK"] === "1" ? 500 : 100;

let server: PostgresServer;
const people: string[] = [];

beforeAll(async () => {
  if (postgresPrograms() === null) return;
  server = await PostgresServer.fresh();
  for (let at = 0; at < CLIENTS; at++) people.push(await server.person(`person${at}`));
});
afterAll(() => server?.end());

const open: Hub[] = [];
function hubOf(peer: Peer, address: string, rang: () => void = () => {}): Hub {
  const hub = new Hub(address, { desk: peer.desk, device: peer.device, rang, lost: () => {} });
  open.push(hub);
  return hub;
}
const closeAll = async (): Promise<void> => void (await Promise.all(open.splice(0).map((hub) => hub.close())));

/// Rounds until one goes through, whatever happens to the server meanwhile. Answers how many failed.
async function persist(peer: Peer, hub: Hub): Promise<number> {
  for (let failed = 0; ; failed++) {
    if ((await peer.round(hub)).ok) return failed;
    await new Promise((done) => setImmediate(done));
  }
}

describe.runIf(postgresPrograms() !== null)("a PostgreSQL hub", () => {
  it(`carries the entries of ${CLIENTS} laptops at once, all of them to each that asks`, async () => {
    const peers = people.map(() => new Peer());
    const hubs = peers.map((peer, at) => hubOf(peer, people[at] ?? ""));
    for (const hub of hubs) must(await hub.reachable());
    for (const peer of peers) peer.write(EACH, 2000);
    const began = performance.now();
    await Promise.all(peers.map(async (peer, at) => must(await peer.round(hubs[at] as Hub))));
    const handed = performance.now() - began;
    const reader = new Peer();
    const asked = performance.now();
    must(await reader.round(hubOf(reader, people[0] ?? "")));
    const taken = performance.now() - asked;
    expect(reader.held.size).toBe(CLIENTS * EACH);
    const rate = (ms: number): number => Math.round((CLIENTS * EACH * 1000) / ms);
    console.log(
      `hub: ${CLIENTS} laptops at once handed over ${CLIENTS * EACH} entries, ${rate(handed)}/s; one took them in, ${rate(taken)}/s`,
    );
    await closeAll();
  });

  it("loses nothing when the server is killed in mid-write and started again", async () => {
    const desk = "ab".repeat(16);
    const peers = people.slice(0, 8).map(() => new Peer(desk));
    const hubs = peers.map((peer, at) => hubOf(peer, people[at] ?? ""));
    for (const hub of hubs) must(await hub.reachable());
    const kills = process.env["SOAK"] === "1" ? 20 : 3;
    let failed = 0;
    for (let kill = 0; kill < kills; kill++) {
      for (const peer of peers) peer.write(EACH, 2000);
      const before = await server.sql<{ count: string }>("SELECT count(*) FROM top5.entries");
      const writing = peers.map((peer, at) => persist(peer, hubs[at] as Hub));
      // In mid-write: some of this lap's entries are there, and not yet all.
      const arrived = async (): Promise<number> =>
        Number((await server.sql<{ count: string }>("SELECT count(*) FROM top5.entries"))[0]?.count) - Number(before[0]?.count);
      while ((await arrived()) === 0);
      await server.kill();
      await server.start();
      failed += (await Promise.all(writing)).reduce((sum, each) => sum + each, 0);
    }
    const reader = new Peer(desk);
    must(await reader.round(hubOf(reader, people[9] ?? "")));
    expect(reader.heldIds()).toEqual(peers.flatMap((peer) => peer.chain.map((entry) => entry.id)).sort());
    for (const peer of peers) expect(peer.memory.own(peer.device).length).toBe(peer.chain.length);
    expect(failed).toBeGreaterThan(0);
    console.log(
      `hub: ${kills} kills of the server in mid-write, ${failed} rounds failed and went on, 0 of ${reader.held.size} entries lost`,
    );
    await closeAll();
  });

  it("lets a login write under its own laptops alone, and nobody change or delete a row", async () => {
    const [anna, marek] = [new Peer(), new Peer()];
    must(await hubOf(anna, people[0] ?? "").reachable());
    anna.write(3);
    must(await anna.round(hubOf(anna, people[0] ?? "")));
    const client = new Client({ connectionString: people[1] ?? "" });
    await client.connect();
    const refused = async (text: string, values: unknown[] = []): Promise<string> =>
      client.query(text, values).then(
        () => "done",
        (error: Error & { code?: string }) => error.code ?? "",
      );
    const bytes = Buffer.from("forged");
    const insert = "INSERT INTO top5.entries (id, desk, device, seq, bytes) VALUES (encode(sha256($4), 'hex'), $1, $2, $3, $4)";
    expect(await refused(insert, [DESK, anna.device, 4, bytes])).toBe("42501");
    expect(await refused(insert, [DESK, marek.device, 1, bytes])).toBe("42501");
    expect(await refused("INSERT INTO top5.devices (device, login) VALUES ($1, 'person0')", [marek.device])).toBe("42501");
    expect(await refused("INSERT INTO top5.devices (device) VALUES ($1)", [marek.device])).toBe("done");
    expect(await refused(insert, [DESK, marek.device, 1, bytes])).toBe("done");
    const squat = "INSERT INTO top5.entries (id, desk, device, seq, bytes) VALUES ($1, $2, $3, 2, $4)";
    expect(await refused(squat, ["0".repeat(64), DESK, marek.device, bytes])).toBe("23514");
    for (const table of ["entries", "files", "keys", "devices"])
      for (const text of [
        `UPDATE top5.${table} SET desk = desk`,
        `DELETE FROM top5.${table}`,
        `TRUNCATE top5.${table}`,
        `DROP TABLE top5.${table}`,
      ])
        expect(await refused(text.replace(/desk = desk$/, table === "devices" ? "login = login" : "desk = desk"))).toBe("42501");
    expect(await refused("SET ROLE postgres")).toBe("42501");
    await client.end();
    // Who comes with another's laptop is told that the rules refuse, and learns no more.
    const thief = new Peer();
    Object.defineProperty(thief, "device", { value: anna.device });
    thief.chain.push(...anna.chain, ...anna.write(1));
    expect(await thief.round(hubOf(thief, people[2] ?? ""))).toMatchObject({ refusal: { code: "hub-refuses" } });
    await closeAll();
  });

  it("finds rows that became visible in another order than they were written", async () => {
    const desk = "cd".repeat(16);
    const [late, reader] = [new Peer(desk), new Peer(desk)];
    const hub = hubOf(late, people[0] ?? "");
    must(await hub.reachable());
    late.write(6);
    const whole = late.chain.splice(0);
    const handed: Entry[] = [];
    const parts: [number, number][] = [
      [4, 6],
      [0, 2],
      [2, 4],
    ];
    for (const [from, to] of parts) {
      // Only this part's entries are handed over, whatever lies before it.
      const writer = new Peer(desk);
      Object.defineProperty(writer, "device", { value: late.device });
      writer.own = () => whole.slice(from, to);
      must(await writer.round(hub));
      must(await reader.round(hubOf(reader, people[1] ?? "")));
      handed.push(...whole.slice(from, to));
      expect(reader.heldIds()).toEqual(handed.map((entry) => entry.id).sort());
    }
    expect(reader.heldIds()).toEqual(whole.map((entry) => entry.id).sort());
    await closeAll();
  });

  it("rings for others' entries and not for one's own", async () => {
    const desk = "ef".repeat(16);
    const [anna, marek] = [new Peer(desk), new Peer(desk)];
    let own = 0;
    const hubs = [hubOf(anna, people[0] ?? "", () => own++)];
    const rang = new Promise<void>((done) => hubs.push(hubOf(marek, people[1] ?? "", done)));
    for (const hub of hubs) must(await hub.reachable());
    anna.write(1);
    must(await anna.round(hubs[0] as Hub));
    await rang;
    must(await marek.round(hubs[1] as Hub));
    expect(marek.heldIds()).toEqual(anna.heldIds());
    expect(own).toBe(0);
    await closeAll();
  });

  it("goes on at a replica that takes the server's place, and hands over again what that lacks", async () => {
    const desk = "0f".repeat(16);
    const [anna, reader] = [new Peer(desk), new Peer(desk)];
    const [hub, reading] = [hubOf(anna, people[0] ?? ""), hubOf(reader, people[1] ?? "")];
    anna.write(20);
    must(await anna.round(hub));
    const second = await server.replica();
    anna.write(20);
    must(await anna.round(hub));
    must(await reader.round(reading));
    await server.kill();
    second.promote();
    // What reached only the lost server is gone there: a replica follows a moment behind.
    await second.sql(`DELETE FROM top5.entries WHERE desk = '${desk}' AND seq > 30`);
    second.appear();
    await persist(anna, hub);
    anna.write(5);
    await persist(anna, hub);
    await persist(reader, reading);
    const newcomer = new Peer(desk);
    must(await newcomer.round(hubOf(newcomer, people[2] ?? "")));
    const all = anna.chain.map((entry) => entry.id).sort();
    expect(reader.heldIds()).toEqual(all);
    expect(newcomer.heldIds()).toEqual(all);
    await closeAll();
    await second.kill();
    await server.start();
    server.appear();
  });

  it("says what stands in the way, never with a password in it", async () => {
    const peer = new Peer();
    const at = async (address: string) => hubOf(peer, address).reachable();
    const wrong = await at(server.address("person0", "Quagga-1"));
    expect(wrong).toMatchObject({ ok: false, refusal: { code: "hub-refuses-login" } });
    const elsewhere = await at("postgresql://anna:Quagga-1@/desk?host=/nowhere/at/all");
    expect(elsewhere).toMatchObject({ ok: false, refusal: { code: "hub-unreachable" } });
    const bare = await at(server.address("postgres").replace("/desk?", "/postgres?"));
    expect(bare).toMatchObject({ ok: false, refusal: { code: "hub-not-set-up" } });
    const odd = await at("postgresql://anna:Quagga-1@host:port%/desk");
    expect(odd.ok).toBe(false);
    expect(JSON.stringify([wrong, elsewhere, bare, odd])).not.toContain("Quagga");
    await closeAll();
  });
});

describe("a hub's address", () => {
  it("is shown as host and database alone", () => {
    expect(hubPlace("postgresql://anna:secret@db.example:5433/desk?sslmode=verify-full")).toBe("db.example:5433/desk");
    expect(hubPlace("postgres://anna:secret@/desk?host=/run/pg")).toBe("/run/pg/desk");
    expect(hubPlace("postgresql://anna:secret@host:port/desk")).toBe(null);
  });
});

describe("after failures", () => {
  it("rounds wait longer each time, up to five minutes, and not all at the same moment", () => {
    expect(waitFor(10_000, 0, 0.3)).toBe(10_000);
    expect([1, 2, 3].map((failures) => waitFor(10_000, failures, 1))).toEqual([20_000, 40_000, 80_000]);
    expect(waitFor(10_000, 50, 1)).toBe(300_000);
    expect(waitFor(10_000, 1, 0)).toBe(10_000);
  });
});
