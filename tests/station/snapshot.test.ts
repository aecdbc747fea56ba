import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSnapshot, readSnapshot, type StoredRow } from "../../src/core/ledger/snapshot.ts";
import { carrySegment } from "../../src/station/exchange/exchange.ts";
import { openSnapshot, sealSnapshot } from "../../src/station/exchange/envelope.ts";
import { signWith, verifier } from "../../src/station/keys/crypto.ts";
import { readBoard } from "../../src/station/rooms/board.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import { exportIssue } from "../../src/station/rooms/exports.ts";
import { readItem } from "../../src/station/rooms/item.ts";
import { readOverview } from "../../src/station/rooms/overview.ts";
import type { Session } from "../../src/station/session.ts";
import { allShared, copied, letIn, longDesk } from "../builders/long-desk.ts";
import { must, newFolder, openSession, PASSPHRASE, pitch, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const ENTRIES = 1500;

/// What a row says of an issue that two have signed off.
const signedOff = {
  digest: "a".repeat(64),
  complete: true,
  signatures: [true, false].map((isChief, at) => ({
    entry: String(at).repeat(64),
    by: String(at).repeat(32),
    at: "2026-10-12T00:00:00.000Z",
    digest: "a".repeat(64),
    chief: isChief,
    live: true,
  })),
  fields: { embargo: null },
};

/// What the screens of a desk show, whoever looks at them.
function shown({ station }: Session): string {
  const { issues, publication, people } = must(readOverview(station));
  for (const { issue } of issues) must(readBoard(station, issue));
  const kinds = ["item", "issue", "brief", "revision", "decision", "note"] as const;
  for (const { item } of station.ledger.rows("item")) must(readItem(station, item));
  return JSON.stringify([publication, people, issues, kinds.map((kind) => station.ledger.rows(kind))]);
}

describe("a new laptop that finds a snapshot", () => {
  let chief: Session;
  let where: string;
  let desk: string;
  const folderOf = (name: string): string => join(where, desk, name);
  const aside = (): string => join(where, "aside");
  /// The snapshot that was left for a laptop.
  const snapshotFor = (device: string): string =>
    join(folderOf("snapshots"), readdirSync(folderOf("snapshots")).find((name) => name.startsWith(device)) ?? "none");
  const devices = (): string[] => readdirSync(join(where, desk)).filter((name) => /^[0-9a-f]{32}$/.test(name));
  /// A synchroniser that has brought the snapshot and keys, but no history yet, while `during` runs.
  const withoutHistory = async (during: () => Promise<void>, but: (device: string) => boolean = () => false): Promise<void> => {
    const moved = devices().filter((device) => !but(device));
    for (const name of moved) renameSync(folderOf(name), `${aside()}-${name}`);
    try {
      await during();
    } finally {
      for (const name of moved) {
        rmSync(folderOf(name), { recursive: true, force: true });
        renameSync(`${aside()}-${name}`, folderOf(name));
      }
    }
  };
  const opened = async (data: string): Promise<Session> => {
    const session = await openSession(data);
    must(await session.unlock(PASSPHRASE));
    return session;
  };
  const endsTheSame = async (session: Session): Promise<void> => {
    for (const one of [session, session, chief, session]) must(await one.exchange());
    expect((await session.status()).arriving).toBe(null);
    expect(allShared(session) === allShared(chief)).toBe(true);
    expect(session.station.db.prepare("SELECT count(*) AS n FROM snapshot").get()).toEqual({ n: 0 });
    // It has served: nothing of it lies about.
    expect(existsSync(snapshotFor(session.station.device ?? ""))).toBe(false);
  };

  beforeAll(async () => {
    ({ chief, where } = await longDesk(ENTRIES));
    desk = chief.station.ledger.desk ?? "";
  }, 60_000);
  afterAll(() => chief.close());

  it("shows the whole desk before any of its history is here, and keeps drafts", async () => {
    const data = await letIn(chief, where, "Gerd");
    await withoutHistory(async () => {
      let session = await opened(data);
      expect(session.station.ledger.count()).toBe(0);
      expect(session.station.me?.name).toBe("Gerd");
      const status = await session.status();
      expect(status.state).toBe("ready");
      expect(status.arriving).toEqual({ done: 0, total: chief.station.ledger.count() });
      expect(shown(session) === shown(chief)).toBe(true);
      const [item] = session.station.ledger.rows("item");
      if (item?.shown == null) throw new Error("an item with a text");
      must(session.station.saveDraft(`item:${item.item}`, item.head, { content: item.shown }));
      const refused = pitch(session, "Too early");
      expect(refused.ok ? null : refused.refusal.code).toBe("history-arriving");
      const bundle = await writeBundle(session, { path: join(newFolder("bundle"), "all.top5"), to: null, files: false });
      expect(bundle.ok ? null : bundle.refusal.code).toBe("history-arriving");
      // All of it is there after a restart, too.
      await session.close();
      session = await opened(data);
      expect(shown(session) === shown(chief)).toBe(true);
      expect(session.station.draftOf(item.item)?.content).toEqual(item.shown);
      await session.close();
    });
    const session = await opened(data);
    await endsTheSame(session);
    expect(session.station.notice).toBe(null);
    expect(pitch(session, "In time").ok).toBe(true);
    must(await session.exchange());
    must(await chief.exchange());
    await session.close();
  }, 60_000);

  it("goes on showing it while the history comes in pieces, and newer words of others with it", async () => {
    const data = await letIn(chief, where, "Hana");
    const [first] = devices();
    await withoutHistory(
      async () => {
        const session = await opened(data);
        const before = shown(session);
        expect(session.station.ledger.count()).toBeGreaterThan(0);
        must(pitch(chief, "Newer"));
        expect(shown(session)).toBe(before);
        expect((await session.status()).arriving?.done).toBeGreaterThan(0);
        await session.close();
      },
      (device) => device === first,
    );
    const session = await opened(data);
    must(await chief.exchange());
    await endsTheSame(session);
    expect(session.station.ledger.rows("item").some((one) => one.headline === "Newer")).toBe(true);
    expect(session.station.notice).toBe(null);
    await session.close();
  }, 60_000);

  it("goes on showing it while of each laptop's history only the end has come", async () => {
    const data = await letIn(chief, where, "Hugo");
    const keys = chief.station.vault.keys?.content ?? {};
    const [known, ends] = [shown(chief), devices()];
    await withoutHistory(async () => {
      for (const device of ends) {
        const [first, ...rest] = chief.station.ledger.from(device, 1).map((one) => one.entry);
        if (first === undefined) throw new Error("a laptop that wrote");
        const { name, bytes } = carrySegment(desk, keys, [rest.at(-1) ?? first]);
        mkdirSync(folderOf(device), { recursive: true });
        writeFileSync(folderOf(name), bytes);
      }
      const session = await opened(data);
      expect(session.station.ledger.count()).toBe(ends.length);
      expect(session.station.notice).toBe(null);
      expect((await session.status()).arriving).not.toBe(null);
      expect(shown(session) === known).toBe(true);
      await session.close();
    });
    const session = await opened(data);
    await endsTheSame(session);
    expect(session.station.notice).toBe(null);
    await session.close();
  }, 60_000);

  /// Rows as the chief's laptop has them, changed, signed and sealed as `by` would.
  const forge = async (device: string, change: (rows: StoredRow[]) => StoredRow[], by: Session = chief): Promise<Buffer> => {
    const { keys } = chief.station.vault;
    const own = by.station.vault.keys;
    if (keys === null || own === null) throw new Error("no keys");
    const have = Object.fromEntries([...chief.station.ledger.tips()].map(([of, { seq, id }]) => [of, [seq, id] as [number, string]]));
    const signer = { device: own.device, sign: signWith(own.sign.secret) };
    const text = makeSnapshot({ desk, device, have }, change(chief.station.ledger.everyRow()), signer);
    return sealSnapshot(desk, keys.content, Buffer.from(text));
  };
  /// A laptop that meets these bytes in the place of its snapshot, before any of the history.
  const meets = async (data: string, device: string, bytes: Uint8Array): Promise<Session> => {
    writeFileSync(snapshotFor(device), bytes);
    let session: Session | undefined;
    await withoutHistory(async () => void (session = await opened(data)));
    if (session === undefined) throw new Error("no session");
    return session;
  };
  const deviceOf = async (data: string): Promise<string> => {
    const session = await openSession(data);
    session.station.ledger.putMeta("folder", "");
    must(await session.unlock(PASSPHRASE));
    session.station.ledger.putMeta("folder", where);
    const { device } = session.station;
    await session.close();
    return device ?? "";
  };

  it("exports nothing clean by it: it is a help, and no evidence that anybody approved or signed", async () => {
    const data = await letIn(chief, where, "Ilka");
    const device = await deviceOf(data);
    const { fields } = signedOff;
    const lie = (row: StoredRow): StoredRow => {
      const value = JSON.parse(row.json) as Record<string, unknown>;
      if (row.kind === "issue")
        return { ...row, json: JSON.stringify({ ...value, ...signedOff, fields: { ...(value["fields"] as object), ...fields } }) };
      if (row.kind !== "roster") return row;
      const members = value["members"] as Record<string, { name: string; roles: string[] }>;
      for (const member of Object.values(members)) if (member.name === "Ilka") member.roles = ["editor"];
      return { ...row, json: JSON.stringify(value) };
    };
    writeFileSync(snapshotFor(device), await forge(device, (rows) => rows.map(lie)));
    await withoutHistory(async () => {
      const session = await opened(data);
      const [issue] = session.station.ledger.rows("issue");
      expect(session.station.me?.roles).toEqual(["editor"]);
      const folder = newFolder("export");
      const done = must(await exportIssue(session.station, { issue: issue?.issue ?? "", formats: ["html"], folder }));
      expect([done.clean, done.why?.code, done.manifest]).toEqual([false, "draft-history-arriving", null]);
      expect(readdirSync(folder).every((name) => name.includes("DRAFT"))).toBe(true);
      await session.close();
    });
  }, 60_000);

  it("is not stopped by a member's file in its place that unfolds into more than memory holds", async () => {
    const data = await letIn(chief, where, "Imre");
    const device = await deviceOf(data);
    const keys = chief.station.vault.keys?.content ?? {};
    for (const content of [Buffer.alloc(512 * 1024 * 1024), Buffer.from(`${"[".repeat(8 * 1024 * 1024)}\n`)]) {
      const session = await meets(copied(data), device, await sealSnapshot(desk, keys, content));
      expect([session.station.snapshots.active, session.lastRound?.result.ok]).toEqual([false, true]);
      await session.close();
    }
    const session = await opened(data);
    await endsTheSame(session);
    await session.close();
  }, 120_000);

  it("travels in a bundle for that laptop, too", async () => {
    const data = await letIn(chief, where, "Ines");
    const session = await openSession(data);
    session.station.ledger.putMeta("folder", "");
    must(await session.unlock(PASSPHRASE));
    const path = join(newFolder("bundle"), "for.top5");
    must(await writeBundle(chief, { path, to: session.station.device, files: false }));
    rmSync(snapshotFor(session.station.device ?? ""));
    const states: boolean[] = [];
    session.station.ledger.putMeta("folder", "");
    const taking = takeBundle(session, path);
    void (async () => {
      while (session.station.me === undefined) await new Promise((done) => setImmediate(done));
      states.push(session.station.snapshots.active);
    })();
    must(await taking);
    expect(states).toEqual([true]);
    must(await session.meetAt(where));
    await endsTheSame(session);
    await session.close();
  }, 60_000);

  it("says that a snapshot lied once the history shows it, and shows nothing of it any more", async () => {
    const lie = "Never said";
    const data = await letIn(chief, where, "Jun");
    const device = await deviceOf(data);
    const session = await meets(
      data,
      device,
      await forge(device, (rows) =>
        rows.map((row) => (row.kind === "item" ? { ...row, json: JSON.stringify({ ...JSON.parse(row.json), headline: lie }) } : row)),
      ),
    );
    expect(session.station.ledger.rows("item")[0]?.headline).toBe(lie);
    await endsTheSame(session);
    expect(session.station.notice?.code).toBe("snapshot-differed");
    expect(session.station.ledger.rows("item").some((one) => one.headline === lie)).toBe(false);
    await session.close();
  }, 60_000);

  it("takes none that is cut off, changed, for another laptop, by another, or with rows of no shape", async () => {
    const data = await letIn(chief, where, "Kai");
    const device = await deviceOf(data);
    const good = readFileSync(snapshotFor(device));
    const other = await opened(await letIn(chief, where, "Lars"));
    const changed = Buffer.from(good);
    changed[good.length >> 1] = (changed[good.length >> 1] ?? 0) ^ 1;
    const cases: Record<string, Uint8Array> = {
      "cut off": good.subarray(0, good.length - 100),
      changed,
      empty: Buffer.alloc(0),
      "by another": await forge(device, (rows) => rows, other),
      "without a roster": await forge(device, (rows) => rows.filter((row) => row.kind !== "roster")),
      "a row that is no JSON": await forge(device, (rows) => rows.map((row, at) => (at === 3 ? { ...row, json: "{" } : row))),
      "a row without its fields": await forge(device, (rows) => rows.map((row) => (row.kind === "item" ? { ...row, json: "{}" } : row))),
      "a row under another's key": await forge(device, (rows) =>
        rows.map((row) => (row.kind === "issue" ? { ...row, key: "0".repeat(32) } : row)),
      ),
      "a row twice": await forge(device, (rows) => [...rows, ...rows.slice(0, 1)]),
      "a kind of row that there is not": await forge(device, (rows) => [...rows, { kind: "approval", key: "a", parent: "b", json: "{}" }]),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const session = await meets(copied(data), device, bytes);
      expect([name, session.station.snapshots.active, session.station.me]).toEqual([name, false, undefined]);
      await session.close();
    }
    await other.close();
    const content = await openSnapshot(desk, chief.station.vault.keys?.content ?? {}, good);
    const by = { device: chief.station.device ?? "", sign: chief.station.vault.keys?.sign.public ?? "" };
    const text = content?.toString("utf8") ?? "";
    expect(readSnapshot(text, { desk, device, by }, verifier)).not.toBe(null);
    for (const wrong of [{ desk: "0".repeat(32) }, { device: "0".repeat(32) }, { by: { ...by, sign: "0".repeat(64) } }])
      expect(readSnapshot(text, { desk, device, by, ...wrong }, verifier)).toBe(null);
    expect(readSnapshot(text.replace('"fold":', '"fold":9'), { desk, device, by }, verifier)).toBe(null);
  }, 120_000);

  it("is left for none on a desk whose history lies elsewhere in part", async () => {
    const before = readdirSync(folderOf("snapshots")).length;
    const [gone = ""] = devices().filter((device) => device !== chief.station.device);
    renameSync(folderOf(gone), `${aside()}-${gone}`);
    must(await chief.exchange());
    const data = await letIn(chief, where, "Mila");
    expect(readdirSync(folderOf("snapshots")).length).toBe(before);
    renameSync(`${aside()}-${gone}`, folderOf(gone));
    const session = await opened(data);
    expect(session.station.me?.name).toBe("Mila");
    await endsTheSame(session);
    await session.close();
  }, 60_000);
});
