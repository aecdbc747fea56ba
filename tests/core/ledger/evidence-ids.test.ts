import { describe, expect, it } from "vitest";
import { found, Laptop, meet } from "../../builders/desk.ts";

describe("evidence under an id that another item has", () => {
  it("leaves the other item's evidence where it is, in whatever order the two arrive", () => {
    const [chief, anna, sofia] = [new Laptop("Chief"), new Laptop("Anna"), new Laptop("Sofia")];
    found(chief, [
      { laptop: anna, roles: ["author"] },
      { laptop: sofia, roles: ["editor"] },
    ]);
    const [one, other, evidence] = [chief.ids.next(), chief.ids.next(), chief.ids.next()];
    for (const item of [one, other])
      chief.act("item.commission", { item, issue: null, headline: "Ports", authors: { glance: [anna.member], comment: [] }, due: null });
    meet(chief, anna, sofia);
    const of = (item: string, name: string) =>
      ({
        item,
        evidence,
        source: "Notice",
        name,
        type: "text/plain",
        size: 1,
        digest: "a".repeat(64),
        fetched: "2026-10-01T00:00:00.000Z",
      }) as const;
    const real = chief.act("evidence.add", of(one, "real.txt"));
    const fake = anna.do((pen) => {
      const done = pen.write("evidence.added", of(other, "fake.txt"));
      return done.ok ? null : done.refusal;
    });
    chief.take(fake);
    sofia.take(fake);
    sofia.take(real);
    const shown = (at: Laptop, item: string) => at.ledger.children("evidence", `item:${item}`).map((row) => row.name);
    expect(shown(chief, one)).toEqual(["real.txt"]);
    expect(shown(sofia, one)).toEqual(["real.txt"]);
    expect(shown(sofia, other)).toEqual(shown(chief, other));
  });
});
