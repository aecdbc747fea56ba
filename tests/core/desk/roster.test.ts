import { describe, expect, it } from "vitest";
import { changeRecoveryKey, enrol, recover } from "../../../src/core/desk/acts.ts";
import type { Role } from "../../../src/core/desk/roster.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { signWith } from "../../../src/station/keys/crypto.ts";
import { content, found, Laptop, meet } from "../../builders/desk.ts";

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };

/// A desk of two chiefs (or one), an author and an editor, with an item whose text the author has submitted and the editor claimed.
function desk({ chiefs = 2 } = {}) {
  const [one, two, anna, marek] = [new Laptop("One"), new Laptop("Two"), new Laptop("Anna"), new Laptop("Marek")];
  const second: Role[] = chiefs === 2 ? ["chief"] : ["editor"];
  const others = [
    { laptop: anna, roles: ["author"] as Role[] },
    { laptop: marek, roles: ["editor"] as Role[] },
    { laptop: two, roles: second },
  ];
  found(one, others);
  const [issue, item] = [one.ids.next(), one.ids.next()];
  one.act("issue.open", { issue, fields: FIELDS, due: null });
  one.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  meet(one, anna);
  anna.write(item, () => content("Ports open", ["a"], ["b"]));
  anna.act("item.share", { item });
  anna.drafts.clear();
  must(anna.decide(item, "submit"));
  meet(one, two, anna, marek);
  must(marek.decide(item, "claim"));
  meet(one, two, anna, marek);
  return { one, two, anna, marek, all: [one, two, anna, marek], item, issue };
}

const must = (done: { ok: boolean; refusal?: { code: string } }): void => expect(done.ok ? "" : done.refusal?.code).toBe("");
const codeOf = (done: { ok: boolean; refusal?: { code: string } }): string => (done.ok ? "done" : (done.refusal?.code ?? ""));
const rosterOf = (laptop: Laptop) => {
  const roster = laptop.ledger.row("roster", "current");
  if (roster === undefined) throw new Error("no roster");
  return roster;
};
const standing = (laptop: Laptop, entry: Entry | undefined): string => {
  const stored = laptop.ledger.entry(entry?.id ?? "");
  return `${stored?.standing ?? "not here"} ${stored?.reason ?? ""}`.trim();
};
const entriesOf = (done: { ok: true; value: readonly Entry[] } | { ok: false; refusal: unknown }): Entry[] => {
  if (!done.ok) throw new Error(JSON.stringify(done.refusal));
  return [...done.value];
};
const alike = (...laptops: Laptop[]): void => {
  meet(...laptops);
  expect(new Set(laptops.map((one) => one.ledger.projections())).size).toBe(1);
};

