import { afterAll, describe, expect, it } from "vitest";
import type { StoredRow } from "../../src/core/ledger/snapshot.ts";
import { FOLD_VERSION } from "../../src/core/projection/fold.ts";
import { letIn } from "../builders/long-desk.ts";
import { must, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import { close, scene, sealedHolding } from "../station/erasure/desk.ts";

afterAll(removeFolders);

interface Listed {
  devices: Record<string, unknown>;
  members: Record<string, { name: string; roles: string[] }>;
}

describe("a snapshot that says what never was", () => {
  it("of an erasure, and of who else is on the desk, makes a new chief's laptop take nothing out of the folder", async () => {
    const at = await scene();
    const { chief, anna, shared, item, head } = at;
    const session = await openSession(await letIn(chief, shared, "Berta"));
    session.station.ledger.putMeta("folder", "");
    must(await session.unlock(PASSPHRASE));
    const { ledger, device } = chief.station;
    const asked = ledger.all().at(-1)?.entry.id ?? "";
    const lie = (row: StoredRow): StoredRow => {
      if (row.kind !== "roster") return row;
      const { devices, members, ...rest } = JSON.parse(row.json) as Listed;
      for (const one of Object.values(members)) if (one.name === "Berta") one.roles = ["chief"];
      const others = Object.entries(devices).filter(([id]) => id !== anna.station.device);
      return { ...row, json: JSON.stringify({ ...rest, members, devices: Object.fromEntries(others) }) };
    };
    const subject = `item:${item}`;
    const target = { entry: head, kind: "item.revision" };
    const second = { entry: asked, by: "", at: "" };
    const erasure = { erasure: asked, subject, by: "", at: "", reason: "", targets: [target], files: [], second };
    const erased = { ...target, erasure: asked, subject };
    session.station.showSnapshot(
      {
        format: "top5-snapshot/1",
        desk: ledger.desk ?? "",
        device: session.station.device ?? "",
        by: device ?? "",
        fold: FOLD_VERSION,
        // Of something that never comes.
        have: { ["f".repeat(32)]: [1, "e".repeat(64)] },
        rows: "0".repeat(64),
      },
      [
        ...ledger.everyRow().map(lie),
        { kind: "erasure", key: asked, parent: subject, json: JSON.stringify(erasure) },
        { kind: "erased", key: `${head}/${asked}`, parent: head, json: JSON.stringify(erased) },
      ],
    );
    must(await session.meetAt(shared));
    const words = "The minister said so.";
    const before = sealedHolding(shared, chief, words);
    for (let round = 0; round < 2; round++) must(await session.exchange());
    expect([session.station.me?.name, session.station.snapshots.active]).toEqual(["Berta", true]);
    expect(session.station.ledger.entry(head)?.standing).toBe("ok");
    expect(before).toHaveLength(1);
    expect(sealedHolding(shared, chief, words)).toEqual(before);
    await session.close();
    await close(at);
  });
});
