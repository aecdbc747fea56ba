import { describe, expect, it } from "vitest";
import { enrol } from "../../../src/core/desk/acts.ts";
import { withoutWords } from "../../../src/core/erasure/erasure.ts";
import { ledgerOrder, type Entry } from "../../../src/core/ledger/entry.ts";
import { ingest } from "../../../src/core/ledger/ingest.ts";
import { isHollow } from "../../../src/core/ledger/kinds.ts";
import { verifier } from "../../../src/station/keys/crypto.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";
import { MemoryLedger } from "../../builders/memory.ts";
import { must } from "../../builders/stations.ts";

/// Whoever carries entries can spoil copies of them: take their words away, or put another signature under them. Once good ones
/// have come, wherever and beside whatever, all is as if no other had ever been there.

const BAD = "0".repeat(128);
const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };

/// A desk's whole history: who came, what they wrote and decided, a laptop that went on under new keys and one that was stopped
/// while it went on approving.
function history(): Entry[] {
  const [one, two, anna, marek, late] = ["One", "Two", "Anna", "Marek", "Late"].map((name) => new Laptop(`${name} of spoiled`));
  if (!one || !two || !anna || !marek || !late) throw new Error("five laptops");
  found(one, [
    { laptop: anna, roles: ["author"] },
    { laptop: marek, roles: ["editor"] },
    { laptop: two, roles: ["chief"] },
  ]);
  const [issue, item] = [one.ids.next(), one.ids.next()];
  one.act("issue.open", { issue, fields: FIELDS, due: null });
  one.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  meet(one, two, anna, marek);
  for (const words of ["first words", "second words"]) {
    anna.write(item, (now) => (anna.item(item).head === null ? content("Ports", [words], ["third"]) : reworded(now, "g0", words)));
    anna.act("item.share", { item });
    anna.drafts.clear();
  }
  must(anna.decide(item, "submit"));
  meet(one, two, anna, marek);
  must(marek.decide(item, "claim"));
  must(marek.decide(item, "return", "Say which ports"));
  meet(one, two, anna, marek);
  const device = { id: late.device, member: late.member, sign: late.keys.public, box: late.box.public };
  one.do((pen) => enrol(pen, { id: late.member, name: "Late", roles: ["author"] }, device));
  meet(one, two, anna, marek, late);
  const role = one.act("roster.change-roles", { member: late.member, roles: ["editor"] })[0];
  meet(one, two);
  two.act("roster.second", { change: role?.id ?? "" });
  anna.renew();
  must(anna.decide(item, "submit"));
  meet(one, two, anna, marek, late);
  must(late.decide(item, "claim"));
  late.act("item.pitch", { item: late.ids.next(), issue: null, headline: "Late", why: "why" });
  meet(one, two, anna, marek, late);
  marek.act("item.pitch", { item: marek.ids.next(), issue: null, headline: "Stolen", why: "why" });
  one.act("roster.suspend", { device: marek.device });
  meet(one, two, anna, marek, late);
  return one.all();
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at--) {
    const other = next() % (at + 1);
    [out[at], out[other]] = [out[other] as T, out[at] as T];
  }
  return out;
}

function chance(seed: number): () => number {
  let state = seed * 2 + 1;
  return () => (state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647);
}

const taken = (batches: readonly (readonly Entry[])[]): MemoryLedger => {
  const into = new MemoryLedger();
  for (const batch of batches) into.apply(ingest(into, batch, verifier));
  return into;
};

const copies = (entry: Entry): Entry[] =>
  [{ ...entry, signature: BAD }, withoutWords(entry), { ...withoutWords(entry), signature: BAD }].filter((one) => !isHollow(one));

describe("spoiled copies", () => {
  const all = history().sort(ledgerOrder);
  const expected = taken([all]).projections();

  it("change nothing, whatever comes first (400 orders)", () => {
    expect(expected).toContain("entry-past-last-good");
    for (let seed = 0; seed < 400; seed++) {
      const next = chance(seed);
      const spoiled = all.flatMap((entry) => (next() % 3 === 0 ? copies(entry).filter(() => next() % 2 === 0) : []));
      // Good ones come last, causes first: which of two signatures is good cannot be told before the key is known.
      const early = shuffled([...spoiled, ...all.filter(() => next() % 2 === 0)], next);
      const entries = [...early, ...all];
      const size = [1, 5, 40, entries.length][seed % 4] ?? 1;
      const batches = Array.from({ length: Math.ceil(entries.length / size) }, (_, at) => entries.slice(at * size, (at + 1) * size));
      expect(taken(batches).projections() === expected, `seed ${seed}`).toBe(true);
    }
  });

  /// What could be anywhere before a laptop wrote on after `entry`: nothing later of it is there to vouch for it.
  const before = (entry: Entry): Entry[] =>
    all.filter(({ header: { device, seq, have } }) => {
      const { header } = entry;
      return device === header.device ? seq < header.seq : (have[header.device]?.[0] ?? 0) <= header.seq;
    });

  it("of the words and of the signature make one good entry together, in either order", () => {
    for (const entry of all.filter((one) => !isHollow(withoutWords(one)))) {
      const there = before(entry);
      const whole = taken([[...there, entry]]).projections();
      const [unsigned, wordless] = [{ ...entry, signature: BAD }, withoutWords(entry)];
      for (const pair of [
        [unsigned, wordless],
        [wordless, unsigned],
      ]) {
        expect(taken([[...there, ...pair]]).projections() === whole, entry.header.kind).toBe(true);
        expect(taken([there, ...pair.map((one) => [one])]).projections() === whole, entry.header.kind).toBe(true);
      }
    }
  });

  it("keep nothing out that was judged without the good one: rights, laptops, decisions", () => {
    for (const entry of all) {
      const ledger = taken([[...before(entry), { ...entry, signature: BAD }], [entry]]);
      expect(ledger.projections() === taken([[...before(entry), entry]]).projections(), entry.header.kind).toBe(true);
    }
  });
});
