import { afterAll, describe, expect, it } from "vitest";
import type { Content } from "../../src/core/item/item.ts";
import { docText } from "../../src/core/manuscript/text.ts";
import { replaceInIssue } from "../../src/station/rooms/find.ts";
import { readItem } from "../../src/station/rooms/item.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const ITEM = "1".repeat(32);
const ISSUE = "2".repeat(32);

/// An item of two authors who both begin before either has seen a word of the other; Anna's text is shared first.
async function begunApart(): Promise<Session> {
  const { chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
  const anna = others[0] as Session;
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  must(act(chief, "issue.open", { issue: ISSUE, fields, due: null }));
  const [me, her] = [chief.station.me?.id ?? "", anna.station.me?.id ?? ""];
  const authors = { glance: [her], comment: [me] };
  must(act(chief, "item.commission", { item: ITEM, issue: ISSUE, headline: "Ports", authors, due: null }));
  for (const session of [chief, anna]) must(await session.exchange());
  const hers = JSON.parse(JSON.stringify(content("Ports", ["Her glance at ports."], [""])).replace(/"([gc]0)"/g, '"her-$1"')) as Content;
  must(chief.station.saveDraft(`item:${ITEM}`, null, { content: content("Ports", [""], ["My comment on ports."]) }));
  must(anna.station.saveDraft(`item:${ITEM}`, null, { content: hers }));
  must(act(anna, "item.share", { item: ITEM }));
  for (const session of [anna, chief]) must(await session.exchange());
  return chief;
}

function wordsAfterSharing(session: Session): string {
  must(act(session, "item.share", { item: ITEM }));
  const shown = session.station.ledger.row("item", ITEM)?.shown;
  return shown == null ? "" : docText(shown.doc);
}

describe("a text begun before any revision had come", () => {
  it("keeps the words of the other when its window goes on typing", async () => {
    const chief = await begunApart();
    const view = must(readItem(chief.station, ITEM));
    must(chief.station.saveDraft(`item:${ITEM}`, view.base, { content: view.text }));
    const words = wordsAfterSharing(chief);
    expect(words).toContain("My comment on ports.");
    expect(words).toContain("Her glance at ports.");
  });

  it("keeps them when words are replaced across the issue", async () => {
    const chief = await begunApart();
    const query = { text: "comment", matchCase: false, wholeWord: false };
    const places = [{ kind: "item" as const, id: ITEM, block: "c0", from: 3 }];
    must(replaceInIssue(chief.station, { issue: ISSUE, query, words: "view", places }));
    const words = wordsAfterSharing(chief);
    expect(words).toContain("My view on ports.");
    expect(words).toContain("Her glance at ports.");
  });
});
