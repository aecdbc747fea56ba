import { describe, expect, it } from "vitest";
import { canonical } from "../../../src/core/base/canonical.ts";
import type { Content } from "../../../src/core/item/item.ts";
import { choose } from "../../../src/core/item/choose.ts";
import { contentDigest } from "../../../src/core/item/content-digest.ts";
import { mergeContents, type Merged, type TwoVersions } from "../../../src/core/item/merge.ts";
import { fromBlocks, toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { compareDocs } from "../../../src/core/manuscript/compare.ts";
import { plain } from "../../../src/core/manuscript/text.ts";
import { content } from "../../builders/desk.ts";
import { Writer } from "../../builders/writer.ts";

const SOAK = process.env["SOAK"] === "1";
const PAIRS = SOAK ? 20_000 : 1500;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seedOf = (at: number): number => (at % 2 === 0 ? at : FRESH + at);

const START = content("Head line", ["g zero words", "g one words", "g two words"], ["c zero words", "c one words"]);

/// The words that Anna and Jonas typed, wherever they stand in a value: as text, never as a block's id.
const wordsOf = (value: unknown): Set<string> => new Set(canonical(value).match(/(?<![\w-])[aj]\d+(?![\w-])/gu) ?? []);

/// Words that a side holds and neither the merged text nor a shown version does, though the other side did not delete them.
function lost(base: Content, a: Content, b: Content, merged: Merged): string[] {
  const kept = wordsOf([merged.content, merged.versions]);
  const [o, x, y] = [base, a, b].map(wordsOf);
  const deleted = (word: string): boolean => o?.has(word) === true && (!x?.has(word) || !y?.has(word));
  return [...(x ?? []), ...(y ?? [])].filter((word) => !kept.has(word) && !deleted(word));
}

describe("two people who edit one text apart", () => {
  it(`lose no typed word (${PAIRS} pairs), and either order of merging shows the same places`, () => {
    let clashes = 0;
    for (let at = 0; at < PAIRS; at++) {
      const seed = seedOf(at);
      const [anna, jonas] = [new Writer(seed, "a"), new Writer(seed + 1_000_000, "j")];
      const base = anna.edit(START, 2);
      const [a, b] = [anna.edit(base, 1 + Math.floor(anna.random() * 5)), jonas.edit(base, 1 + Math.floor(jonas.random() * 5))];
      const merged = mergeContents(base, a, b);
      expect(lost(base, a, b, merged), `SEED=${seed}`).toEqual([]);
      const other = mergeContents(base, b, a);
      const places = (list: readonly TwoVersions[]): string[] => list.map((one) => (one.kind === "block" ? one.id : one.kind)).sort();
      expect(places(other.versions), `SEED=${seed}`).toEqual(places(merged.versions));
      clashes += merged.versions.length;
    }
    console.log(`merge: ${PAIRS} offline pairs (fresh from ${FRESH}), ${clashes} places with two versions, 0 words lost`);
    expect(clashes).toBeGreaterThan(PAIRS / 10);
  });

  it("never give two blocks one id, where a part was left empty and its paragraph moved on", () => {
    const moved = fromBlocks([
      { id: "h", kind: "headline", text: [] },
      { id: "part:glance", kind: "part", text: [] },
      { id: "comment:empty", kind: "paragraph", text: [{ type: "text", text: "Typed here." }] },
      { id: "part:comment", kind: "part", text: [] },
    ]);
    const ids = toBlocks(moved).map((block) => block.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("merge alike when only one of them changed anything, and not at all when neither did", () => {
    for (let at = 0; at < 100; at++) {
      const writer = new Writer(at, "w");
      const edited = writer.edit(START, 4);
      expect(contentDigest(mergeContents(START, edited, START).content)).toBe(contentDigest(edited));
      expect(contentDigest(mergeContents(START, START, edited).content)).toBe(contentDigest(edited));
      expect(mergeContents(edited, edited, edited).versions).toEqual([]);
    }
  });

  it("are caught when a merge drops what was inserted (canary)", () => {
    const writer = new Writer(3, "a");
    const [a, b] = [writer.edit(START, 8), START];
    const merged = mergeContents(START, a, b);
    const forgetful = { ...merged, content: START };
    expect(lost(START, a, b, forgetful).length).toBeGreaterThan(0);
  });

  it("choose between versions: the one, the other, or both", () => {
    const say = (words: string): Content => ({
      ...START,
      doc: content("Head line", [words, "g one words", "g two words"], ["c zero words", "c one words"]).doc,
    });
    const merged = mergeContents(START, say("of Anna"), say("of Jonas"));
    const texts = (pick: "a" | "b" | "both"): string[] =>
      toBlocks(choose(merged.content, merged.versions, [pick], () => "fresh").doc).map(plain);
    expect(texts("a")).toContain("of Anna");
    expect(texts("b")).toContain("of Jonas");
    expect(texts("both")).toEqual(expect.arrayContaining(["of Anna", "of Jonas"]));
  });
});

describe("comparing", () => {
  it("keeps a 3,000-word text apart word by word", () => {
    const long = Array.from({ length: 60 }, (_, at) => Array.from({ length: 50 }, (__, word) => `word${at}x${word}`).join(" "));
    const [before, after] = [content("H", long, ["c"]), content("H", long.with(30, `${long[30] ?? ""} added`), ["c"])];
    const changed = compareDocs(before.doc, after.doc).filter((block) => block.change !== "same");
    expect(changed.map((block) => [block.id, block.change])).toEqual([["g30", "changed"]]);
  });
});
