import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EpubCheck } from "@likecoin/epubcheck-ts";
import { strFromU8, unzipSync } from "fflate";
import { HtmlValidate, type ConfigData } from "html-validate";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { exportJson } from "../../../src/core/export/json.ts";
import { assemble, type Proof } from "../../../src/core/proof/proof.ts";
import { write, type Format } from "../../../src/station/files/formats.ts";
import { draws, exportPages } from "../../../src/station/files/pdf.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";
import { ooxmlFaults } from "../../builders/ooxml.ts";
import { chunk, head, JPEG, logoOf, png, SIGNATURE } from "../../builders/pictures.ts";
import { must } from "../../builders/stations.ts";
import { present } from "../../packages.ts";
import { bytesOf, ISSUES, proofOf, SAMPLE } from "./proofs.ts";
import { nativeTypst } from "./typst-native.ts";

/// The logo in each format: where it belongs, with its words, and nowhere else.

const HOUSE = "Meridian Institute for Asian Industry";
const WIDE = png(600, 100);
const PICTURES: readonly (readonly [name: string, bytes: Buffer, ending: string])[] = [
  ["a wide PNG one sees through", WIDE, "png"],
  ["a square PNG", png(64, 64), "png"],
  ["a JPEG", JPEG.usual, "jpg"],
  ["a progressive JPEG", JPEG.progressive, "jpg"],
  ["a grey JPEG", JPEG.grey, "jpg"],
  ["a line", png(2000, 1), "png"],
];
const named = (proof: Proof, bytes: Uint8Array): Proof => ({ ...proof, publication: { ...proof.publication, logo: logoOf(bytes) } });
const withLogo = async (proof: Proof, format: Format, bytes: Uint8Array = WIDE): Promise<Uint8Array> =>
  must(await write(named(proof, bytes), format, { logo: bytes }));
const text = (bytes: Uint8Array | undefined): string => strFromU8(bytes ?? new Uint8Array());

interface Tag {
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly Tag[];
}
const tagsOf = (tag: Tag): Tag[] => [tag, ...(tag.children ?? []).flatMap(tagsOf)];

async function figures(pdf: Uint8Array): Promise<{ page: number; alt: string | undefined }[]> {
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
  const found = [];
  for (let page = 1; page <= document.numPages; page++) {
    const tags = tagsOf((await (await document.getPage(page)).getStructTree()) as Tag);
    found.push(...tags.filter((tag) => tag.role === "Figure").map(({ alt }) => ({ page, alt })));
  }
  return found;
}

/// On which page each headline of the contents stands.
async function pagesOf(pdf: Uint8Array): Promise<number> {
  return (await getDocument({ data: pdf.slice(), verbosity: 0 }).promise).numPages;
}

describe("in a PDF", () => {
  test.each(PICTURES)("%s is a figure with its words on the first page, and the file still says PDF/UA-1", async (_name, bytes) => {
    const pdf = await withLogo(proofOf(SAMPLE), "pdf", bytes);
    expect(await figures(pdf)).toEqual([{ page: 1, alt: HOUSE }]);
    expect(Buffer.from(pdf).toString("latin1")).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(await pagesOf(pdf)).toBe(await pagesOf(await bytesOf(proofOf(SAMPLE), "pdf")));
  });

  test("it moves nothing else: every line stands where it stood without it", async () => {
    const [plain, logo] = [await exportPages(proofOf(SAMPLE)), await exportPages(named(proofOf(SAMPLE), WIDE), { logo: WIDE })];
    const rounded = (of: typeof plain): unknown => of.places.map((one) => ({ ...one, baseline: Math.round(one.baseline) }));
    expect(rounded(logo)).toEqual(rounded(plain));
  });

  const native = nativeTypst();
  if (native === null) test("the native compiler agrees", () => console.info("skipped: the native compiler is not for this system"));
  else
    test.each(PICTURES)(`${native.name}, asked for ua-1, finds no fault: %s`, (_name, bytes) =>
      expect(native.ua(named(proofOf(SAMPLE), bytes), bytes)).not.toBe(null),
    );
});

describe("in Word", () => {
  test.each(PICTURES)("%s stands in the first line, with its words", async (_name, bytes, ending) => {
    const docx = await withLogo(proofOf(SAMPLE), "docx", bytes);
    expect(ooxmlFaults(docx)).toEqual([]);
    const parts = unzipSync(docx);
    expect(Buffer.from(parts[`word/media/logo.${ending}`] ?? []).equals(bytes)).toBe(true);
    const [first = ""] = /<w:p>.*?<\/w:p>/.exec(text(parts["word/document.xml"])) ?? [];
    expect(first).toContain(`descr="${HOUSE}"`);
    expect(first).toContain('r:embed="rExtra1"');
  });

  if (present("soffice"))
    test("LibreOffice opens it and shows the picture", async () => {
      const folder = mkdtempSync(join(tmpdir(), "top5-logo-"));
      writeFileSync(join(folder, "issue.docx"), await withLogo(proofOf(SAMPLE), "docx"));
      spawnSync("soffice", ["--headless", "--convert-to", "odt", "--outdir", folder, join(folder, "issue.docx")]);
      const odt = unzipSync(readFileSync(join(folder, "issue.odt")));
      expect(Object.keys(odt).filter((name) => name.startsWith("Pictures/"))).toHaveLength(1);
      expect(text(odt["content.xml"])).toMatch(new RegExp(`<svg:(title|desc)>${HOUSE}</svg:(title|desc)>`));
    });
  else test("LibreOffice opens it", () => console.info("skipped: LibreOffice is absent"));
});