describe("a laptop that one chief suspends", () => {
  it("writes nothing any more once it knows, and what it wrote before it knew counts nowhere, whatever came first", () => {
    const { one, two, anna, marek, item } = desk();
    // The thief approves and pitches on the editor's laptop, which has not heard of it; then with what it has heard.
    const stolen = [
      ...entriesOf(marek.decide(item, "approve")),
      ...marek.act("item.pitch", { item: marek.ids.next(), issue: null, headline: "Stolen", why: "why" }),
    ];
    two.take(stolen);
    expect(two.item(item).state).toBe("approved");
    one.act("roster.suspend", { device: marek.device });
    alike(one, two, anna, marek);
    for (const laptop of [one, two, anna, marek]) {
      expect(laptop.item(item).state).toBe("in review");
      for (const entry of stolen) expect(standing(laptop, entry)).toBe("quarantined entry-past-last-good");
    }
    expect(codeOf(marek.decide(item, "approve"))).toBe("laptop-out");
    expect(rosterOf(anna).devices[marek.device]?.out).toBe("suspended");
  });

  it("brings no other laptop in by going on under new keys", () => {
    const { one, two, anna, marek, item } = desk();
    const thief = marek.twin();
    const renewed = thief.renew();
    const approved = entriesOf(thief.decide(item, "approve"));
    one.act("roster.suspend", { device: marek.device });
    anna.take([...renewed, ...approved]);
    alike(one, two, anna);
    for (const laptop of [one, two, anna]) {
      expect(standing(laptop, renewed[0])).toBe("contested entry-past-last-good");
      expect(standing(laptop, approved[0])).toMatch(/^contested|^quarantined/);
      expect(rosterOf(laptop).devices[thief.device]).toBeUndefined();
      expect(laptop.item(item).state).toBe("in review");
    }
  });

  it("is let write again by two, and a chief lets what it wrote meanwhile count, entry by entry", () => {
    const { one, two, anna, marek, item } = desk();
    one.act("roster.suspend", { device: marek.device });
    const approved = entriesOf(marek.decide(item, "approve"));
    meet(one, two, anna, marek);
    const lift = one.act("roster.lift", { device: marek.device })[0];
    meet(one, two, anna, marek);
    expect(rosterOf(marek).devices[marek.device]?.out).toBe("suspended");
    expect(codeOf(one.try("roster.second", { change: lift?.id ?? "" }))).toBe("roster-second-void");
    two.act("roster.second", { change: lift?.id ?? "" });
    alike(one, two, anna, marek);
    expect(rosterOf(marek).devices[marek.device]?.out).toBeUndefined();
    expect(standing(anna, approved[0])).toBe("quarantined entry-past-last-good");
    two.act("roster.adopt", { entry: approved[0]?.id ?? "" });
    alike(one, two, anna, marek);
    expect(standing(anna, approved[0])).toBe("ok");
    expect(anna.item(item).state).toBe("approved");
    must(marek.try("item.pitch", { item: marek.ids.next(), issue: null, headline: "Again", why: "why" }));
    alike(one, two, anna, marek);
    expect(codeOf(one.try("roster.adopt", { entry: approved[0]?.id ?? "" }))).toBe("entry-not-late");
  });

  it("by one chief whose app says that none of it was ever good loses nothing that had come to that chief", () => {
    const { one, two, anna, marek, item } = desk();
    must(marek.decide(item, "approve"));
    meet(one, two, anna, marek);
    one.do((pen) => {
      const done = pen.write("roster.suspended", { follows: pen.roster?.head ?? "", device: marek.device, lastGood: null });
      return done.ok ? null : done.refusal;
    });
    const late = marek.act("item.pitch", { item: marek.ids.next(), issue: null, headline: "Late", why: "why" })[0];
    alike(one, two, anna, marek);
    expect(rosterOf(anna).devices[marek.device]?.out).toBe("suspended");
    expect(anna.item(item).state).toBe("approved");
    expect(standing(anna, late)).toBe("quarantined entry-past-last-good");
  });

  it("is stopped even where another change followed the same roster", () => {
    const { one, two, anna, marek } = desk();
    // The thief has a chief's laptop, and invites on it while the other chief stops it.
    const friend = new Laptop("Friend");
    two.do((pen) =>
      enrol(
        pen,
        { id: friend.member, name: "Friend", roles: ["author"] },
        { id: friend.device, member: friend.member, sign: friend.keys.public, box: friend.box.public },
      ),
    );
    one.act("roster.suspend", { device: two.device });
    alike(one, two, anna, marek);
    expect(rosterOf(anna).devices[friend.device]).toBeUndefined();
    expect(rosterOf(anna).devices[two.device]?.out).toBe("suspended");
  });
});

describe("a member who loses rights", () => {
  it("by two signatures: an approval made before they heard of it counts nowhere, their words do", () => {
    const { one, two, anna, marek, item } = desk();
    const change = one.act("roster.change-roles", { member: marek.member, roles: ["author"] })[0];
    meet(one, two);
    two.act("roster.second", { change: change?.id ?? "" });
    const pitched = marek.act("item.pitch", { item: marek.ids.next(), issue: null, headline: "Late but mine", why: "why" })[0];
    const approved = entriesOf(marek.decide(item, "approve"))[0];
    const opened = marek.act("issue.open", { issue: marek.ids.next(), fields: { ...FIELDS, number: "2" }, due: null })[0];
    alike(one, two, anna, marek);
    for (const laptop of [one, anna]) {
      expect(standing(laptop, pitched)).toBe("ok");
      expect(standing(laptop, opened)).toBe("quarantined entry-right-ended");
      expect(laptop.item(item).state).toBe("in review");
      expect(laptop.ledger.children("decision", `item:${item}`).find((one) => one.entry === approved?.id)?.obstacle).not.toBeNull();
      expect(laptop.ledger.children("issue", "issues")).toHaveLength(1);
    }
  });

  it("leaves with all laptops, and keeps the name under what they wrote", () => {
    const { one, two, anna, marek, item } = desk();
    const change = two.act("roster.remove", { member: anna.member })[0];
    meet(one, two);
    expect(rosterOf(two).members[anna.member]?.left).toBeUndefined();
    one.act("roster.second", { change: change?.id ?? "" });
    alike(one, two, anna, marek);
    expect(rosterOf(one).members[anna.member]).toEqual({ id: anna.member, name: "Anna", roles: [], left: true });
    expect(codeOf(anna.try("item.pitch", { item: anna.ids.next(), issue: null, headline: "No", why: "why" }))).toBe("laptop-out");
    expect(one.item(item).shown).not.toBeNull();
    expect(codeOf(one.try("roster.change-roles", { member: anna.member, roles: ["author"] }))).toBe("roster-member-left");
  });

  it("after their laptop was stopped or given up: what that had written before it stays theirs, and counts", () => {
    for (const out of ["roster.suspend", "roster.revoke"] as const) {
      const { one, two, anna, marek, item } = desk({ chiefs: 1 });
      must(marek.decide(item, "approve"));
      meet(one, two, anna, marek);
      for (const laptop of [anna, marek]) one.act(out, { device: laptop.device });
      alike(one, two, anna, marek);
      expect(one.item(item).state).toBe("approved");
      for (const { member } of [anna, marek]) one.act("roster.remove", { member });
      alike(one, two, anna, marek);
      for (const laptop of [one, two]) {
        expect(laptop.item(item).shown).not.toBeNull();
        expect(laptop.item(item).state).toBe("approved");
      }
    }
  });

  it("never as the last chief who can sign", () => {
    const { one, two } = desk({ chiefs: 1 });
    for (const done of [
      one.try("roster.remove", { member: one.member }),
      one.try("roster.change-roles", { member: one.member, roles: ["author"] }),
      one.try("roster.suspend", { device: one.device }),
      one.try("roster.revoke", { device: one.device }),
    ])
      expect(codeOf(done)).toBe("roster-last-chief");
    expect(codeOf(two.try("roster.suspend", { device: one.device }))).toBe("only-chief");
  });
});

