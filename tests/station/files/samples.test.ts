import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { docxParts } from "../../../src/core/export/docx.ts";
import { epubFiles } from "../../../src/core/export/epub.ts";
import { assemble, type Proof } from "../../../src/core/proof/proof.ts";
import { write } from "../../../src/station/files/formats.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";

/// One small proof, hostile to every format, through all of them. The expected files lie in `tests/samples/` and are
/// meant to be read. After a wanted change: `UPDATE_SAMPLES=1 npx vitest run tests/station/files/samples.test.ts`.
const folder = new URL("../../samples/", import.meta.url);
const bytes = readFileSync(new URL("issue.json", folder));

function proof(): Proof {
  const read = readIssueBytes(bytes);
  if (!read.ok) throw new Error(read.refusal.code);
  return assemble(read.value.issue);
}

function expectSample(name: string, text: string): void {
  const file = new URL(name, folder);
  if (process.env["UPDATE_SAMPLES"] === "1" || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

async function written(format: string): Promise<Uint8Array> {
  const made = await write(proof(), format);
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
}

describe("the small proof", () => {
  test.each([
    ["text", "issue.txt"],
    ["markdown", "issue.md"],
    ["html", "issue.html"],
    ["json", "issue.json"],
  ])("as %s", async (format, name) => expectSample(name, new TextDecoder().decode(await written(format))));

  test("as Word: its parts", () => {
    const parts = Object.entries(docxParts(proof())).filter(([name]) => /document|core|header|footer|rels/.test(name));
    expectSample(
      "issue.docx.xml",
      parts
        .map(
          ([name, text]) =>
            `<!-- ${name} -->\n${text.replace(/(<\/w:p>|<w:p[ >]|<Relationship )/g, (tag) => (tag === "</w:p>" ? `${tag}\n` : `\n${tag}`))}\n`,
        )
        .join("\n")
        .replace(/\n+/g, "\n"),
    );
  });

  test("as EPUB: its files", () =>
    expectSample(
      "issue.epub.xml",
      Object.entries(epubFiles(proof()))
        .filter(([name]) => /xhtml|opf/.test(name))
        .map(([name, text]) => `<!-- ${name} -->\n${text}`)
        .join("\n"),
    ));

  test("as email: the message", async () =>
    expectSample("issue.eml.txt", new TextDecoder().decode(await written("email")).replaceAll("\r\n", "\n")));

  test("as PDF: its pages' words and its tags", async () => expectSample("issue.pdf.txt", await pdfText(await written("pdf"))));
});

interface Tag {
  readonly role?: string;
  readonly type?: string;
  readonly children?: readonly Tag[];
}

const tagLines = (tag: Tag, depth: number): string[] => {
  const inner = (tag.children ?? []).flatMap((child) => tagLines(child, depth + 1));
  return tag.role === undefined ? inner : [`${"  ".repeat(depth)}${tag.role}`, ...inner];
};

async function pdfText(pdf: Uint8Array): Promise<string> {
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
  const { info } = (await document.getMetadata()) as { info: Record<string, unknown> };
  const lines = [`title: ${info["Title"]}`, `created: ${info["CreationDate"]}`, `language: ${info["Language"]}`];
  for (let at = 1; at <= document.numPages; at++) {
    const page = await document.getPage(at);
    const content = await page.getTextContent();
    lines.push(
      "",
      `--- page ${at}`,
      ...content.items
        .map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""))
        .join("")
        .split("\n"),
    );
    lines.push("--- tags", ...tagLines((await page.getStructTree()) as Tag, 0));
  }
  const outline = await document.getOutline();
  const titles = (entries: readonly { title: string; items: [] }[], depth: number): string[] =>
    entries.flatMap(({ title, items }) => [`${"  ".repeat(depth)}${title}`, ...titles(items, depth + 1)]);
  return `${[...lines, "", "--- bookmarks", ...titles(outline as [], 0)].join("\n")}\n`;
}
