import type { Node } from "prosemirror-model";
import { Plugin, type EditorState, type Transaction } from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { safeLink } from "../proof/link.ts";
import { schema } from "./schema.ts";

/// What keeps a manuscript whole whatever is typed, pasted or dropped: no transaction loses an explainer unless it says
/// so, every block has an id of its own, neighbouring lists are one, link targets are safe, Chinese is marked as such.

/// Set on a transaction that may remove explainers: the command for it, or a text set from outside.
export const STRUCTURE = "structure";

/// Set on a transaction after which all Chinese is to be marked, when typing it in steps has ended.
export const MARK_HAN = "mark-han";

const HAN = /\p{Script=Han}(?:[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’·—…]*[\p{Script=Han}\u3000-\u303f\uff00-\uffef])?/gu;

/// The language of Chinese text, as marked.
export const CHINESE = "zh-Hans";

const explainers = (doc: Node): unknown[] =>
  doc.children.filter((node) => node.type === schema.nodes.explainer).map((node) => node.attrs["id"]);

/// Whether a transaction keeps every explainer, or may lose one. Undo and redo only restore what was.
export function keepsParts(tr: Transaction, before: Node): boolean {
  if (!tr.docChanged || tr.getMeta(STRUCTURE) === true || tr.getMeta("history$") !== undefined) return true;
  const after = new Set(explainers(tr.doc));
  return explainers(before).every((id) => after.has(id));
}

function joinLists(tr: Transaction): void {
  const places: number[] = [];
  tr.doc.descendants((node, pos, _parent) => {
    node.forEach((child, offset, index) => {
      const next = node.maybeChild(index + 1);
      if (child.type === schema.nodes.points && next?.type === schema.nodes.points) places.push(pos + 1 + offset + child.nodeSize);
    });
    return !node.isTextblock;
  });
  for (const pos of places.reverse()) tr.join(pos);
}

const carriesId = (node: Node): boolean => node.type.spec.attrs?.["id"] !== undefined;

/// Where each block of the text before stands now, by id.
function owners(before: Node, mapping: Mapping): Map<unknown, number> {
  const at = new Map<unknown, number>();
  before.descendants((node, pos) => {
    if (carriesId(node) && node.attrs["id"] !== null) {
      const mapped = mapping.mapResult(pos, 1);
      if (!mapped.deletedAfter) at.set(node.attrs["id"], mapped.pos);
    }
    return !node.isTextblock;
  });
  return at;
}

/// Gives an id to each block without one, and a new one to each copy. The block that had an id keeps it.
function freshIds(tr: Transaction, before: Node, mapping: Mapping, nextId: () => string): void {
  const owned = owners(before, mapping);
  const taken = new Set<unknown>();
  const renew: number[] = [];
  tr.doc.descendants((node, pos) => {
    if (!carriesId(node)) return !node.isTextblock;
    const id: unknown = node.attrs["id"];
    const owner = owned.get(id);
    const elsewhere = owner !== undefined && owner !== pos && tr.doc.nodeAt(owner)?.attrs["id"] === id;
    if (id === null || taken.has(id) || elsewhere) renew.push(pos);
    else taken.add(id);
    return !node.isTextblock;
  });
  for (const pos of renew) tr.setNodeAttribute(pos, "id", nextId());
}

function safeLinks(tr: Transaction): void {
  tr.doc.descendants((node, pos) => {
    const link = node.marks.find((mark) => mark.type === schema.marks.link);
    const href: unknown = link?.attrs["href"];
    if (!link || href === null || safeLink(String(href)) === href) return;
    tr.addMark(pos, pos + node.nodeSize, schema.mark("link", { href: safeLink(String(href)) }));
  });
}

/// Marks Chinese in a block, and unmarks what was typed after it in another script. Text in any other marked language
/// is left alone.
function markHan(tr: Transaction, block: Node, start: number, typed: (pos: number) => boolean): void {
  const unmark: [number, number][] = [];
  const mark: [number, number][] = [];
  block.forEach((node, offset) => {
    const text = node.text ?? "";
    const lang: unknown = node.marks.find((each) => each.type === schema.marks.lang)?.attrs["lang"];
    const at = start + offset;
    const runs = [...text.matchAll(HAN)];
    if (lang === undefined) for (const run of runs) mark.push([at + run.index, at + run.index + run[0].length]);
    const last = runs.at(-1);
    if (lang !== CHINESE || !last) return;
    const end = last.index + last[0].length;
    if (end < text.length && typed(at + end)) unmark.push([at + end, at + text.length]);
  });
  for (const [from, to] of unmark) tr.removeMark(from, to, schema.marks.lang);
  for (const [from, to] of mark) tr.addMark(from, to, schema.mark("lang", { lang: CHINESE }));
}

function markChanged(tr: Transaction, changed: (from: number, to: number) => boolean): void {
  tr.doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    if (changed(pos, pos + node.nodeSize)) markHan(tr, node, pos + 1, (at) => changed(at, at + 1));
    return false;
  });
}

/// Whether a stretch of the new text was touched by the transactions.
function changedBy(mapping: Mapping): (from: number, to: number) => boolean {
  const ranges: [number, number][] = [];
  mapping.maps.forEach((map, index) => {
    const rest = mapping.slice(index + 1);
    map.forEach((_oldFrom, _oldTo, from, to) => ranges.push([rest.map(from, -1), rest.map(to, 1)]));
  });
  return (from, to) => ranges.some(([a, b]) => a <= to && b >= from);
}

/// What has to be mended after transactions led from `before` to `state`, or null.
export function mend(transactions: readonly Transaction[], before: Node, state: EditorState, nextId: () => string): Transaction | null {
  const asked = transactions.some((tr) => tr.getMeta(MARK_HAN) === true);
  if (!asked && !transactions.some((tr) => tr.docChanged)) return null;
  const tr = state.tr;
  joinLists(tr);
  const mapping = new Mapping(transactions.flatMap((each) => each.mapping.maps));
  for (const map of tr.mapping.maps) mapping.appendMap(map);
  freshIds(tr, before, mapping, nextId);
  safeLinks(tr);
  const typing = transactions.some((each) => each.getMeta("composition") !== undefined);
  if (asked) markChanged(tr, () => true);
  else if (!typing) markChanged(tr, changedBy(mapping));
  return tr.docChanged ? tr : null;
}

/// The guard of one editor. `nextId` gives a fresh block id at each call.
export const guard = (nextId: () => string): Plugin =>
  new Plugin({
    filterTransaction: (tr, state) => keepsParts(tr, state.doc),
    appendTransaction: (transactions, before, state) => mend(transactions, before.doc, state, nextId),
  });