describe("two chiefs apart", () => {
  it("end with the stronger change, and the other one is offered again", () => {
    const { one, two, anna, marek } = desk();
    const change = one.act("roster.change-roles", { member: anna.member, roles: ["editor"] })[0];
    meet(one, two);
    const seconded = two.act("roster.second", { change: change?.id ?? "" })[0];
    one.act("roster.suspend", { device: marek.device });
    alike(one, two, anna, marek);
    expect(rosterOf(anna).members[anna.member]?.roles).toEqual(["author"]);
    expect(rosterOf(anna).devices[marek.device]?.out).toBe("suspended");
    expect(standing(anna, seconded)).toBe("ok");
    const again = one.act("roster.again", { change: change?.id ?? "" })[0];
    meet(one, two);
    two.act("roster.second", { change: again?.id ?? "" });
    alike(one, two, anna, marek);
    expect(rosterOf(anna).members[anna.member]?.roles).toEqual(["editor"]);
  });
});

describe("a deputy", () => {
  it("may do what the other may from the entry that says so to the entry that ends it, whatever the day", () => {
    const { one, two, anna, marek, item } = desk({ chiefs: 1 });
    must(one.try("roster.deputise", { member: anna.member, of: marek.member, until: "2026-10-01" }));
    meet(one, two, anna, marek);
    expect(rosterOf(anna).members[anna.member]?.roles).toEqual(["author", "editor"]);
    anna.clockSkewMs = 400 * 86_400_000;
    must(anna.try("issue.open", { issue: anna.ids.next(), fields: { ...FIELDS, number: "2" }, due: null }));
    meet(one, two, anna, marek);
    // Who is back says so; no chief is needed.
    must(marek.try("roster.end-deputy", { member: anna.member }));
    expect(codeOf(two.try("roster.end-deputy", { member: anna.member }))).toBe("only-chief");
    const late = anna.act("issue.open", { issue: anna.ids.next(), fields: { ...FIELDS, number: "3" }, due: null })[0];
    alike(one, two, anna, marek);
    expect(standing(one, late)).toBe("quarantined entry-right-ended");
    expect(rosterOf(one).members[anna.member]).toEqual({ id: anna.member, name: "Anna", roles: ["author"] });
    expect(one.ledger.children("issue", "issues")).toHaveLength(2);
    expect(one.item(item).state).toBe("in review");
  });

  it("loses by whoever is back nothing that had come there, and nobody else does, whatever that entry says", () => {
    const { one, two, anna, marek, item } = desk({ chiefs: 1 });
    must(marek.decide(item, "approve"));
    meet(one, two, anna, marek);
    must(one.try("roster.deputise", { member: anna.member, of: two.member, until: null }));
    meet(one, two, anna, marek);
    const opened = anna.act("issue.open", { issue: anna.ids.next(), fields: { ...FIELDS, number: "2" }, due: null })[0];
    meet(one, two, anna, marek);
    one.act("roster.revoke", { device: marek.device });
    meet(one, two, anna, marek);
    two.do((pen) => {
      const lastGood = Object.fromEntries([one, anna, marek].map((each) => [each.device, null]));
      const done = pen.write("roster.deputy-ended", { follows: pen.roster?.head ?? "", member: anna.member, lastGood });
      return done.ok ? null : done.refusal;
    });
    alike(one, two, anna, marek);
    expect(rosterOf(one).members[anna.member]?.roles).toEqual(["author"]);
    expect(one.item(item).state).toBe("approved");
    expect(standing(one, opened)).toBe("ok");
  });

  it("of whoever leaves the desk stands in for nobody: what they do with that right before they hear of it counts nowhere", () => {
    const { one, two, anna, marek } = desk({ chiefs: 1 });
    must(one.try("roster.deputise", { member: anna.member, of: marek.member, until: null }));
    meet(one, two, anna, marek);
    const opened = anna.act("issue.open", { issue: anna.ids.next(), fields: { ...FIELDS, number: "2" }, due: null })[0];
    meet(one, two, anna, marek);
    must(one.try("roster.remove", { member: marek.member }));
    const late = anna.act("issue.open", { issue: anna.ids.next(), fields: { ...FIELDS, number: "3" }, due: null })[0];
    const own = anna.act("item.pitch", { item: anna.ids.next(), issue: null, headline: "Mine", why: "why" })[0];
    alike(one, two, anna, marek);
    for (const laptop of [one, anna]) {
      expect(rosterOf(laptop).members[anna.member]).toEqual({ id: anna.member, name: "Anna", roles: ["author"] });
      expect(standing(laptop, opened)).toBe("ok");
      expect(standing(laptop, late)).toBe("quarantined entry-right-ended");
      expect(standing(laptop, own)).toBe("ok");
    }
  });

  it("is not all that is left of a desk's chiefs", () => {
    const { one, two, anna, marek } = desk({ chiefs: 1 });
    must(one.try("roster.deputise", { member: two.member, of: one.member, until: null }));
    meet(one, two, anna, marek);
    expect(codeOf(two.try("roster.remove", { member: one.member }))).toBe("roster-last-chief");
  });

  it("lends on only what is their own", () => {
    const { one, two, anna, marek } = desk({ chiefs: 1 });
    const bert = new Laptop("Bert");
    const device = { id: bert.device, member: bert.member, sign: bert.keys.public, box: bert.box.public };
    one.do((pen) => enrol(pen, { id: bert.member, name: "Bert", roles: ["reader"] }, device));
    must(one.try("roster.deputise", { member: anna.member, of: marek.member, until: null }));
    meet(one, two, anna, marek, bert);
    one.do((pen) => {
      const lent = {
        follows: pen.roster?.head ?? "",
        member: bert.member,
        of: anna.member,
        roles: ["author", "editor"] as Role[],
        until: null,
      };
      const done = pen.write("roster.deputised", lent);
      return done.ok ? null : done.refusal;
    });
    alike(one, two, anna, marek, bert);
    expect(rosterOf(bert).members[bert.member]?.roles).toEqual(["reader"]);
    must(one.try("roster.deputise", { member: bert.member, of: anna.member, until: null }));
    alike(one, two, anna, marek, bert);
    expect(rosterOf(bert).members[bert.member]?.roles).toEqual(["reader", "author"]);
  });

  it("of someone with no other right is none", () => {
    const { one, anna, marek } = desk({ chiefs: 1 });
    expect(codeOf(one.try("roster.deputise", { member: marek.member, of: marek.member, until: null }))).toBe("roster-nothing-new");
    must(one.try("roster.deputise", { member: anna.member, of: marek.member, until: null }));
    expect(codeOf(one.try("roster.deputise", { member: anna.member, of: one.member, until: null }))).toBe("roster-deputy-already");
  });
});

