import { afterAll, expect, it } from "vitest";
import { toBlocks } from "../../src/core/manuscript/blocks.ts";
import { plain } from "../../src/core/manuscript/text.ts";
import { readItem } from "../../src/station/rooms/item.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import { content, reworded } from "../builders/desk.ts";
import { act, must, newDesk, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

it("what others noted and suggested shows where its words are in my unshared text", async () => {
  const { chief, others } = await newDesk([
    { name: "Anna", roles: ["author"] },
    { name: "Marek", roles: ["editor"] },
    { name: "Lin", roles: ["copy editor"] },
  ]);
  const [anna, marek, lin] = others;
  if (anna === undefined || marek === undefined || lin === undefined) throw new Error("three joined");
  const all = [chief, ...others];
  const meet = async (): Promise<void> => {
    for (let round = 0; round < 2; round++) for (const session of all) must(await session.exchange());
  };
  const [issue, item, note] = [randomHex(16), randomHex(16), randomHex(16)];
  const me = anna.station.me?.id ?? "";
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  must(act(chief, "issue.open", { issue, fields, due: null }));
  must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: [me], comment: [me] }, due: null }));
  await meet();
  const first = content("Ports open", ["The ministry said so on Monday."], ["It matters."]);
  must(anna.station.saveDraft(`item:${item}`, null, { content: first }));
  must(act(anna, "item.share", { item }));
  const decide = (by: typeof anna, decision: "submit" | "claim") =>
    must(
      act(by, "item.decide", {
        item,
        decision,
        digest: by.station.ledger.row("item", item)?.digest ?? "",
        reason: null,
        waivers: decision === "submit" ? WAIVED : [],
        names: null,
      }),
    );
  decide(anna, "submit");
  await meet();
  decide(marek, "claim");
  await meet();
  const row = lin.station.ledger.row("item", item);
  must(lin.station.saveDraft(`item:${item}`, row?.head ?? null, { content: reworded(first, "g0", "The ministry said so on Tuesday.") }));
  must(act(lin, "item.propose", { item, reason: null }));
  const anchor = { block: "g0", field: null, from: 4, to: 12, quote: "ministry" };
  const notes = [{ note, anchor, text: "Which?", blocking: false, mentions: [] }];
  must(act(lin, "review.send", { item, digest: row?.digest ?? "", notes, replies: [] }));
  await meet();

  const mine = reworded(first, "g0", "On the phone, the ministry said so on Monday.");
  must(marek.station.saveDraft(`item:${item}`, marek.station.ledger.row("item", item)?.head ?? null, { content: mine }));
  const view = must(readItem(marek.station, item));
  expect(view.unshared).toBe(true);
  const text = plain(toBlocks(view.text.doc).find((block) => block.id === "g0") ?? { text: [] });
  const gone = view.proposals[0]?.open[0]?.places.find((one) => one.kind === "gone");
  expect(text.slice(gone?.from, gone?.to)).toBe("Monday");
  const placed = view.notes[0]?.placed;
  expect(placed?.kind === "text" ? text.slice(placed.from, placed.to) : placed).toBe("ministry");
  for (const session of all) await session.close();
});

const WAIVED = ["check-source-missing", "check-body-missing", "check-date-missing"].map((check) => ({ check, reason: "For the test" }));