describe("in a web page", () => {
  test.each(PICTURES)("%s is part of the page itself, with its words, and no fault is found", async (_name, bytes) => {
    const html = text(await withLogo(proofOf(SAMPLE), "html", bytes));
    const { type } = logoOf(bytes);
    expect(html).toContain(`<img class="logo" src="data:${type};base64,${bytes.toString("base64")}" alt="${HOUSE}"`);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    const rules: ConfigData["rules"] = { "long-title": "off", "doctype-style": ["error", { style: "lowercase" }] };
    const report = await new HtmlValidate({ extends: ["html-validate:recommended"], rules }).validateString(html);
    expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([]);
  });
});

describe("in an EPUB", () => {
  test.each(PICTURES)("%s is a file of its own on the title page, and EPUBCheck finds nothing", async (_name, bytes, ending) => {
    const epub = await withLogo(proofOf(SAMPLE), "epub", bytes);
    expect((await EpubCheck.validate(epub)).messages).toEqual([]);
    const files = unzipSync(epub);
    expect(Buffer.from(files[`EPUB/logo.${ending}`] ?? []).equals(bytes)).toBe(true);
    expect(text(files["EPUB/title.xhtml"])).toContain(`<img class="logo" src="logo.${ending}" alt="${HOUSE}"`);
    const chapters = Object.entries(files).filter(([name]) => /\.xhtml$/.test(name) && !name.includes("title"));
    for (const [name, chapter] of chapters) expect(text(chapter), name).not.toContain("<img");
    expect(text(files["EPUB/package.opf"])).toContain("alternativeText");
  });
});

describe("elsewhere", () => {
  test("JSON names it and gives it back; reading says that its picture is not in there", () => {
    const json = exportJson(named(proofOf(SAMPLE), WIDE));
    const read = must(readIssueBytes(new TextEncoder().encode(json)));
    expect(read.findings.map(({ code }) => code)).toEqual(["json-logo-elsewhere"]);
    expect(exportJson(assemble(read.issue))).toBe(json);
    expect(exportJson(proofOf(SAMPLE))).not.toContain("logo");
  });

  test("text and Markdown are the same, and the email loads nothing", async () => {
    for (const format of ["text", "markdown"] as const)
      expect(Buffer.from(await withLogo(proofOf(SAMPLE), format)).equals(await bytesOf(proofOf(SAMPLE), format))).toBe(true);
    expect(text(await withLogo(proofOf(SAMPLE), "email"))).not.toMatch(/<img|image\//);
  });
});

test.each(ISSUES)("the same issue with the same picture has the same bytes, whatever was printed between: %s", async (_name, file) => {
  for (const format of ["pdf", "docx", "html", "epub"] as const) {
    const first = await withLogo(proofOf(file), format);
    const other = await withLogo(proofOf(file), format, JPEG.usual);
    expect(Buffer.from(await withLogo(proofOf(file), format)).equals(first), format).toBe(true);
    expect(Buffer.from(other).equals(first), format).toBe(false);
  }
});

test("without its file an issue goes without a picture, in every format", async () => {
  for (const format of ["pdf", "docx", "html", "epub"] as const) {
    const bytes = await bytesOf(named(proofOf(SAMPLE), WIDE), format);
    const inside = format === "docx" || format === "epub" ? Object.keys(unzipSync(bytes)).join() : Buffer.from(bytes).toString("latin1");
    expect(inside, format).not.toMatch(/logo\.(png|jpg)|<img|\/Subtype \/Image/);
  }
});

test("only what can be decoded pixel by pixel is drawn, and what cannot breaks nothing", async () => {
  for (const [name, bytes, ending] of PICTURES) expect(await draws(bytes, ending === "png" ? "png" : "jpg"), name).toBe(true);
  const end = chunk("IEND", Buffer.alloc(0));
  const lies: readonly (readonly [string, Buffer, "png" | "jpg"])[] = [
    ["a head that tells more than there is", png(8, 8, [800, 800]), "png"],
    ["pixels that are none", Buffer.concat([SIGNATURE, head(8, 8), chunk("IDAT", Buffer.from("no pixels at all")), end]), "png"],
    ["no pixels", Buffer.concat([SIGNATURE, head(2000, 2000), chunk("IDAT", Buffer.alloc(0)), end]), "png"],
    ["a spoiled sum", Buffer.concat([png(8, 8).subarray(0, 29), Buffer.alloc(4), png(8, 8).subarray(33)]), "png"],
    ["another kind", png(8, 8), "jpg"],
  ];
  for (const [name, bytes, ending] of lies) expect(await draws(bytes, ending), name).toBe(false);
  expect((await withLogo(proofOf(SAMPLE), "pdf")).length).toBeGreaterThan(10_000);
});