describe("the recovery key", () => {
  const keyOf = (paper: Laptop) => ({ id: paper.device, sign: paper.keys.public, box: paper.box.public });

  it("lets a new laptop in as a chief's where no chief is left to do so, once it has proved itself", () => {
    const { one, two, anna, marek } = desk({ chiefs: 1 });
    const [paper, fresh, thief] = [new Laptop("Paper"), new Laptop("Fresh"), new Laptop("Thief")];
    one.do((pen) => changeRecoveryKey(pen, keyOf(paper)));
    meet(one, two, anna, marek);
    const come = (laptop: Laptop, name: string, by: Laptop) =>
      laptop.do((pen) =>
        recover(
          pen,
          { id: laptop.member, name, roles: ["chief"] },
          { id: laptop.device, member: laptop.member, sign: laptop.keys.public, box: laptop.box.public },
          signWith(by.keys.secret),
        ),
      );
    for (const laptop of [fresh, thief]) laptop.take(one.all());
    expect(() => come(thief, "Thief", thief)).toThrow("entry-recovery-false");
    come(fresh, "Fresh", paper);
    alike(two, anna, marek, fresh);
    expect(rosterOf(anna).members[fresh.member]?.roles).toEqual(["chief"]);
    expect(rosterOf(anna).recovery).toEqual({ ...keyOf(paper), used: true });
    // The old one is lost for good: it is stopped by who came in, and the paper is replaced.
    must(fresh.try("roster.suspend", { device: one.device }));
    const next = new Laptop("Next");
    fresh.do((pen) => changeRecoveryKey(pen, keyOf(next)));
    meet(fresh, two);
    expect(rosterOf(two).devices[one.device]?.out).toBe("suspended");
  });
});
