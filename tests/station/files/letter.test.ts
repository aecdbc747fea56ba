import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import { docxParts } from "../../../src/core/export/docx.ts";
import { exportJson } from "../../../src/core/export/json.ts";
import { proofDigest } from "../../../src/core/export/identity.ts";
import { assemble, type Proof } from "../../../src/core/proof/proof.ts";
import { reading } from "../../../src/core/proof/reading.ts";
import { FORMATS, type Format } from "../../../src/station/files/formats.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";
import { bytesOf, ISSUES, onLetter, proofOf } from "./proofs.ts";

/// A publication that prints on US Letter: PDF and Word do, and nothing else of the issue is another.

interface Tag {
  readonly role?: string;
  readonly children?: readonly Tag[];
}

/// Size and tags of a PDF's pages, its title and its bookmarks.
async function pdf(proof: Proof) {
  const document = await getDocument({ data: (await bytesOf(proof, "pdf")).slice(), verbosity: 0 }).promise;
  const [sizes, tags] = [new Set<string>(), new Set<string>()];
  const gather = (tag: Tag): void => {
    if (tag.role !== undefined) tags.add(tag.role);
    tag.children?.forEach(gather);
  };
  for (let at = 1; at <= document.numPages; at++) {
    const page = await document.getPage(at);
    sizes.add(page.view.slice(2).map(Math.round).join(" x "));
    gather((await page.getStructTree()) as Tag);
  }
  return {
    sizes: [...sizes],
    tags: [...tags].sort(),
    title: (await document.getMetadata()).info,
    outline: await document.getOutline(),
  };
}

test.each(ISSUES)("the PDF has that page, the same tags, bookmarks and title: %s", async (_name, file) => {
  const [a4, letter] = [await pdf(proofOf(file)), await pdf(onLetter(proofOf(file)))];
  expect([a4.sizes, letter.sizes]).toEqual([["595 x 842"], ["612 x 792"]]);
  expect(letter.tags).toEqual(a4.tags);
  expect(letter.title).toEqual(a4.title);
  expect(letter.outline.map(({ title, items }) => [title, items.length])).toEqual(
    a4.outline.map(({ title, items }) => [title, items.length]),
  );
});

test.each(ISSUES)("Word has that page, its tabs at the text's right end: %s", (_name, file) => {
  const [a4, letter] = [docxParts(proofOf(file)), docxParts(onLetter(proofOf(file)))];
  expect(a4["word/document.xml"]).toContain('<w:pgSz w:w="11906" w:h="16838"/>');
  expect(letter["word/document.xml"]).toContain('<w:pgSz w:w="12240" w:h="15840"/>');
  expect([a4, letter].map((parts) => new Set(parts["word/styles.xml"]?.match(/w:pos="\d+"/g)))).toEqual([
    new Set(['w:pos="8504"']),
    new Set(['w:pos="8838"']),
  ]);
  const same = (parts: Record<string, string>) => (parts["word/document.xml"] ?? "").replace(/<w:pgSz[^>]*>/, "");
  expect(same(letter)).toBe(same(a4));
});

test("JSON says so and gives it back; what has no pages is the same but for what names the edition", async () => {
  const [, file] = ISSUES[0] ?? ["", ""];
  const [a4, letter] = [proofOf(file), onLetter(proofOf(file))];
  const text = exportJson(letter);
  expect(text).toContain('"paper": "us-letter"');
  const again = readIssueBytes(new TextEncoder().encode(text));
  expect(again.ok && exportJson(assemble(again.value.issue))).toBe(text);
  expect(exportJson(a4)).not.toContain('"paper"');
  const [one, other] = [proofDigest(reading(a4)), proofDigest(reading(letter))];
  expect(one).not.toBe(other);
  for (const format of ["text", "markdown"] satisfies (Format & keyof typeof FORMATS)[])
    expect(Buffer.from(await bytesOf(letter, format)).equals(Buffer.from(await bytesOf(a4, format)))).toBe(true);
});
