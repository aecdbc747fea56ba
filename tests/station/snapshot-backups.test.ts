import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSnapshot, readSnapshotHead } from "../../src/core/ledger/snapshot.ts";
import { markDamaged } from "../../src/station/care/restore.ts";
import { signWith } from "../../src/station/keys/crypto.ts";
import type { Session } from "../../src/station/session.ts";
import { letIn } from "../builders/long-desk.ts";
import { must, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import { ask, close, confirm, holding, meet, scene, SECRET, type Scene } from "./erasure/desk.ts";

afterAll(removeFolders);

/// A backup of a laptop that was made while it showed a snapshot, before any of the history had come.
describe("a backup with a snapshot in it", () => {
  let at: Scene;
  let data: string;
  let session: Session;
  const backups = (): string => join(data, "backups");

  beforeAll(async () => {
    at = await scene();
    const { chief, shared } = at;
    data = await letIn(chief, shared, "Berta");
    session = await openSession(data);
    session.station.ledger.putMeta("folder", "");
    must(await session.unlock(PASSPHRASE));
    const { ledger, vault } = chief.station;
    const have = Object.fromEntries([...ledger.tips()].map(([of, { seq, id }]) => [of, [seq, id] as [number, string]]));
    const signer = { device: chief.station.device ?? "", sign: signWith(vault.keys?.sign.secret ?? "") };
    const rows = ledger.everyRow();
    const text = makeSnapshot({ desk: ledger.desk ?? "", device: session.station.device ?? "", have }, rows, signer);
    const signed = JSON.parse(text.slice(0, text.indexOf("\n"))) as { head: unknown };
    const head = readSnapshotHead(JSON.stringify(signed.head));
    if (head === null) throw new Error("no head");
    session.station.showSnapshot(head, rows);
    expect(session.station.me?.name).toBe("Berta");
    rmSync(backups(), { recursive: true });
    const made = must(await session.station.backUp());
    renameSync(made ?? "", join(backups(), "desk-2026-01-02.db"));
    must(await session.meetAt(shared));
    await meet(session, chief, session);
    expect(session.station.snapshots.active).toBe(false);
  });
  afterAll(async () => {
    await session.close();
    await close(at);
  });

  it("does not take the desk away from who has to restore from it, while nobody can be met", async () => {
    await session.close();
    session = await openSession(data);
    session.station.ledger.putMeta("folder", "");
    await session.close();
    markDamaged(data, "a page");
    session = await openSession(data);
    must(await session.unlock(PASSPHRASE));
    expect(session.station.notice?.code).toBe("database-restored");
    expect(session.station.snapshots.active).toBe(false);
    expect(session.station.me?.name).toBe("Berta");
    expect(session.station.ledger.rows("item")).toHaveLength(1);
    // What was set aside is a person's to delete.
    rmSync(join(data, "set-aside"), { recursive: true });
    must(await session.meetAt(at.shared));
  });

  it("goes when words are erased that it may show", async () => {
    const { chief, anna, marek, item, named } = at;
    await meet(session, chief, anna, marek);
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    await meet(chief, marek, session);
    expect(session.station.ledger.row("revision", named)?.erased).toBe(asked?.id);
    expect(holding(data, SECRET)).toEqual([]);
  });
});
