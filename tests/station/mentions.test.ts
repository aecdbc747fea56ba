import { afterAll, expect, it } from "vitest";
import { readInbox } from "../../src/station/rooms/inbox.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

it("who is mentioned finds it in the inbox, in a note or a reply, until they answer", async () => {
  const { chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
  const [anna] = others;
  if (anna === undefined) throw new Error("Anna joined");
  const [issue, item, note] = [randomHex(16), randomHex(16), randomHex(16)];
  const me = anna.station.me?.id ?? "";
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  must(act(chief, "issue.open", { issue, fields, due: null }));
  must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: [me], comment: [me] }, due: null }));
  const meet = async (): Promise<void> => {
    for (let round = 0; round < 2; round++) for (const session of [chief, anna]) must(await session.exchange());
  };
  await meet();
  must(anna.station.saveDraft(`item:${item}`, null, { content: content("Ports open", ["It said."], ["It matters."]) }));
  must(act(anna, "item.share", { item }));
  await meet();
  const mentions = (session: Session): string[] =>
    readInbox(session.station).flatMap((one) => (one.kind === "mentioned" ? [String(one.detail.data["text"])] : []));

  const digest = chief.station.ledger.row("item", item)?.digest ?? "";
  const anchor = { block: null, field: "item", from: 0, to: 0, quote: "" };
  const notes = [{ note, anchor, text: "@Anna, which ministry?", blocking: false, mentions: [me] }];
  must(act(chief, "review.send", { item, digest, notes, replies: [] }));
  await meet();
  expect(mentions(anna)).toEqual(["@Anna, which ministry?"]);
  expect(mentions(chief)).toEqual([]);
  const name = chief.station.me?.name ?? "";
  must(act(anna, "note.reply", { item, note, text: `Transport, @${name}.` }));
  await meet();
  expect(mentions(anna)).toEqual([]);
  expect(mentions(chief)).toEqual([`Transport, @${name}.`]);
  must(act(chief, "note.resolve", { item, note, resolved: true, text: null }));
  await meet();
  expect(mentions(chief)).toEqual([]);
  for (const session of [chief, anna]) await session.close();
});
