import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { proposeObstacle } from "../../core/item/acts.ts";
import type { Content } from "../../core/item/item.ts";
import type { ItemRow } from "../../core/item/rows.ts";
import { toBlocks } from "../../core/manuscript/blocks.ts";
import { findIn, replaceIn, type Query } from "../../core/manuscript/find.ts";
import type { DocJson } from "../../core/manuscript/schema.ts";
import { plain } from "../../core/manuscript/text.ts";
import type { FoundPlace, Replaced } from "../../contract/find.ts";
import { briefWithDoc, docOfBrief } from "../../core/issue/brief-doc.ts";
import type { Station } from "../station.ts";
import { briefDraft } from "./board.ts";
import { saveBrief } from "./briefs.ts";
import { textObstacleOf } from "./item.ts";

const CONTEXT = 40;

/// One text of the issue as it stands here: an item's or a brief's, with why I cannot change it, if I cannot.
interface Text {
  readonly kind: FoundPlace["kind"];
  readonly id: string;
  readonly title: string;
  readonly doc: DocJson;
  readonly obstacle: Refusal | null;
  /// Keeps a changed text as my draft.
  keep(doc: DocJson): Result<unknown>;
}

/// Where an item's text can be changed by me at all: in my hands, or as a suggestion.
function obstacleOf(station: Station, row: ItemRow): Refusal | null {
  const me = station.me;
  if (me === undefined) return refuse("not-a-member").refusal;
  if (row.heads.length > 1) return refuse("two-versions-open").refusal;
  const name = (member: string): string => station.roster?.members[member]?.name ?? "";
  const inTheWay = textObstacleOf(row, me.id, name);
  return inTheWay === null || proposeObstacle(row, me) === null ? null : inTheWay;
}

function itemText(station: Station, id: string): Text[] {
  const row = station.ledger.row("item", id);
  const draft = station.draftOf(id);
  const content: Content | null = draft?.content ?? row?.shown ?? null;
  if (row === undefined || content === null) return [];
  // A draft begun before any revision stays so: based on one that came since, it would take that one's words out.
  const base = draft === undefined ? row.head : draft.base;
  const keep = (doc: DocJson): Result<unknown> => station.saveDraft(`item:${id}`, base, { content: { ...content, doc } });
  return [{ kind: "item", id, title: row.headline, doc: content.doc, obstacle: obstacleOf(station, row), keep }];
}

function briefTexts(station: Station, issue: string): Text[] {
  return station.ledger.children("brief", `issue:${issue}`).map((row) => {
    const content = briefDraft(station, row.brief)?.content ?? row.content;
    const keep = (doc: DocJson): Result<unknown> => {
      return saveBrief(station, { brief: row.brief, issue, content: briefWithDoc(content, doc) });
    };
    const doc = docOfBrief(content);
    const obstacle = row.state === "writing" ? null : refuse("text-read-only", { state: row.state }).refusal;
    return { kind: "brief", id: row.brief, title: content.list, doc, obstacle, keep };
  });
}

function textsOf(station: Station, issue: string): Text[] {
  const row = station.ledger.row("issue", issue);
  const ranked = row?.ranks.filter((id) => id !== null) ?? [];
  const others = station.ledger.children("item", `issue:${issue}`).map((one) => one.item);
  const items = [...new Set([...ranked, ...others])].flatMap((id) => itemText(station, id));
  return [...items, ...briefTexts(station, issue)];
}

const placesIn = (text: Text, query: Query): FoundPlace[] =>
  toBlocks(text.doc).flatMap((block) => {
    const words = plain(block);
    return findIn(words, query).map(({ from, to }): FoundPlace => ({
      kind: text.kind,
      id: text.id,
      title: text.title,
      block: block.id,
      from,
      before: words.slice(Math.max(0, from - CONTEXT), from),
      quote: words.slice(from, to),
      after: words.slice(to, to + CONTEXT),
      obstacle: text.obstacle,
    }));
  });

/// Every place of an issue that holds the words: items by rank, then the reserve, then briefs. My drafts are read where I
/// have some.
export const findInIssue = (station: Station, { issue, query }: { issue: string; query: Query }): Result<readonly FoundPlace[]> =>
  station.ledger.row("issue", issue) === undefined
    ? refuse("issue-unknown")
    : ok(textsOf(station, issue).flatMap((text) => placesIn(text, query)));

type Chosen = Pick<FoundPlace, "kind" | "id" | "block" | "from">;

/// Puts other words in the chosen places, as drafts of mine: nobody else sees them before I share them. A place whose words
/// are not there any more is left alone, and counted so.
export function replaceInIssue(
  station: Station,
  { issue, query, words, places }: { issue: string; query: Query; words: string; places: readonly Chosen[] },
): Result<Replaced> {
  let replaced = 0;
  for (const text of textsOf(station, issue)) {
    const chosen = places.filter((place) => place.kind === text.kind && place.id === text.id);
    if (chosen.length === 0 || text.obstacle !== null) continue;
    const still = placesIn(text, query).filter((place) => chosen.some((one) => one.block === place.block && one.from === place.from));
    const kept = text.keep(
      replaceIn(
        text.doc,
        still.map((place) => ({ ...place, to: place.from + place.quote.length })),
        words,
      ),
    );
    if (!kept.ok) return kept;
    replaced += still.length;
  }
  return ok({ replaced, left: places.length - replaced });
}
