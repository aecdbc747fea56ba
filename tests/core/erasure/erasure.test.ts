import { describe, expect, it } from "vitest";
import { announce, enrol } from "../../../src/core/desk/acts.ts";
import { targetOf } from "../../../src/core/erasure/acts.ts";
import { withoutWords } from "../../../src/core/erasure/erasure.ts";
import type { Target } from "../../../src/core/erasure/kinds.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { ingest, type Ingested } from "../../../src/core/ledger/ingest.ts";
import { KINDS, understand } from "../../../src/core/ledger/kinds.ts";
import { pastOf } from "../../../src/core/projection/past.ts";
import { docText } from "../../../src/core/manuscript/text.ts";
import { verifier } from "../../../src/station/keys/crypto.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";
import { MemoryLedger } from "../../builders/memory.ts";
import { must } from "../../builders/stations.ts";

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };

function desk() {
  const [chief, anna, marek, sofia] = ["Chief", "Anna", "Marek", "Sofia"].map((name) => new Laptop(`${name} of erasure`));
  if (!chief || !anna || !marek || !sofia) throw new Error("four laptops");
  const all = [chief, anna, marek, sofia];
  found(chief, [
    { laptop: anna, roles: ["author"] },
    { laptop: marek, roles: ["editor"] },
    { laptop: sofia, roles: ["editor"] },
  ]);
  for (const one of all) one.do((pen) => announce(pen, Object.keys(KINDS)));
  const [issue, item] = [chief.ids.next(), chief.ids.next()];
  chief.act("issue.open", { issue, fields: FIELDS, due: null });
  chief.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  meet(...all);
  return { chief, anna, marek, sofia, all, issue, item };
}

const idOf = (entries: readonly Entry[]): string => entries[0]?.id ?? "";

function share(laptop: Laptop, item: string, words: string): string {
  laptop.write(item, (now) => (laptop.item(item).head === null ? content("Ports", [words], ["third"]) : reworded(now, "g0", words)));
  const id = idOf(laptop.act("item.share", { item }));
  laptop.drafts.delete(item);
  return id;
}

/// Two people erase what their apps would let them.
function erase(chief: Laptop, second: Laptop, item: string, entries: string[]): string {
  const erasure = idOf(chief.act("erasure.ask", { item, brief: null, entries, reason: "by law" }));
  meet(chief, second);
  second.act("erasure.confirm", { erasure });
  return erasure;
}

/// Two people whose apps were changed erase whatever they like, and say of it what they like.
function eraseByHand(chief: Laptop, second: Laptop, item: string, targets: Target[]): string {
  const asked = chief.do((pen) => {
    const done = pen.write("erasure.asked", { item, brief: null, reason: "by hand", targets, writers: {}, suggested: {} });
    return done.ok ? null : done.refusal;
  });
  meet(chief, second);
  second.do((pen) => {
    const done = pen.write("erasure.confirmed", { item, brief: null, asked: idOf(asked) });
    return done.ok ? null : done.refusal;
  });
  return idOf(asked);
}

function target(laptop: Laptop, id: string): Target {
  const known = understand(laptop.ledger.entry(id)?.entry as Entry);
  const made = typeof known === "string" ? null : targetOf(laptop.ledger, known);
  if (made === null) throw new Error("no target");
  return made;
}

/// A ledger that keeps an entry as it first came: the canary that the law below must catch.
class Stale extends MemoryLedger {
  override apply(ingested: Ingested): void {
    super.apply({ ...ingested, entries: ingested.entries.filter((one) => !this.entries.has(one.entry.id)) });
  }
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const out = [...list];
  let state = seed * 2 + 1;
  for (let at = out.length - 1; at > 0; at--) {
    state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647;
    const other = state % (at + 1);
    [out[at], out[other]] = [out[other] as T, out[at] as T];
  }
  return out;
}

const taken = (into: MemoryLedger, batches: readonly (readonly Entry[])[]): MemoryLedger => {
  for (const batch of batches) into.apply(ingest(into, batch, verifier));
  return into;
};

