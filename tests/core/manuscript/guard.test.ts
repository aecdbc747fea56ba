import fc from "fast-check";
import type { Slice } from "prosemirror-model";
import { TextSelection, type EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { CHINESE } from "../../../src/core/manuscript/guard.ts";
import { blocksIn, pasteInto } from "../../../src/core/manuscript/paste.ts";
import { schema } from "../../../src/core/manuscript/schema.ts";
import { act, anyDeed, anyDoc, faults, guarded, letters, selected, sliceOf, type Deed, type Paste } from "../../builders/guarded.ts";

const RUNS = process.env["SOAK"] === "1" ? 20_000 : 800;
const SEED = 20_261_124;

/// Every law of one deed: `null`, or what it broke.
function broken(before: EditorState, deed: Deed, paste: Paste = pasteInto): string | null {
  const after = act(before, deed, paste);
  const wrong = faults(after.doc, before.doc);
  if (wrong.length > 0) return wrong.join("; ");
  const placed = selected(before, deed.at, deed.to);
  const { from, to } = placed.selection;
  const left = letters(placed.doc.slice(0, from).content);
  const right = letters(placed.doc.slice(to).content);
  const all = letters(placed.doc);
  const now = letters(after.doc);
  const pasted = letters(sliceOf(deed).content);
  const removes = deed.do === "clear" || (from < to && ["enter", "backspace", "delete"].includes(deed.do));
  const wanted = removes
    ? left + right
    : deed.do === "type"
      ? deed.text === ""
        ? all
        : left + letters(schema.node("paragraph", null, [schema.text(deed.text)])) + right
      : deed.do === "paste" || deed.do === "paste-text"
        ? pasted === ""
          ? all
          : left + pasted.replaceAll("•", "") + right
        : all;
  return now.normalize("NFC") === wanted.normalize("NFC") ? null : `${deed.do}: ${now} instead of ${wanted}`;
}

function breaks(paste: Paste, runs: number): { deeds: number; failure: string | null } {
  let deeds = 0;
  let failure: string | null = null;
  const law = fc.property(anyDoc, fc.array(anyDeed, { minLength: 1, maxLength: 8 }), (doc, sequence) => {
    let state = guarded(doc);
    for (const deed of sequence) {
      deeds++;
      const wrong = broken(state, deed, paste);
      if (wrong !== null) {
        failure = wrong;
        return false;
      }
      state = act(state, deed, paste);
    }
    return true;
  });
  const result = fc.check(law, { numRuns: runs, seed: SEED });
  return { deeds, failure: result.failed ? (failure ?? String(result.errorInstance)) : null };
}

describe("whatever is typed, pasted, deleted", () => {
  it("the manuscript stays whole, its ids unique, and no word is lost or made up", () => {
    const { deeds, failure } = breaks(pasteInto, RUNS);
    console.log(`guard: ${RUNS} manuscripts, ${deeds} deeds, seed ${SEED}`);
    expect(failure).toBe(null);
  });

  it("the alarm rings: a paste that drops points is found", () => {
    const careless: Paste = (state, slice: Slice) => {
      const kept = blocksIn(slice.content).filter((flat) => flat.kind === "paragraph");
      return kept.length === 0
        ? state.tr
        : pasteInto(
            state,
            kept[0]
              ? schema
                  .node("doc", null, [
                    schema.node("headline"),
                    schema.node(
                      "glance",
                      null,
                      kept.map((flat) => flat.node),
                    ),
                    schema.node("comment", null, [schema.node("paragraph")]),
                  ])
                  .slice(3, -1)
              : slice,
          );
    };
    expect(breaks(careless, 400).failure).not.toBe(null);
  });

  it("the alarm rings: without the guard an explainer can go", () => {
    const doc = guarded(
      schema.node("doc", null, [
        schema.node("headline"),
        schema.node("glance", null, [schema.node("paragraph", null, [schema.text("a")])]),
        schema.node("explainer", null, [schema.node("title", null, [schema.text("t")]), schema.node("paragraph")]),
        schema.node("comment", null, [schema.node("paragraph", null, [schema.text("b")])]),
      ]),
    );
    const wide = doc.tr.delete(4, doc.doc.content.size - 3);
    expect(faults(wide.doc, doc.doc)).toContain("an explainer is lost");
    expect(doc.apply(wide).doc.eq(doc.doc)).toBe(true);
  });
});

/// A manuscript from lines: `#` headline, `-` point, `?` explainer title, `=` opens the comment; `|` is the cursor.
function written(...lines: string[]): EditorState {
  const content = (text: string) => (text.replace("|", "") === "" ? [] : [schema.text(text.replace("|", ""))]);
  const parts = { headline: "", glance: [] as string[], explainers: [] as { title: string; body: string[] }[], comment: [] as string[] };
  let body = parts.glance;
  for (const line of lines) {
    if (line.startsWith("#")) parts.headline = line.slice(1);
    else if (line.startsWith("?")) parts.explainers.push({ title: line.slice(1), body: (body = []) });
    else if (line.startsWith("=")) (body = parts.comment).push(line.slice(1));
    else body.push(line);
  }
  const block = (line: string) =>
    line.startsWith("-")
      ? schema.node("points", null, [schema.node("point", null, content(line.slice(1)))])
      : schema.node("paragraph", null, content(line));
  const state = guarded(
    schema.node("doc", null, [
      schema.node("headline", null, content(parts.headline)),
      schema.node("glance", null, parts.glance.map(block)),
      ...parts.explainers.map((each) =>
        schema.node("explainer", null, [schema.node("title", null, content(each.title)), ...each.body.map(block)]),
      ),
      schema.node("comment", null, parts.comment.map(block)),
    ]),
  );
  const index = lines.findIndex((line) => line.includes("|"));
  const offset = (lines[index] ?? "").replace(/^[#?=-]/, "").indexOf("|");
  const clean = state.apply(state.tr.delete(1, 2));
  let seen = -1;
  let at = 1;
  clean.doc.descendants((node, pos) => {
    if (node.isTextblock && ++seen === index) at = pos + 1 + offset;
  });
  return clean.apply(clean.tr.setSelection(TextSelection.create(clean.doc, at)));
}

/// The inverse of `written`, with the cursor.
function shown(state: EditorState): string[] {
  const lines: string[] = [];
  let first = true;
  state.doc.descendants((node, pos, parent) => {
    if (node.type.name === "comment") first = true;
    if (!node.isTextblock) return;
    const { from } = state.selection;
    const text = node.textContent;
    const marked = from > pos && from <= pos + node.nodeSize - 1 ? `${text.slice(0, from - pos - 1)}|${text.slice(from - pos - 1)}` : text;
    const opens = state.doc.resolve(pos).node(1)?.type.name === "comment" && first;
    if (opens) first = false;
    const sign =
      node.type.name === "headline" ? "#" : node.type.name === "title" ? "?" : opens ? "=" : parent?.type.name === "points" ? "-" : "";
    lines.push(sign + marked);
  });
  return lines;
}

const after = (key: "enter" | "backspace" | "delete" | "tab" | "back-tab" | "points" | "explainer", state: EditorState): string[] => {
  const { from } = state.selection;
  // The deed's own placing is left out: the cursor is where the lines say.
  const share = (from + 0.5) / state.doc.content.size;
  return shown(act(state, { do: key, at: share, to: share }));
};

describe("Enter", () => {
  it.each([
    ["goes from the headline to the glance", ["#He|ad", "One", "=Two"], ["#Head", "|One", "=Two"]],
    ["splits a paragraph", ["#H", "On|e", "=Two"], ["#H", "On", "|e", "=Two"]],
    ["splits a point", ["#H", "-On|e", "=Two"], ["#H", "-On", "-|e", "=Two"]],
    ["leaves the list from an empty point", ["#H", "-One", "-|", "=Two"], ["#H", "-One", "|", "=Two"]],
    ["leaves the part from an empty last paragraph", ["#H", "One", "|", "=Two"], ["#H", "One", "=|Two"]],
    ["keeps the only paragraph of a part", ["#H", "|", "=Two"], ["#H", "", "=|Two"]],
    ["goes from an explainer's title to its text", ["#H", "One", "?Wh|o", "Text", "=Two"], ["#H", "One", "?Who", "|Text", "=Two"]],
    ["makes no second empty paragraph at the very end", ["#H", "One", "=Two", "|"], ["#H", "One", "=Two", "|"]],
  ])("%s", (_name, before, wanted) => expect(after("enter", written(...before))).toEqual(wanted));

  it("lets the text keep its id when a block is opened before it", () => {
    const before = written("#H", "|One", "=Two");
    const id = (state: EditorState, text: string): unknown => {
      let found: unknown = null;
      state.doc.descendants((node) => void (node.isTextblock && node.textContent === text && (found = node.attrs["id"])));
      return found;
    };
    const share = (before.selection.from + 0.5) / before.doc.content.size;
    const next = act(before, { do: "enter", at: share, to: share });
    expect(shown(next)).toEqual(["#H", "", "|One", "=Two"]);
    expect(id(next, "One")).toBe(id(before, "One"));
  });
});

describe("Backspace and Delete", () => {
  it.each([
    ["backspace", "stays at a part's start", ["#H", "|One", "=Two"], ["#H", "|One", "=Two"]],
    ["backspace", "stays at the comment's start", ["#H", "One", "=|Two"], ["#H", "One", "=|Two"]],
    ["backspace", "joins paragraphs", ["#H", "One", "|Two", "=C"], ["#H", "One|Two", "=C"]],
    ["backspace", "makes the first point a paragraph", ["#H", "One", "-|Two", "=C"], ["#H", "One", "|Two", "=C"]],
    ["backspace", "joins a point to the one before", ["#H", "-One", "-|Two", "=C"], ["#H", "-One|Two", "=C"]],
    ["backspace", "joins a paragraph to the point before", ["#H", "-One", "|Two", "=C"], ["#H", "-One|Two", "=C"]],
    ["backspace", "removes an explainer without text", ["#H", "One", "?|", "", "=C"], ["#H", "One|", "=C"]],
    ["backspace", "keeps an explainer with text", ["#H", "One", "?|", "Text", "=C"], ["#H", "One", "?|", "Text", "=C"]],
    ["delete", "stays at a part's end", ["#H|", "One", "=C"], ["#H|", "One", "=C"]],
    ["delete", "pulls the next block up", ["#H", "One|", "-Two", "=C"], ["#H", "One|Two", "=C"]],
  ] as const)("%s %s", (key, _name, before, wanted) => expect(after(key, written(...before))).toEqual(wanted));
});

describe("Tab", () => {
  it("goes through the parts and leaves at the ends", () => {
    expect(after("tab", written("#H|", "One", "?T", "X", "=C"))).toEqual(["#H", "|One", "?T", "X", "=C"]);
    expect(after("tab", written("#H", "One", "?T", "X|", "=C"))).toEqual(["#H", "One", "?T", "X", "=|C"]);
    expect(after("back-tab", written("#H", "One", "?T", "X", "=C|"))).toEqual(["#H", "One", "?T", "|X", "=C"]);
    expect(after("tab", written("#H", "One", "=C|"))).toEqual(["#H", "One", "=C|"]);
  });
});

describe("points and explainers", () => {
  it("a paragraph becomes a point of the list beside it, and back", () => {
    const listed = ["#H", "-One", "-T|wo", "-Three", "=C"];
    expect(after("points", written("#H", "-One", "T|wo", "-Three", "=C"))).toEqual(listed);
    expect(after("points", written(...listed))).toEqual(["#H", "-One", "T|wo", "-Three", "=C"]);
  });

  it("an explainer comes after the part of the cursor, never after the comment", () => {
    expect(after("explainer", written("#H|", "One", "=C"))).toEqual(["#H", "One", "?|", "", "=C"]);
    expect(after("explainer", written("#H", "One", "=C|"))).toEqual(["#H", "One", "?|", "", "=C"]);
  });
});

describe("Chinese", () => {
  const langs = (state: EditorState): [string, unknown][] => {
    const found: [string, unknown][] = [];
    state.doc.descendants((node) => {
      const lang: unknown = node.marks.find((mark) => mark.type.name === "lang")?.attrs["lang"];
      if (lang !== undefined) found.push([node.text ?? "", lang]);
    });
    return found;
  };

  it("is marked as typed, and Latin typed after it is not", () => {
    let state = written("#H", "See |", "=C");
    for (const letter of "长江，港口 rules") state = state.apply(state.tr.insertText(letter));
    expect(langs(state)).toEqual([["长江，港口", CHINESE]]);
  });

  it("keeps another language that was chosen", () => {
    const state = written("#H", "|", "=C");
    const { from } = state.selection;
    const next = state.apply(state.tr.insert(from, schema.text("日本語", [schema.mark("lang", { lang: "ja" })])));
    expect(langs(next)).toEqual([["日本語", "ja"]]);
  });

  it("waits while letters are composed", () => {
    const state = written("#H", "|", "=C");
    expect(langs(state.apply(state.tr.insertText("长").setMeta("composition", 1)))).toEqual([]);
  });
});

describe("links", () => {
  it("with a dangerous target lose it, not their text", () => {
    const state = written("#H", "|", "=C");
    const bad = schema.text("press", [schema.mark("link", { href: "javascript:alert(1)" })]);
    const next = state.apply(state.tr.insert(state.selection.from, bad));
    expect(JSON.stringify(next.doc.toJSON())).toContain('"href":null');
    expect(next.doc.textContent).toContain("press");
  });
});
