import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { bytesOf, ISSUES, onLetter, proofOf, SAMPLE } from "./proofs.ts";

interface Line {
  readonly text: string;
  readonly height: number;
  readonly y: number;
}

/// The lines of each page from top to foot, the running foot left out.
async function pages(proof: Proof): Promise<Line[][]> {
  const document = await getDocument({ data: (await bytesOf(proof, "pdf")).slice(), verbosity: 0 }).promise;
  const found: Line[][] = [];
  for (let at = 1; at <= document.numPages; at++) {
    const { items } = await (await document.getPage(at)).getTextContent();
    const lines = items.flatMap((item) =>
      "str" in item && item.str.trim() !== "" ? [{ text: item.str, height: Number(item.transform[3]), y: Number(item.transform[5]) }] : [],
    );
    found.push(lines.filter((line) => line.y > 60).sort((a, b) => b.y - a.y));
  }
  return found;
}

const HEADLINE = 15;

function expectSound(all: readonly Line[][], name: string): void {
  all.forEach((lines, at) => {
    const here = `${name}, page ${at + 1}`;
    expect(lines.length, here).toBeGreaterThan(0);
    // The front's title is the one heading that nothing need follow.
    if (at > 0) expect(lines.at(-1)?.height ?? 0, `${here} ends with a headline`).toBeLessThan(HEADLINE);
    expect(lines[0]?.text.startsWith("Article:"), `${here} begins with the facts`).toBe(false);
    expect(lines.at(-1)?.text.startsWith("Explainer"), `${here} ends with an explainer's title`).toBe(false);
  });
}

test.each(ISSUES)("no heading stands at a page's foot, no facts alone at its head: %s", async (name, file) => {
  expectSound(await pages(proofOf(file)), name);
  expectSound(await pages(onLetter(proofOf(file))), `${name} on US Letter`);
});

test.each([
  ["A4", proofOf(SAMPLE), 1],
  ["US Letter", onLetter(proofOf(SAMPLE)), 4],
])("nor does one when the text is longer, sentence by sentence, on %s", async (_name, proof, step) => {
  for (let times = 1; times <= 24; times += step) {
    const filler = { type: "paragraph", content: [{ type: "text", text: "One more sentence that moves what follows down. ".repeat(2) }] };
    const items = proof.items.map(({ rank, content }) => ({
      rank,
      content: {
        ...content,
        doc: {
          ...content.doc,
          content: (content.doc.content ?? []).map((part) =>
            part.type === "glance" ? { ...part, content: [...Array.from({ length: times }, () => filler), ...(part.content ?? [])] } : part,
          ),
        },
      },
    }));
    const briefs = proof.briefs.map((list) => ({ ...list, entries: Array.from({ length: times }, () => list.entries).flat() }));
    expectSound(await pages({ ...proof, items, briefs }), `${times} more`);
  }
});

test("a last paragraph that is longer than a page is printed whole", async () => {
  const proof = proofOf(SAMPLE);
  const words = Array.from({ length: 1500 }, (_one, at) => `word${at}`).join(" ");
  const items = proof.items.slice(0, 1).map(({ rank, content }) => ({
    rank,
    content: {
      ...content,
      doc: {
        ...content.doc,
        content: (content.doc.content ?? []).map((part) =>
          part.type === "comment"
            ? { ...part, content: [...(part.content ?? []), { type: "paragraph", content: [{ type: "text", text: words }] }] }
            : part,
        ),
      },
    },
  }));
  const text = (await pages({ ...proof, items, briefs: [] }))
    .flat()
    .map((line) => line.text)
    .join(" ");
  for (const at of [0, 700, 1499]) expect(text).toContain(`word${at}`);
});
