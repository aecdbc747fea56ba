import { describe, expect, it } from "vitest";
import { creditBetween, type Credited } from "../../../src/core/item/blame.ts";
import type { Content } from "../../../src/core/item/item.ts";
import { toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { compareDocs, type ComparedBlock, type Piece } from "../../../src/core/manuscript/compare.ts";
import { plain } from "../../../src/core/manuscript/text.ts";
import { content } from "../../builders/desk.ts";
import { Writer } from "../../builders/writer.ts";

const CASES = process.env["SOAK"] === "1" ? 5000 : 300;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));

const START = content(
  "Head line",
  ["The ministry published measures in 工业 policy.", "First point", "Second point"],
  ["A comment of some words.", "Another one."],
);

const letters = (blocks: readonly ComparedBlock[], side: Piece["kind"]): string =>
  blocks
    .flatMap((block) => block.pieces)
    .flatMap((piece) => (piece.kind === "same" || piece.kind === side ? [piece.text] : []))
    .join("")
    .replaceAll("\n", "");
const textOf = (text: Content): string => toBlocks(text.doc).map(plain).join("");

describe("comparing two texts", () => {
  it(`shows both to the letter (${CASES} pairs)`, () => {
    for (let at = 0; at < CASES; at++) {
      const seed = at % 2 === 0 ? at : FRESH + at;
      const writer = new Writer(seed, "c");
      const before = writer.edit(START, writer.below(5));
      const after = writer.edit(before, writer.below(6));
      const blocks = compareDocs(before.doc, after.doc);
      expect(letters(blocks, "deleted"), `SEED=${seed}`).toBe(textOf(before));
      expect(letters(blocks, "inserted"), `SEED=${seed}`).toBe(textOf(after));
    }
  });

  it("tells formatting and lists from words, and what moved from what is new", () => {
    const blocks = toBlocks(START.doc);
    expect(compareDocs(START.doc, START.doc).every((block) => block.change === "same")).toBe(true);
    const strong = {
      ...START,
      doc: JSON.parse(
        JSON.stringify(START.doc).replace('"text":"First point"', '"text":"First point","marks":[{"type":"strong"}]'),
      ) as Content["doc"],
    };
    expect(
      compareDocs(START.doc, strong.doc)
        .filter((block) => block.change !== "same")
        .map((block) => block.change),
    ).toEqual(["marks"]);
    expect(blocks.length).toBeGreaterThan(0);
  });
});

/// A line of revisions, each by one of three people whose words carry their letter.
function line(seed: number): { graph: Map<string, Credited>; last: string } {
  const writers = ["a", "b", "c"].map((name, at) => new Writer(seed + at * 1000, name));
  const graph = new Map<string, Credited>();
  let [text, parent] = [START, ""];
  const add = (by: string): void => {
    const id = `r${graph.size}`;
    graph.set(id, { id, parents: parent === "" ? [] : [parent], digest: id, writers: [by], content: text });
    parent = id;
  };
  add("first");
  for (let step = 0; step < 5; step++) {
    const writer = writers[(seed + step) % 3] as Writer;
    text = writer.edit(text, 1 + writer.below(3));
    add(["a", "b", "c"][(seed + step) % 3] as string);
  }
  return { graph, last: parent };
}

describe("who changed what between two revisions", () => {
  it(`follows every word to its writer (${CASES} lines of six revisions)`, () => {
    let [credited, right] = [0, 0];
    for (let seed = 0; seed < CASES; seed++) {
      const { graph, last } = line(seed);
      const credit = creditBetween(graph, "r0", last);
      const [before, after] = [graph.get("r0"), graph.get(last)];
      if (credit === null || before === undefined || after === undefined) throw new Error(`no way, SEED=${seed}`);
      for (const piece of compareDocs(before.content.doc, after.content.doc, credit).flatMap((block) => block.pieces)) {
        if (piece.kind === "same") continue;
        expect(piece.by?.length, `SEED=${seed} "${piece.text}"`).toBeGreaterThan(0);
        const whose = piece.kind === "inserted" ? /^([abc])\d+ ?$/.exec(piece.text)?.[1] : undefined;
        if (whose === undefined || piece.by?.length !== 1) continue;
        credited++;
        if (piece.by[0] === whose) right++;
      }
    }
    // The rest are words that somebody else took along in a paragraph that they moved, split or marked.
    expect(right / credited).toBeGreaterThan(0.9);
    expect(credited).toBeGreaterThan(CASES / 2);
  });

  it("credits each of two people with their own words in one paragraph, and the deletion to who deleted", () => {
    const say = (words: string): Content => content("H", [words], ["c"]);
    const revision = (id: string, parents: string[], by: string, words: string): [string, Credited] => [
      id,
      { id, parents, digest: id, writers: [by], content: say(words) },
    ];
    const graph = new Map([
      revision("1", [], "anna", "The office said much."),
      revision("2", ["1"], "jonas", "The new office said much."),
      revision("3", ["2"], "marek", "The new office said little."),
    ]);
    const credit = creditBetween(graph, "1", "3") ?? undefined;
    const [first, last] = [graph.get("1"), graph.get("3")];
    const found = compareDocs(first?.content.doc ?? START.doc, last?.content.doc ?? START.doc, credit).flatMap((block) =>
      block.pieces.flatMap((piece) => (piece.kind === "same" ? [] : [[piece.kind, piece.text, ...(piece.by ?? [])]])),
    );
    expect(found).toEqual([
      ["inserted", "new ", "jonas"],
      ["deleted", "much", "marek"],
      ["inserted", "little", "marek"],
    ]);
  });

  it("follows a merge to whoever wrote on its other side, however far back", () => {
    const say = (words: string, more: string[]): Content => content("H", [words, ...more], ["c"]);
    const revision = (id: string, parents: string[], by: string, of: Content): [string, Credited] => [
      id,
      { id, parents, digest: id, writers: [by], content: of },
    ];
    const graph = new Map([
      revision("1", [], "anna", say("One.", [])),
      revision("2", ["1"], "anna", say("One, said Anna.", [])),
      revision("3", ["1"], "clara", say("One.", ["Clara wrote this."])),
      revision("4", ["3"], "bert", say("One.", ["Clara wrote this.", "Bert too."])),
      revision("5", ["2", "4"], "anna", say("One, said Anna.", ["Clara wrote this.", "Bert too."])),
    ]);
    const credit = creditBetween(graph, "1", "5") ?? undefined;
    const [first, last] = [graph.get("1"), graph.get("5")];
    const pieces = compareDocs(first?.content.doc ?? START.doc, last?.content.doc ?? START.doc, credit).flatMap((block) => block.pieces);
    expect(pieces.find((piece) => piece.text.startsWith("Clara"))?.by).toContain("clara");
  });

  it("is not claimed where one revision does not come from the other", () => {
    const { graph, last } = line(1);
    expect(creditBetween(graph, last, "r0")).toBe(null);
  });
});
