import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { proposalsOn } from "../../src/core/review/proposal.ts";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { LATE, RIGHT_ENDED } from "../../src/core/ledger/standing.ts";
import { docText } from "../../src/core/manuscript/text.ts";
import { unseen } from "../../src/core/review/seen.ts";
import type { StoredEntry } from "../../src/core/projection/lookup.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import type { Laptop } from "../builders/desk.ts";
import { MemoryLedger } from "../builders/memory.ts";
import { World } from "./world.ts";

const SOAK = process.env["SOAK"] === "1";
const SEEDS = SOAK ? 10_000 : Number(process.env["SEEDS"] ?? 200);
const STEPS = 40;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
/// Seeds that once failed. 437739083, 731871245: a recall that was late for a while left its note behind. 232: one suggestion
/// accepted by two people apart made two revisions of one text. 945: an erasure lost its force when one signer's laptop was stopped.
/// 3648: a laptop signed the change that took itself away. 897571454: of two renewals in a fork a laptop knew the other by name only, and
/// its entry came before its own.
const ONCE_FAILED = [437_739_083, 731_871_245, 232, 945, 3648, 897_571_454];
const seeds =
  process.env["SEED"] === undefined
    ? [...ONCE_FAILED, ...Array.from({ length: SEEDS / 2 }, (_, at) => at), ...Array.from({ length: SEEDS / 2 }, (_, at) => FRESH + at)]
    : [FRESH];
const replay = (seed: number): string => `replay with: SEED=${seed} npx vitest run --config tests/vitest.config.ts tests/simulator`;

/// A ledger that never looks again at what waited for others: the canary that convergence must catch.
class Forgetful extends MemoryLedger {
  override waiting(): StoredEntry[] {
    return [];
  }
}

function rebuilt(entries: readonly Entry[], into = new MemoryLedger(), batch = entries.length): MemoryLedger {
  for (let at = 0; at < entries.length; at += batch) into.apply(ingest(into, entries.slice(at, at + batch), verifier));
  return into;
}

/// Where a shared word can be found: a head, a version, a proposal, or an older revision that someone took it out of.
function findable(laptop: Laptop, word: string, item: string): boolean {
  const parent = `item:${item}`;
  const row = laptop.item(item);
  const holds = (text: string): boolean => text.split(/\s+/).includes(word);
  const contents = [...laptop.ledger.children("revision", parent), ...laptop.ledger.children("proposal", parent)].map((one) => one.content);
  if (row.shown !== null && holds(docText(row.shown.doc))) return true;
  if (
    row.heads.some((id) => {
      const head = laptop.ledger.row("revision", id);
      return head !== undefined && holds(docText(head.content.doc));
    })
  )
    return true;
  if (contents.some((one) => holds(docText(one.doc)))) return true;
  // Set aside, with its reason, where a chief can let it count; or a proposal on what was set aside or erased.
  const all = [...laptop.ledger.entries.values()];
  const aside = all.filter((one) => one.standing === "quarantined" && one.reason !== "entry-malformed");
  const onAside = proposalsOn(
    laptop.ledger,
    [...aside, ...all.filter((one) => one.entry.payloadText === null)].map((one) => one.entry),
  );
  return [...aside, ...onAside].some((one) => one.entry.payloadText?.includes(word) === true);
}

/// A ledger that does not look who else stands at a place of a chain: the canary that the law on forks must catch.
class Blind extends MemoryLedger {
  override at(): StoredEntry[] {
    return [];
  }
}

/// Where each device's chain split, if it did.
function forks(entries: readonly Entry[]): Map<string, number> {
  const out = new Map<string, number>();
  const seen = new Map<string, string>();
  for (const { id, header } of entries) {
    const place = `${header.device}:${header.seq}`;
    if (seen.has(place) && seen.get(place) !== id) out.set(header.device, Math.min(out.get(header.device) ?? Infinity, header.seq));
    seen.set(place, id);
  }
  return out;
}

/// Reasons that say more than that the history has split: who wrote it might write nothing then.
const LATER = [LATE, RIGHT_ENDED, "entry-laptop-out", "entry-no-right", "entry-laptop-unknown"];

/// What breaks the law on forks: from the split on nothing of either branch has force, and all of it is there to be read.
function unseenForks(ledger: MemoryLedger, forked: ReadonlyMap<string, number>): string[] {
  return [...forked].flatMap(([device, from]) =>
    ledger
      .from(device, from)
      .filter(
        (one) =>
          one.standing === "ok" ||
          (one.standing === "quarantined" && one.reason !== "entry-laptop-renewed" && !LATER.includes(one.reason ?? "")),
      )
      .map((one) => one.entry.id),
  );
}

/// What two people agreed to erase, by what this laptop knows: with the words as they were.
const erasedHere = (world: World, { ledger }: Laptop): Entry[] =>
  [...world.asked].flatMap(([id, entries]) => ((ledger.row("erasure", id)?.second ?? null) === null ? [] : entries));

