import { expect, it } from "vitest";
import { content, found, Laptop, meet } from "../../builders/desk.ts";

it("a note stays with its item, whatever another item's review brings under the same id", () => {
  const [chief, anna] = [new Laptop("Chief"), new Laptop("Anna")];
  found(chief, [{ laptop: anna, roles: ["author"] }]);
  const [one, other, note] = [chief.ids.next(), chief.ids.next(), chief.ids.next()];
  const authors = { glance: [anna.member], comment: [] };
  for (const item of [one, other]) chief.act("item.commission", { item, issue: null, headline: "Ports", authors, due: null });
  meet(chief, anna);
  for (const item of [one, other]) {
    anna.write(item, () => content("a", ["b"], ["c"]));
    anna.act("item.share", { item });
  }
  meet(chief, anna);
  const anchor = { field: null, block: "g0", from: 0, to: 1, quote: "b" };
  const send = (by: Laptop, item: string): void => {
    const { digest } = by.item(item);
    const notes = [{ note, anchor, text: "Which?", blocking: true, mentions: [] }];
    by.act("review.send", { item, digest: digest ?? "", notes, replies: [] });
  };
  send(chief, one);
  send(anna, other);
  meet(chief, anna);
  for (const laptop of [chief, anna]) {
    expect(laptop.ledger.children("note", `item:${one}`).length).toBe(1);
    expect(laptop.ledger.children("note", `item:${other}`).length).toBe(1);
  }
  chief.act("note.resolve", { item: one, note, resolved: true, text: null });
  expect(chief.item(one).openBlocking).toBe(0);
  expect(chief.item(other).openBlocking).toBe(1);
});
