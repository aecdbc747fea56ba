import { same } from "../base/canonical.ts";
import { FIELD_NAMES, type Content, type FieldName, type Fields } from "../item/item.ts";
import { mergeFields } from "../item/merge.ts";
import { applyEdits, carry, changesBetween, clash, editsOfChanges, type Change, type Edit } from "../manuscript/edits.ts";
import { begins, fromFlow, toFlow, wordsOf, type Token } from "../manuscript/flow.ts";

/// One suggestion of a proposal, accepted or declined by itself: words, a block, or a printed field. Named
/// `text:BLOCK/N` (the N-th change of the text, which begins in that block) or `field:NAME` in entries. `before` and
/// `after` are words, or a field's values.
export interface Suggestion {
  readonly name: string;
  readonly change: "inserted" | "deleted" | "replaced" | "formatted" | "split" | "joined" | "listed" | "moved" | "field";
  readonly before: unknown;
  readonly after: unknown;
}

/// Suggestions of one proposal that are taken together. Its text is `proposed`.
export interface Taking {
  readonly proposal: string;
  readonly proposed: Content;
  readonly names: readonly string[];
}

interface NamedChange {
  readonly name: string;
  readonly edits: Change;
}

/// The block in which a change begins: where it stands, or the new one that it brings.
function blockOf(edit: Edit, base: readonly Token[]): string {
  const brought = begins(edit.insert[0]);
  if (brought !== null) return brought.id;
  for (let at = Math.min(edit.from, base.length - 1); at >= 0; at--) {
    const block = begins(base[at]);
    if (block !== null && (at < edit.from || edit.to > edit.from)) return block.id;
  }
  return "";
}

/// The changes of the text with their names. Which they are depends on both texts alone, so that a name in an entry
/// means the same on every laptop.
const named = (base: readonly Token[], proposed: readonly Token[]): NamedChange[] =>
  changesBetween(base, proposed).map((edits, at) => ({
    name: `text:${edits[0] === undefined ? "" : blockOf(edits[0], base)}/${at + 1}`,
    edits,
  }));

const changedFields = (base: Fields, proposed: Fields): FieldName[] => FIELD_NAMES.filter((name) => !same(base[name], proposed[name]));

function changeOf(edits: Change, gone: readonly Token[], come: readonly Token[]): Suggestion["change"] {
  if (edits.length > 1) return "moved";
  const [was, is] = [begins(gone[0]), begins(come[0])];
  if (was !== null && is !== null && gone.length === 1 && come.length === 1) return "listed";
  if (gone.length === 0) return is !== null && come.length === 1 ? "split" : "inserted";
  if (come.length === 0) return was !== null && gone.length === 1 ? "joined" : "deleted";
  return wordsOf(gone) === wordsOf(come) ? "formatted" : "replaced";
}

function suggestionOf({ name, edits }: NamedChange, base: readonly Token[]): Suggestion {
  const gone = edits.flatMap((edit) => base.slice(edit.from, edit.to));
  const come = edits.flatMap((edit) => edit.insert);
  return { name, change: changeOf(edits, gone, come), before: wordsOf(gone), after: wordsOf(come) };
}

/// What a proposal suggests, in the order of its text, fields last. Empty when base and proposed are alike.
export function suggestions(base: Content, proposed: Content): Suggestion[] {
  const flow = toFlow(base.doc);
  const ofText = named(flow, toFlow(proposed.doc)).map((change) => suggestionOf(change, flow));
  const ofFields = changedFields(base.fields, proposed.fields).map((field): Suggestion => ({
    name: `field:${field}`,
    change: "field",
    before: base.fields[field],
    after: proposed.fields[field],
  }));
  return [...ofText, ...ofFields];
}

/// The edits of the text that each suggestion stands for, by its name, in positions of the base.
export const editsByName = (base: Content, proposed: Content): ReadonlyMap<string, Edit[]> =>
  new Map(named(toFlow(base.doc), toFlow(proposed.doc)).map((change) => [change.name, editsOfChanges([change.edits])]));

