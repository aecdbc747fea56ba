import * as v from "valibot";
import { DraftNoteSchema, type DraftReview, type NoteLine } from "../../contract/item.ts";
import type { Content } from "../../core/item/item.ts";
import { place, type Anchor, type Placed } from "../../core/manuscript/anchor.ts";
import { toBlocks } from "../../core/manuscript/blocks.ts";
import { carryAnchors } from "../../core/manuscript/carry-anchor.ts";
import type { Station } from "../station.ts";

const StoredReview = v.object({ notes: v.array(DraftNoteSchema) });

/// My notes on an item that I have not sent yet.
export function reviewOf(station: Station, item: string): DraftReview {
  const record = station.drafts.get(`review:${item}`);
  const parsed = record === undefined ? null : v.safeParse(StoredReview, JSON.parse(record.json));
  return parsed?.success === true ? parsed.output : { notes: [] };
}

/// The notes of an item where they are in this text, in the order of the page; those on no words first, orphaned ones last.
export function noteLines(station: Station, item: string, text: Content): NoteLine[] {
  const carriers = new Map<string, (anchor: Anchor) => Placed>();
  const carrierOf = (revision: string | null): ((anchor: Anchor) => Placed) => {
    const known = carriers.get(revision ?? "");
    if (known !== undefined) return known;
    const row = revision === null ? undefined : station.ledger.row("revision", revision);
    const written = row?.erased === undefined ? row?.content : undefined;
    const carrier = written === undefined ? (anchor: Anchor) => place(anchor, text.doc) : carryAnchors(written.doc, text.doc);
    carriers.set(revision ?? "", carrier);
    return carrier;
  };
  const order = new Map(toBlocks(text.doc).map((block, at) => [block.id, at + 1]));
  const rank = ({ placed }: NoteLine): number =>
    placed.kind === "field" ? 0 : placed.kind === "text" ? (order.get(placed.block) ?? 0) : order.size + 1;
  const start = ({ placed }: NoteLine): number => (placed.kind === "text" ? placed.from : 0);
  return station.ledger
    .children("note", `item:${item}`)
    .map((note): NoteLine => ({
      ...note,
      placed: note.anchor === null ? { kind: "orphaned", quote: "" } : carrierOf(note.revision)(note.anchor),
    }))
    .sort((a, b) => rank(a) - rank(b) || start(a) - start(b) || (a.at < b.at ? -1 : 1));
}
