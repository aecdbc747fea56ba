import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sealSegment } from "../../src/station/exchange/envelope.ts";
import { newSigningPair, randomHex, signWith, verifier } from "../../src/station/keys/crypto.ts";
import { makeEntry, type Entry } from "../../src/core/ledger/entry.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };

async function deskWithItem() {
  const { shared, chief, others } = await newDesk([
    { name: "Anna", roles: ["author"] },
    { name: "Marek", roles: ["editor"] },
  ]);
  const [anna, marek] = others;
  if (anna === undefined || marek === undefined) throw new Error("two joined");
  const [issue, item] = [randomHex(16), randomHex(16)];
  const author = [anna.station.me?.id ?? ""];
  must(act(chief, "issue.open", { issue, fields: FIELDS, due: null }));
  must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: author, comment: author }, due: null }));
  must(await chief.exchange());
  must(await anna.exchange());
  return { shared, chief, anna, marek, issue, item, all: [chief, anna, marek] };
}

const meet = async (...sessions: Session[]): Promise<void> => {
  for (let round = 0; round < 2; round++) for (const session of sessions) must(await session.exchange());
};

const rowsOf = (session: Session): string =>
  JSON.stringify(session.station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all());

const segmentsOf = (shared: string): string[] =>
  readdirSync(shared, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".t5s"))
    .map((name) => join(shared, name));

describe("stations that share a folder", () => {
  it("join by invitation, take an item to approval, and hold the same rows", async () => {
    const { anna, marek, item, all } = await deskWithItem();
    must(anna.station.saveDraft(`item:${item}`, null, { content: content("Ports open", ["The ministry said."], ["It matters."]) }));
    must(act(anna, "item.share", { item }));
    expect(anna.station.draftOf(item)).toBeUndefined();
    const digest = anna.station.ledger.row("item", item)?.digest ?? null;
    must(act(anna, "item.decide", { item, decision: "submit", digest, reason: null, waivers: [], names: null }));
    await meet(...all);
    must(act(marek, "item.decide", { item, decision: "claim", digest, reason: null, waivers: [], names: null }));
    must(act(marek, "item.decide", { item, decision: "approve", digest, reason: null, waivers: [], names: null }));
    await meet(...all);
    for (const session of all) expect(session.station.ledger.row("item", item)?.state).toBe("approved");
    expect(new Set(all.map(rowsOf)).size).toBe(1);
    for (const session of all) await session.close();
  });

  it("show nothing of the text to who owns the folder", async () => {
    const { shared, anna, item, all } = await deskWithItem();
    must(anna.station.saveDraft(`item:${item}`, null, { content: content("Unmistakable headline", ["Quagga."], ["Okapi."]) }));
    must(act(anna, "item.share", { item }));
    await meet(...all);
    for (const path of segmentsOf(shared)) expect(/Unmistakable|Quagga|Okapi|Anna/.test(readFileSync(path, "latin1"))).toBe(false);
    for (const session of all) await session.close();
  });

  it("wait for a segment that is cut off, and take it once it is whole; conflict copies are harmless", async () => {
    const { shared, chief, anna, item, all } = await deskWithItem();
    must(anna.station.saveDraft(`item:${item}`, null, { content: content("Late", ["One."], ["Two."]) }));
    must(act(anna, "item.share", { item }));
    must(await anna.exchange());
    const own =
      segmentsOf(shared)
        .filter((path) => path.includes(anna.station.device ?? "-"))
        .sort()
        .at(-1) ?? "";
    const whole = readFileSync(own);
    for (const length of [0, 1, 60, whole.length - 1]) {
      truncateSync(own, 0);
      writeFileSync(own, whole.subarray(0, length));
      must(await chief.exchange());
      expect(chief.station.ledger.row("item", item)?.headline).toBe("Ports");
      expect(chief.station.segments.unreadable()).toHaveLength(1);
    }
    writeFileSync(own, whole);
    copyFileSync(own, own.replace(".t5s", " (conflicted copy).t5s"));
    must(await chief.exchange());
    expect(chief.station.ledger.row("item", item)?.headline).toBe("Late");
    expect(chief.station.segments.unreadable()).toEqual([]);
    for (const session of all) await session.close();
  });

  it("quarantine, visibly, what a stranger with the content key makes up", async () => {
    const { shared, chief, anna, marek, item, all } = await deskWithItem();
    const keys = chief.station.vault.keys;
    const victim = marek.station;
    const forger = newSigningPair();
    const forge = (signer: { device: string; sign: (message: string) => string }): Entry => {
      const position = { ...victim.ledger.position(signer.device), roster: victim.roster?.head ?? null };
      return must(
        makeEntry(
          position,
          "item.decided",
          { item, decision: "approve", revision: null, digest: null, reason: null, waivers: [], names: null },
          new Date(0).toISOString(),
          { ids: { next: () => randomHex(16) }, signer },
        ),
      );
    };
    const asMarek = forge({ device: victim.device ?? "", sign: signWith(forger.secret) });
    expect(verifier.verify(victim.roster?.devices[victim.device ?? ""]?.sign ?? "", asMarek.id, asMarek.signature)).toBe(false);
    const stranger = forge({ device: randomHex(16), sign: signWith(forger.secret) });
    const folder = join(shared, chief.station.ledger.desk ?? "", "ffffffffffffffffffffffffffffffff");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "anything.t5s"), sealSegment(chief.station.ledger.desk ?? "", keys?.content ?? {}, [asMarek, stranger]));
    await meet(...all);
    for (const session of [chief, anna]) {
      const reasons = session.station.ledger
        .withoutEffect()
        .map((one) => `${one.standing} ${one.reason ?? ""}`)
        .sort();
      expect(reasons).toEqual(["quarantined entry-laptop-unknown", "quarantined entry-signature-bad"]);
      expect(session.station.ledger.row("item", item)?.state).toBe("writing");
    }
    for (const session of all) await session.close();
  });

  it("adopt their own tail from the folder when a database was restored from an older copy", async () => {
    const { chief, anna, issue, all } = await deskWithItem();
    const file = join(chief.station.folder, "desk.db");
    const copy = join(newFolder("copy"), "desk.db");
    await chief.station.db.backup(copy);
    const later = randomHex(16);
    must(
      act(chief, "item.commission", {
        item: later,
        issue,
        headline: "Written after the copy",
        authors: { glance: [], comment: [] },
        due: null,
      }),
    );
    must(await chief.exchange());
    await chief.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
    copyFileSync(copy, file);
    const again = await openSession(join(file, ".."));
    must(await again.unlock(PASSPHRASE));
    expect(again.station.ledger.row("item", later)?.headline).toBe("Written after the copy");
    must(act(again, "item.move", { item: later, issue: null }));
    must(await again.exchange());
    must(await anna.exchange());
    expect(anna.station.ledger.row("item", later)?.issue).toBe(null);
    expect(anna.station.ledger.withoutEffect()).toEqual([]);
    for (const session of [again, ...all.slice(1)]) await session.close();
  });
});
