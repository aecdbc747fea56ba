import { readFileSync } from "node:fs";
import type { Content } from "../../src/core/item/item.ts";
import { fromBlocks, toBlocks, type Block } from "../../src/core/manuscript/blocks.ts";
import type { DocJson } from "../../src/core/manuscript/schema.ts";
import { plain, wordCount } from "../../src/core/manuscript/text.ts";
import { readIssueBytes } from "../../src/station/files/read-issue.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import { importIssue } from "../../src/station/rooms/imports.ts";
import { readItem } from "../../src/station/rooms/item.ts";
import type { Session } from "../../src/station/session.ts";
import { act, must, newDesk } from "../builders/stations.ts";
import { SAMPLE, share } from "./desk.ts";

/// A long item in the middle of its review: what is on the page while an editor types in it.

const WORDS = 3000;
const NOTES = 40;
const SUGGESTIONS = 60;

const isText = (block: Block): boolean => block.kind === "paragraph" || block.kind === "point";

/// A text of 3,000 words: the sample's own blocks, again and again, each time under other ids.
export function longItem(): Content {
  const read = readIssueBytes(readFileSync(SAMPLE));
  if (!read.ok) throw new Error(read.refusal.code);
  const [first] = read.value.issue.items;
  if (first === undefined) throw new Error("the sample has no item");
  const all = read.value.issue.items.flatMap((item) => toBlocks(item.content.doc)).filter(isText);
  const blocks = [...toBlocks(first.content.doc)];
  let count = blocks.reduce((sum, block) => sum + wordCount(plain(block)), 0);
  for (let at = 0; count < WORDS; at++) {
    const block = all[at % all.length];
    if (block === undefined) throw new Error("the sample has no text");
    // Not the same text twice: a diff must not find every block in many places.
    const more: Block = { ...block, id: `long-${at}`, text: [{ type: "text", text: `${at + 1}. ` }, ...block.text] };
    blocks.push(more);
    count += wordCount(plain(more));
  }
  return { ...first.content, doc: fromBlocks(blocks) };
}

/// Words put in, taken out and put in the place of others, so many times, spread over the whole text.
export function changedOften(content: Content, times: number, words: string): Content {
  const blocks = toBlocks(content.doc);
  const places = blocks.flatMap((block, at) => (isText(block) ? [at] : []));
  const each = Math.ceil(times / places.length);
  let left = times;
  const edited = (text: readonly DocJson[], how: number): DocJson[] => {
    const count = Math.min(each, left);
    left -= count;
    let done = 0;
    return text.map((node) => {
      const parts = (node.text ?? "").split(" ");
      for (let at = 3; at < parts.length - 3 && done < count; at += 7, done++) {
        const kind = (how + done) % 3;
        if (kind === 0) parts[at] = `${parts[at]} ${words}`;
        else if (kind === 1) parts.splice(at, 1);
        else parts[at] = words;
      }
      return { ...node, text: parts.join(" ") };
    });
  };
  return { ...content, doc: fromBlocks(blocks.map((block, at) => (isText(block) ? { ...block, text: edited(block.text, at) } : block))) };
}

/// Notes on words all over a text.
function notesOn(content: Content) {
  const blocks = toBlocks(content.doc).filter((block) => isText(block) && plain(block).length > 30);
  return Array.from({ length: NOTES }, (_one, at) => {
    const block = blocks[Math.floor((at * blocks.length) / NOTES)];
    const from = 5 + (at % 3) * 6;
    const quote = block === undefined ? "" : plain(block).slice(from, from + 9);
    const anchor = { block: block?.id ?? null, field: null, from, to: from + quote.length, quote };
    return { note: randomHex(16), anchor, text: `Is that so? (${at + 1})`, blocking: at % 4 === 0, mentions: [] };
  });
}

const headOf = (session: Session, item: string): string | null => session.station.ledger.row("item", item)?.head ?? null;

/// The desk folder of an editor who has claimed a long item: 40 notes and 60 suggestions of others are open on it, and the
/// editor's own 60 changes of it, not sent yet, are marked in the text.
export async function makeReviewed(): Promise<string> {
  const { chief, others } = await newDesk([
    { name: "Author", roles: ["author"] },
    { name: "Second", roles: ["copy editor"] },
    { name: "Editor", roles: ["editor"] },
  ]);
  const [author, second, editor] = others;
  if (author === undefined || second === undefined || editor === undefined) throw new Error("nobody joined");
  const { issue } = must(await importIssue(chief.station, { path: SAMPLE, words: null, into: null }));
  const item = chief.station.ledger.row("issue", issue)?.ranks[0] ?? "";
  const authors = [author.station.me?.id ?? ""];
  const headline = chief.station.ledger.row("item", item)?.headline ?? "";
  must(act(chief, "item.commission", { item, issue, headline, authors: { glance: authors, comment: authors }, due: null }));
  const meet = async (): Promise<void> => {
    for (const one of [chief, author, second, editor, chief, author, second]) must(await one.exchange());
  };
  await meet();
  const text = longItem();
  share(author, item, text);
  const digest = author.station.ledger.row("item", item)?.digest ?? null;
  const errors = must(readItem(author.station, item)).findings.filter((one) => one.severity === "error");
  const waivers = [...new Set(errors.map((one) => one.check))].map((check) => ({ check, reason: "As measured" }));
  must(act(author, "item.decide", { item, decision: "submit", digest, reason: null, waivers, names: null }));
  await meet();
  must(act(editor, "item.decide", { item, decision: "claim", digest, reason: null, waivers: [], names: null }));
  await meet();
  must(act(second, "review.send", { item, digest: digest ?? "", notes: notesOn(text), replies: [] }));
  must(second.station.saveDraft(`item:${item}`, headOf(second, item), { content: changedOften(text, SUGGESTIONS, "certainly") }));
  must(act(second, "item.propose", { item, reason: null }));
  await meet();
  must(editor.station.saveDraft(`item:${item}`, headOf(editor, item), { content: changedOften(text, SUGGESTIONS, "perhaps") }));
  const view = must(readItem(editor.station, item));
  const open = view.proposals.reduce((sum, one) => sum + one.open.length, 0);
  if (view.notes.length !== NOTES || open !== SUGGESTIONS) throw new Error(`${view.notes.length} notes, ${open} suggestions`);
  const { folder } = editor.station;
  for (const one of [chief, author, second, editor]) await one.close();
  return folder;
}
