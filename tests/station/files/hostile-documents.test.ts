import { strToU8, zipSync } from "fflate";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../../src/station/files/read-document.ts";
import type { DocumentKind } from "../../../src/station/files/document-kind.ts";
import { countingIds } from "../../core/import/issues.ts";

/// Files made to harm: each a refusal or a finding, at little cost; nothing is fetched and nothing written.

type Kind = DocumentKind;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const O = ["office", "text"].map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`).join(" ");
const CONTAINER =
  '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>';
const OPF =
  '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>';

/// A file of the kind whose text is this, as its own markup. `head` stands before the part that holds the text.
const wrapped: Readonly<Record<Kind, (inner: string, head?: string) => Uint8Array>> = {
  docx: (inner, head = "") => zipSync({ "word/document.xml": strToU8(`${head}<w:document ${W}><w:body>${inner}</w:body></w:document>`) }),
  odt: (inner, head = "") =>
    zipSync({
      "content.xml": strToU8(
        `${head}<office:document-content ${O}><office:body><office:text>${inner}</office:text></office:body></office:document-content>`,
      ),
    }),
  epub: (inner, head = "") =>
    zipSync({
      "META-INF/container.xml": strToU8(CONTAINER),
      "a.opf": strToU8(head + OPF),
      "a.xhtml": strToU8(`<html><body>${inner}</body></html>`),
    }),
  html: (inner) => strToU8(`<!doctype html><html><body>${inner}</body></html>`),
  markdown: (inner) => strToU8(inner),
  rtf: (inner) => strToU8(`{\\rtf1\\ansi ${inner}}`),
};
const XML = ["docx", "odt", "epub"] as const;
const ALL = Object.keys(wrapped) as Kind[];
const DTD = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]>';

const nested: Readonly<Record<Kind, () => Uint8Array>> = {
  docx: () => wrapped.docx("<w:sdt>".repeat(100_000)),
  odt: () => wrapped.odt("<text:section>".repeat(100_000)),
  epub: () => wrapped.epub("<div>".repeat(100_000)),
  html: () => wrapped.html("<div>".repeat(100_000)),
  markdown: () => wrapped.markdown(`${">".repeat(100_000)} a`),
  rtf: () => wrapped.rtf("{".repeat(100_000)),
};
const linking: Readonly<Record<Kind, string>> = {
  docx: '<w:p><w:fldSimple w:instr=" HYPERLINK &quot;javascript:alert(1)&quot; "><w:r><w:t>Press here</w:t></w:r></w:fldSimple></w:p>',
  odt: '<text:p><text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)">Press here</text:a></text:p>',
  epub: '<p><a href="javascript:alert(1)">Press here</a></p>',
  html: '<script>alert(1)</script><p><a href="javascript:alert(1)">Press here</a><img src="http://example.org/x.png"></p>',
  markdown: "[Press here](javascript:alert(1))",
  rtf: '{\\field{\\*\\fldinst HYPERLINK "javascript:alert(1)"}{\\fldrslt Press here}}\\par',
};
const blanks: Readonly<Record<Kind, () => Uint8Array>> = {
  docx: () => zipSync({ "word/document.xml": new Uint8Array(200 * 1024 * 1024).fill(32) }, { level: 1 }),
  odt: () => zipSync({ "content.xml": new Uint8Array(200 * 1024 * 1024).fill(32) }, { level: 1 }),
  epub: () =>
    zipSync(
      { "META-INF/container.xml": strToU8(CONTAINER), "a.opf": strToU8(OPF), "a.xhtml": new Uint8Array(200 * 1024 * 1024).fill(32) },
      { level: 1 },
    ),
  html: () => new Uint8Array(15 * 1024 * 1024).fill(32),
  markdown: () => new Uint8Array(15 * 1024 * 1024).fill(32),
  rtf: () => wrapped.rtf(" ".repeat(15 * 1024 * 1024)),
};

/// What reading says, and that it cost less than two seconds of the processor.
function said(bytes: Uint8Array, kind: Kind): { code: string; text: string } {
  const from = process.cpuUsage();
  const read = readDocument(bytes, kind, countingIds());
  const { user, system } = process.cpuUsage(from);
  expect((user + system) / 1e6, "seconds of the processor").toBeLessThan(2);
  return read.ok
    ? { code: read.value.findings.map((one) => one.code).join(" "), text: JSON.stringify(read.value) }
    : { code: read.refusal.code, text: "" };
}

describe.each(ALL)("%s made to harm", (kind) => {
  it("nested a hundred thousand times is refused", () => expect(said(nested[kind](), kind).code).toMatch(/^document-too-(deep|large)$/));

  it("of nothing but blanks is refused", () => expect(said(blanks[kind](), kind).code).toMatch(/^(document-too-large|import-empty)$/));

  it("with a link to a script loses the link and says so, and keeps its words", () => {
    const { code, text } = said(wrapped[kind](linking[kind]), kind);
    expect(text).toContain("Press here");
    expect(JSON.parse(text).issue === undefined ? "" : JSON.stringify(JSON.parse(text).issue)).not.toContain("javascript:");
    expect(code).not.toBe("");
  });

  it("cut short or of another kind is refused or read as text, and never thrown", () => {
    const whole = wrapped[kind](linking[kind]);
    for (const part of [whole.subarray(0, whole.length >> 1), strToU8("PK\u0003\u0004 and no more"), Uint8Array.of(0xff, 0xfe, 0)])
      expect(said(part, kind).code).toBeTypeOf("string");
  });
});

describe.each(XML)("%s with rules of its own", (kind) => {
  it("is refused: nothing grows and nothing is fetched", () =>
    expect(said(wrapped[kind](linking[kind], DTD), kind).code).toBe("document-type-declared"));
});

it("names that climb out of a package are never written", () => {
  const before = readdirSync(".");
  const bytes = zipSync({
    "META-INF/container.xml": strToU8(CONTAINER.replace("a.opf", "../../etc/passwd")),
    "../../evil.xml": strToU8("<a/>"),
  });
  expect(said(bytes, "epub").code).toBe("document-none");
  expect(readdirSync(".")).toEqual(before);
});

/// As many plain words as are taken at most.
const plain = "A port opened to ships of any flag. ".repeat(28_000);
const words: Readonly<Record<Kind, () => Uint8Array>> = {
  docx: () => wrapped.docx(`<w:p><w:r><w:t>${plain}</w:t></w:r></w:p>`),
  odt: () => wrapped.odt(`<text:p>${plain}</text:p>`),
  epub: () => wrapped.epub(`<p>${plain}</p>`),
  html: () => wrapped.html(`<p>${plain}</p>`),
  markdown: () => wrapped.markdown(plain),
  rtf: () => wrapped.rtf(`${plain}\\par`),
};

it.each(ALL)("%s: all of them, read in a process of their own, cost less than two seconds each and 300 MB", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "top5-hostile-"));
  const paths = [nested[kind](), blanks[kind](), words[kind]()].map((bytes, at) => {
    const path = join(folder, `${at}.bin`);
    writeFileSync(path, bytes);
    return path;
  });
  const reads = fileURLToPath(new URL("./reads.ts", import.meta.url));
  const printed = execFileSync(process.execPath, [reads, ...paths.flatMap((path) => [kind, path])], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const { codes, megabytes } = JSON.parse(printed) as { codes: { code: string; seconds: number }[]; megabytes: number };
  console.log(
    `${kind}: ${codes.map((one) => `${one.code.slice(0, 40)} ${one.seconds.toFixed(2)} s`).join(", ")}; ${megabytes.toFixed(0)} MB`,
  );
  for (const one of codes) expect(one.seconds).toBeLessThan(2);
  expect(megabytes).toBeLessThan(300);
});

/// What a page says of its encoding, and how its bytes are.
const CHARSETS: readonly (readonly [string, string, Uint8Array, RegExp])[] = [
  ["says UTF-8 and is Latin-1", "utf-8", Buffer.from("Réseaux à Genève", "latin1"), /Réseaux à Genève/],
  ["says Latin-1 and is UTF-8", "iso-8859-1", Buffer.from("Réseaux 港口"), /Réseaux 港口/],
  ["says what nobody knows", "x-unheard-of", Buffer.from("Réseaux", "latin1"), /Réseaux/],
  ["says nothing and is GB18030", "", Uint8Array.of(0xb8, 0xdb, 0xbf, 0xda, 0xd6, 0xd8, 0xd0, 0xc2), /港口重新/],
];

it.each(CHARSETS)("a page that %s is read, and a doubt is listed where its encoding was guessed", (_name, charset, bytes, holds) => {
  const head = charset === "" ? "<html><body>" : `<html><head><meta charset="${charset}"></head><body>`;
  const { code, text } = said(Buffer.concat([Buffer.from(`${head}<p>`), bytes, Buffer.from("</p></body></html>")]), "html");
  expect(text).toMatch(holds);
  expect(charset === "iso-8859-1" || code.includes("encoding-guessed")).toBe(true);
});

it("a package whose text says another encoding than it has is refused", () => {
  for (const kind of ["docx", "odt"] as const)
    expect(said(wrapped[kind](linking[kind], '<?xml version="1.0" encoding="UTF-16"?>'), kind).code).toMatch(
      /^document-(encoding|damaged)$/,
    );
});
