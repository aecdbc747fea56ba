import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { CopyBrings, CopyFile } from "../../contract/copies.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { behind } from "../../core/desk/announced.ts";
import { EVIDENCE_BYTES_MAX } from "../../core/evidence/kinds.ts";
import { askedAs } from "../../core/export/docx-review.ts";
import { claims, holds, isItemSized, readReturned, type Returned, type Sent } from "../../core/import/copy/home.ts";
import { wordedChanges, type Asked } from "../../core/import/copy/declined.ts";
import type { Who, WordDocument } from "../../core/import/docx/model.ts";
import { readDocx } from "../../core/import/docx/read.ts";
import type { ItemRow, RevisionRow } from "../../core/item/rows.ts";
import { factsOf } from "../../core/projection/fold.ts";
import { bringHome } from "../../core/review/bring-home.ts";
import { entryOf } from "../../core/review/facts.ts";
import { proposedIn } from "../../core/review/proposed.ts";
import { suggestions } from "../../core/review/suggestion.ts";
import { randomHex } from "../keys/crypto.ts";
import type { Session } from "../session.ts";
import type { Station } from "../station.ts";
import { authorOf } from "./review-copy.ts";

/// A chosen or dropped file, read whole. Refused: none, empty, or larger than a text can be.
async function bytesOf(file: CopyFile): Promise<Result<{ name: string; bytes: Uint8Array }>> {
  if ("bytes" in file) return ok({ name: basename(file.name) || "copy.docx", bytes: file.bytes });
  try {
    const { size } = await stat(file.path);
    if (size > EVIDENCE_BYTES_MAX) return refuse("docx-too-large", { part: "" });
    return ok({ name: basename(file.path), bytes: new Uint8Array(await readFile(file.path)) });
  } catch {
    // Gone, a folder, or not ours to read.
    return refuse("file-unreadable", { path: file.path });
  }
}

/// Least share of a text that a copy must still hold to be known by its words alone.
const HELD_LEAST = 0.4;

/// The revision that a copy was made of: by what it says, else by its words, in this item or in all of the desk.
function baseOf(station: Station, document: WordDocument, item: string | null): RevisionRow | undefined {
  const said = claims(document);
  const exact = said.revision === null ? undefined : station.ledger.row("revision", said.revision);
  if (exact !== undefined) return exact.erased === undefined ? exact : undefined;
  const every = item === null ? station.ledger.rows("revision") : station.ledger.children("revision", `item:${item}`);
  const all = every.filter((one) => one.erased === undefined);
  const begun = said.revision === null ? undefined : all.find((one) => one.id.startsWith(said.revision ?? ""));
  if (begun !== undefined || said.revision !== null) return begun;
  const found = all.map((row) => ({ row, held: holds(document, row.content) })).filter(({ held }) => held >= HELD_LEAST);
  return found.sort((a, b) => b.held - a.held || (a.row.at < b.row.at ? 1 : -1))[0]?.row;
}

const QUARTER_MS = 15 * 60 * 1000;
const ZONES_MS = 14 * 60 * 60 * 1000;

/// Whether two times are one: programs drop seconds, and some write the time of their own zone as if it were UTC.
function oneMoment(a: string, b: string): boolean {
  const apart = Math.abs(Date.parse(a) - Date.parse(b));
  const off = apart % QUARTER_MS;
  return apart <= ZONES_MS && Math.min(off, QUARTER_MS - off) <= 60_000;
}

const bare = (text: string): string => text.replace(/\s+/g, " ").trim();

/// What stood in the copy when it went out, by all that was ever suggested and noted on the item.
function sentOf(station: Station, row: ItemRow, base: RevisionRow): Sent | null {
  const issue = row.issue === null ? undefined : station.ledger.row("issue", row.issue);
  const publication = issue?.publication ?? station.ledger.row("desk", "desk")?.publication;
  if (publication === undefined) return null;
  const subject = `item:${row.item}`;
  const name = (member: string): string => station.roster?.members[member]?.name ?? "";
  const ours = factsOf(station.ledger, subject).flatMap((fact) => {
    const proposed = proposedIn(fact.known);
    return proposed === null ? [] : [{ name: proposed.from ?? fact.by.name, at: entryOf(fact).header.at }];
  });
  const isBy = (one: { readonly name: string; readonly at: string }, who: Who): boolean =>
    one.name === who.name && (who.at === null || Number.isNaN(Date.parse(who.at)) || oneMoment(one.at, who.at));
  const askedIn = (names: ReadonlySet<string>): Asked[] =>
    station.ledger.children("proposal", subject).flatMap((one) => {
      const from = station.ledger.row("revision", one.base)?.content;
      const by = { name: authorOf(one, name), at: one.at };
      const all = from === undefined || names.size === 0 ? [] : wordedChanges(from, one.content, publication);
      const asked = all.filter((each) => names.has(askedAs(one.proposal, each.name)));
      return asked.map((each) => ({ ...each, by: by.name, isIts: (who: Who) => isBy(by, who) }));
    });
  const said = new Map<string, string>();
  for (const note of station.ledger.children("note", subject)) {
    for (const one of [note, ...note.replies]) said.set(`${authorOf(one, name)}\n${bare(one.text)}`, note.note);
  }
  const isOurs = (who: Who): boolean => ours.some((one) => isBy(one, who));
  const noteOf = (by: string, text: string): string | null =>
    said.get(`${by}\n${bare(text)}`) ?? said.get(`${by}\n${bare(text.slice(text.indexOf("\n") + 1))}`) ?? null;
  return { base: base.content, publication, isOurs, noteOf, askedIn };
}

