import { describe, expect, it } from "vitest";
import { askedAs, exportReviewCopy, type ReviewCopy } from "../../../src/core/export/docx-review.ts";
import { inShort } from "../../../src/core/export/docx-review-fields.ts";
import { declined, wordedChanges, type Asked, type Worded } from "../../../src/core/import/copy/declined.ts";
import { claims, readReturned } from "../../../src/core/import/copy/home.ts";
import { readDocx } from "../../../src/core/import/docx/read.ts";
import type { WordDocument } from "../../../src/core/import/docx/model.ts";
import { acceptAll } from "../../../src/core/import/docx/settle.ts";
import type { Content } from "../../../src/core/item/item.ts";
import { toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { plain } from "../../../src/core/manuscript/text.ts";
import { content, reworded } from "../../builders/desk.ts";
import { copyWith, DESK_PUBLICATION } from "../../builders/review-copy.ts";
import { Writer } from "../../builders/writer.ts";

/// Who rejects a tracked change in Word leaves no trace of it in the file: it is told by what the copy says went out with it.

const CASES = process.env["SOAK"] === "1" ? 6000 : 100;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seedOf = (at: number): number => (at % 2 === 0 ? at : FRESH + at);
const RITA = { name: "Rita", at: "2026-10-12T00:00:00.000Z" };
const START = content(
  "Head line on industry",
  ["The ministry published measures. They take effect in May.", "First point on 人工智能 and data", "Second point", "Third point of four"],
  ["The comment opens with a claim, then gives its reasons.", "It ends with a look ahead."],
);

const read = (copy: ReviewCopy): WordDocument => {
  const found = readDocx(exportReviewCopy(copy));
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
};

/// What the copy of `base` on which `proposed` waited says was rejected, when it comes home as this document.
function rejectedIn(document: WordDocument, base: Content, proposed: Content): { all: Asked[]; found: Asked[] } {
  const names = claims(document).asked;
  const all = wordedChanges(base, proposed, DESK_PUBLICATION)
    .filter((one) => names.has(askedAs("p", one.name)))
    .map((one) => ({ ...one, by: "Rita", isIts: (who: { name: string }) => who.name === "Rita" }));
  const sent = {
    base,
    publication: DESK_PUBLICATION,
    isOurs: (who: { name: string }) => who.name === "Rita",
    noteOf: () => null,
    askedIn: () => all,
  };
  const brought = readReturned(document, sent, () => "new").content ?? base;
  return { all, found: declined(document, all, { base, brought, publication: DESK_PUBLICATION }) };
}

/// A copy that says it is `copy`, with the text of `other`: what is left of it once some suggestions were answered.
const leftOf = (copy: ReviewCopy, other: ReviewCopy): WordDocument => {
  const { properties, data } = read(copy);
  return { ...read(other), properties, data };
};

const crossing = (a: string, b: string): boolean => a.trim() !== "" && b.trim() !== "" && (a.includes(b.trim()) || b.includes(a.trim()));

/// Whether a suggestion takes words that the one of this name brings, or brings what it takes.
function meet(other: Worded, all: readonly Worded[], name: string): boolean {
  const one = all.find((each) => each.name === name);
  return one !== undefined && (crossing(other.before, one.after) || crossing(other.after, one.before));
}

/// Whether a suggestion brings words that the text has not, or none.
function isNew(name: string, all: readonly Worded[], base: Content): boolean {
  const after = all.find((each) => each.name === name)?.after.trim() ?? "";
  return after === "" || !toBlocks(base.doc).map(plain).join("\n").includes(after);
}

/// What Word's Accept All makes of a document: nothing in it is tracked any more.
const allAccepted = (document: WordDocument): WordDocument => ({
  ...document,
  paragraphs: acceptAll(document.paragraphs).map(({ shape, bookmarks, ids, place, pieces }) => ({
    ...{ shape, bookmarks, place, was: null, reshaped: null, id: ids[0] ?? null, mark: { inserted: null, deleted: null } },
    pieces: pieces.map((piece) =>
      piece.kind === "run" ? { ...piece, inserted: null, deleted: null, moved: false, was: null, reformatted: null } : piece,
    ),
  })),
});

describe("suggestions that were rejected in a copy", () => {
  it(`are told, and none that still waits or was taken is (${CASES} copies)`, () => {
    let [told, rejected] = [0, 0];
    for (let at = 0; at < CASES; at++) {
      const seed = seedOf(at);
      const writer = new Writer(seed, "s");
      const base = writer.edit(START, writer.below(4));
      const proposed = writer.edit(base, 1 + writer.below(6));
      const copy = copyWith(base, proposed, RITA);
      const fate = new Map(copy.suggestions.map(({ asked }) => [asked, writer.below(2) === 0] as const));
      const kept = copy.suggestions.filter(({ asked }) => fate.get(asked));
      const waiting = rejectedIn(leftOf(copy, { ...copy, suggestions: kept }), base, proposed);
      const names = waiting.all.filter((one) => fate.get(askedAs("p", one.name))).map((one) => one.name);
      const taken = rejectedIn(allAccepted(leftOf(copy, { ...copy, suggestions: kept, fields: [] })), base, proposed);
      // Where two suggestions of one sitting bring and take the same words, or one brings a word into the middle of the same word, what
      // came of each cannot be seen in the text.
      const lone = names.filter(
        (name) => !waiting.all.some((other) => other.name !== name && meet(other, waiting.all, name)) && isNew(name, waiting.all, base),
      );
      for (const { found } of [waiting, taken])
        expect(
          found.filter((one) => lone.includes(one.name)),
          `SEED=${seed}`,
        ).toEqual([]);
      told += waiting.found.length + taken.found.length;
      rejected += 2 * waiting.all.filter((one) => fate.get(askedAs("p", one.name)) === false).length;
    }
    console.log(`rejected suggestions: ${told} of ${rejected} told in ${CASES} copies (fresh from ${FRESH})`);
    expect(told).toBeGreaterThan(rejected / 2);
  });

  it("are told with their words, those of fields too; not those that other words stand in the place of", () => {
    const [may, shorter] = [reworded(START, "g0", "The ministry published measures. They take effect in June."), "It ends."];
    const base = { ...START, fields: { ...START.fields, byline: ["Anna"] } };
    const both = reworded(may, "c1", shorter);
    const proposed = { ...both, fields: { ...base.fields, byline: ["Anna", "Li"] } };
    const copy = copyWith(base, proposed, RITA);
    const untouched = { ...copy, suggestions: [], fields: [] };
    expect(rejectedIn(leftOf(copy, untouched), base, proposed).found.map(({ before, after }) => [before, after])).toEqual([
      ["May", "June"],
      [" with a look ahead", ""],
      ["Anna", "Anna, Li"],
    ]);
    const other = { ...untouched, content: reworded(base, "g0", "The ministry published measures. They take effect in April.") };
    expect(rejectedIn(leftOf(copy, other), base, proposed).found.map(({ before }) => before)).toEqual([" with a look ahead", "Anna"]);
    expect(rejectedIn(read(copy), base, proposed).found).toEqual([]);
    // A program that dropped what the copy says of itself: nothing is known, and nothing is said.
    expect(rejectedIn(read(untouched), base, proposed).found).toEqual([]);
  });
});

it("says in few characters what was added, taken away or replaced", () => {
  expect([inShort("", ", free of charge"), inShort("never", ""), inShort("May", "June")]).toEqual([
    "+ “, free of charge”",
    "− “never”",
    "“May” → “June”",
  ]);
});
