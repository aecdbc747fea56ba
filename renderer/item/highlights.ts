import { say, sayRefusal } from "../../resources/messages/say.ts";
import type { ItemView } from "../../src/contract/item.ts";
import type { CheckFinding } from "../../src/core/checks/check.ts";
import type { Content } from "../../src/core/item/item.ts";
import { place, shifted, type Placed } from "../../src/core/manuscript/anchor.ts";
import { toBlocks } from "../../src/core/manuscript/blocks.ts";
import { plain } from "../../src/core/manuscript/text.ts";
import type { DocJson } from "../../src/core/manuscript/schema.ts";
import { writtenPlaces, type Place } from "../../src/core/review/places.ts";
import type { Highlight } from "../editor/highlights.ts";

/// A change as it is drawn: words of the text marked where they stand, words that it lacks put in where they would be.
function ofPlace(id: string, { kind, block, from, to, words }: Place, title: (kind: Place["kind"]) => string): Highlight {
  const at = { id, block, from, to, title: title(kind) };
  const text = words.replaceAll("\n", " ¶ ");
  if (kind === "added" || (kind === "come" && from === to)) return { ...at, kind: "insertion", text };
  if (kind === "missing" || (kind === "gone" && from === to)) return { ...at, kind: "deletion", text };
  if (kind === "gone") return { ...at, kind: "deleted" };
  return { ...at, kind: kind === "come" ? "inserted" : "formatted" };
}

const inserts = (kind: Place["kind"]): boolean => kind === "added" || kind === "come";
const deletes = (kind: Place["kind"]): boolean => kind === "gone" || kind === "missing";

/// What I would change and have not sent yet, on my own text.
export const writtenHighlights = (begun: Content, mine: Content): Highlight[] =>
  writtenPlaces(begun, mine).map((one) =>
    ofPlace("written", one, (kind) =>
      say(inserts(kind) ? "suggestion.your-insertion" : deletes(kind) ? "suggestion.your-deletion" : "suggestion.your-formatting"),
    ),
  );

interface Stretch {
  readonly block: string;
  readonly from: number;
  readonly to: number;
}

/// Places that the station read on the text it had, as places on the text as it was typed on since.
function follower(read: DocJson, now: DocJson): <T extends Stretch>(place: T) => T {
  if (read === now) return (place) => place;
  const [before, after] = [read, now].map((doc) => new Map(toBlocks(doc).map((block) => [block.id, plain(block)])));
  return (place) => {
    const [was, is] = [before?.get(place.block), after?.get(place.block)];
    if (was === undefined || is === undefined) return place;
    const from = shifted(was, is, place.from, "behind");
    return { ...place, from, to: place.from === place.to ? from : Math.max(from, shifted(was, is, place.to, "before")) };
  };
}

/// What is shown on the text: open notes, my unsent ones, findings, and the suggestions of others.
export function highlightsOf(
  view: ItemView,
  doc: DocJson,
  findings: readonly CheckFinding[],
  name: (member: string) => string,
): Highlight[] {
  const follow = follower(view.text.doc, doc);
  const noted = (id: string, placed: Placed | null, kind: "note" | "blocking", title: string): Highlight[] => {
    if (placed?.kind !== "text") return [];
    const { block, from, to } = follow(placed);
    return [{ id: `note:${id}`, kind, block, from, to, title }];
  };
  const notes = view.notes
    .filter((note) => !note.resolved)
    .flatMap((note) =>
      noted(note.note, note.placed, note.blocking ? "blocking" : "note", say(note.blocking ? "note.blocking" : "note.open")),
    );
  const blocks = new Map(toBlocks(doc).map((block) => [block.id, plain(block)]));
  const checks = findings.flatMap((finding): Highlight[] => {
    if (finding.place.kind !== "block") return [];
    const { block, from, to, quote } = finding.place;
    if (blocks.get(block)?.slice(from, to) !== quote || finding.check === "check-straight-quotes") return [];
    // Its own name, not its number: one finding more must not draw all after it anew.
    const id = `check:${finding.check}:${block}:${from}`;
    return [{ id, kind: "check", block, from, to, title: sayRefusal({ code: finding.check, data: finding.data }).text }];
  });
  const mine = view.review.notes.flatMap((note) => noted(note.note, place(note.anchor, view.text.doc), "note", say("note.unsent")));
  const suggested = view.proposals.flatMap((proposal) =>
    proposal.open.flatMap((one) => {
      const by = { name: proposal.from ?? name(proposal.by) };
      const title = (kind: Place["kind"]): string =>
        say(inserts(kind) ? "suggestion.inserts" : deletes(kind) ? "suggestion.deletes" : "suggestion.reformats", by);
      return one.places.map((each) => ofPlace(`suggestion:${proposal.proposal}:${one.name}`, follow(each), title));
    }),
  );
  return [...notes, ...mine, ...checks, ...suggested];
}
