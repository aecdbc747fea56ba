import { same } from "../base/canonical.ts";
import { mergeContents, type Merged } from "../item/merge.ts";
import { FIELD_NAMES, type Content, type FieldName } from "../item/item.ts";
import { fromBlocks, toBlocks, type Block } from "../manuscript/blocks.ts";

/// One suggestion of a proposal: a block that it changes, inserts or deletes, or a printed field that it changes.
/// Named `block:ID` or `field:NAME` in entries.
export interface Suggestion {
  readonly name: string;
  readonly change: "changed" | "inserted" | "deleted" | "moved" | "field";
  readonly before: unknown;
  readonly after: unknown;
}

const orderOf = (blocks: readonly Block[], among: ReadonlySet<string>): string[] =>
  blocks.map((block) => block.id).filter((id) => among.has(id));

/// What a proposal suggests, in the order of its text, fields last. Empty when base and proposed are alike.
export function suggestions(base: Content, proposed: Content): Suggestion[] {
  const [o, p] = [toBlocks(base.doc), toBlocks(proposed.doc)];
  const [byBase, byProposed] = [new Map(o.map((b) => [b.id, b])), new Map(p.map((b) => [b.id, b]))];
  const out: Suggestion[] = [];
  for (const block of p) {
    const before = byBase.get(block.id);
    if (before === undefined) out.push({ name: `block:${block.id}`, change: "inserted", before: null, after: block });
    else if (!same(before, block)) out.push({ name: `block:${block.id}`, change: "changed", before, after: block });
  }
  for (const block of o) {
    if (!byProposed.has(block.id)) out.push({ name: `block:${block.id}`, change: "deleted", before: block, after: null });
  }
  const common = new Set(o.map((block) => block.id).filter((id) => byProposed.has(id)));
  if (!same(orderOf(o, common), orderOf(p, common))) {
    out.push({ name: "order", change: "moved", before: orderOf(o, common), after: orderOf(p, common) });
  }
  for (const field of FIELD_NAMES) {
    if (same(base.fields[field], proposed.fields[field])) continue;
    out.push({ name: `field:${field}`, change: "field", before: base.fields[field], after: proposed.fields[field] });
  }
  return out;
}

/// `list` with `block` put back after the nearest of its predecessors in `from` that the list has.
function putBack(list: Block[], block: Block, from: readonly Block[]): void {
  const at = from.findIndex((one) => one.id === block.id);
  const before = from.slice(0, at).findLast((one) => list.some((other) => other.id === one.id));
  list.splice(before === undefined ? 0 : list.findIndex((one) => one.id === before.id) + 1, 0, block);
}

function takeBlocks(base: readonly Block[], proposed: readonly Block[], taken: ReadonlySet<string>): Block[] {
  const order = taken.has("order") ? proposed : base;
  const other = taken.has("order") ? base : proposed;
  const result = new Map<string, Block>();
  const [byBase, byProposed] = [new Map(base.map((b) => [b.id, b])), new Map(proposed.map((b) => [b.id, b]))];
  for (const block of [...base, ...proposed]) {
    const chosen = taken.has(`block:${block.id}`) ? byProposed.get(block.id) : byBase.get(block.id);
    if (chosen !== undefined) result.set(block.id, chosen);
  }
  const out = order.map((block) => result.get(block.id)).filter((block) => block !== undefined);
  const has = new Set(out.map((block) => block.id));
  for (const block of other) {
    const chosen = result.get(block.id);
    if (chosen === undefined || has.has(block.id)) continue;
    putBack(out, chosen, other);
    has.add(block.id);
  }
  return out;
}

/// The base with only the named suggestions taken. All of them give the proposal itself, none the base itself.
export function takeSuggestions(base: Content, proposed: Content, names: readonly string[]): Content {
  const all = suggestions(base, proposed).map((one) => one.name);
  const taken = new Set(names);
  if (all.every((name) => taken.has(name))) return proposed;
  if (!all.some((name) => taken.has(name))) return base;
  const from = (name: FieldName): Content["fields"] => (taken.has(`field:${name}`) ? proposed : base).fields;
  const fields = {
    sources: from("sources").sources,
    bodies: from("bodies").bodies,
    date: from("date").date,
    byline: from("byline").byline,
  };
  const doc = fromBlocks(takeBlocks(toBlocks(base.doc), toBlocks(proposed.doc), taken));
  return { schema: proposed.schema, fields, doc };
}

/// The current text with the named suggestions taken: exact where the text has not moved on, merged by block where it has.
export const applySuggestions = (base: Content, proposed: Content, current: Content, names: readonly string[]): Merged =>
  mergeContents(base, current, takeSuggestions(base, proposed, names));
