import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plain } from "../../../src/core/manuscript/runs.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { reading } from "../../../src/core/proof/reading.ts";
import { declareUa } from "../../../src/station/files/pdf-ua.ts";
import { proofs } from "../../core/import/issues.ts";
import { bytesOf, ISSUES, onLetter, proofOf, SAMPLE } from "./proofs.ts";
import { nativeTypst } from "./typst-native.ts";

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const isDeclared = (pdf: Uint8Array): boolean =>
  latin(pdf).includes("<pdfuaid:part>1</pdfuaid:part>") && latin(pdf).includes("/DisplayDocTitle true");
const native = nativeTypst();

function poppler(program: string, args: readonly string[], pdf: Uint8Array): string {
  const file = join(mkdtempSync(join(tmpdir(), "top5-pdf-")), "issue.pdf");
  writeFileSync(file, pdf);
  // Poppler 22 takes the mark's boolean for a fault and says so beside its answer.
  return execFileSync(program, [...args, file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/// The sample issue with another title.
const titled = (title: string): Proof => {
  const proof = proofOf(SAMPLE);
  return { ...proof, fields: { ...proof.fields, title } };
};

describe("a PDF says that it follows PDF/UA-1", () => {
  test.each(ISSUES)("where it does: %s", async (_name, file) => {
    for (const draft of [false, true]) expect(isDeclared(await bytesOf(proofOf(file, draft), "pdf"))).toBe(true);
    expect(isDeclared(await bytesOf(onLetter(proofOf(file)), "pdf"))).toBe(true);
  });

  test("not where a letter is missing from its fonts, and not without a title", async () => {
    for (const title of ["Signs \u{13080}", "An emoji \u{1f600}", "\u0e01\u0e32"])
      expect(isDeclared(await bytesOf(titled(title), "pdf")), title).toBe(false);
    const proof = proofOf(SAMPLE);
    const nameless = { ...proof, publication: { ...proof.publication, name: "" }, fields: { ...proof.fields, number: null, title: null } };
    expect(isDeclared(await bytesOf(nameless, "pdf"))).toBe(false);
  });

  test("not where the file ends in another way than the compiler's do", async () => {
    const pdf = await bytesOf(titled("Signs \u{13080}"), "pdf");
    expect(isDeclared(declareUa(pdf) ?? pdf)).toBe(true);
    for (const [from, to] of [
      ["/Type /Metadata", "/Type /Something"],
      ["/ViewerPreferences", "/ViewerPreference1"],
      ["<xmpTPg:NPages>", "<xmpTPg:MPages>"],
      ["%%EOF", "%%E0F"],
    ] as const)
      expect(declareUa(Buffer.from(latin(pdf).replaceAll(from, to), "latin1")), from).toBe(null);
  });

  if (native === null) test("as the native compiler says", () => console.info("skipped: the native compiler is not for this system"));
  else {
    test.each(ISSUES)(`where ${native.name}, asked for ua-1, finds no fault either: %s`, (_name, file) =>
      [proofOf(file), onLetter(proofOf(file))].forEach((proof) => expect(native.ua(proof)).not.toBe(null)),
    );

    test("with the very bytes of that compiler, but for its identifiers, where no link is broken over lines", async () => {
      const bare = (bytes: Uint8Array): string =>
        latin(bytes)
          .replace(/<xmpMM:InstanceID>[^<]*/, "")
          .replace(/\/ID \[[^\]]*\]/, "");
      const proof = unbroken(proofOf(SAMPLE));
      const theirs = native.ua(proof);
      expect(bare(await bytesOf(proof, "pdf")) === bare(theirs ?? new Uint8Array())).toBe(true);
    });

    test("never where that compiler refuses, whatever the authors wrote", async () => {
      await fc.assert(
        fc.asyncProperty(proofs, async (proof) => {
          if (isDeclared(await bytesOf(proof, "pdf"))) expect(native.ua(proof)).not.toBe(null);
        }),
        { numRuns: Number(process.env["RUNS"] ?? 10) },
      );
    });
  }
});

/// The issue without its briefs, whose links are long enough to be broken.
const unbroken = (proof: Proof): Proof => ({ ...proof, briefs: [] });

describe("a PDF in poppler", () => {
  test.each(ISSUES)("has all its fonts inside, each only as far as it is used: %s", async (name, file) => {
    const [, , ...rows] = poppler("pdffonts", [], await bytesOf(proofOf(file), "pdf"))
      .trimEnd()
      .split("\n");
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+.* yes yes yes +\d+ +\d+$/);
    console.log(`PDF of ${name}, fonts (embedded, subset, with Unicode): ${rows.map((row) => /\+(\S+)/.exec(row)?.[1]).join(", ")}`);
  });

  test.each(ISSUES)("is read in the order of the issue, title and language named: %s", async (name, file) => {
    const proof = proofOf(file);
    const pdf = await bytesOf(proof, "pdf");
    const info = poppler("pdfinfo", [], pdf);
    expect(info).toMatch(/^Tagged: +yes$/m);
    const read = reading(proof);
    expect(info).toContain(read.publication.name);
    expect(latin(pdf)).toContain(`/Lang (${read.publication.language})`);
    const squeezed = (text: string): string => text.replace(/[\s"\u00ad-]/g, "");
    const spoken = squeezed(poppler("pdfinfo", ["-struct-text"], pdf));
    const order = [
      read.publication.name,
      ...read.items.flatMap((item) => [
        plain(item.headline),
        ...item.explainers.map(({ title }) => plain(title)),
        ...item.sources.map(({ title }) => title),
      ]),
      ...read.briefs.map(({ list }) => list),
      ...read.fields.credits.map(({ heading }) => heading),
    ].map(squeezed);
    // The contents name the headlines first: the walk begins behind them.
    let at = spoken.indexOf(order[1] ?? "") + 1;
    for (const each of order.slice(1)) {
      const next = spoken.indexOf(each, at);
      expect(next, each).toBeGreaterThanOrEqual(at);
      at = next + each.length;
    }
    const tags = [...poppler("pdfinfo", ["-struct"], pdf).matchAll(/^ *([A-Z]\w*)/gm)].map(([, tag = ""]) => tag);
    const counted = [...Map.groupBy(tags, (tag) => tag)].map(([tag, of]) => `${tag} ${of.length}`);
    console.log(`PDF of ${name}, tags: ${counted.join(", ")}; read in the issue's order at ${order.length} places`);
  });
});
