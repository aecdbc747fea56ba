import { checkItem, openErrors } from "../checks/item.ts";
import { measureOf } from "../checks/measure.ts";
import { namesWith, type Member } from "../desk/roster.ts";
import { same } from "../base/canonical.ts";
import type { ItemRow } from "../item/rows.ts";
import type { DecisionName, Waiver } from "../item/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import type { Situation } from "../review/transitions.ts";
import type { ItemView } from "../review/view.ts";
import type { Draft } from "./pen.ts";

/// The view that `transitions` judges by, read back from the rows.
export function viewOf(lookup: Lookup, row: ItemRow): ItemView {
  const parent = `item:${row.item}`;
  return {
    ...row,
    graph: new Map(lookup.children("revision", parent).map((one) => [one.id, one])),
    notes: lookup.children("note", parent),
  };
}

/// Whether this draft holds anything that its item's shared text does not.
export const isUnshared = (draft: Draft | undefined, row: ItemRow): boolean =>
  draft !== undefined && (row.shown === null || !same(draft.content, row.shown));

export interface Asked {
  readonly name: DecisionName;
  readonly revision: string | null;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly names: string | null;
  readonly waivers: readonly Waiver[];
}

/// All that a decision on an item is judged by on this laptop.
export function situation(lookup: Lookup, row: ItemRow, person: Member, asked: Asked, draft: Draft | undefined): Situation {
  const roster = lookup.row("roster", "current");
  const members = roster?.members ?? {};
  // Only Submit asks for the checks, and they read the whole issue.
  const measure = asked.name === "submit" ? measureOf(lookup, row) : undefined;
  const findings = row.shown === null || measure === undefined ? [] : checkItem(row.shown, measure);
  return {
    view: viewOf(lookup, row),
    person,
    decision: asked,
    names: (ids) => ids.map((id) => members[id]?.name ?? id.slice(0, 6)),
    people: { editors: namesWith(roster, "editor"), chiefs: namesWith(roster, "chief") },
    local: { unshared: isUnshared(draft, row), checks: openErrors(findings, asked.waivers) },
  };
}
