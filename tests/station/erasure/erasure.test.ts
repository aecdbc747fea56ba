import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { withoutWords } from "../../../src/core/erasure/erasure.ts";
import { LedgerStore } from "../../../src/station/store/ledger-store.ts";
import { backUpBefore } from "../../../src/station/care/backup.ts";
import { randomHex } from "../../../src/station/keys/crypto.ts";
import { takeBundle, writeBundle } from "../../../src/station/rooms/bundle.ts";
import { addEvidence } from "../../../src/station/rooms/evidence.ts";
import { act, must, newFolder, openSession, PASSPHRASE, removeFolders } from "../../builders/stations.ts";
import { ask, close, confirm, holding, meet, plant, rowsOf, scene, sealedHolding, SECRET, share } from "./desk.ts";

afterAll(removeFolders);

const code = (done: { ok: boolean; refusal?: { code: string } }): string => (done.ok ? "done" : (done.refusal?.code ?? ""));

describe("words that two people erased", () => {
  it("are in no file of any laptop any more, nor in the folder; what was said of them stands, alike on all", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item, named, head } = at;
    const sessions = [chief, anna, marek];
    for (const { station } of sessions) {
      must(await station.backUp());
      must(backUpBefore(station.db, join(station.folder, "backups"), 20, "2026-01-02"));
      expect(holding(station.folder, SECRET).length).toBeGreaterThan(1);
    }
    expect(sealedHolding(shared, chief, SECRET)).toHaveLength(1);
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    await meet(...sessions);
    for (const { station } of sessions) {
      expect(holding(station.folder, SECRET)).toEqual([]);
      expect(readdirSync(join(station.folder, "backups"))).toHaveLength(1);
      const row = station.ledger.row("revision", named);
      expect(row).toMatchObject({ parents: [], by: anna.station.me?.id, erased: asked?.id });
      expect(station.ledger.row("item", item)).toMatchObject({ heads: [head], head });
      expect(station.ledger.entry(named)).toMatchObject({ standing: "ok", subject: `item:${item}` });
      expect(station.ledger.fault()).toBe(null);
      expect(station.notice).toBe(null);
    }
    expect(sealedHolding(shared, chief, SECRET)).toEqual([]);
    expect(rowsOf(anna)).toBe(rowsOf(chief));
    expect(rowsOf(marek)).toBe(rowsOf(chief));
    const before = rowsOf(chief);
    chief.station.ledger.rebuild();
    expect(rowsOf(chief)).toBe(before);
    expect(code(act(anna, "item.restore", { item, revision: named }))).toBe("revision-erased");
    await close(at);
  });

  it("do not come in again, by bundle or folder; a laptop that joins later ends like the others", async () => {
    const at = await scene();
    const { chief, anna, marek, item, named } = at;
    const words = chief.station.ledger.entry(named)?.entry as Entry;
    const path = join(newFolder("bundle"), "old.top5");
    must(await writeBundle(anna, { path, to: null, files: true }));
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    await meet(chief, anna, marek);
    const before = rowsOf(chief);
    must(await takeBundle(chief, path));
    const planted = plant(at, [words]);
    await meet(chief, marek, anna);
    for (const { station } of [chief, anna, marek]) {
      expect(station.ledger.entry(named)?.entry.payloadText).toBe(null);
      expect(holding(station.folder, SECRET)).toEqual([]);
    }
    expect(existsSync(planted)).toBe(false);
    expect(sealedHolding(at.shared, chief, SECRET)).toEqual([]);
    expect(rowsOf(chief)).toBe(before);
    await close(at);
  });

  it("go from the folder again where a snapshot that held them comes back with a folder that was set back", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item, named } = at;
    const [folder] = readdirSync(shared).map((name) => join(shared, name, "snapshots"));
    const snapshot = join(folder ?? "", `${randomHex(16)}-${"ab".repeat(6)}.t5n`);
    mkdirSync(dirname(snapshot), { recursive: true });
    const bytes = Buffer.from("what a laptop was left before the words were erased");
    writeFileSync(snapshot, bytes);
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    await meet(chief, anna, marek);
    expect(existsSync(snapshot)).toBe(false);
    writeFileSync(snapshot, bytes);
    await meet(marek);
    expect(existsSync(snapshot)).toBe(false);
    await close(at);
  });

  it("take the file of evidence with them, here and in the folder, unless something else names it", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item } = at;
    const path = join(newFolder("evidence"), "page.txt");
    writeFileSync(path, `What ${SECRET} wrote.`);
    must(await addEvidence(anna, { item, source: "Notice", path }));
    await meet(anna, chief, marek);
    const [row] = chief.station.ledger.children("evidence", `item:${item}`);
    const digest = row?.digest ?? "";
    await chief.file(digest, row?.size ?? 0);
    expect(chief.station.files.has(digest)).toBe(true);
    const added = chief.station.ledger.of(`item:${item}`).find(({ entry }) => entry.header.kind === "evidence.added")?.entry.id ?? "";
    const [asked] = must(ask(chief, item, [added]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    await meet(chief, anna, marek);
    for (const { station } of [chief, anna]) expect(station.files.has(digest)).toBe(false);
    expect(chief.station.ledger.children("evidence", `item:${item}`)).toEqual([]);
    expect(sealedHolding(shared, chief, `What ${SECRET}`)).toEqual([]);
    expect(await marek.file(digest, row?.size ?? 0)).toBe(null);
    await close(at);
  });
});

