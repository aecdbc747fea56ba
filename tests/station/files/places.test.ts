import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { plain } from "../../../src/core/manuscript/runs.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { printedLines, reading, type Block } from "../../../src/core/proof/reading.ts";
import { exportPages, exportPdf } from "../../../src/station/files/pdf.ts";
import { proofs } from "../../core/import/issues.ts";
import { ISSUES, onLetter, proofOf } from "./proofs.ts";

/// Where the layout says that each line came to stand, held against where poppler finds its words.

const folder = mkdtempSync(join(tmpdir(), "top5-places-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly foot: number;
}

/// How much of a word's box lies over its baseline, in the fonts of the layout.
const ASCENT = 0.76;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };

function wordsOf(pdf: Uint8Array): Word[][] {
  const file = join(folder, "issue.pdf");
  writeFileSync(file, pdf);
  const told = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return told
    .split("<page ")
    .slice(1)
    .map((page) =>
      [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)].map(
        ([, left, top, foot, text = ""]) => ({
          text: text.replace(/&([\w#]+);/g, (all, name: string) => ENTITIES[name] ?? all),
          left: Number(left),
          top: Number(top),
          foot: Number(foot),
        }),
      ),
    );
}

/// How each line of an item begins in print, in the order of `printedLines`.
function beginnings(proof: Proof): string[][] {
  const read = reading(proof);
  const lines = (blocks: readonly Block[]): string[] =>
    blocks.flatMap((block) => (block.type === "paragraph" ? [plain(block.text)] : block.points.map(plain)));
  const labelled = (label: string, blocks: readonly Block[]): string[] =>
    lines(blocks).map((line, at) => (at === 0 && blocks[0]?.type === "paragraph" ? `${label}: ${line}` : line));
  return read.items.map((item) => [
    `${item.rank}. ${plain(item.headline)}`,
    ...labelled(read.publication.labels.glance, item.glance),
    ...item.explainers.flatMap(({ title, blocks }) => [`${read.publication.labels.explainer}: ${plain(title)}`, ...lines(blocks)]),
    ...labelled(read.publication.commentLabel, item.comment),
  ]);
}

const squeezed = (text: string): string => text.replace(/[\s\u00ad•]/g, "");

/// How many places were held against the page.
async function expectFound(proof: Proof): Promise<number> {
  const { pdf, places } = await exportPages(proof);
  expect(Buffer.compare(pdf, await exportPdf(proof)), "the file is the exported one").toBe(0);
  const pages = wordsOf(pdf);
  const starts = beginnings(proof);
  const entries = reading(proof).briefs.flatMap((list) => list.entries);
  const onLine = (page: number, stands: (word: Word) => boolean): string =>
    squeezed(
      (pages[page - 1] ?? [])
        .filter(stands)
        .sort((a, b) => a.left - b.left)
        .map(({ text }) => text)
        .join(""),
    );
  let held = 0;
  for (const { item, line, page, baseline } of places) {
    if (item < -1 || (item >= 0 && line < 0)) continue;
    const start = item < 0 ? plain(entries[line]?.text ?? []) : (starts[item]?.[line] ?? "");
    // Signs of other scripts come back from a PDF in ways of their own: the sound beginnings tell enough.
    const word = squeezed(/^[ -~]{2,24}/.exec(start)?.[0] ?? "").slice(0, 10);
    if (word.length < 4) continue;
    held++;
    // The word DRAFT across the page is taller.
    const stands = ({ top, foot }: Word): boolean => foot - top < 40 && Math.abs(top + (foot - top) * ASCENT - baseline) < 3;
    expect(onLine(page, stands), `item ${item}, line ${line}, page ${page}`).toContain(word);
  }
  // Every line has its place, once on its own page and the headlines in the contents too.
  const told = places.filter(({ item, line }) => item >= 0 && line >= 0).map(({ item, line }) => `${item}.${line}`);
  const lines = proof.items.map(({ content }) => printedLines(content).length);
  expect(told).toEqual([
    ...lines.map((_count, item) => `${item}.0`),
    ...lines.flatMap((count, item) => [...Array(count).keys()].map((n) => `${item}.${n}`)),
  ]);
  expect(places.filter(({ item }) => item === -1).map(({ line }) => line)).toEqual([...entries.keys()]);
  return held;
}

describe("the places told for a page are where its words stand", () => {
  test.each(ISSUES)("in %s", async (_name, file) => {
    expect(await expectFound(proofOf(file))).toBeGreaterThan(10);
    await expectFound(onLetter(proofOf(file, true)));
  });

  test("in any issue", async () => {
    let held = 0;
    await fc.assert(
      fc.asyncProperty(proofs, async (proof) => void (held += await expectFound(proof))),
      { numRuns: Number(process.env["RUNS"] ?? 25), endOnFailure: true },
    );
    expect(held).toBeGreaterThan(20);
  });
});
