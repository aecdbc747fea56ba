import { Fragment, Slice, type Mark, type Node } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { blockAround, clearSelection, nest, regionAt, regionsOf, type Flat } from "./regions.ts";
import { cleanText } from "./runs.ts";
import { schema } from "./schema.ts";

/// Fits what is pasted or dropped to the part where it lands. No word of it is dropped: blocks that the part does not
/// know become paragraphs or points, in one line everything is joined with spaces.

const POINT = /^\s*(?:[•‣◦▪·*–-])\s+/;

/// The language of pasted text as we mark it. English is what an item is written in: never marked. Null for no language.
export function pastedLang(lang: string): string | null {
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(lang) || /^en\b/i.test(lang)) return null;
  if (!/^zh\b/i.test(lang)) return lang;
  return /\b(hant|tw|hk|mo)\b/i.test(lang) ? "zh-Hant" : /\blatn\b/i.test(lang) ? "zh-Latn" : "zh-Hans";
}

function marksOf(node: Node): readonly Mark[] {
  return node.marks.flatMap((mark) => {
    if (mark.type !== schema.marks.lang) return [mark];
    const lang = pastedLang(String(mark.attrs["lang"]));
    return lang === null ? [] : [schema.mark("lang", { lang })];
  });
}

/// Clean inline content: kept form of text, links as they are (the guard makes them safe).
function inline(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    const text = cleanText(node.text ?? node.textContent);
    if (text !== "") nodes.push(schema.text(text, marksOf(node)));
  });
  return Fragment.fromArray(nodes);
}

/// The blocks of any content of ours, however nested, as a flat sequence.
export function blocksIn(content: Fragment): Flat[] {
  const flats: Flat[] = [];
  let loose: Node[] = [];
  const flush = (): void => {
    if (loose.length > 0) flats.push({ kind: "paragraph", node: schema.node("paragraph", null, inline(Fragment.fromArray(loose))) });
    loose = [];
  };
  content.forEach((node) => {
    if (node.isInline) return void loose.push(node);
    flush();
    if (!node.isTextblock) flats.push(...blocksIn(node.content));
    else {
      const kind = node.type === schema.nodes.point ? "point" : "paragraph";
      flats.push({ kind, node: schema.node(kind, { id: node.attrs["id"] ?? null }, inline(node.content)) });
    }
  });
  flush();
  return flats;
}

/// Plain text as blocks: a line a block, lines that begin with a bullet are points. Empty lines only part them. Words from
/// the middle of a line keep the blanks around them, or they would run into their neighbours.
export function blocksOfText(text: string): Flat[] {
  const lines = text.split(/\r\n?|\n/);
  return lines
    .filter((line) => line.trim() !== "")
    .map((line): Flat => {
      const kind = POINT.test(line) ? "point" : "paragraph";
      const words = cleanText(kind === "point" ? line.replace(POINT, "") : line);
      const kept = lines.length === 1 && kind === "paragraph" ? words : words.trim();
      return { kind, node: schema.node(kind, null, kept === "" ? [] : [schema.text(kept)]) };
    });
}

/// Plain text as a slice, for the clipboard's text.
export const sliceOfText = (text: string): Slice => new Slice(Fragment.fromArray(nest(blocksOfText(text))), 0, 0);

function inLine(flats: readonly Flat[], marks: (node: Node) => Node): Fragment {
  const parts = flats.filter((flat) => flat.node.content.size > 0);
  const nodes = parts.flatMap((flat, index) => [...(index > 0 ? [schema.text(" ")] : []), ...flat.node.children.map(marks)]);
  return Fragment.fromArray(nodes);
}

const allowed =
  (parent: Node) =>
  (node: Node): Node =>
    node.mark(parent.type.allowedMarks(node.marks));

/// Many blocks at the cursor of a paragraph or point: the first joins the text before, the last the text after.
function splice(tr: Transaction, flats: readonly Flat[]): Transaction {
  const { $from } = tr.selection;
  const { node, pos } = blockAround($from);
  const point = node.type === schema.nodes.point;
  const shaped = flats.map((flat): Flat => (point ? { ...flat, kind: "point" } : flat));
  const [left, right] = [node.content.cut(0, $from.parentOffset), node.content.cut($from.parentOffset)];
  const own = (content: Fragment, id: unknown): Flat => ({ kind: point ? "point" : "paragraph", node: node.type.create({ id }, content) });
  const first = shaped[0];
  const last = shaped.at(-1);
  if (!first || !last) return tr;
  const id: unknown = node.attrs["id"];
  const joinsFirst = point || first.kind === "paragraph";
  const joinsLast = point || last.kind === "paragraph";
  const head = joinsFirst ? [own(left.append(first.node.content), id)] : left.size > 0 ? [own(left, id)] : [];
  const middle = shaped.slice(joinsFirst ? 1 : 0, joinsLast ? -1 : undefined);
  const tail = joinsLast
    ? [own(last.node.content.append(right), left.size > 0 || joinsFirst ? null : id)]
    : right.size > 0
      ? [own(right, null)]
      : [];
  const made = [...head, ...middle, ...tail];
  const nodes = point ? made.map((flat) => schema.node("point", { id: flat.node.attrs["id"] ?? null }, flat.node.content)) : nest(made);
  const end = pos + nodes.reduce((sum, each) => sum + each.nodeSize, 0);
  tr.replaceWith(pos, pos + node.nodeSize, nodes);
  const cursor = TextSelection.near(tr.doc.resolve(end), -1);
  return tr.setSelection(TextSelection.create(tr.doc, cursor.from - right.size));
}

/// Puts content where the selection is. Answers the transaction; nothing to paste leaves the text as it was.
export function pasteInto(state: EditorState, slice: Slice): Transaction {
  const flats = blocksIn(slice.content).filter((flat) => flat.node.content.size > 0);
  if (flats.length === 0) return state.tr;
  const tr = clearSelection(state);
  const region = regionsOf(tr.doc)[regionAt(tr.doc, tr.selection.from)];
  const { parent } = tr.selection.$from;
  if (region?.line || (flats.length === 1 && (flats[0]?.kind === "paragraph" || parent.type === schema.nodes.point))) {
    const content = inLine(flats, allowed(parent));
    const at = tr.selection.from;
    tr.replaceWith(at, at, content);
    return tr.setSelection(TextSelection.create(tr.doc, at + content.size)).scrollIntoView();
  }
  return splice(tr, flats).scrollIntoView();
}