/// The same entries as they may reach a laptop whose way leads past others: what was erased with its words, without, or both.
function asTheyCome(world: World, entries: readonly Entry[], erased: readonly Entry[]): Entry[] {
  const words = new Map(erased.map((entry) => [entry.id, entry]));
  const come = entries.flatMap((entry) => {
    const was = words.get(entry.id);
    if (was === undefined) return [entry];
    return world.pick([[entry], [was], [entry, was]]);
  });
  return world.shuffled(come);
}

function approvals(laptop: Laptop, seed: number): void {
  for (const row of laptop.ledger.children("item", `issue:${laptop.ledger.children("issue", "issues")[0]?.issue ?? ""}`)) {
    if (row.state !== "approved") continue;
    const graph = new Map(laptop.ledger.children("revision", `item:${row.item}`).map((one) => [one.id, one]));
    const head = row.head ?? "";
    expect(row.heads.length, replay(seed)).toBe(1);
    expect(row.approval?.digest, replay(seed)).toBe(graph.get(head)?.digest);
    // From the very first revision on, with no approval taken on trust.
    expect(unseen(graph, head, [], row.sights), replay(seed)).toEqual([]);
  }
}

describe("laptops that work apart", () => {
  it(`end alike and lose no word, whatever arrives when (${seeds.length} seeds of ${STEPS} steps)`, () => {
    let [acted, refused, approved, forked, late, erased] = [0, 0, 0, 0, 0, 0];
    const changed = new Map<string, number>();
    for (const seed of seeds) {
      const world = new World(seed, { forks: seed % 2 === 0, people: seed % 4 < 2, erasures: seed % 3 === 0 });
      world.run(STEPS);
      const [first, ...others] = world.laptops;
      if (first === undefined) throw new Error("no laptop");
      const expected = first.ledger.projections();
      const split = forks(first.all());
      forked += split.size;
      expect(unseenForks(first.ledger, split), replay(seed)).toEqual([]);
      for (const other of others) expect(other.ledger.projections() === expected, replay(seed)).toBe(true);
      const entries = world.shuffled(first.all());
      expect(rebuilt(entries).projections() === expected, replay(seed)).toBe(true);
      expect(rebuilt(entries, new MemoryLedger(), 1).projections() === expected, replay(seed)).toBe(true);
      const gone = erasedHere(world, first);
      erased += gone.length;
      for (const one of gone) expect(first.ledger.entry(one.id)?.entry.payloadText, replay(seed)).toBe(null);
      for (const batch of gone.length === 0 ? [] : [entries.length, 1, 7])
        expect(rebuilt(asTheyCome(world, entries, gone), new MemoryLedger(), batch).projections() === expected, replay(seed)).toBe(true);
      for (const [word, item] of world.typed) {
        const wanted = gone.some((entry) => entry.payloadText?.includes(word) === true);
        expect(wanted || findable(first, word, item), `${word} is lost; ${replay(seed)}`).toBe(true);
      }
      approvals(first, seed);
      approved += first.ledger.children("item", `issue:${world.issue}`).filter((row) => row.state === "approved").length;
      acted += world.acted;
      refused += world.refused;
      late += [...first.ledger.entries.values()].filter((one) => one.reason === LATE || one.reason === RIGHT_ENDED).length;
      for (const [kind, count] of world.changed) changed.set(kind, (changed.get(kind) ?? 0) + count);
    }
    const found = `${approved} items approved, ${forked} forks found, ${erased} entries erased, 0 diverged`;
    console.log(`simulator: ${seeds.length} seeds (fresh from ${FRESH}), ${acted} acts, ${refused} refused, ${found}`);
    const kinds = [...changed].map(([kind, count]) => `${kind} ${count}`).sort();
    console.log(`simulator: of the roster ${kinds.join(", ")}; ${late} entries past a laptop's last good one`);
    expect(acted).toBeGreaterThan(seeds.length * 3);
    if (seeds.length > 50) expect(forked).toBeGreaterThan(seeds.length / 10);
  }, 3_600_000);

  it("are caught when a ledger forgets what waited (canary)", () => {
    const world = new World(7);
    world.run(STEPS);
    const first = world.laptops[0];
    if (first === undefined) throw new Error("no laptop");
    expect(rebuilt(world.shuffled(first.all()), new Forgetful(), 1).projections()).not.toBe(first.ledger.projections());
  });

  it("are caught when a ledger is blind to forks (canary)", () => {
    const world = new World(7);
    const first = world.laptops[0];
    if (first === undefined) throw new Error("no laptop");
    const twin = first.twin();
    for (const one of [first, twin]) one.act("item.pitch", { item: one.ids.next(), issue: null, headline: "Ports", why: "why" });
    const all = [...first.all(), ...twin.all()];
    expect(forks(all).size).toBe(1);
    expect(unseenForks(rebuilt(all, new Blind(), 1), forks(all))).not.toEqual([]);
  });
});
