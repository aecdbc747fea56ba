import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { same } from "../../../src/core/base/canonical.ts";
import { contentDigest } from "../../../src/core/item/content-digest.ts";
import { exportReviewCopy, type CopyNote, type ReviewCopy } from "../../../src/core/export/docx-review.ts";
import { claims, holds, isItemSized, readReturned, type Returned, type Sent } from "../../../src/core/import/copy/home.ts";
import { readDocx } from "../../../src/core/import/docx/read.ts";
import type { WordDocument } from "../../../src/core/import/docx/model.ts";
import { acceptAll, rejectAll, settledText, type SettledParagraph } from "../../../src/core/import/docx/settle.ts";
import type { Content } from "../../../src/core/item/item.ts";
import { toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { plain } from "../../../src/core/manuscript/text.ts";
import { suggestions } from "../../../src/core/review/suggestion.ts";
import { content, reworded } from "../../builders/desk.ts";
import { copyWith, DESK_PUBLICATION } from "../../builders/review-copy.ts";
import { ooxmlFaults } from "../../builders/ooxml.ts";
import { p, rewritten, run, wordFile } from "../../builders/word.ts";
import { Writer } from "../../builders/writer.ts";

const SOAK = process.env["SOAK"] === "1";
const CASES = SOAK ? 6000 : 500;
const FRESH = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seedOf = (at: number): number => (at % 2 === 0 ? at : FRESH + at);
const RITA = { name: "Rita", at: "2026-10-12T00:00:00.000Z" };

const START = content(
  "Head line on industry",
  ["The ministry published measures. They take effect in May.", "First point on 人工智能 and data", "Second point", "Third point of four"],
  ["The comment opens with a claim, then gives its reasons.", "It ends with a look ahead."],
);

const read = (bytes: Uint8Array): WordDocument => {
  const found = readDocx(bytes);
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
};

const returned = (document: WordDocument, base: Content, sent: Partial<Sent> = {}): Returned => {
  let count = 0;
  const known: Sent = { base, publication: DESK_PUBLICATION, isOurs: () => false, noteOf: () => null, askedIn: () => [], ...sent };
  return readReturned(document, known, () => `new-${count++}`);
};

/// A text letter by letter with its marks, without ids, and without languages: those of new Chinese are set by its script.
const readAs = (of: Content): unknown => [
  toBlocks(of.doc).map((block) => [
    block.kind,
    block.text.flatMap((node) =>
      [...(node.text ?? "")].map((letter) => [
        letter,
        ...(node.marks ?? []).filter((mark) => mark.type !== "lang").map((mark) => JSON.stringify(mark)),
      ]),
    ),
  ]),
  of.fields,
];

/// The copy's paragraphs that are the text itself, as lines.
const textLines = (paragraphs: readonly SettledParagraph[], base: Content): string[] => {
  const all = paragraphs.map(settledText);
  const first = toBlocks(base.doc).find((block) => block.kind === "headline");
  const from = all.indexOf(plain(first ?? { text: [] }));
  const labels = [DESK_PUBLICATION.labels.glance, DESK_PUBLICATION.commentLabel, DESK_PUBLICATION.labels.explainer];
  return all.slice(from, all.indexOf("Source, date and byline")).filter((line) => !labels.includes(line));
};
const lines = (of: Content): string[] => toBlocks(of.doc).flatMap((block) => (block.kind === "part" ? [] : [plain(block)]));
const worded = (all: readonly string[]): string[] => all.filter((line) => line !== "");

/// Whether a suggestion takes a part's label along, and so is told in words instead of being shown.
const toldInWords = ({ suggestions: all }: ReviewCopy): boolean =>
  all.some(({ edits }) =>
    edits?.some(({ insert }) => insert.some((token) => "begins" in token && /^part:(glance|comment)/.test(token.begins.id))),
  );

describe("a review copy that comes home as it went out", () => {
  it(`brings back the same suggestions; accept-all is the text with all of them, reject-all the text (${CASES} copies)`, () => {
    let [shown, told] = [0, 0];
    for (let at = 0; at < CASES; at++) {
      const seed = seedOf(at);
      const writer = new Writer(seed, "s");
      const base = writer.edit(START, writer.below(4));
      const proposed = writer.edit(base, 1 + writer.below(6));
      const copy = copyWith(base, proposed, RITA);
      if (toldInWords(copy)) {
        told++;
        continue;
      }
      const bytes = exportReviewCopy(copy);
      expect(ooxmlFaults(bytes), `SEED=${seed}`).toEqual([]);
      const document = read(bytes);
      const back = returned(document, base);
      expect(readAs(back.content ?? base), `SEED=${seed}`).toEqual(readAs(proposed));
      expect(back.unplaced, `SEED=${seed}`).toEqual([]);
      expect(worded(textLines(acceptAll(document.paragraphs), proposed)), `SEED=${seed}`).toEqual(worded(lines(proposed)));
      expect(worded(textLines(rejectAll(document.paragraphs), base)), `SEED=${seed}`).toEqual(worded(lines(base)));
      expect(returned(document, base, { isOurs: () => true }).content, `SEED=${seed}`).toBe(null);
      shown += copy.suggestions.length;
    }
    console.log(`review copies: ${CASES - told} (fresh from ${FRESH}) with ${shown} suggestions shown, ${told} with one told in words`);
    expect(shown).toBeGreaterThan(CASES);
    expect(told).toBeLessThan(CASES / 20);
  });

  it("is caught when a suggestion is left out of it (canary)", () => {
    let caught = 0;
    for (let seed = 0; seed < 20; seed++) {
      const writer = new Writer(seed, "s");
      const proposed = writer.edit(START, 4);
      const copy = copyWith(START, proposed, RITA);
      const document = read(exportReviewCopy({ ...copy, suggestions: copy.suggestions.slice(1) }));
      if (!same(readAs(returned(document, START).content ?? START), readAs(proposed))) caught++;
    }
    expect(caught).toBeGreaterThan(15);
  });

  it("has the same bytes each time", () => {
    const proposed = new Writer(3, "s").edit(START, 5);
    expect(exportReviewCopy(copyWith(START, proposed, RITA))).toEqual(exportReviewCopy(copyWith(START, proposed, RITA)));
  });

  it("says which text it was made of in three places", () => {
    const copy = copyWith(START, START, RITA);
    const document = read(exportReviewCopy(copy));
    const { item, revision, digest } = copy;
    const asked = new Set<string>();
    expect(claims(document)).toEqual({ item, revision, digest, asked });
    expect(claims({ ...document, properties: {} })).toEqual({ item, revision, digest, asked });
    expect(claims({ ...document, properties: {}, data: [] })).toEqual({ item: null, revision: revision.slice(0, 16), digest: null, asked });
    expect(holds(document, START)).toBe(1);
    expect(holds(document, content("Something else", ["Other words"], ["Entirely"]))).toBe(0);
  });
});

const NOTES: readonly CopyNote[] = [
  {
    by: RITA,
    text: "Is this so?",
    on: { block: "c0", from: 4, to: 11 },
    quote: "comment",
    replies: [{ by: { ...RITA, name: "Sven" }, text: "Yes.\nSee p. 3" }],
  },
  { by: RITA, text: "Shorter", on: { block: "c1", from: 0, to: 0 }, quote: "", replies: [] },
  { by: RITA, text: "Older source?", on: { field: "sources" }, quote: "", replies: [] },
  { by: RITA, text: "What of this?", on: null, quote: "words of before", replies: [] },
];

describe("notes in a review copy", () => {
  const document = read(exportReviewCopy(copyWith(START, START, RITA, NOTES)));

  it("are comments with their answers, on their words", () => {
    expect(document.comments.map(({ by, text, answers }) => [by.name, text, answers])).toEqual([
      ["Rita", "Is this so?", null],
      ["Sven", "Yes.\nSee p. 3", "1"],
      ["Rita", "Shorter", null],
      ["Rita", "Older source?", null],
      ["Rita", "On words that are gone, “words of before”:\nWhat of this?", null],
    ]);
    const { notes } = returned(document, START);
    expect(notes.map(({ anchor }) => [anchor.block, anchor.field, anchor.quote])).toEqual([
      ["c0", null, "comment"],
      ["c1", null, "It ends with a look ahead."],
      [null, "sources", ""],
      ["h", null, "Head line on industry"],
    ]);
    expect(notes[0]?.text).toBe("Is this so?\nSven: Yes.\nSee p. 3");
  });

  it("that went out are not brought back, and an answer to one is an answer to it", () => {
    const known = (by: string, text: string): string | null => (by === "Rita" ? `note of ${text}` : null);
    expect(returned(document, START, { noteOf: known })).toMatchObject({
      notes: [],
      replies: [{ from: "Sven", note: "note of Is this so?", text: "Yes.\nSee p. 3" }],
      from: ["Sven"],
    });
  });
});

describe("a copy in which somebody turned tracking off", () => {
  const proposed = reworded(reworded(START, "g2", "Second, much better point"), "c1", "It ends.");
  const silent = (of: Content): WordDocument => read(exportReviewCopy({ ...copyWith(START, START, RITA), content: of }));

  it("brings what differs from the text that was sent", () => {
    const back = returned(silent(proposed), START);
    expect(suggestions(START, back.content ?? START).map(({ change, before, after }) => [change, before, after])).toEqual([
      ["inserted", "", ", much better"],
      ["deleted", " with a look ahead", ""],
    ]);
  });

  it("and with every bookmark gone finds the blocks by their words", () => {
    const document = silent(proposed);
    const bare = { ...document, paragraphs: document.paragraphs.map((one) => ({ ...one, bookmarks: [], id: null })) };
    expect(contentDigest(returned(bare, START).content ?? START)).toBe(contentDigest(proposed));
    expect(returned(bare, START).unplaced).toEqual([]);
  });
});

describe("a file that is no copy, or hardly one", () => {
  it("is compared in little time, however long it may be", () => {
    const words = (of: string, count: number): string => Array.from({ length: count }, (_, at) => `${of}${at}`).join(" ");
    const long = wordFile(Array.from({ length: 590 }, (_, at) => p(run(words(`w${at}-`, 25)))).join(""));
    const wide = wordFile(p(run(words("word", 15_000))));
    for (const bytes of [long, wide]) {
      const document = read(bytes);
      expect(isItemSized(document)).toBe(true);
      const began = performance.now();
      expect(holds(document, START)).toBe(0);
      returned(document, START);
      expect(performance.now() - began).toBeLessThan(2000);
    }
    expect(isItemSized(read(wordFile(p(run("x").repeat(2)).repeat(601))))).toBe(false);
    expect(isItemSized(read(wordFile(p(run("x".repeat(150_001))))))).toBe(false);
  });
});

describe("fields in a copy", () => {
  const changed = (change: (text: string) => string): Returned => {
    const document = read(exportReviewCopy(copyWith(START, START, RITA)));
    const paragraphs = document.paragraphs.map((one) => ({
      ...one,
      pieces: one.pieces.map((piece) => (piece.kind === "run" ? { ...piece, text: change(piece.text) } : piece)),
    }));
    return returned({ ...document, paragraphs }, START);
  };
  const swap = (from: string, to: string): Returned => changed((text) => (text === from ? to : text));

  it.each([
    ["October 1, 2026", "2 October 2026", { date: "2026-10-02" }],
    ["Anna", "Anna, Marek", { byline: ["Anna", "Marek"] }],
    ["MOT", "MOF", { bodies: [{ short: "MOF", name: null, original: null, via: null }] }],
    ["通知", "公告", { sources: [{ title: "Notice", original: { text: "公告", lang: "zh-Hans" }, link: "https://example.org/notice" }] }],
    [
      "https://example.org/notice",
      "https://example.org/new",
      { sources: [{ title: "Notice", original: { text: "通知", lang: "zh-Hans" }, link: "https://example.org/new" }] },
    ],
  ])("come home: %s becomes %s", (from, to, fields) => {
    const back = swap(from, to);
    expect(back.content?.fields).toMatchObject(fields);
    expect(back.unplaced).toEqual([]);
  });

  it("that say nothing known are listed with their words", () => {
    expect(swap("October 1, 2026", "some time in autumn")).toMatchObject({
      content: null,
      unplaced: [{ code: "copy-line-unread", words: "Date: some time in autumn" }],
    });
    expect(swap("https://example.org/notice", "javascript:alert(1)").unplaced).toMatchObject([{ code: "copy-line-unread" }]);
  });
});

describe("files that LibreOffice wrote (word/README.md says how)", () => {
  const files = new URL("word/", import.meta.url);
  const expected = JSON.parse(readFileSync(new URL("expected.json", files), "utf8")) as Record<
    string,
    { accepted: string[]; rejected: string[] }
  >;
  const words = (paragraphs: readonly SettledParagraph[]): string[] => worded(paragraphs.map((one) => settledText(one).trim()));

  it.each(Object.entries(expected))(
    "%s reads as LibreOffice reads it, and still says which text it was made of",
    (name, { accepted, rejected }) => {
      const document = read(new Uint8Array(readFileSync(new URL(`${name}.docx`, files))));
      expect(words(acceptAll(document.paragraphs))).toEqual(accepted);
      expect(words(rejectAll(document.paragraphs))).toEqual(rejected);
      expect(claims(document).revision).toMatch(/^[0-9a-f]{64}$/);
      expect(document.comments.length).toBeGreaterThan(0);
    },
  );
});

describe("the check of Word files itself", () => {
  it("sees what is in the wrong order, leads nowhere, or stands twice", () => {
    const sound = exportReviewCopy(copyWith(START, reworded(START, "g2", "Another point"), RITA, NOTES));
    expect(ooxmlFaults(sound)).toEqual([]);
    const broken = (from: string | RegExp, to: string): string[] => ooxmlFaults(rewritten(sound, (part) => part.replace(from, to)));
    expect(broken('<w:pStyle w:val="House"/><w:keepNext/>', '<w:keepNext/><w:pStyle w:val="House"/>')).toHaveLength(1);
    expect(broken(/<w:delText([^>]*)>([^<]*)<.w:delText>/, "<w:t$1>$2</w:t>")).not.toEqual([]);
    expect(broken('w:name="_t5b1"', 'w:name="_t5b0"')).not.toEqual([]);
    expect(broken('<w:commentRangeEnd w:id="1"/>', "")).not.toEqual([]);
    expect(broken('r:id="header1"', 'r:id="nowhere"')).not.toEqual([]);
  });
});