describe("what two people erased", () => {
  it("folds alike whether its words come before, after, never or twice (300 orders)", () => {
    const { chief, anna, marek, all, item } = desk();
    const first = share(anna, item, "first words");
    share(anna, item, "second words");
    meet(...all);
    chief.act("review.send", {
      item,
      digest: chief.item(item).digest ?? "",
      notes: [
        {
          note: chief.ids.next(),
          anchor: { block: "g0", field: null, from: 0, to: 6, quote: "second" },
          text: "why",
          blocking: true,
          mentions: [],
        },
      ],
      replies: [],
    });
    const review = chief.all().find((entry) => entry.header.kind === "review.sent")?.id ?? "";
    const words = new Map([first, review].map((id) => [id, chief.ledger.entry(id)?.entry as Entry]));
    meet(...all);
    erase(chief, marek, item, [first, review]);
    meet(...all);
    const expected = chief.ledger.projections();
    for (const one of all) expect(one.ledger.projections()).toBe(expected);
    const come = (seed: number): Entry[] =>
      shuffled(
        chief.all().flatMap((entry, at) => {
          const was = words.get(entry.id);
          return was === undefined ? [entry] : ([[entry], [was], [entry, was]][(seed + at) % 3] ?? []);
        }),
        seed,
      );
    for (let seed = 0; seed < 300; seed++) {
      const entries = come(seed);
      const size = [1, 5, entries.length][seed % 3] ?? 1;
      const batches = Array.from({ length: Math.ceil(entries.length / size) }, (_, at) => entries.slice(at * size, (at + 1) * size));
      const ledger = taken(new MemoryLedger(), batches);
      expect(ledger.projections() === expected, `seed ${seed}`).toBe(true);
      for (const id of words.keys()) expect(ledger.entry(id)?.entry.payloadText).toBe(null);
    }
    const whole = chief.all().map((entry) => words.get(entry.id) ?? entry);
    const later = (entry: Entry): boolean => entry.header.kind.startsWith("erasure.");
    const stale = taken(new Stale(), [whole.filter((entry) => !later(entry)), whole.filter(later)]);
    expect(stale.entry(first)?.entry.payloadText).not.toBe(null);
  });

  it("keeps its place: no older text is shown again, approvals stand, notes keep their force without their words", () => {
    const { chief, anna, marek, sofia, all, item } = desk();
    const first = share(anna, item, "first words");
    const second = share(anna, item, "second words");
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    const note = {
      note: marek.ids.next(),
      anchor: { block: "g0", field: null, from: 0, to: 6, quote: "second" },
      text: "why",
      blocking: true,
      mentions: [],
    };
    const [sent] = marek.act("review.send", { item, digest: marek.item(item).digest ?? "", notes: [note], replies: [] });
    marek.act("note.resolve", { item, note: note.note, resolved: true, text: "seen" });
    expect(marek.decide(item, "approve").ok).toBe(true);
    meet(...all);
    const before = chief.item(item);
    expect(before.state).toBe("approved");
    erase(chief, sofia, item, [first, sent?.id ?? ""]);
    meet(...all);
    expect(chief.item(item)).toMatchObject({
      state: "approved",
      head: second,
      digest: before.digest,
      approval: before.approval,
      unseen: [],
    });
    expect(chief.ledger.row("revision", first)).toMatchObject({ writers: [anna.member] });
    expect(JSON.stringify([...chief.ledger.rows.values()])).not.toMatch(/first words/);
    const [left] = chief.ledger.children("note", `item:${item}`);
    expect(left).toMatchObject({ text: "", anchor: null, blocking: true, resolved: true });
  });

  it("that was shown when it went leaves no text, and brings none back that was approved before", () => {
    const { chief, anna, marek, sofia, all, item } = desk();
    const first = share(anna, item, "first words");
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    expect(marek.decide(item, "approve").ok).toBe(true);
    marek.decide(item, "reopen", "more to say");
    const second = share(marek, item, "words that must go");
    meet(...all);
    expect(chief.try("erasure.ask", { item, brief: null, entries: [second], reason: "by law" })).toMatchObject({
      refusal: { code: "erasure-of-head" },
    });
    eraseByHand(chief, sofia, item, [target(chief, second)]);
    meet(...all);
    for (const one of all) expect(one.item(item)).toMatchObject({ state: "in review", heads: [], head: null, digest: null, shown: null });
    expect(sofia.decide(item, "approve").ok).toBe(false);
    const third = share(marek, item, "words that may stay");
    meet(...all);
    expect(chief.item(item).heads).toEqual([third]);
    expect(chief.ledger.row("revision", first)?.erased).toBe(undefined);
    expect(taken(new MemoryLedger(), [shuffled(chief.all(), 3)]).projections()).toBe(chief.ledger.projections());
  });

  it("is no base of a merge: what came from it is merged from what came before", () => {
    const { chief, anna, marek, sofia, all, item } = desk();
    share(anna, item, "first words");
    const second = share(anna, item, "words that must go");
    meet(...all);
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    meet(...all);
    share(marek, item, "of Marek");
    sofia.write(item, (now) => reworded(now, "c0", "of Sofia"));
    sofia.do((pen) => {
      const draft = sofia.drafts.get(item);
      const parents = [second];
      const payload = { item, parents, content: draft?.content ?? content("", [], []), accepts: [], why: "edit" as const };
      const done = pen.write("item.revision", payload);
      return done.ok ? null : done.refusal;
    });
    meet(...all);
    expect(chief.item(item).heads).toHaveLength(2);
    erase(chief, sofia, item, [second]);
    meet(...all);
    expect(chief.item(item).heads).toHaveLength(2);
    expect(docText(chief.item(item).shown?.doc ?? content("", [], []).doc)).toMatch(/of Sofia/);
    expect(marek.ledger.projections()).toBe(chief.ledger.projections());
  });

  it("leaves who wrote what: an accepted suggestion stays its writer's", () => {
    const { chief, anna, marek, sofia, all, item } = desk();
    share(anna, item, "first words");
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    meet(...all);
    sofia.write(item, (now) => reworded(now, "g0", "better words"));
    const proposal = idOf(sofia.act("item.propose", { item, reason: null }));
    meet(...all);
    const open = marek.ledger.row("proposal", proposal)?.open ?? [];
    const accepted = idOf(marek.act("suggestion.accept", { item, proposal, names: [...open] }));
    meet(...all);
    expect(chief.ledger.row("revision", accepted)?.writers).toEqual([sofia.member]);
    share(marek, item, "other words");
    meet(...all);
    erase(chief, sofia, item, [proposal]);
    meet(...all);
    for (const one of all) expect(one.ledger.row("revision", accepted)?.writers).toEqual([sofia.member]);
    // Without anybody's word for it, all who may have written have to be seen by somebody else.
    const { chief: other, anna: a, marek: m, sofia: s, all: every, item: second } = desk();
    share(a, second, "first words");
    a.decide(second, "submit");
    meet(...every);
    m.decide(second, "claim");
    s.take(m.all());
    s.write(second, (now) => reworded(now, "g0", "better words"));
    const named = idOf(s.act("item.propose", { item: second, reason: null }));
    meet(...every);
    const took = idOf(
      m.act("suggestion.accept", { item: second, proposal: named, names: [...(m.ledger.row("proposal", named)?.open ?? [])] }),
    );
    meet(...every);
    eraseByHand(other, s, second, [target(other, named)]);
    meet(...every);
    expect(other.ledger.row("revision", took)?.writers).toEqual([m.member, s.member].sort());
  });
});

