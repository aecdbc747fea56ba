import { describe, expect, it } from "vitest";
import { canonical } from "../../../src/core/base/canonical.ts";
import { digest } from "../../../src/core/base/digest.ts";
import { enrol } from "../../../src/core/desk/acts.ts";
import { entryId, makeEntry, readEntry, type Entry, type Header } from "../../../src/core/ledger/entry.ts";
import { signWith } from "../../../src/station/keys/crypto.ts";
import { content, found, Laptop, meet } from "../../builders/desk.ts";

function desk() {
  const [chief, anna, marek] = [new Laptop("Chief"), new Laptop("Anna"), new Laptop("Marek")];
  found(chief, [
    { laptop: anna, roles: ["author"] },
    { laptop: marek, roles: ["editor"] },
  ]);
  const [issue, item] = [chief.ids.next(), chief.ids.next()];
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  chief.act("issue.open", { issue, fields, due: null });
  chief.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  meet(chief, anna, marek);
  return { chief, anna, marek, issue, item };
}

/// An entry with a changed header or payload, signed with the key given.
function forged(by: Laptop, from: Entry, change: { header?: Partial<Header>; payload?: object; key?: string }): Entry {
  const payloadText = change.payload === undefined ? from.payloadText : canonical(change.payload);
  const header = { ...from.header, ...(payloadText === null ? {} : { payload: digest(payloadText) }), ...change.header };
  const headerText = canonical(header);
  const id = entryId(headerText);
  return { id, header, headerText, payloadText, signature: signWith(change.key ?? by.keys.secret)(id) };
}

const standingOf = (laptop: Laptop, entry: Entry): string => {
  const stored = laptop.ledger.entry(entry.id);
  return `${stored?.standing} ${stored?.reason ?? ""}`.trim();
};

const last = (laptop: Laptop): Entry => {
  const own = laptop.all().filter((entry) => entry.header.device === laptop.device);
  return own.reduce((a, b) => (a.header.seq > b.header.seq ? a : b));
};

