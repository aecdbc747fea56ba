import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { targetOf } from "../../src/core/erasure/acts.ts";
import type { Target } from "../../src/core/erasure/kinds.ts";
import { ownerOf } from "../../src/core/desk/roster.ts";
import { withoutWords } from "../../src/core/erasure/erasure.ts";
import { understand } from "../../src/core/ledger/kinds.ts";
import { admit, invite, joinDesk, joining } from "../../src/station/rooms/desk.ts";
import { readExchange } from "../../src/station/rooms/overview.ts";
import type { Session } from "../../src/station/session.ts";
import { act, must, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import { ask, close, confirm, meet, plant, rowsOf, scene, share } from "../station/erasure/desk.ts";

/// Attacks on the erasure of words by those who hold a laptop of the desk and an app that asks nobody: through real stations.

afterAll(removeFolders);

function target({ station }: Session, id: string): Target {
  const stored = station.ledger.entry(id);
  const known = stored === undefined ? "unknown" : understand(stored.entry);
  const made = typeof known === "string" ? null : targetOf(station.ledger, known);
  if (made === null) throw new Error("no target");
  return made;
}

/// Signs that these go, as an app would that asks nobody.
const askByHand = ({ station }: Session, item: string, targets: Target[]): string =>
  must(
    station.act((pen) => {
      const done = pen.write("erasure.asked", { item, brief: null, reason: "by hand", targets, writers: {}, suggested: {} });
      return done.ok ? null : done.refusal;
    }),
  )[0]?.id ?? "";

const confirmByHand = ({ station }: Session, item: string, asked: string): void =>
  void must(
    station.act((pen) => {
      const done = pen.write("erasure.confirmed", { item, brief: null, asked });
      return done.ok ? null : done.refusal;
    }),
  );

const wordsOf = ({ station }: Session, id: string): string | null => station.ledger.entry(id)?.entry.payloadText ?? null;

describe("attack", () => {
  it("one person signs both sides, on two laptops: nothing goes", async () => {
    const at = await scene();
    const { shared, chief, anna, marek, item, named } = at;
    const path = join(newFolder("invitation"), "second.top5invite");
    must(await invite(chief.station, { name: "Chief", roles: ["chief"], path, member: chief.station.me?.id ?? "" }));
    const second = await openSession(newFolder("second"));
    must(await joinDesk(second, { invitation: path, folder: shared, name: "Chief", passphrase: PASSPHRASE }));
    must(await admit(chief, (await joining(chief))[0]?.request.device ?? ""));
    await meet(second, chief, anna, marek);
    expect(second.station.me?.id).toBe(chief.station.me?.id);
    const asked = askByHand(chief, item, [target(chief, named)]);
    await meet(chief, second);
    confirmByHand(second, item, asked);
    await meet(second, chief, anna, marek);
    for (const session of [chief, second, anna, marek]) {
      expect(session.station.ledger.row("erasure", asked)?.second).toBe(null);
      expect(wordsOf(session, named)).not.toBe(null);
    }
    await second.close();
    await close(at);
  });

  it("a chief who was demoted asks under the old roster: set aside, visible, nothing goes", async () => {
    const at = await scene();
    const { chief, anna, marek, item, named } = at;
    const member = marek.station.me?.id ?? "";
    must(act(chief, "roster.change-roles", { member, roles: ["editor", "chief"] }));
    await meet(chief, marek, anna);
    // Both chiefs have to sign; what he asks came before he knew, and past what the other one still vouches for.
    const [demoted] = must(act(chief, "roster.change-roles", { member, roles: ["editor"] }));
    const old = askByHand(marek, item, [target(marek, named)]);
    const entry = marek.station.ledger.entry(old)?.entry;
    must(await chief.exchange());
    must(await marek.exchange());
    must(act(marek, "roster.second", { change: demoted?.id ?? "" }));
    await meet(marek, chief, anna);
    expect(ownerOf(chief.station.roster ?? never(), marek.station.device ?? "")?.roles).toEqual(["editor"]);
    expect(chief.station.ledger.entry(old)).toMatchObject({ standing: "contested", reason: "entry-right-ended" });
    expect((await readExchange(chief)).quarantine.map((one) => one.entry)).toContain(entry?.id);
    expect(confirm(chief, old)).toMatchObject({ refusal: { code: "erasure-unknown" } });
    confirmByHand(chief, item, old);
    await meet(chief, marek, anna);
    for (const session of [chief, marek, anna]) expect(wordsOf(session, named)).not.toBe(null);
    expect(rowsOf(anna)).toBe(rowsOf(chief));
    await close(at);
  });

  it("who belongs to the desk, or a decision, named as words: nothing of them goes", async () => {
    const at = await scene();
    const { chief, anna, marek, item, named } = at;
    const roster = chief.station.roster?.head ?? "";
    const submitted = must(
      act(anna, "item.decide", {
        item,
        decision: "submit",
        digest: anna.station.ledger.row("item", item)?.digest ?? null,
        reason: null,
        waivers: [],
        names: null,
      }),
    )[0]?.id;
    await meet(anna, chief, marek);
    const before = rowsOf(anna);
    const like = { ...target(chief, named) };
    const asked = askByHand(chief, item, [
      { ...like, entry: roster },
      { ...like, entry: submitted ?? "" },
    ]);
    await meet(chief, marek);
    expect(confirm(marek, asked)).toMatchObject({ refusal: { code: "erasure-not-words" } });
    confirmByHand(marek, item, asked);
    await meet(chief, marek, anna);
    for (const session of [chief, marek, anna]) for (const id of [roster, submitted ?? ""]) expect(wordsOf(session, id)).not.toBe(null);
    const kept = ["roster", "item", "revision", "decision"];
    const rows = (text: string): unknown[] => (JSON.parse(text) as { kind: string }[]).filter((row) => kept.includes(row.kind));
    expect(rows(rowsOf(anna))).toEqual(rows(before));
    await close(at);
  });

  it("a changed app states other parents, so that a text it dislikes is no head: the second person's app signs nothing", async () => {
    const at = await scene();
    const { chief, marek, anna, item, named, head } = at;
    const made = target(chief, named);
    if (made.kind !== "item.revision") throw new Error("a revision");
    const asked = askByHand(chief, item, [{ ...made, keeps: { ...made.keeps, parents: [head] } }]);
    await meet(chief, marek);
    expect(confirm(marek, asked)).toMatchObject({ refusal: { code: "erasure-differs" } });
    // Two changed apps together: alike on all laptops, and nothing counts as approved by it.
    confirmByHand(marek, item, asked);
    await meet(chief, marek, anna);
    expect(rowsOf(anna)).toBe(rowsOf(chief));
    expect(anna.station.ledger.row("item", item)).toMatchObject({ heads: [], approval: null });
    await close(at);
  });

  it("an insider hands words over without them, before their writer does: they count once they come", async () => {
    const at = await scene();
    const { chief, anna, marek, item, head } = at;
    const next = share(anna, item, "The minister said more.", head);
    const entry = anna.station.ledger.entry(next)?.entry ?? never();
    plant(at, [withoutWords(entry)]);
    await meet(chief, marek);
    expect(chief.station.ledger.row("item", item)?.head).toBe(head);
    await meet(anna, chief, marek);
    for (const session of [chief, marek]) expect(session.station.ledger.row("item", item)?.head).toBe(next);
    expect(rowsOf(marek)).toBe(rowsOf(anna));
    expect(ask(marek, item, [head])).toMatchObject({ refusal: { code: "only-chief" } });
    await close(at);
  });
});

function never(): never {
  throw new Error("not there");
}