describe("the desk as it was known once", () => {
  it("is told by what was kept: the digest that was approved and printed then, though its words are gone now", () => {
    const { chief, anna, marek, sofia, all, issue, item } = desk();
    const first = share(anna, item, "first words");
    const second = share(anna, item, "second words");
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    const [approved] = must(marek.decide(item, "approve"));
    meet(...all);
    const was = marek.item(item);
    const subjects = [`item:${item}`, `issue:${issue}`];
    const then = (laptop: Laptop) => pastOf(laptop.ledger, [approved as Entry], subjects).row("item", item);
    expect(then(chief)).toMatchObject({ state: "approved", digest: was.digest, head: second });
    marek.decide(item, "reopen", "a name must go");
    share(marek, item, "third words");
    meet(...all);
    erase(chief, sofia, item, [first, second]);
    meet(...all);
    for (const one of all) expect(then(one)).toMatchObject({ state: "approved", digest: was.digest, head: second, approval: was.approval });
    expect(JSON.stringify(then(chief))).not.toMatch(/second words/);
  });
});

describe("briefs", () => {
  it("lose an earlier text, and nothing of what stands", () => {
    const { chief, anna, marek, all, issue } = desk();
    const brief = anna.ids.next();
    const of = (words: string) => ({ list: "Policy news", date: "2026-10-01", text: [{ text: words }], source: null });
    const first = idOf(anna.act("brief.share", { brief, issue, parents: [], content: of("words that must go") }));
    anna.act("brief.share", { brief, issue, parents: [first], content: of("words that stay") });
    meet(...all);
    const before = chief.ledger.row("brief", brief);
    const erasure = idOf(chief.act("erasure.ask", { item: null, brief, entries: [first], reason: "by law" }));
    meet(chief, marek);
    marek.act("erasure.confirm", { erasure });
    meet(...all);
    expect(anna.ledger.row("brief", brief)).toEqual(before);
    expect(anna.ledger.entry(first)?.entry.payloadText).toBe(null);
  });
});

describe("what is not in force", () => {
  it("one person on two laptops, a second signature that did not know the first, an editor who asks", () => {
    const { chief, anna, marek, all, item } = desk();
    const first = share(anna, item, "first words");
    share(anna, item, "second words");
    const other = new Laptop("Chief of erasure", "another");
    [other.keys, other.box, other.device] = [new Laptop("spare").keys, new Laptop("spare").box, new Laptop("spare").device];
    chief.do((pen) =>
      enrol(
        pen,
        { id: chief.member, name: chief.name, roles: ["chief"] },
        { id: other.device, member: chief.member, sign: other.keys.public, box: other.box.public },
      ),
    );
    meet(...all, other);
    const asked = eraseByHand(chief, other, item, [target(chief, first)]);
    meet(...all, other);
    expect(anna.ledger.row("erasure", asked)?.second).toBe(null);
    expect(anna.ledger.entry(first)?.entry.payloadText).not.toBe(null);
    expect(() => eraseByHand(marek, chief, item, [target(chief, first)])).toThrow(/entry-no-right/);
    expect(() => eraseByHand(chief, anna, item, [target(chief, first)])).toThrow(/entry-no-right/);
  });
});

describe("an entry without the words that its kind cannot lose", () => {
  it("has not arrived: what builds on it waits", () => {
    const { chief, anna, all, item } = desk();
    share(anna, item, "first words");
    anna.decide(item, "submit");
    const entries = anna.all().map((entry) => (entry.header.kind === "item.decided" ? withoutWords(entry) : entry));
    chief.take(entries);
    expect(chief.item(item).state).toBe("writing");
    meet(...all);
    expect(chief.item(item).state).toBe("submitted");
    expect(chief.ledger.projections()).toBe(anna.ledger.projections());
  });
});
