import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Entry } from "../../src/core/ledger/entry.ts";
import type { Session } from "../../src/station/session.ts";
import { joinOne, must, newFolder, pitch, removeFolders } from "../builders/stations.ts";
import { close, meet, plant, rowsOf, scene, share } from "../station/erasure/desk.ts";

/// Whoever has the content key can put a copy of another's entry in the folder that lacks its words or its signature. The entry
/// itself comes after it, and is not kept out by that.

afterAll(removeFolders);

const entryOf = ({ station }: Session, id: string): Entry => {
  const stored = station.ledger.entry(id);
  if (stored === undefined) throw new Error("not here");
  return stored.entry;
};

const BAD = "0".repeat(128);

describe("a spoiled copy of an entry that comes first", () => {
  it("without its words does not keep them out, also where they come with a long history", async () => {
    const at = await scene();
    const { chief, anna, marek, item, head } = at;
    const shared = share(anna, item, "She said so.", head);
    for (const signature of [entryOf(anna, shared).signature, BAD]) plant(at, [{ ...entryOf(anna, shared), signature, payloadText: null }]);
    must(await marek.exchange());
    expect(entryOf(marek, shared).payloadText).toBe(null);
    for (let count = 0; count < 300; count++) must(pitch(anna, `Pitch ${count}`));
    await meet(anna, marek, chief, anna, marek);
    for (const session of [chief, marek]) {
      expect(entryOf(session, shared)).toEqual(entryOf(anna, shared));
      expect(rowsOf(session) === rowsOf(anna)).toBe(true);
    }
    await close(at);
  });

  it("is not kept for the entry itself where its laptop is not known yet, nor ever writes again", async () => {
    const at = await scene();
    const { chief, marek, shared } = at;
    const held = newFolder("held-back");
    const lin = await joinOne(chief, shared, "Lin", ["author"]);
    must(pitch(lin, "Ferries"));
    await meet(lin, chief);
    const [pitched] = lin.station.ledger.from(lin.station.device ?? "", 1).slice(-1);
    if (pitched === undefined) throw new Error("nothing was pitched");
    const desk = join(shared, chief.station.ledger.desk ?? "");
    const [of, by] = [lin.station.device ?? "", chief.station.device ?? ""];
    for (const device of [of, by]) renameSync(join(desk, device), join(held, device));
    plant(at, [{ ...pitched.entry, signature: BAD }]);
    must(await marek.exchange());
    renameSync(join(held, of), join(desk, of));
    must(await marek.exchange());
    expect(marek.station.ledger.entry(pitched.entry.id)?.standing).not.toBe("ok");
    rmSync(join(desk, by), { recursive: true, force: true });
    renameSync(join(held, by), join(desk, by));
    await meet(marek);
    expect(marek.station.ledger.entry(pitched.entry.id)).toMatchObject({ standing: "ok", entry: pitched.entry });
    expect(must(await marek.exchange()).waiting).toEqual([]);
    await lin.close();
    await close(at);
  });

  it("under another signature does not take its force, whether all that it builds on was there or not, alone or beside it", async () => {
    const at = await scene();
    const { chief, anna, marek, item, head } = at;
    const first = share(anna, item, "She said so.", head);
    const last = share(anna, item, "She said it.", first);
    const spoiled = { ...entryOf(anna, last), signature: BAD };
    // To one laptop before what it builds on, to the other in one round with all of it.
    plant(at, [spoiled]);
    must(await marek.exchange());
    expect(marek.station.ledger.entry(last)?.standing).toBe("pending");
    plant(at, [spoiled, { ...entryOf(anna, first), signature: BAD }]);
    must(await marek.exchange());
    expect(marek.station.ledger.entry(last)?.reason).toBe("entry-signature-bad");
    await meet(anna, marek, chief);
    for (const session of [chief, marek]) {
      expect(session.station.ledger.entry(last)).toMatchObject({ standing: "ok", entry: entryOf(anna, last) });
      expect(rowsOf(session) === rowsOf(anna)).toBe(true);
      const { signature } = session.station.db.prepare("SELECT signature FROM entries WHERE id = ?").get(last) as Entry;
      expect(signature).toBe(entryOf(anna, last).signature);
    }
    await close(at);
  });
});