describe("entries that are not what they claim", () => {
  it("are refused at the door: not canonical, swapped payload, too deep, too large, short signature", () => {
    const { chief } = desk();
    const { headerText, payloadText, signature } = last(chief);
    const code = (wire: Parameters<typeof readEntry>[0]): string => {
      const read = readEntry(wire);
      return read.ok ? "read" : read.refusal.code;
    };
    expect(code({ headerText, payloadText, signature })).toBe("read");
    expect(code({ headerText: ` ${headerText}`, payloadText, signature })).toBe("entry-malformed");
    expect(code({ headerText: headerText.replace('"v":1', '"v":1,"v":1'), payloadText, signature })).toBe("entry-malformed");
    expect(code({ headerText, payloadText: `${payloadText ?? ""} `, signature })).toBe("entry-payload-swapped");
    expect(code({ headerText, payloadText: "[".repeat(65) + "]".repeat(65), signature })).toBe("entry-too-large");
    expect(code({ headerText, payloadText: JSON.stringify("x".repeat(1024 * 1024)), signature })).toBe("entry-too-large");
    expect(code({ headerText, payloadText, signature: signature.slice(2) })).toBe("entry-malformed");
    expect(code({ headerText: "{}", payloadText, signature })).toBe("entry-malformed");
  });

  it("wait while what they name is missing, and count once it has come", () => {
    const { chief, marek, anna, item } = desk();
    anna.write(item, () => content("Ports open", ["a"], ["b"]));
    const shared = anna.act("item.share", { item });
    const decided = anna.decide(item, "submit");
    if (!decided.ok) throw new Error(decided.refusal.code);
    const fresh = decided.value;
    marek.take(fresh);
    expect(standingOf(marek, fresh[0] as Entry)).toBe("pending");
    marek.take(shared);
    expect(standingOf(marek, fresh[0] as Entry)).toBe("ok");
    expect(marek.item(item).state).toBe("submitted");
    expect(chief.item(item).state).toBe("writing");
  });

  it("are set aside when they name what cannot have come before: another device's place, themselves, a rollback of knowledge", () => {
    const { chief, anna, marek, item } = desk();
    anna.write(item, () => content("Ports open", ["a"], ["b"]));
    const from = anna.act("item.share", { item })[0] as Entry;
    const [tip] = Object.entries(from.header.have);
    if (tip === undefined) throw new Error("anna knows nobody");
    const wrongPlace = forged(anna, from, { header: { have: { [tip[0]]: [tip[1][0] - 1, tip[1][1]] } } });
    const forgetful = forged(anna, from, { header: { have: {} } });
    const own = forged(anna, from, { header: { have: { ...from.header.have, [anna.device]: [1, tip[1][1]] } } });
    marek.take([wrongPlace, forgetful, own]);
    for (const entry of [wrongPlace, own]) expect(standingOf(marek, entry)).toBe("quarantined entry-causes-false");
    expect(standingOf(marek, forgetful)).toMatch(/^quarantined|^pending/);
    expect(marek.item(item).heads).toEqual([]);
    expect(chief.item(item).heads).toEqual([]);
  });

  it("are set aside when the key, the desk or the right is not theirs", () => {
    const { chief, anna, marek, item, issue } = desk();
    const stranger = new Laptop("Stranger");
    anna.write(item, () => content("Ports open", ["a"], ["b"]));
    const from = anna.act("item.share", { item })[0] as Entry;
    const stolen = forged(anna, from, { key: stranger.keys.secret });
    const elsewhere = forged(anna, from, { header: { desk: "f".repeat(32) } });
    const author = forged(anna, from, { header: { kind: "issue.ranked" }, payload: { issue, places: [{ item, rank: 1 }], salt: "s" } });
    marek.take([stolen, elsewhere, author]);
    expect(standingOf(marek, stolen)).toBe("quarantined entry-signature-bad");
    expect(standingOf(marek, elsewhere)).toBe("quarantined entry-other-desk");
    expect(standingOf(marek, author)).toBe("quarantined entry-no-right");
    expect(marek.ledger.row("issue", issue)?.ranks).toEqual([null, null, null, null, null]);
    expect(chief.all().length).toBeLessThan(marek.all().length);
  });

  it("cannot take the force from an honest laptop by claiming its place", () => {
    const { anna, marek, item } = desk();
    const stranger = new Laptop("Stranger");
    anna.write(item, () => content("Ports open", ["a"], ["b"]));
    const honest = anna.act("item.share", { item })[0] as Entry;
    const fake = forged(anna, honest, {
      payload: { item, part: "glance", ready: true, salt: "s" },
      header: { kind: "item.ready" },
      key: stranger.keys.secret,
    });
    marek.take([fake]);
    marek.take([honest]);
    expect(standingOf(marek, honest)).toBe("ok");
    expect(standingOf(marek, fake)).toBe("quarantined entry-signature-bad");
  });

  it("by a laptop whose history split are readable and have no force, on whichever branch", () => {
    const { chief, anna, marek, item } = desk();
    anna.write(item, () => content("Ports open", ["a"], ["b"]));
    anna.act("item.share", { item });
    anna.drafts.clear();
    meet(chief, anna, marek);
    const twin = forged(anna, last(anna), { payload: { item, part: "glance", ready: true, salt: "s" }, header: { kind: "item.ready" } });
    const submitted = anna.decide(item, "submit");
    expect(submitted.ok).toBe(true);
    marek.take([...anna.all(), twin]);
    chief.take([twin]);
    chief.take(anna.all());
    for (const laptop of [chief, marek]) {
      expect(standingOf(laptop, twin)).toBe("contested");
      expect(laptop.item(item).state).toBe("writing");
      expect(laptop.item(item).headline).toBe("Ports open");
    }
    expect(chief.ledger.projections()).toBe(marek.ledger.projections());
  });
});

