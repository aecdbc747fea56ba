import { Fragment, Schema, type Node } from "prosemirror-model";

/// The parts that an item's manuscript always has, in this order; explainers come between glance and comment.
export const PARTS = ["headline", "glance", "explainer", "comment"] as const;
export type Part = (typeof PARTS)[number];

const part = (tag: string, content: string) => ({
  content,
  isolating: true,
  defining: true,
  parseDOM: [{ tag: `section[data-part=${tag}]` }],
  toDOM: () => ["section", { "data-part": tag }, 0] as const,
});

/// An attribute of a DOM element that a window hands to the schema; null where it has none.
function attribute(dom: unknown, name: string): string | null {
  if (typeof dom !== "object" || dom === null || !("getAttribute" in dom) || typeof dom.getAttribute !== "function") return null;
  const value: unknown = dom.getAttribute(name);
  return typeof value === "string" ? value : null;
}

const id = { id: { default: null } };

/// The item's manuscript: headline, at a glance, explainers, comment. Every textblock and every explainer carries an
/// `id`, by which revisions merge and notes stay anchored; it is no part of what is printed or digested.
/// A point is one line of a list: lists do not nest, and two neighbouring lists are one.
/// `hanzi` is no mark: Chinese is any run with the mark `lang`. A link whose `href` is null is link text whose target
/// is not known. Mark order (strong, em, lang, link) is the order in which marks are written everywhere.
export const schema = new Schema({
  nodes: {
    doc: { content: "headline glance explainer* comment" },
    headline: {
      content: "text*",
      marks: "em lang",
      attrs: id,
      isolating: true,
      defining: true,
      parseDOM: [{ tag: "h1" }],
      toDOM: () => ["h1", 0],
    },
    glance: part("glance", "(paragraph | points)+"),
    explainer: { ...part("explainer", "title (paragraph | points)+"), attrs: id },
    comment: part("comment", "(paragraph | points)+"),
    title: {
      content: "text*",
      marks: "em lang",
      attrs: id,
      isolating: true,
      defining: true,
      parseDOM: [{ tag: "h2" }],
      toDOM: () => ["h2", 0],
    },
    paragraph: { content: "text*", attrs: id, parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    points: { content: "point+", parseDOM: [{ tag: "ul" }, { tag: "ol" }], toDOM: () => ["ul", 0] },
    point: { content: "text*", attrs: id, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    text: {},
  },
  marks: {
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    lang: {
      attrs: { lang: {} },
      parseDOM: [{ tag: "span[lang]", getAttrs: (dom) => ({ lang: attribute(dom, "lang") ?? "" }) }],
      toDOM: (mark) => ["span", { lang: String(mark.attrs["lang"]) }, 0],
    },
    link: {
      attrs: { href: { default: null } },
      inclusive: false,
      parseDOM: [{ tag: "a", getAttrs: (dom) => ({ href: attribute(dom, "href") }) }],
      toDOM: (mark) => ["a", mark.attrs["href"] === null ? { "data-unknown": "" } : { href: String(mark.attrs["href"]) }, 0],
    },
  },
});

/// A manuscript as plain JSON: what revisions, drafts and the contract carry.
export interface DocJson {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly DocJson[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
}

const written = new WeakMap<Node, DocJson>();

/// A manuscript or a piece of it as plain JSON. Nodes never change, so each is written once: after a keystroke the blocks
/// that it did not touch are the same objects as before.
export function toJson(node: Node): DocJson {
  const known = written.get(node);
  if (known !== undefined) return known;
  const bare = node.isTextblock || node.childCount === 0;
  const json = (bare ? node : node.copy(Fragment.empty)).toJSON() as DocJson;
  const whole = bare ? json : { ...json, content: node.children.map(toJson) };
  written.set(node, whole);
  return whole;
}

const read = new WeakMap<DocJson, Node>();

/// The manuscript that plain JSON describes. Nobody changes a text that was read, so each is read once. Throws where the schema
/// knows nothing like it.
export function toNode(doc: DocJson): Node {
  const known = read.get(doc);
  if (known !== undefined) return known;
  const node = schema.nodeFromJSON(doc);
  read.set(doc, node);
  return node;
}