describe("words that were stripped without any erasure", () => {
  it("count for nothing, and count once they come", async () => {
    const at = await scene();
    const { chief, anna, marek, item, head } = at;
    const next = share(anna, item, "The minister said more.", head);
    const words = anna.station.ledger.entry(next)?.entry as Entry;
    // Before it comes from Anna's own laptop, somebody hands it over without its words.
    plant(at, [withoutWords(words)]);
    must(await marek.exchange());
    expect(marek.station.ledger.entry(next)).toMatchObject({ standing: "ok", subject: null });
    expect(marek.station.ledger.row("item", item)?.head).toBe(head);
    await meet(anna, marek, chief);
    expect(marek.station.ledger.row("item", item)?.head).toBe(next);
    expect(rowsOf(marek)).toBe(rowsOf(anna));
    await close(at);
  });
});

describe("an erasure", () => {
  it("is refused of what is shown now, of decisions, by one person alone, and by who is no chief", async () => {
    const at = await scene();
    const { chief, marek, anna, item, named, head } = at;
    const commission = chief.station.ledger.of(`item:${item}`)[0]?.entry.id ?? "";
    const roster = chief.station.roster?.head ?? "";
    expect(code(ask(chief, item, [head]))).toBe("erasure-of-head");
    expect(code(ask(chief, item, [roster]))).toBe("erasure-not-words");
    expect(code(ask(marek, item, [named]))).toBe("only-chief");
    const [asked] = must(ask(chief, item, [named, commission]));
    expect(code(confirm(chief, asked?.id ?? ""))).toBe("erasure-needs-another");
    await meet(chief, marek, anna);
    expect(code(confirm(anna, asked?.id ?? ""))).toBe("only-editor-or-chief");
    must(confirm(marek, asked?.id ?? ""));
    expect(code(confirm(marek, asked?.id ?? ""))).toBe("erasure-done");
    expect(marek.station.ledger.row("item", item)?.authors.glance).toEqual([anna.station.me?.id]);
    await close(at);
  });

  it("goes on where a crash stopped it, at the next start, from the ledger alone", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item, named } = at;
    must(backUpBefore(marek.station.db, join(marek.station.folder, "backups"), 20, "2026-01-02"));
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    // Confirmed and on disk, but nothing that follows was done.
    must(confirm(marek, asked?.id ?? ""));
    const { folder } = marek.station;
    await marek.close();
    expect(holding(folder, SECRET)).not.toEqual([]);
    const again = await openSession(folder);
    must(await again.unlock(PASSPHRASE));
    expect(holding(folder, SECRET)).toEqual([]);
    // The author's laptop put the new segment there, and was stopped before it took the old one away.
    await meet(again, chief);
    const old = readdirSync(join(shared, chief.station.ledger.desk ?? "", anna.station.device ?? ""));
    const transport = anna.transport;
    if (transport === null) throw new Error("no way to the folder");
    Object.assign(transport, { remove: () => Promise.resolve({ ok: false, refusal: { code: "folder-unreachable", data: {} } }) });
    await anna.exchange();
    const both = readdirSync(join(shared, chief.station.ledger.desk ?? "", anna.station.device ?? ""));
    expect(both.length).toBeGreaterThan(old.length);
    const hers = anna.station.folder;
    await anna.close();
    const next = await openSession(hers);
    must(await next.unlock(PASSPHRASE));
    await meet(next);
    expect(sealedHolding(shared, chief, SECRET)).toEqual([]);
    for (const session of [again, next, chief]) await session.close();
  });

  it("names what it cannot reach: a laptop that has not come by, and a chief's laptop writes anew for one that will not", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item, named } = at;
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    await meet(marek, chief);
    expect(chief.station.notice).toEqual({ code: "erasure-left-over", data: { places: ["Anna"] } });
    expect(sealedHolding(shared, chief, SECRET)).toHaveLength(1);
    must(act(chief, "roster.suspend", { device: anna.station.device ?? "" }));
    await meet(chief);
    expect(sealedHolding(shared, chief, SECRET)).toEqual([]);
    await close(at);
  });

  it("is in force only where the other laptop's app states the same of what goes", async () => {
    const at = await scene();
    const { chief, marek, item, named } = at;
    const forged = chief.station.act((pen) => {
      const keeps = { parents: [randomHex(32)], digest: randomHex(32), writers: [], accepts: [], why: null };
      const target = { entry: named, kind: "item.revision", keeps } as const;
      const done = pen.write("erasure.asked", { item, brief: null, reason: "x", targets: [target], writers: {}, suggested: {} });
      return done.ok ? null : done.refusal;
    });
    await meet(chief, marek);
    expect(code(confirm(marek, must(forged)[0]?.id ?? ""))).toBe("erasure-differs");
    await close(at);
  });

  it("is remembered by the store as by the fold: a second look reads no words", async () => {
    const at = await scene();
    const { chief, marek, item, named } = at;
    const [asked] = must(ask(chief, item, [named]));
    await meet(chief, marek);
    must(confirm(marek, asked?.id ?? ""));
    const second = new LedgerStore(marek.station.db);
    expect(second.entry(named)?.entry.payloadText).toBe(null);
    expect(marek.station.ledger.entry(named)?.entry.payloadText).toBe(null);
    await close(at);
  });
});
