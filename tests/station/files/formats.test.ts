import { execFileSync } from "node:child_process";
import { strFromU8, unzipSync } from "fflate";
import fc from "fast-check";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { docxParts } from "../../../src/core/export/docx.ts";
import { exportEmail } from "../../../src/core/export/email.ts";
import { epubFiles } from "../../../src/core/export/epub.ts";
import { exportHtml } from "../../../src/core/export/html.ts";
import { exportMarkdown } from "../../../src/core/export/markdown.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { FORMATS, write, type Format } from "../../../src/station/files/formats.ts";
import { proofs } from "../../core/import/issues.ts";
import { digests } from "./digests.ts";
import { bytesOf, letterParts, proofOf, SAMPLE } from "./proofs.ts";

const sample = (draft: boolean): Proof => proofOf(SAMPLE, draft);
const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

describe("same proof, same bytes", () => {
  test("in every zone and locale, in a process of its own", async () => {
    const run = (env: Record<string, string>) => {
      const script = `import { digests } from ${JSON.stringify(new URL("digests.ts", import.meta.url).href)};
        process.stdout.write(await digests(${JSON.stringify(SAMPLE)}, false));`;
      return execFileSync(process.execPath, ["--input-type=module", "-e", script], { env: { ...process.env, ...env }, encoding: "utf8" });
    };
    const first = run({ TZ: "UTC", LANG: "C", LC_ALL: "C" });
    expect(first.split("\n")).toHaveLength(8);
    expect(run({ TZ: "Pacific/Kiritimati", LANG: "zh_CN.UTF-8", LC_ALL: "zh_CN.UTF-8" })).toBe(first);
    expect(run({ TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" })).toBe(first);
    expect(await digests(SAMPLE, false)).toBe(first);
    expect(await digests(SAMPLE, true)).not.toBe(first);
  });

  test("again in the same process, after another proof", async () => {
    for (const format of FORMAT_NAMES) {
      const first = await bytesOf(sample(false), format);
      await bytesOf(sample(true), format);
      expect(Buffer.compare(first, await bytesOf(sample(false), format)), format).toBe(0);
    }
  });
});

describe("a draft", () => {
  test("says so on every page of the PDF, a final issue nowhere", async () => {
    for (const draft of [true, false]) {
      const document = await getDocument({ data: (await bytesOf(sample(draft), "pdf")).slice(), verbosity: 0 }).promise;
      expect(document.numPages).toBeGreaterThan(6);
      for (let at = 1; at <= document.numPages; at++) {
        const { items } = await (await document.getPage(at)).getTextContent();
        expect(
          items.some((item) => "str" in item && item.str === "DRAFT"),
          `page ${at}`,
        ).toBe(draft);
      }
    }
  });

  test("says so at the top of every other format, a final issue nowhere", async () => {
    for (const format of ["text", "markdown", "html"] as const) {
      expect(new TextDecoder().decode(await bytesOf(sample(true), format)), format).toContain("DRAFT");
      expect(new TextDecoder().decode(await bytesOf(sample(false), format)), format).not.toContain("DRAFT");
    }
    expect(JSON.parse(new TextDecoder().decode(await bytesOf(sample(true), "json")))).toMatchObject({ draft: true });
    const parts = unzipSync(await bytesOf(sample(true), "docx"));
    expect(strFromU8(parts["word/header1.xml"]!)).toContain("DRAFT");
    expect(strFromU8(parts["word/document.xml"]!)).toContain('<w:headerReference w:type="default" r:id="header1"/>');
    expect(strFromU8(unzipSync(await bytesOf(sample(false), "docx"))["word/header1.xml"]!)).not.toContain("DRAFT");
  });

  test("says so in every chapter of the EPUB and in its title, a final issue nowhere", () => {
    for (const draft of [true, false])
      for (const [name, text] of Object.entries(epubFiles(sample(draft))).filter(([name]) => /xhtml|opf/.test(name)))
        expect(text.includes("DRAFT"), name).toBe(draft);
  });

  test("says so in the letter, its text and its subject, a final issue nowhere", async () => {
    for (const draft of [true, false]) {
      const eml = await bytesOf(sample(draft), "email");
      const { "text/html": html = "", "text/plain": text = "" } = letterParts(eml);
      const subject = /^Subject: (.*)$/m.exec(new TextDecoder().decode(eml))?.[1] ?? "";
      expect([html, text, subject].map((part) => part.includes("DRAFT"))).toEqual([draft, draft, draft]);
    }
  });
});

describe("what authors write is never markup", () => {
  test("in HTML: the only tags are ours, the only links web and mail", () => {
    const names =
      "!doctype html|html|head|meta|title|style|body|p|header|h[1-4]|main|nav|ul|li|a|section|article|" +
      "strong|em|span|aside|dl|div|dt|dd|cite|time|footer|br|address";
    const ours = new RegExp(`^</?(${names})( [a-z-]+="[^"<>]*")*>$`);
    fc.assert(
      fc.property(proofs, (proof) => {
        const html = exportHtml(proof).replace(/<style>[^]*?<\/style>/, "");
        for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).toMatch(ours);
        for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:|mailto:|#)/);
      }),
      { numRuns: 200 },
    );
  });

  test("in a letter: the only tags are ours, the only links web and mail, and nothing is loaded", () => {
    const names = "!doctype html|html|head|meta|title|style|body|table|tbody|tr|td|p|h[1-4]|ul|li|a|strong|em|span|br";
    const ours = new RegExp(`^</?(${names})( [a-z-]+="[^"<>]*")*>$`);
    fc.assert(
      fc.property(proofs, (proof) => {
        const html = (exportEmail(proof)?.html ?? "").replace(/<style>[^]*?<\/style>/, "");
        expect(html).not.toBe("");
        for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).toMatch(ours);
        for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:|mailto:)/);
      }),
      { numRuns: 200 },
    );
  });

  test("in an EPUB: every file is well-formed XML, and every link of the contents has its end", () => {
    fc.assert(
      fc.property(proofs, (proof) => {
        const files = Object.entries(epubFiles(proof));
        for (const [name, xml] of files.filter(([name]) => /xml|xhtml|opf/.test(name))) expect(unclosed(xml), name).toEqual([]);
        for (const [, file = "", id] of (epubFiles(proof)["EPUB/nav.xhtml"] ?? "").matchAll(/<a [^>]*href="([\w.-]+)(?:#([\w-]+))?"/g)) {
          const target = Object.fromEntries(files)[`EPUB/${file}`] ?? "";
          expect(target).toContain(id === undefined ? "<body>" : `id="${id}"`);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("in Word: every part is well-formed XML with our elements only", () => {
    fc.assert(
      fc.property(proofs, (proof) => {
        for (const [name, xml] of Object.entries(docxParts(proof))) expect(unclosed(xml), name).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("in Markdown: no HTML, no link of another scheme", () => {
    fc.assert(
      fc.property(proofs, (proof) => {
        const markdown = exportMarkdown(proof);
        expect(markdown.replace(/\]\(<[^<>]*>\)/g, "")).not.toMatch(/(?<!\\)<(?!https?:|\/?(?:strong|em)>)/);
        for (const [, target] of markdown.matchAll(/(?<!\\)\]\(<([^>]*)>\)/g)) expect(target).toMatch(/^https?:/);
        expect(markdown).not.toMatch(/(?<!\\)\]\(javascript/);
      }),
      { numRuns: 200 },
    );
  });

  test("in Typst: the layout sets anything", async () => {
    await fc.assert(
      fc.asyncProperty(proofs, async (proof) => {
        expect(strFromU8((await bytesOf(proof, "pdf")).subarray(0, 5))).toBe("%PDF-");
      }),
      { numRuns: Number(process.env["RUNS"] ?? 25) },
    );
  });
});

/// The elements that XML text leaves open or closes wrongly, and characters that XML forbids.
function unclosed(xml: string): string[] {
  const open: string[] = [];
  const wrong: string[] = xml.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!(amp|lt|gt|quot|#39);)/g) ?? [];
  for (const [tag, slash, name, end] of xml.matchAll(/<(\/?)([\w:]+)(?: [\w:-]+="[^"<]*")*(\/?)>|<(?![?!])/g)) {
    if (name === undefined) wrong.push(tag);
    else if (slash === "/") {
      if (open.pop() !== name) wrong.push(tag);
    } else if (end !== "/") open.push(name);
  }
  return [...wrong, ...open];
}

test("a format that there is not is refused", async () => {
  expect(await write(sample(false), "tiff")).toMatchObject({ ok: false, refusal: { code: "format-unknown" } });
  expect(await write(sample(false), "toString")).toMatchObject({ ok: false });
});
