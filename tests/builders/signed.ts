import { randomHex } from "../../src/station/keys/crypto.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "./desk.ts";
import { act, must, newDesk } from "./stations.ts";

export const FIELDS = { title: null, number: "12", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: ["Test"] };

/// A desk of a chief, Anna (author) and Marek (editor) whose issue is complete: five items and a brief by Anna, approved by
/// Marek. `sign`: Marek and the chief sign it as it stands.
export async function completeDesk() {
  const { chief, others } = await newDesk([
    { name: "Anna", roles: ["author"] },
    { name: "Marek", roles: ["editor"] },
  ]);
  const [anna, marek] = others;
  if (anna === undefined || marek === undefined) throw new Error("two joined");
  const all = [chief, anna, marek];
  const meet = async (): Promise<void> => {
    for (let round = 0; round < 2; round++) for (const session of all) must(await session.exchange());
  };
  const issue = randomHex(16);
  const items = [1, 2, 3, 4, 5].map(() => randomHex(16));
  const brief = randomHex(16);
  const writer = [anna.station.me?.id ?? ""];
  must(act(chief, "issue.open", { issue, fields: FIELDS, due: null }));
  for (const item of items)
    must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: writer, comment: writer }, due: null }));
  const places = items.map((item, at) => ({ item, rank: ([1, 2, 3, 4, 5] as const)[at] ?? null }));
  must(act(chief, "issue.rank", { issue, places }));
  await meet();
  for (const [at, item] of items.entries()) write(anna, item, `Port number ${at + 1}`);
  const text = [{ text: "A river port opened." }];
  const source = { label: "MOT notice", link: "https://example.org/mot" };
  must(act(anna, "brief.share", { brief, issue, parents: [], content: { list: "Policy news", date: "2026-10-01", text, source } }));
  decideBrief(anna, brief, "submit");
  await meet();
  for (const item of items) approve(marek, item);
  decideBrief(marek, brief, "approve");
  await meet();
  const sign = async (): Promise<void> => {
    for (const session of [marek, chief]) {
      const digest = session.station.ledger.row("issue", issue)?.digest ?? "";
      must(act(session, "issue.sign", { issue, digest, waivers: [] }));
      await meet();
    }
  };
  return { chief, anna, marek, all, issue, items, brief, meet, sign };
}

/// Writes an item's text, shares and submits it.
export function write(by: Session, item: string, headline: string): void {
  const base = by.station.ledger.row("item", item)?.head ?? null;
  must(by.station.saveDraft(`item:${item}`, base, { content: content(headline, ["The ministry said."], ["It matters."]) }));
  must(act(by, "item.share", { item }));
  decide(by, item, "submit");
}

export function approve(by: Session, item: string): void {
  decide(by, item, "claim");
  decide(by, item, "approve");
}

export function decide(by: Session, item: string, decision: "submit" | "claim" | "approve" | "reopen" | "return"): void {
  const digest = by.station.ledger.row("item", item)?.digest ?? null;
  const reason = decision === "reopen" || decision === "return" ? "a wrong figure" : null;
  must(act(by, "item.decide", { item, decision, digest, reason, waivers: [], names: null }));
}

function decideBrief(by: Session, brief: string, decision: "submit" | "approve"): void {
  const digest = by.station.ledger.row("brief", brief)?.digest ?? "";
  must(act(by, "brief.decide", { briefs: [{ brief, digest }], decision, reason: null }));
}
