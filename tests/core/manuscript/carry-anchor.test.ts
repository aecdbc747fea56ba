import { describe, expect, it } from "vitest";
import { place, shifted, type Anchor, type Placed } from "../../../src/core/manuscript/anchor.ts";
import { fromBlocks, toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { carryAnchors } from "../../../src/core/manuscript/carry-anchor.ts";
import { mergeContents } from "../../../src/core/item/merge.ts";
import type { DocJson } from "../../../src/core/manuscript/schema.ts";
import { plain } from "../../../src/core/manuscript/text.ts";
import { content } from "../../builders/desk.ts";
import { Writer } from "../../builders/writer.ts";

const RUNS = process.env["SOAK"] === "1" ? 10_000 : 1000;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seedOf = (at: number): number => (at % 2 === 0 ? at : FRESH + at);

const paragraph = (id: string): string => Array.from({ length: 14 }, (_one, at) => `${id}w${at}`).join(" ");
const START = content("Head line", [paragraph("g"), paragraph("h"), paragraph("k")], [paragraph("c"), paragraph("d")]);

const textOf = (doc: DocJson, placed: Placed): string | null => {
  if (placed.kind !== "text") return null;
  const block = toBlocks(doc).find((one) => one.id === placed.block);
  return block === undefined ? null : plain(block).slice(placed.from, placed.to);
};

function anchorIn(doc: DocJson, writer: Writer): Anchor {
  const blocks = toBlocks(doc).filter((block) => plain(block).length > 4);
  const block = blocks[writer.below(blocks.length)];
  const text = block === undefined ? "" : plain(block);
  const from = writer.below(text.length - 1);
  const to = Math.min(text.length, from + 1 + writer.below(24));
  return { block: block?.id ?? null, field: null, from, to, quote: text.slice(from, to) };
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/// What is wrong with where a note came to stand; null if nothing is.
function wrong(anchor: Anchor, after: DocJson, placed: Placed): string | null {
  const text = textOf(after, placed);
  const whole = toBlocks(after).some((block) => plain(block).includes(anchor.quote));
  if (placed.kind === "orphaned")
    return whole ? "listed as orphaned though its words are there" : placed.quote === anchor.quote ? null : "lost its quote";
  if (text === null || text === "") return "stands on nothing";
  if (whole && wordsIn(anchor.quote).length > 0 && text !== anchor.quote) return `stands on “${text}” though “${anchor.quote}” is there`;
  return null;
}

type Carry = typeof carryAnchors;

function failures(carry: Carry): { notes: number; orphaned: number; carried: number; failed: string[] } {
  const failed: string[] = [];
  let [notes, orphaned, carried] = [0, 0, 0];
  for (let at = 0; at < RUNS; at++) {
    const seed = seedOf(at);
    const [anna, jonas] = [new Writer(seed, "a"), new Writer(seed + 1_000_000, "j")];
    const base = anna.edit(START, 1);
    const edited = anna.edit(base, 1 + anna.below(5));
    const merged = mergeContents(base, edited, jonas.edit(base, 1 + jonas.below(4))).content;
    for (const after of [edited, merged]) {
      const placer = carry(base.doc, after.doc);
      for (let note = 0; note < 4; note++) {
        const anchor = anchorIn(base.doc, anna);
        const placed = placer(anchor);
        notes++;
        if (placed.kind === "orphaned") orphaned++;
        else if (textOf(after.doc, placed) !== anchor.quote) carried++;
        const fault = wrong(anchor, after.doc, placed);
        if (fault !== null) failed.push(`SEED=${seed}: ${fault}`);
        // What was done is undone: the note is where it was, to the letter.
        const back = carry(base.doc, base.doc)(anchor);
        if (textOf(base.doc, back) !== anchor.quote) failed.push(`SEED=${seed}: undone, it is elsewhere`);
      }
    }
  }
  return { notes, orphaned, carried, failed };
}

describe("a note", () => {
  it("stays on its words through every edit and merge, or is listed with its quote", () => {
    const { notes, orphaned, carried, failed } = failures(carryAnchors);
    console.log(`notes: ${notes} on ${2 * RUNS} edits and merges (fresh from ${FRESH}), ${carried} on changed words, ${orphaned} orphaned`);
    expect(failed.slice(0, 5)).toEqual([]);
    expect(orphaned).toBeLessThan(notes / 4);
  });

  it("the alarm rings: carried by its offsets alone it stands on other words", () => {
    const byOffsets: Carry = (_before, after) => (anchor) => {
      const block = toBlocks(after).find((one) => one.id === anchor.block);
      if (block === undefined || plain(block).length < anchor.to) return { kind: "orphaned", quote: anchor.quote };
      return { kind: "text", block: block.id, from: anchor.from, to: anchor.to };
    };
    expect(failures(byOffsets).failed.length).toBeGreaterThan(100);
  });

  const doc = (...lines: string[]): DocJson => content("Ports", lines, ["It matters."]).doc;
  const on = (quote: string, text: string): Anchor => ({
    block: "g0",
    field: null,
    from: text.indexOf(quote),
    to: text.indexOf(quote) + quote.length,
    quote,
  });
  const after = (text: string, quote: string, changed: DocJson): string | null =>
    textOf(changed, carryAnchors(doc(text), changed)(on(quote, text)));

  it("keeps the second of two equal words", () => {
    const text = "The port and the port again";
    const second = { block: "g0", field: null, from: 17, to: 21, quote: "port" };
    const placed = carryAnchors(doc(text), doc("A new port: the port and the port again"))(second);
    expect(placed).toMatchObject({ from: 29, to: 33 });
  });

  it("grows and shrinks with what is written into its words", () => {
    expect(after("The Ministry of Transport said", "Ministry of Transport", doc("The Ministry of Public Transport said"))).toBe(
      "Ministry of Public Transport",
    );
    expect(after("The Ministry of Transport said", "Ministry of Transport", doc("The Ministry said"))).toBe("Ministry");
  });

  it("stands on the words that took the place of its own", () => {
    expect(after("They set the pace here", "pace", doc("They set the speed here"))).toBe("speed");
  });

  it("goes with its words into the half of a line that was split, and over a line that was joined", () => {
    const blocks = toBlocks(doc("One two three four").valueOf() as DocJson);
    const split = fromBlocks(
      blocks.flatMap((block) =>
        block.id !== "g0"
          ? [block]
          : [
              { ...block, text: [{ type: "text", text: "One two" }] },
              { ...block, id: "new", text: [{ type: "text", text: "three four" }] },
            ],
      ),
    );
    expect(after("One two three four", "three", split)).toBe("three");
    expect(
      textOf(
        doc("One two three four"),
        carryAnchors(split, doc("One two three four"))({ block: "new", field: null, from: 6, to: 10, quote: "four" }),
      ),
    ).toBe("four");
  });

  it("goes where its words were cut and pasted", () => {
    const moved = content("Ports", ["The rest."], ["It matters, said the Ministry of Transport on Monday."]).doc;
    expect(after("The Ministry of Transport said. The rest.", "Ministry of Transport", moved)).toBe("Ministry of Transport");
  });

  it("that was written on an earlier text than it was sent with stands on its own words, or on none", () => {
    const sent = doc("The port of Ningbo will reach the target by then");
    const later = doc("The port of Ningbo will reach the goal by then");
    const earlier = { block: "g0", field: null, from: 20, to: 26, quote: "target" };
    expect(textOf(later, carryAnchors(sent, later)(earlier))).toBe("goal");
    const never = { block: "g0", field: null, from: 34, to: 40, quote: "absurd" };
    expect(carryAnchors(sent, later)(never)).toEqual({ kind: "orphaned", quote: "absurd" });
  });

  it("is listed with its quote where nothing is left of it", () => {
    const gone = carryAnchors(doc("One two three"), doc(""))(on("two", "One two three"));
    expect(gone).toEqual({ kind: "orphaned", quote: "two" });
    expect(place({ block: null, field: "date", from: 0, to: 0, quote: "" }, doc("x"))).toEqual({ kind: "field", field: "date" });
  });
});

describe("a place in a text that is typed on", () => {
  it("keeps its letter while another stretch changes", () => {
    expect(shifted("one two three", "one 2 three", 8, "behind")).toBe(6);
    expect(shifted("one two three", "one 2 three", 2, "behind")).toBe(2);
    expect(shifted("one two three", "one  three", 5, "behind"), "within what went").toBe(4);
    expect(shifted("one three", "one X three", 4, "behind")).toBe(6);
    expect(shifted("one three", "one X three", 4, "before")).toBe(4);
    const writer = new Writer(FRESH, "s");
    for (let run = 0; run < 2000; run++) {
      const before = paragraph("p").slice(0, 10 + writer.below(40));
      const from = writer.below(before.length);
      const to = Math.min(before.length, from + writer.below(6));
      const after = before.slice(0, from) + writer.word() + before.slice(to);
      for (let at = 0; at < before.length; at++) {
        const now = shifted(before, after, at, "behind");
        expect(now >= 0 && now <= after.length, `SEED=${FRESH}`).toBe(true);
        if (at < from || at >= to) expect(after[now], `SEED=${FRESH} ${before} ${after} ${at}`).toBe(before[at]);
      }
    }
  });
});
