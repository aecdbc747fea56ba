import type { Lookup } from "../projection/lookup.ts";
import type { ItemRow } from "../item/rows.ts";
import { expandedIn } from "./abbreviations.ts";
import type { IssueRow } from "../issue/rows.ts";
import type { BriefMeasure } from "./brief.ts";
import type { Measure } from "./item.ts";
import { proseOf } from "./prose.ts";

/// What an item is checked against, read from the rows; undefined on a laptop without a desk.
export function measureOf(lookup: Lookup, row: ItemRow): Measure | undefined {
  const desk = lookup.row("desk", "desk");
  const issue = row.issue === null ? undefined : lookup.row("issue", row.issue);
  if (desk === undefined) return undefined;
  const ranked = (issue?.ranks ?? []).flatMap((id) => {
    const item = id === null ? undefined : lookup.row("item", id);
    return item?.shown ? [{ item: item.item, headline: item.headline, content: item.shown }] : [];
  });
  const place = ranked.findIndex((one) => one.item === row.item);
  return {
    publication: issue?.publication ?? desk.publication,
    bodies: desk.bodies,
    house: desk.house,
    others: ranked.filter((one) => one.item !== row.item).map(({ headline, content }) => ({ headline, sources: content.fields.sources })),
    expanded: ranked.slice(0, Math.max(place, 0)).flatMap((one) => expandedIn(proseOf(one.content.doc))),
    passed: row.passed,
  };
}

/// What the briefs of an issue are checked against; undefined on a laptop without a desk.
export function briefMeasureOf(lookup: Lookup, issue: IssueRow): BriefMeasure | undefined {
  const house = lookup.row("desk", "desk")?.house;
  return house === undefined ? undefined : { house, issueDate: issue.fields.date };
}
