import { afterAll, describe, expect, it } from "vitest";
import { canonical } from "../../src/core/base/canonical.ts";
import { digest } from "../../src/core/base/digest.ts";
import { entryId, readEntry } from "../../src/core/ledger/entry.ts";
import type { StoredRow } from "../../src/core/ledger/snapshot.ts";
import { FOLD_VERSION } from "../../src/core/projection/fold.ts";
import { signWith } from "../../src/station/keys/crypto.ts";
import { letIn } from "../builders/long-desk.ts";
import { act, must, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import { close, plant, scene, sealedHolding } from "../station/erasure/desk.ts";

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

  it("is not found in one from before a fork came to light: what lost its force by that was so when it was made", async () => {
    const at = await scene();
    const { chief, anna, shared, item } = at;
    const judged = anna.station.ledger.row("item", item)?.digest ?? null;
    const decide = { item, decision: "submit" as const, digest: judged, reason: null, waivers: [], names: null };
    const submitted = must(act(anna, "item.decide", decide))[0];
    for (const one of [anna, chief]) must(await one.exchange());
    const session = await openSession(await letIn(chief, shared, "Berta"));
    session.station.ledger.putMeta("folder", "");
    must(await session.unlock(PASSPHRASE));
    const { ledger, device } = chief.station;
    const have = Object.fromEntries([...ledger.tips()].map(([of, { seq, id }]) => [of, [seq, id] as [number, string]]));
    const about = { format: "top5-snapshot/1" as const, desk: ledger.desk ?? "", device: session.station.device ?? "" };
    session.station.showSnapshot({ ...about, by: device ?? "", fold: FOLD_VERSION, have, rows: "0".repeat(64) }, ledger.everyRow());
    // A copy of the author's laptop wrote under the same name.
    if (submitted === undefined) throw new Error("not here");
    const payloadText = canonical({ item, part: "glance", ready: true, salt: "s" });
    const headerText = canonical({ ...submitted.header, kind: "item.ready", payload: digest(payloadText) });
    const signature = signWith(anna.station.vault.keys?.sign.secret ?? "")(entryId(headerText));
    const twin = readEntry({ headerText, payloadText, signature });
    if (!twin.ok) throw new Error(twin.refusal.code);
    plant(at, [twin.value]);
    must(await session.meetAt(shared));
    for (let round = 0; round < 2; round++) must(await session.exchange());
    expect(session.station.snapshots.active).toBe(false);
    expect(session.station.ledger.entry(submitted.id)?.standing).toBe("contested");
    expect(session.station.ledger.row("item", item)?.state).toBe("writing");
    expect(session.station.notice).toBe(null);
    await session.close();
    await close(at);
  });
});
