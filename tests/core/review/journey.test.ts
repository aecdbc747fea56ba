import { describe, expect, it } from "vitest";
import { enrol } from "../../../src/core/desk/acts.ts";
import type { Content } from "../../../src/core/item/item.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";

function newDesk() {
  const [chief, anna, marek, sofia] = [new Laptop("Chief"), new Laptop("Anna"), new Laptop("Marek"), new Laptop("Sofia")];
  found(chief, [
    { laptop: anna, roles: ["author"] },
    { laptop: marek, roles: ["editor"] },
    { laptop: sofia, roles: ["editor"] },
  ]);
  const [issue, item] = [chief.ids.next(), chief.ids.next()];
  chief.act("issue.open", {
    issue,
    fields: { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] },
    due: null,
  });
  chief.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  meet(chief, anna, marek, sofia);
  return { chief, anna, marek, sofia, issue, item, all: [chief, anna, marek, sofia] };
}

function submitted() {
  const desk = newDesk();
  desk.anna.write(desk.item, () => content("Ports open", ["The ministry said."], ["It matters."]));
  desk.anna.act("item.share", { item: desk.item });
  desk.anna.drafts.clear();
  expect(desk.anna.decide(desk.item, "submit").ok).toBe(true);
  meet(...desk.all);
  return desk;
}

const code = (result: { ok: boolean; refusal?: { code: string } }): string => (result.ok ? "done" : (result.refusal?.code ?? ""));

describe("an item's way to approval", () => {
  it("goes from commission to approved by another person", () => {
    const { anna, marek, item, all } = submitted();
    expect(code(marek.decide(item, "claim"))).toBe("done");
    expect(code(marek.decide(item, "approve"))).toBe("done");
    meet(...all);
    for (const laptop of all) expect(laptop.item(item).state).toBe("approved");
    expect(anna.item(item).approval?.by).toBe(marek.member);
  });

  it("lets nobody approve their own words", () => {
    const { marek, item } = submitted();
    marek.decide(item, "claim");
    marek.write(item, (now) => reworded(now, "g0", "The ministry says otherwise."));
    marek.act("item.share", { item });
    marek.drafts.clear();
    expect(code(marek.decide(item, "approve"))).toBe("claimant-wrote-in-it");
  });

  it("lets another editor approve what the claimant wrote in", () => {
    const { marek, sofia, item, all } = submitted();
    marek.decide(item, "claim");
    marek.write(item, (now) => reworded(now, "g0", "The ministry says otherwise."));
    marek.act("item.share", { item });
    meet(...all);
    expect(code(sofia.decide(item, "approve"))).toBe("done");
    meet(...all);
    expect(marek.item(item).state).toBe("approved");
  });

  it("refuses Submit and Approve while I hold unshared words", () => {
    const { anna, marek, item } = submitted();
    marek.decide(item, "claim");
    marek.write(item, (now) => reworded(now, "c0", "It hardly matters."));
    expect(code(marek.decide(item, "approve"))).toBe("unshared-words");
    expect(code(anna.decide(item, "submit"))).toBe("wrong-state");
  });

  it("keeps an approval on its digest when an edit arrives that it did not see", () => {
    const { anna, marek, item, all } = submitted();
    marek.decide(item, "claim");
    meet(...all);
    marek.decide(item, "return", "source?");
    meet(...all);
    anna.write(item, (now) => reworded(now, "c0", "It matters more."));
    expect(code(anna.try("item.share", { item }))).toBe("done");
    anna.drafts.clear();
    expect(code(anna.decide(item, "submit"))).toBe("done");
    meet(...all);
    expect(code(marek.decide(item, "claim"))).toBe("done");
    expect(code(marek.decide(item, "approve"))).toBe("done");
    meet(...all);
    expect(anna.item(item).state).toBe("approved");
  });

  it("resolves an approval and a return made apart alike everywhere: the return prevails", () => {
    const { chief, marek, item, all } = submitted();
    marek.decide(item, "claim");
    meet(...all);
    expect(code(marek.decide(item, "approve"))).toBe("done");
    expect(code(chief.decide(item, "return", "one figure is wrong"))).toBe("done");
    meet(...all);
    for (const laptop of all) expect(laptop.item(item).state).toBe("changes requested");
    expect(new Set(all.map((laptop) => laptop.ledger.projections())).size).toBe(1);
  });

  it("gives a claim made twice to the earlier one, and shows a late recall as a blocking note", () => {
    const { anna, marek, sofia, item, all } = submitted();
    marek.decide(item, "claim");
    sofia.decide(item, "claim");
    expect(code(anna.decide(item, "recall"))).toBe("done");
    meet(...all);
    expect(new Set(all.map((laptop) => laptop.ledger.projections())).size).toBe(1);
    expect(anna.item(item).state).toBe("in review");
    expect(anna.item(item).openBlocking).toBe(1);
    expect([marek.member, sofia.member]).toContain(anna.item(item).claimant);
  });

  it("counts accepting a suggestion as seeing it, and its writer as the writer", () => {
    const { anna, marek, item, all } = submitted();
    marek.decide(item, "claim");
    marek.write(item, (now) => reworded(now, "g0", "The transport ministry said."));
    marek.act("item.propose", { item, reason: "which ministry" });
    marek.drafts.clear();
    expect(code(marek.decide(item, "approve"))).toBe("suggestions-pending");
    meet(...all);
    const proposal = anna.ledger.children("proposal", `item:${item}`)[0];
    expect(proposal?.open).toEqual(["text:g0/1"]);
    anna.act("suggestion.accept", { item, proposal: proposal?.proposal ?? "", names: ["text:g0/1"] });
    meet(...all);
    const head = marek.item(item).head ?? "";
    expect(marek.ledger.row("revision", head)?.writers).toEqual([marek.member]);
    expect(code(marek.decide(item, "approve"))).toBe("claimant-wrote-in-it");
  });
});

describe("texts begun apart", () => {
  it("keep all of both when neither writer knew of the other's first revision", () => {
    const { anna, chief, item, all } = newDesk();
    const jonas = new Laptop("Jonas");
    chief.do((pen) =>
      enrol(
        pen,
        { id: jonas.member, name: "Jonas", roles: ["author"] },
        { id: jonas.device, member: jonas.member, sign: jonas.keys.public, box: jonas.box.public },
      ),
    );
    chief.act("item.commission", {
      item,
      issue: null,
      headline: "Ports",
      authors: { glance: [anna.member], comment: [jonas.member] },
      due: null,
    });
    meet(...all, jonas);
    const apart = (of: Content, name: string): Content =>
      JSON.parse(JSON.stringify(of).replaceAll(/"id":"(\w+)"/g, `"id":"$1-${name}"`)) as Content;
    anna.write(item, () => apart(content("Ports open", ["Anna's facts."], ["Anna's view."]), "anna"));
    jonas.write(item, () => apart(content("Ports close", ["Jonas' facts."], ["Jonas' view."]), "jonas"));
    anna.act("item.share", { item });
    jonas.act("item.share", { item });
    meet(...all, jonas);
    const shown = JSON.stringify(chief.item(item).shown);
    for (const words of ["Ports open", "Ports close", "Anna's facts.", "Jonas' facts.", "Anna's view.", "Jonas' view."])
      expect(shown).toContain(words);
  });
});
