import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { LOOKS } from "../../../src/contract/look.ts";
import { exportEpub } from "../../../src/core/export/epub.ts";
import { exportHtml } from "../../../src/core/export/html.ts";
import { fromBlocks, toBlocks } from "../../../src/core/manuscript/blocks.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { lookOf } from "../../../src/station/files/look.ts";
import { must } from "../../builders/stations.ts";
import { proofOf, SAMPLE } from "./proofs.ts";

const OUTSIDE = / target="_blank"/g;
const files = (proof: Proof, format: (typeof LOOKS)[number]): Record<string, string> =>
  Object.fromEntries(Object.entries(must(lookOf(proof, format, null)).files).map(([name, bytes]) => [name, strFromU8(bytes)]));

/// The sample with these words at the end of its first item.
function saying(text: string): Proof {
  const proof = proofOf(SAMPLE, true);
  const items = proof.items.map((item, at) => {
    const blocks = toBlocks(item.content.doc).map((block, of, all) =>
      of === all.length - 1 ? { ...block, text: [{ type: "text" as const, text }] } : block,
    );
    return at === 0 ? { ...item, content: { ...item.content, doc: fromBlocks(blocks) } } : item;
  });
  return { ...proof, items };
}

test("a look is the file itself, but that links which lead out of it ask for a window of their own", () => {
  const proof = proofOf(SAMPLE, true);
  const { "page.html": page = "" } = files(proof, "html");
  expect(page.replace(OUTSIDE, "")).toBe(exportHtml(proof));
  expect(page.match(OUTSIDE)?.length).toBe(page.match(/href="(https?|mailto):/g)?.length);
  const book = unzipSync(exportEpub(proof));
  for (const [name, text] of Object.entries(files(proof, "epub"))) {
    expect(text.replace(OUTSIDE, ""), name).toBe(strFromU8(book[`EPUB/${name}`] ?? new Uint8Array()));
    expect(text.match(/<a [^>]*target="_blank"[^>]*href="(#|[\w-]+\.xhtml)/), name).toBe(null);
  }
});

test.each(LOOKS)("hostile words are words: %s", (format) => {
  const words = `<script>run()</script> <a href="javascript:run()">x</a> 新港`;
  for (const [name, text] of Object.entries(files(saying(words), format))) {
    if (/html$/.test(name)) expect(text, name).not.toMatch(/<script|<a [^>]*javascript/);
    else if (name === "page.txt") expect(text, name).toContain("新港");
  }
});
