import { describe, expect, it } from "vitest";
import type { Content } from "../../../src/core/item/item.ts";
import { contentDigest } from "../../../src/core/item/content-digest.ts";
import { canonical } from "../../../src/core/base/canonical.ts";
import { ContentSchema } from "../../../src/core/item/content-schema.ts";
import { fromBlocks, toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { docText } from "../../../src/core/manuscript/text.ts";
import { applyEdits } from "../../../src/core/manuscript/edits.ts";
import { fromFlow, toFlow } from "../../../src/core/manuscript/flow.ts";
import { applySuggestions, editsOf, suggestions, takeSuggestions, type Taking } from "../../../src/core/review/suggestion.ts";
import * as v from "valibot";
import { content } from "../../builders/desk.ts";
import { Writer } from "../../builders/writer.ts";

const SOAK = process.env["SOAK"] === "1";
const CASES = SOAK ? 10_000 : 1200;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seedOf = (at: number): number => (at % 2 === 0 ? at : FRESH + at);

const START = content(
  "Head line on industry",
  ["The ministry published measures. They take effect in May.", "First point on 人工智能 and data", "Second point", "Third point of four"],
  ["The comment opens with a claim, then gives its reasons.", "It ends with a look ahead."],
);

const shuffled = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);

const bytes = (text: Content): string => canonical({ fields: text.fields, doc: text.doc });
/// The words of a writer that a text still holds.
const heldOf = (writer: Writer, text: Content): string[] => {
  const words = `${docText(text.doc)} ${canonical(text.fields)}`;
  return writer.typed.filter((word) => words.includes(word));
};

/// Takes suggestions one after another on the text as it then is, as people do who answer them singly.
function oneByOne(base: Content, all: readonly Taking[], random: () => number): Content | null {
  const singles = all.flatMap((taking) => taking.names.map((name): Taking => ({ ...taking, names: [name] })));
  const done: Taking[] = [];
  let text: Content = base;
  for (const single of shuffled(singles, random)) {
    const next = applySuggestions(base, text, done, single);
    if (next === null) return null;
    text = next;
    done.push(single);
  }
  return text;
}

describe("the suggestions of one proposal", () => {
  it(`declined all give the base, accepted all the proposal, one by one in any order the same (${CASES} proposals)`, () => {
    let count = 0;
    for (let at = 0; at < CASES; at++) {
      const seed = seedOf(at);
      const writer = new Writer(seed, "s");
      const base = writer.edit(START, writer.below(4));
      const proposed = writer.edit(base, 1 + writer.below(7));
      const names = suggestions(base, proposed).map((one) => one.name);
      count += names.length;
      expect(new Set(names).size, `SEED=${seed}`).toBe(names.length);
      const taking: Taking = { proposal: "p", proposed, names };
      expect(bytes(takeSuggestions(base, [{ ...taking, names: [] }]) as Content), `SEED=${seed}`).toBe(bytes(base));
      expect(bytes(takeSuggestions(base, [taking]) as Content), `SEED=${seed}`).toBe(bytes(proposed));
      const made = applyEdits(toFlow(base.doc), editsOf(base, proposed, names));
      expect(canonical(fromFlow(made)), `SEED=${seed}`).toBe(canonical(proposed.doc));
      const ended = oneByOne(base, [taking], writer.random);
      expect(ended === null ? null : bytes(ended), `SEED=${seed}`).toBe(bytes(proposed));
      const some = names.filter(() => writer.random() < 0.5);
      const part = takeSuggestions(base, [{ ...taking, names: some }]);
      expect(v.is(ContentSchema, part), `SEED=${seed}`).toBe(true);
    }
    console.log(`suggestions: ${CASES} proposals (fresh from ${FRESH}), ${count} suggestions`);
    expect(count).toBeGreaterThan(CASES * 2);
  });

  it("are found by their words, blocks and fields", () => {
    const blocks = toBlocks(START.doc);
    const at = (id: string): number => blocks.findIndex((block) => block.id === id);
    const set = (id: string, text: string): typeof blocks =>
      blocks.with(at(id), { ...(blocks[at(id)] as (typeof blocks)[number]), text: [{ type: "text", text }] });
    const of = (changed: typeof blocks) =>
      suggestions(START, { ...START, doc: fromBlocks(changed) }).map(({ name, change, before, after }) => [name, change, before, after]);
    expect(of(set("g0", "The ministry issued measures. They take effect in June."))).toEqual([
      ["text:g0/1", "replaced", "published", "issued"],
      ["text:g0/2", "replaced", "May", "June"],
    ]);
    expect(of(set("g2", "Second new point"))).toEqual([["text:g2/1", "inserted", "", "new "]]);
    const point = blocks[at("g2")] as (typeof blocks)[number];
    expect(of(blocks.toSpliced(at("g2"), 1))).toEqual([["text:g2/1", "deleted", "Second point", ""]]);
    expect(of(blocks.with(at("g2"), { ...point, kind: point.kind === "point" ? "paragraph" : "point" }))).toEqual([
      ["text:g2/1", "listed", "", ""],
    ]);
    const split = blocks.toSpliced(
      at("g2"),
      1,
      { ...point, text: [{ type: "text", text: "Second " }] },
      { ...point, id: "new", text: [{ type: "text", text: "point" }] },
    );
    expect(of(split)).toEqual([["text:new/1", "split", "", ""]]);
    const glued = blocks.toSpliced(at("g2"), 2, { ...point, text: [{ type: "text", text: "Second pointThird point of four" }] });
    expect(of(glued).map(([, change]) => change)).toEqual(["replaced", "deleted"]);
    const dated = { ...START, fields: { ...START.fields, date: "2026-09-01" } };
    expect(suggestions(START, dated).map((one) => one.name)).toEqual(["field:date"]);
  });
});

