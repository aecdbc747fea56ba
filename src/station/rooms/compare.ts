import * as v from "valibot";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { same } from "../../core/base/canonical.ts";
import { creditBetween } from "../../core/item/blame.ts";
import { ContentSchema } from "../../core/item/content-schema.ts";
import { FIELD_NAMES, type Content } from "../../core/item/item.ts";
import { compareDocs } from "../../core/manuscript/compare.ts";
import type { Comparison } from "../../contract/item.ts";
import type { Station } from "../station.ts";
import { readItem } from "./item.ts";

const Stored = v.object({ content: ContentSchema });

/// My earlier texts of an item on this laptop, newest first.
export function draftHistory(station: Station, item: string): { at: string; content: Content }[] {
  return station.drafts.history(`item:${item}`).flatMap(({ at, json }) => {
    const parsed = v.safeParse(Stored, JSON.parse(json));
    return parsed.success ? [{ at, content: parsed.output.content }] : [];
  });
}

/// A text of an item by its name: a revision's id, `mine` (as it stands here now), or the time of an earlier draft of mine.
function textNamed(station: Station, item: string, name: string): Content | undefined {
  const revision = station.ledger.row("revision", name);
  if (revision !== undefined) return revision.item === item && revision.erased === undefined ? revision.content : undefined;
  if (name !== "mine") return draftHistory(station, item).find((one) => one.at === name)?.content;
  const now = readItem(station, item);
  return now.ok ? now.value.text : undefined;
}

/// Two texts of one item, word by word, with who changed what where both are revisions of one line.
export function compareTexts(station: Station, { item, from, to }: { item: string; from: string; to: string }): Result<Comparison> {
  const [before, after] = [textNamed(station, item, from), textNamed(station, item, to)];
  if (before === undefined || after === undefined) return refuse("revision-unknown");
  const graph = new Map(station.ledger.children("revision", `item:${item}`).map((one) => [one.id, one]));
  const credit = graph.has(from) && graph.has(to) ? creditBetween(graph, from, to) : null;
  return ok({
    blocks: compareDocs(before.doc, after.doc, credit ?? undefined).filter((block) => block.change !== "same"),
    fields: FIELD_NAMES.filter((name) => !same(before.fields[name], after.fields[name])).map((name) => ({
      name,
      before: before.fields[name],
      after: after.fields[name],
    })),
  });
}