interface Read {
  readonly row: ItemRow;
  readonly base: RevisionRow;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly returned: Returned;
}

async function read(station: Station, item: string | null, file: CopyFile): Promise<Result<Read>> {
  const got = await bytesOf(file);
  if (!got.ok) return got;
  const { name, bytes } = got.value;
  const document = readDocx(bytes);
  if (!document.ok) return document;
  if (!isItemSized(document.value)) return refuse("copy-too-long");
  const base = baseOf(station, document.value, item);
  const row = base === undefined ? undefined : station.ledger.row("item", base.item);
  const sent = base === undefined || row === undefined ? null : sentOf(station, row, base);
  if (base === undefined || row === undefined || sent === null) return refuse("copy-of-no-text");
  const returned = readReturned(document.value, sent, () => randomHex(8));
  const digest = createHash("sha256").update(bytes).digest("hex");
  return ok({ row, base, name, bytes, digest, returned });
}

/// What a returned copy would bring, and to which item; nothing is changed.
export async function readCopy(
  station: Station,
  { item, file }: { readonly item: string | null; readonly file: CopyFile },
): Promise<Result<CopyBrings>> {
  const found = await read(station, item, file);
  if (!found.ok) return found;
  const { row, base, name, digest, returned } = found.value;
  const known = station.ledger.children("evidence", `item:${row.item}`).find((one) => one.copy !== undefined && one.digest === digest);
  return ok({
    item: row.item,
    headline: row.headline,
    name,
    digest,
    from: returned.from.join(", "),
    movedOn: row.head !== base.id,
    suggestions: returned.content === null ? [] : suggestions(base.content, returned.content),
    notes: returned.notes.map(({ from, text, anchor }) => ({ from, text, quote: anchor.quote, field: anchor.field })),
    replies: returned.replies.map(({ from, text }) => ({ from, text })),
    unplaced: returned.unplaced,
    known: known === undefined ? null : { by: known.by, at: known.at },
  });
}

/// Brings a returned copy home under this name: the file first, then its entry. Refused when the file is not the one that was
/// shown (`digest`), and as `bringHome` says.
export async function takeCopy(
  session: Session,
  { item, file, from, digest }: { readonly item: string; readonly file: CopyFile; readonly from: string; readonly digest: string },
): Promise<Result<{ readonly item: string }>> {
  const { station } = session;
  const { roster } = station;
  const lagging = behind(station.ledger, "copy.returned").filter((one) => one.id !== station.device);
  if (lagging.length > 0) return refuse("laptops-behind", { who: lagging.map((one) => roster?.members[one.member]?.name ?? "") });
  const found = await read(station, item, file);
  if (!found.ok) return found;
  const { row, base, name, bytes, returned } = found.value;
  if (found.value.digest !== digest) return refuse("copy-changed-since");
  if (from.trim() === "") return refuse("copy-needs-name");
  // One name for one hand: who wrote under no name, or alone under another, wrote under this one.
  const named = (one: string): string => (one === "" || returned.from.length < 2 ? from.trim() : one).slice(0, 200);
  const stored = await station.files.put(Buffer.from(bytes));
  if (!stored.ok) return stored;
  const done = station.act((pen) =>
    bringHome(pen, {
      item: row.item,
      base: base.id,
      from: from.trim(),
      file: { name: name.slice(0, 200), size: bytes.length, digest: stored.value },
      content: returned.content,
      notes: returned.notes.map((one) => ({ note: randomHex(16), from: named(one.from), anchor: { ...one.anchor }, text: one.text })),
      replies: returned.replies.map((one) => ({ ...one, from: named(one.from) })),
      unplaced: returned.unplaced.map((one) => ({ ...one })),
    }),
  );
  if (!done.ok) return done;
  void session.exchange();
  return ok({ item: row.item });
}