describe("suggestions of several reviewers on one text", () => {
  it(`end the same in whatever order they are accepted, and lose no word of either (${CASES} pairs)`, () => {
    let [together, clashes] = [0, 0];
    for (let at = 0; at < CASES; at++) {
      const seed = seedOf(at);
      const [rita, sven] = [new Writer(seed, "r"), new Writer(seed + 1_000_000, "s")];
      const [r, s] = [rita.edit(START, 1 + rita.below(3)), sven.edit(START, 1 + sven.below(3))];
      const all: Taking[] = [
        { proposal: "r", proposed: r, names: suggestions(START, r).map((one) => one.name) },
        { proposal: "s", proposed: s, names: suggestions(START, s).map((one) => one.name) },
      ];
      const both = takeSuggestions(START, all);
      if (both === null) {
        clashes++;
        continue;
      }
      together++;
      const orders = [oneByOne(START, all, rita.random), oneByOne(START, all, sven.random)];
      for (const ended of orders) expect(ended === null ? null : contentDigest(ended), `SEED=${seed}`).toBe(contentDigest(both));
      expect([heldOf(rita, both), heldOf(sven, both)], `SEED=${seed}`).toEqual([heldOf(rita, r), heldOf(sven, s)]);
    }
    console.log(`suggestions: ${together} pairs of reviewers, ${clashes} that touched the same words`);
    expect(together).toBeGreaterThan(CASES / 3);
  });

  it(`stay apart from what was written meanwhile: both are in the text, or the suggestion is refused (${CASES} texts)`, () => {
    let [taken, refused] = [0, 0];
    for (let at = 0; at < CASES; at++) {
      const seed = seedOf(at);
      const [reviewer, author] = [new Writer(seed, "r"), new Writer(seed + 1_000_000, "s")];
      const [proposed, current] = [reviewer.edit(START, 2), author.edit(START, 2)];
      for (const { name } of suggestions(START, proposed)) {
        const text = applySuggestions(START, current, [], { proposal: "p", proposed, names: [name] });
        if (text === null) {
          refused++;
          continue;
        }
        taken++;
        expect(heldOf(author, text), `SEED=${seed} ${name}`).toEqual(heldOf(author, current));
      }
    }
    console.log(`suggestions: ${taken} taken over a text that moved on, ${refused} refused`);
    expect(taken).toBeGreaterThan(refused);
  });

  it("are caught when an order of accepting loses one (canary)", () => {
    const writer = new Writer(7, "s");
    const proposed = writer.edit(START, 6);
    const names = suggestions(START, proposed).map((one) => one.name);
    const forgetful = takeSuggestions(START, [{ proposal: "p", proposed, names: names.slice(1) }]) as Content;
    expect(bytes(forgetful)).not.toBe(bytes(proposed));
    expect(docText(proposed.doc)).not.toBe("");
  });
});

describe("comparing two texts", () => {
  it("never takes long, however unlike they are", () => {
    const words = (name: string): string => Array.from({ length: 4000 }, (_, at) => `${name}${at}`).join(" ");
    const [base, proposed] = [content("H", [words("a")], ["c"]), content("H", [words("b")], ["c"])];
    const found = suggestions(base, proposed);
    expect(bytes(takeSuggestions(base, [{ proposal: "p", proposed, names: found.map((one) => one.name) }]) as Content)).toBe(
      bytes(proposed),
    );
    expect(found.length).toBeGreaterThan(0);
  });
});
