import { describe, expect, it } from "vitest";
import { suggestions } from "../../../src/core/review/suggestion.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";

describe("a revision that claims to accept a proposal which had not come to its laptop", () => {
  it("counts as its signer's everywhere, in whatever order the two arrive", () => {
    const [chief, anna, marek, sofia] = [new Laptop("Chief"), new Laptop("Anna"), new Laptop("Marek"), new Laptop("Sofia")];
    found(chief, [
      { laptop: anna, roles: ["author"] },
      { laptop: marek, roles: ["editor"] },
      { laptop: sofia, roles: ["editor"] },
    ]);
    const item = chief.ids.next();
    chief.act("item.commission", { item, issue: null, headline: "Ports", authors: { glance: [anna.member], comment: [] }, due: null });
    meet(chief, anna, marek, sofia);
    const base = content("Ports open", ["The ministry said."], ["It matters."]);
    anna.write(item, () => base);
    const shared = anna.act("item.share", { item });
    [chief, marek, sofia].forEach((one) => one.take(shared));
    const head = anna.item(item).head ?? "";
    const proposed = reworded(base, "c0", "It matters little.");
    const names = suggestions(base, proposed).map((one) => one.name);
    const proposal = anna.do((pen) => {
      const done = pen.write("item.proposed", { item, base: head, content: proposed, reason: null });
      return done.ok ? null : done.refusal;
    });
    const revision = marek.do((pen) => {
      const accepts = [{ proposal: proposal[0]?.id ?? "", names }];
      const done = pen.write("item.revision", { item, parents: [head], content: proposed, accepts, why: "accept" });
      return done.ok ? null : done.refusal;
    });
    chief.take(proposal);
    chief.take(revision);
    sofia.take(revision);
    sofia.take(proposal);
    const writers = (of: Laptop) => of.ledger.row("revision", revision[0]?.id ?? "")?.writers;
    expect(writers(chief)).toEqual([marek.member]);
    expect(writers(sofia)).toEqual([marek.member]);
  });
});
