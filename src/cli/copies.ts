import { join, resolve } from "node:path";
import { say, sayRefusal } from "../../resources/messages/say.ts";
import type { Client } from "../contract/client.ts";
import type { CopyBrings } from "../contract/copies.ts";
import { EXIT, fail } from "./fail.ts";

/// Writes a review copy of every ranked item of an issue that has a shared text, or of the one at a rank. Its text goes to
/// no other file; what has no text yet is said.
export async function exportCopies(desk: Client, issue: string, rank: string | undefined, folder: string): Promise<number> {
  const board = await desk.call("board.read", { issue });
  if (!board.ok) return fail(board.refusal);
  const cards = board.value.ranks.flatMap((card, at) => (card === null ? [] : [{ item: card.item, rank: at + 1 }]));
  const wanted = rank === undefined ? cards : cards.filter((one) => String(one.rank) === rank || one.item === rank);
  if (wanted.length === 0) return fail({ code: "item-unknown", data: {} });
  let written = 0;
  for (const one of wanted) {
    const reply = await desk.call("copy.write", { item: one.item, path: join(resolve(folder), `${one.rank}-review.docx`) });
    if (reply.ok) {
      written++;
      process.stdout.write(`${reply.value.path}\n`);
    } else if (rank !== undefined || reply.refusal.code !== "no-text-yet") return fail(reply.refusal);
    else process.stderr.write(`${one.rank}: ${sayRefusal(reply.refusal).text}\n`);
  }
  return written === wanted.length ? EXIT.ok : EXIT.findings;
}

const answer = ({ item, headline, from, suggestions, notes, replies, unplaced }: CopyBrings) => ({
  item,
  headline,
  from,
  suggestions: suggestions.length,
  notes: notes.length,
  replies: replies.length,
  unplaced: unplaced.map(({ code, words }) => ({ code, message: said(code), words })),
});

const said = (code: string): string => sayRefusal({ code: `copy.unplaced.${code}`, data: {} }).text;

/// Brings a returned review copy home. `from`: the name of who changed it, where the file's own is not theirs.
export async function importCopy(desk: Client, path: string, from: string | undefined, json: boolean): Promise<number> {
  const file = { path: resolve(path) };
  const read = await desk.call("copy.read", { item: null, file });
  if (!read.ok) return fail(read.refusal);
  const brings = read.value;
  const reply = await desk.call("copy.take", { item: brings.item, file, from: from ?? brings.from, digest: brings.digest });
  if (!reply.ok) return fail(reply.refusal);
  const { suggestions, notes, replies, unplaced } = answer(brings);
  if (json) process.stdout.write(`${JSON.stringify(answer(brings), null, 2)}\n`);
  else {
    process.stdout.write(
      `${brings.headline}: ${say("copy.brings-suggestions", { count: suggestions })}, ${say("copy.brings-notes", { count: notes })}, ` +
        `${say("copy.brings-replies", { count: replies })}\n`,
    );
    for (const one of unplaced) process.stderr.write(`${one.message}: ${one.words}\n`);
  }
  return unplaced.length > 0 ? EXIT.findings : EXIT.ok;
}