/// The edits of a text that the named suggestions stand for, in positions of the base.
export function editsOf(base: Content, proposed: Content, names: readonly string[]): Edit[] {
  const wanted = new Set(names);
  return editsOfChanges(named(toFlow(base.doc), toFlow(proposed.doc)).flatMap((change) => (wanted.has(change.name) ? [change.edits] : [])));
}

/// Takings of one proposal become one, proposals in the order of their ids: what is taken decides the text, not when.
function gathered(takings: readonly Taking[]): Taking[] {
  const byProposal = new Map<string, Taking>();
  for (const taking of takings) {
    const known = byProposal.get(taking.proposal);
    byProposal.set(taking.proposal, { ...taking, names: [...new Set([...(known?.names ?? []), ...taking.names])] });
  }
  return [...byProposal.values()].sort((a, b) => (a.proposal < b.proposal ? -1 : 1));
}

const clashing = (edits: readonly Edit[]): boolean => edits.some((edit, at) => edits.slice(at + 1).some((other) => clash(edit, other)));

function takeFields(base: Fields, takings: readonly Taking[]): Fields | null {
  let fields = base;
  for (const { proposed, names } of takings) {
    for (const name of FIELD_NAMES) {
      if (!names.includes(`field:${name}`) || same(fields[name], proposed.fields[name])) continue;
      if (!same(fields[name], base[name])) return null;
      fields = { ...fields, [name]: proposed.fields[name] };
    }
  }
  return fields;
}

/// A text with suggestions taken that were all made on it. Null if two of them change the same words. All of one proposal
/// give that proposal itself, none the text itself; the order of taking makes no difference.
export function takeSuggestions(base: Content, takings: readonly Taking[]): Content | null {
  const taken = gathered(takings).filter((one) => one.names.length > 0);
  if (taken.length === 0) return base;
  const [first] = taken;
  if (first !== undefined && taken.length === 1 && suggestions(base, first.proposed).every((one) => first.names.includes(one.name)))
    return first.proposed;
  const edits = taken.flatMap((one) => editsOf(base, one.proposed, one.names));
  const fields = takeFields(base.fields, taken);
  if (clashing(edits) || fields === null) return null;
  const schema = Math.max(base.schema, ...taken.map((one) => one.proposed.schema));
  return { schema, fields, doc: edits.length === 0 ? base.doc : fromFlow(applyEdits(toFlow(base.doc), edits)) };
}

/// Takes edits of the base to a text that came from it: first past the suggestions taken since, then past whatever else was
/// written. Null for an edit whose words are no longer there.
export function carrierTo(
  base: Content,
  current: Content,
  already: readonly Taking[],
): (edits: readonly Edit[]) => (Edit | "made" | null)[] {
  const done = gathered(already).flatMap((one) => editsOf(base, one.proposed, one.names));
  const before = clashing(done) ? base : (takeSuggestions(base, already) ?? base);
  const steps = before === base ? [] : done;
  const drift = same(before.doc, current.doc) ? [] : editsOfChanges(changesBetween(toFlow(before.doc), toFlow(current.doc)));
  return (edits) =>
    edits.map((edit) => {
      const first = carry(edit, steps);
      return first === null || first === "made" ? first : carry(first, drift);
    });
}

/// The current text with suggestions taken that were made on `base`. `already`: the suggestions on this base that the
/// text holds. Exact while nothing else was written; else what was written meanwhile stays, and null is returned where it
/// touched the same words.
export function applySuggestions(base: Content, current: Content, already: readonly Taking[], taking: Taking): Content | null {
  const before = takeSuggestions(base, already);
  if (before !== null && same(before, current)) return takeSuggestions(base, [...already, taking]);
  const edits = carrierTo(base, current, already)(editsOf(base, taking.proposed, taking.names));
  if (edits.includes(null)) return null;
  const open = edits.filter((edit): edit is Edit => edit !== null && edit !== "made");
  const wanted = takeFields(base.fields, [taking]);
  const { fields, versions } = mergeFields(base.fields, current.fields, wanted ?? base.fields);
  if (versions.length > 0 || clashing(open)) return null;
  return {
    schema: Math.max(current.schema, taking.proposed.schema),
    fields,
    doc: open.length === 0 ? current.doc : fromFlow(applyEdits(toFlow(current.doc), open)),
  };
}
