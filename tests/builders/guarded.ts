import fc from "fast-check";
import { Slice, Fragment, type Node } from "prosemirror-model";
import { EditorState, TextSelection, type Command, type Transaction } from "prosemirror-state";
import { guard } from "../../src/core/manuscript/guard.ts";
import {
  addExplainer,
  backspace,
  deleteForward,
  enter,
  selectAll,
  stepPart,
  togglePoints,
  typeOver,
} from "../../src/core/manuscript/moves.ts";
import { pasteInto, sliceOfText } from "../../src/core/manuscript/paste.ts";
import { clearSelection } from "../../src/core/manuscript/regions.ts";
import { schema } from "../../src/core/manuscript/schema.ts";

/// Manuscripts, sequences of editing and the laws that hold for all of them.

const ids = (): (() => string) => {
  let last = 0;
  return () => `n${++last}`;
};

const words = fc.constantFrom("Ports", "a", "rules of 2027", "长江港口", "数据AI平台", "", "x y", "é", "“Link”", "第三条、四");

const inline = words.map((text) => (text === "" ? [] : [schema.text(text)]));
const paragraph = inline.map((content) => schema.node("paragraph", null, content));
const points = fc.array(inline, { minLength: 1, maxLength: 3 }).map((each) =>
  schema.node(
    "points",
    null,
    each.map((content) => schema.node("point", null, content)),
  ),
);
const body = fc.array(fc.oneof({ weight: 2, arbitrary: paragraph }, points), { minLength: 1, maxLength: 3 });

/// Any manuscript, its ids not given yet.
export const anyDoc: fc.Arbitrary<Node> = fc
  .tuple(inline, body, fc.array(fc.tuple(inline, body), { maxLength: 2 }), body)
  .map(([headline, glance, explainers, comment]) =>
    schema.node("doc", null, [
      schema.node("headline", null, headline),
      schema.node("glance", null, glance),
      ...explainers.map(([title, text]) => schema.node("explainer", null, [schema.node("title", null, title), ...text])),
      schema.node("comment", null, comment),
    ]),
  );

/// A guarded state of a manuscript, with an id for each block.
export function guarded(doc: Node): EditorState {
  const nextId = ids();
  const state = EditorState.create({ schema, doc, plugins: [guard(nextId)] });
  // Any first change lets the guard give the ids.
  return state.apply(state.tr.insertText(" ", 1));
}

export type Deed = { readonly at: number; readonly to: number } & (
  | { readonly do: "enter" | "backspace" | "delete" | "tab" | "back-tab" | "select-all" | "points" | "explainer" | "clear" }
  | { readonly do: "type" | "paste-text"; readonly text: string }
  | { readonly do: "paste"; readonly from: Node; readonly a: number; readonly b: number }
);

const spot = fc.double({ min: 0, max: 1, noNaN: true });
const plainDeeds = fc.constantFrom("enter", "backspace", "delete", "tab", "back-tab", "select-all", "points", "explainer", "clear");
const lines = fc
  .array(
    fc.oneof(
      words,
      words.map((each) => `• ${each}`),
    ),
    { maxLength: 4 },
  )
  .map((each) => each.join("\n"));

/// One thing that a person does somewhere in the text.
export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ at: spot, to: spot, do: plainDeeds }),
  fc.record({ at: spot, to: spot, do: fc.constant("type" as const), text: words }),
  fc.record({ at: spot, to: spot, do: fc.constant("paste-text" as const), text: lines }),
  fc.record({ at: spot, to: spot, do: fc.constant("paste" as const), from: anyDoc, a: spot, b: spot }),
) as fc.Arbitrary<Deed>;

const COMMANDS: Readonly<Record<string, Command>> = {
  enter,
  backspace,
  delete: deleteForward,
  tab: stepPart(1),
  "back-tab": stepPart(-1),
  "select-all": selectAll,
  points: togglePoints,
  explainer: addExplainer,
};

/// The state with a text selection near two places; `to` near `at` gives a cursor.
export function selected(state: EditorState, at: number, to: number): EditorState {
  const size = state.doc.content.size;
  const near = (share: number): number => TextSelection.near(state.doc.resolve(Math.floor(share * size)), 1).from;
  const [anchor, head] = [near(at), Math.abs(to - at) < 0.3 ? near(at) : near(to)];
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, anchor, head)));
}

export function sliceOf(deed: Deed): Slice {
  if (deed.do === "paste-text") return sliceOfText(deed.text);
  if (deed.do !== "paste") return Slice.empty;
  const size = deed.from.content.size;
  const [a, b] = [Math.floor(deed.a * size), Math.floor(deed.b * size)].sort((x, y) => x - y);
  return deed.from.slice(a ?? 0, b ?? 0);
}

export type Paste = (state: EditorState, slice: Slice) => Transaction;

/// Does one deed. `paste` may be another than ours, for the canary.
export function act(state: EditorState, deed: Deed, paste: Paste = pasteInto): EditorState {
  const placed = selected(state, deed.at, deed.to);
  if (deed.do === "clear") return placed.apply(clearSelection(placed));
  if (deed.do === "type") return placed.apply(deed.text === "" ? placed.tr : typeOver(placed, deed.text));
  if (deed.do === "paste" || deed.do === "paste-text") return placed.apply(paste(placed, sliceOf(deed)));
  let after = placed;
  COMMANDS[deed.do]?.(placed, (tr) => (after = placed.apply(tr)));
  return after;
}

/// A text without any space: what must never be lost.
export const letters = (content: Node | Fragment): string => {
  let text = "";
  content.descendants((node) => {
    text += node.text ?? "";
    return true;
  });
  return text.replaceAll(/[\s\u00a0]+/g, "").normalize("NFC");
};

/// What is wrong with a manuscript; empty when nothing is.
export function faults(doc: Node, before: Node | null = null): string[] {
  const found: string[] = [];
  doc.check();
  const seen = new Set<unknown>();
  doc.descendants((node) => {
    if (node.type.spec.attrs?.["id"] === undefined) return;
    const id: unknown = node.attrs["id"];
    if (id === null || seen.has(id)) found.push(`${node.type.name} has the id ${String(id)}`);
    seen.add(id);
  });
  doc.descendants((node) => {
    node.forEach((child, _offset, index) => {
      if (child.type.name === "points" && node.maybeChild(index + 1)?.type.name === "points") found.push("two neighbouring lists");
    });
  });
  const names = doc.children.map((each) => each.type.name).filter((name) => name !== "explainer");
  if (names.join() !== "headline,glance,comment") found.push(`parts ${names.join()}`);
  const kept = new Set(doc.children.map((each) => each.attrs["id"] as unknown));
  for (const each of before?.children ?? []) {
    if (each.type.name === "explainer" && each.textContent !== "" && !kept.has(each.attrs["id"])) found.push("an explainer is lost");
  }
  return found;
}
