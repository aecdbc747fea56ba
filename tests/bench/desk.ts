import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Content } from "../../src/core/item/item.ts";
import { fromBlocks, toBlocks, type Block } from "../../src/core/manuscript/blocks.ts";
import { createDesk } from "../../src/station/rooms/desk.ts";
import { importIssue } from "../../src/station/rooms/imports.ts";
import { readIssueBytes } from "../../src/station/files/read-issue.ts";
import type { Session } from "../../src/station/session.ts";
import { act, must, newFolder, openSession, PASSPHRASE } from "../builders/stations.ts";

/// The sample issue as a file.
export const SAMPLE = fileURLToPath(new URL("../../resources/sample/issue.json", import.meta.url));
const ENTRIES = 500;

/// A desk in the middle of its life: the sample issue in work, items of about 700 words, about 500 entries.
export interface BenchDesk {
  readonly folder: string;
  readonly session: Session;
  /// Its items by rank. I am the author of all.
  readonly items: readonly string[];
  /// The text of an item, a little different for each count.
  text(count: number): Content;
}

/// About 700 words: the longest item of the sample, with another's points and paragraphs after its own.
function longText(): Content {
  const read = readIssueBytes(readFileSync(SAMPLE));
  if (!read.ok) throw new Error(read.refusal.code);
  const [first, second, , fourth] = read.value.issue.items.map((item) => item.content);
  if (first === undefined || second === undefined || fourth === undefined)
    throw new Error("the sample has fewer items than the bench needs");
  const bodies = (content: Content): Block[] =>
    toBlocks(content.doc).filter((block) => block.kind === "paragraph" || block.kind === "point");
  const more = [...bodies(first), ...bodies(second).slice(-1)].map((block): Block => ({ ...block, id: `more-${block.id}`.slice(0, 32) }));
  return { ...fourth, doc: fromBlocks([...toBlocks(fourth.doc), ...more]) };
}

const changed = (content: Content, count: number): Content => {
  const blocks = toBlocks(content.doc);
  const last = blocks.length - 1;
  return {
    ...content,
    doc: fromBlocks(
      blocks.map((block, at) => (at === last ? { ...block, text: [{ type: "text", text: `Said ${count} times.` }] } : block)),
    ),
  };
};

/// My text of an item goes into the ledger.
export function share(session: Session, item: string, content: Content): void {
  must(session.station.saveDraft(`item:${item}`, session.station.ledger.row("item", item)?.head ?? null, { content }));
  must(act(session, "item.share", { item }));
}

/// Who writes an item: I, or nobody.
export function assign(session: Session, item: string, mine: boolean): void {
  const row = session.station.ledger.row("item", item);
  const authors = mine && session.station.me !== undefined ? [session.station.me.id] : [];
  if (row === undefined) throw new Error("no such item");
  must(
    act(session, "item.commission", {
      item,
      issue: row.issue,
      headline: row.headline,
      authors: { glance: authors, comment: authors },
      due: null,
    }),
  );
}

/// Makes the desk.
export async function makeDesk(): Promise<BenchDesk> {
  const folder = newFolder("bench");
  const session = await openSession(folder);
  must(await createDesk(session, { name: "Chief", publication: "Bench Briefing", institute: "Bench", passphrase: PASSPHRASE }));
  const { issue } = must(await importIssue(session.station, { path: SAMPLE, words: null, into: null }));
  const items = (session.station.ledger.row("issue", issue)?.ranks ?? []).filter((item) => item !== null);
  const base = longText();
  const text = (count: number): Content => changed(base, count);
  for (const item of items) assign(session, item, true);
  const begun = session.station.ledger.all().length;
  for (let count = begun; count < ENTRIES; count++) share(session, items[count % items.length] ?? "", text(count));
  return { folder, session, items, text };
}
