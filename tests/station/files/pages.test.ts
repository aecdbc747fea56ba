import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import type { Source } from "../../../src/core/item/item.ts";
import type { DocJson } from "../../../src/core/manuscript/schema.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { bytesOf, ISSUES, onLetter, proofOf, SAMPLE } from "./proofs.ts";

interface Line {
  readonly text: string;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

/// The lines of each page from top to foot, the running foot left out.
async function pages(proof: Proof): Promise<Line[][]> {
  const document = await getDocument({ data: (await bytesOf(proof, "pdf")).slice(), verbosity: 0 }).promise;
  const found: Line[][] = [];
  for (let at = 1; at <= document.numPages; at++) {
    const { items } = await (await document.getPage(at)).getTextContent();
    const lines = items.flatMap((item) =>
      "str" in item && item.str.trim() !== ""
        ? [{ text: item.str, height: Number(item.transform[3]), x: Number(item.transform[4]), y: Number(item.transform[5]) }]
        : [],
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

const text = (words: string) => [{ type: "text", text: words }];
const paragraph = (words: string) => ({ type: "paragraph", content: text(words) });
const points = (count: number, words: string) => ({
  type: "points",
  content: Array.from({ length: count }, (_one, at) => ({ type: "point", content: text(`${words} ${at}`) })),
});

/// The sample's first item alone, with this of its text and its sources exchanged.
function alone(parts: Readonly<Record<string, readonly DocJson[]>>, sources?: readonly Source[]): Proof {
  const proof = proofOf(SAMPLE);
  const items = proof.items.slice(0, 1).map(({ rank, content }) => ({
    rank,
    content: {
      ...content,
      fields: { ...content.fields, sources: sources ?? content.fields.sources },
      doc: {
        ...content.doc,
        content: (content.doc.content ?? [])
          .filter(({ type }) => type !== "explainer")
          .flatMap((part): DocJson[] => [
            { ...part, content: parts[part.type] ?? part.content ?? [] },
            ...(part.type === "glance" && parts["explainer"] !== undefined ? [{ type: "explainer", content: parts["explainer"] }] : []),
          ]),
      },
    },
  }));
  return { ...proof, items, briefs: [] };
}

const TITLE = { type: "title", content: text("What it is") };
const LONG_SOURCE = {
  title: "A notice with a very long title ".repeat(9),
  original: { text: "关于开展试点工作的通知".repeat(20), lang: "zh-Hans" },
  link: null,
};

test.each([
  ["many short points", alone({ explainer: [TITLE, points(150, "CNY")] }), "CNY 149"],
  ["a whole page of Chinese", alone({ explainer: [TITLE, paragraph(`${"关于开展试点工作的通知产业政策，".repeat(220)} END`)] }), "END"],
  [
    "long sources",
    alone({}, [...Array.from({ length: 8 }, () => LONG_SOURCE), { ...LONG_SOURCE, title: "The last one", original: null }]),
    "The last one",
  ],
])("what has no room on one page goes on upon the next and not off its foot: %s", async (_name, proof, end) => {
  for (const one of [proof, onLetter(proof)]) {
    const all = await pages(one);
    expect(
      all
        .flat()
        .map((line) => line.text)
        .join(" "),
    ).toContain(end);
    // Nor is one line printed upon another.
    for (const lines of all) expect(new Set(lines.map(({ x, y }) => `${x} ${y}`)).size).toBe(lines.length);
  }
});

test.each([
  ["a comment of one paragraph", (more: string) => ({ glance: [paragraph(more)], comment: [paragraph("It matters. ".repeat(40))] })],
  [
    "a comment that ends with points",
    (more: string) => ({ glance: [paragraph(more)], comment: [paragraph("So:"), points(5, "It matters")] }),
  ],
])("the facts stand with the end of %s, wherever that comes to stand", async (name, parts) => {
  for (let times = 40; times <= 76; times += 2) {
    const all = await pages(alone(parts("One more sentence that moves what follows down. ".repeat(times))));
    expectSound(all, `${name}, ${times} more`);
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