describe("an older app", () => {
  it("keeps and relays kinds that it does not know, says so, and approves nothing they touch", () => {
    const { chief, anna, marek, item } = desk();
    anna.write(item, () => content("Ports open", ["a"], ["b"]));
    anna.act("item.share", { item });
    anna.drafts.clear();
    anna.decide(item, "submit");
    meet(chief, anna, marek);
    const made = makeEntry(
      { ...anna.ports.local.position(), roster: anna.ledger.row("roster", "current")?.head ?? null },
      "item.illustrated",
      { item, picture: "x" },
      "2030-01-01T00:00:00.000Z",
      anna.ports,
    );
    if (!made.ok) throw new Error(made.refusal.code);
    marek.take([made.value]);
    expect(standingOf(marek, made.value)).toBe("unknown");
    marek.decide(item, "claim");
    const approved = marek.decide(item, "approve");
    expect(approved.ok ? "" : approved.refusal.code).toBe("needs-newer-app");
    chief.take(marek.all());
    expect(chief.ledger.entry(made.value.id)?.entry.headerText).toBe(made.value.headerText);
    expect(chief.ledger.entry(made.value.id)?.entry.payloadText).toBe(made.value.payloadText);
  });
});

describe("two chiefs who change the roster apart", () => {
  it("end with one roster everywhere: the other change is void, and who came in by it has no say", () => {
    const [one, two, anna, bert] = [new Laptop("One"), new Laptop("Two"), new Laptop("Anna"), new Laptop("Bert")];
    found(one, [{ laptop: two, roles: ["chief"] }]);
    const device = (of: Laptop) => ({ id: of.device, member: of.member, sign: of.keys.public, box: of.box.public });
    const admit = (chief: Laptop, who: Laptop): void =>
      void chief.do((pen) => enrol(pen, { id: who.member, name: who.name, roles: ["author"] }, device(who)));
    admit(one, anna);
    admit(two, bert);
    anna.take(one.all());
    bert.take(two.all());
    for (const who of [anna, bert]) who.act("item.pitch", { item: who.ids.next(), issue: null, headline: who.name, why: "why" });
    meet(one, two, anna, bert);
    const rosters = [one, two, anna, bert].map((laptop) =>
      Object.values(laptop.ledger.row("roster", "current")?.members ?? {})
        .map((member) => member.name)
        .sort(),
    );
    expect(new Set(rosters.map(canonical)).size).toBe(1);
    expect(rosters[0]).toHaveLength(3);
    const said = [one, two, anna, bert].map((laptop) => laptop.ledger.children("item", "issue:").map((row) => row.headline));
    expect(new Set(said.map(canonical)).size).toBe(1);
    expect(said[0]).toHaveLength(1);
    expect(new Set([one, two, anna, bert].map((laptop) => laptop.ledger.projections())).size).toBe(1);
  });

  it("need both for what takes rights: one alone changes nothing", () => {
    const [one, two, anna] = [new Laptop("One"), new Laptop("Two"), new Laptop("Anna")];
    found(one, [{ laptop: two, roles: ["chief"] }]);
    const device = { id: anna.device, member: anna.member, sign: anna.keys.public, box: anna.box.public };
    one.do((pen) => enrol(pen, { id: anna.member, name: anna.name, roles: ["author"] }, device));
    meet(one, two, anna);
    const change = one.act("roster.change-roles", { member: anna.member, roles: ["editor"] })[0] as Entry;
    meet(one, two, anna);
    const roles = (laptop: Laptop): readonly string[] => laptop.ledger.row("roster", "current")?.members[anna.member]?.roles ?? [];
    expect(roles(two)).toEqual(["author"]);
    const again = one.try("roster.second", { change: change.id });
    expect(again.ok ? "" : again.refusal.code).toBe("roster-second-void");
    two.act("roster.second", { change: change.id });
    meet(one, two, anna);
    for (const laptop of [one, two, anna]) expect(roles(laptop)).toEqual(["editor"]);
  });
});
