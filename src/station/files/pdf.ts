import { readFileSync } from "node:fs";
import initialise, { TypstCompilerBuilder, type TypstCompiler } from "@myriaddreamin/typst-ts-web-compiler";
import type { Paper } from "../../core/desk/publication.ts";
import { exportTypst, SETTINGS } from "../../core/export/typst.ts";
import type { Proof } from "../../core/proof/proof.ts";
import { printFiles } from "./fonts.ts";
import { glyphsOf } from "./glyphs.ts";
import { declareUa } from "./pdf-ua.ts";

/// What a PDF may be asked for beside its proof.
export interface PdfOptions {
  /// The publication's unless told otherwise.
  readonly paper?: Paper;
  /// The file of the publication's logo, where it is at hand; without it the logo is left out.
  readonly logo?: Uint8Array | null;
}

interface Press {
  readonly typst: TypstCompiler;
  /// Whether the fonts have every letter of a text.
  readonly hasGlyphs: (text: string) => boolean;
}

/// How high the capitals of the text are, in points: `top` marks stand at their upper edge.
const CAPITALS = 7;

let press: Promise<Press> | null = null;

/// The proof as a tagged PDF with embedded subset fonts. Its date is the issue's, never the clock's; same proof, same
/// bytes. It says that it follows PDF/UA-1 where it does: with a title, and every letter in its fonts. The compiler and
/// its fonts are loaded once and kept. Throws when the layout does not compile: that is our fault, never the authors',
/// since their words are data to it.
export async function exportPdf(proof: Proof, options: PdfOptions = {}): Promise<Uint8Array> {
  return printed(await (press ??= load()), proof, options);
}

/// The same PDF, and where on its pages each line of the proof begins. The places come from the layout that made the file,
/// which the compiler still holds; they are nowhere in the file.
export async function exportPages(
  proof: Proof,
  options: PdfOptions = {},
): Promise<{ readonly pdf: Uint8Array; readonly places: readonly PrintedPlace[] }> {
  const ready = await (press ??= load());
  const pdf = printed(ready, proof, options);
  const [told] = JSON.parse(ready.typst.query("/issue.typ", null, "<places>", "value")) as [readonly Told[]];
  const headed = new Set<number>();
  const places = told.map(({ at: [item, line], top, page, y }): PrintedPlace => {
    const contents = item >= 0 && line === 0 && !headed.has(item);
    if (contents) headed.add(item);
    return { item, line, contents, page, baseline: Number.parseFloat(y) + (top || contents ? CAPITALS : 0) };
  });
  return { pdf, places };
}

/// Where a line of the proof stands: the items count from 0, and their lines as `printedLines` does, -1 being any of the facts.
/// As item -1 the briefs count on over all lists, as -3 the lists begin, as -2 title page and imprint.
export interface PrintedPlace {
  readonly item: number;
  readonly line: number;
  /// A headline in the list of contents.
  readonly contents: boolean;
  /// From 1.
  readonly page: number;
  /// Of its first line, in points from the page's upper edge.
  readonly baseline: number;
}

interface Told {
  readonly at: readonly [number, number];
  /// It stands at the letters' upper edge, not on the baseline.
  readonly top: boolean;
  readonly page: number;
  readonly y: string;
}

function printed({ typst, hasGlyphs }: Press, proof: Proof, options: PdfOptions): Uint8Array {
  let fault: unknown = null;
  for (const setting of SETTINGS) {
    const data = exportTypst(proof, options.paper, setting, options.logo);
    typst.map_shadow("/issue.json", new TextEncoder().encode(data));
    if (options.logo) typst.map_shadow("/logo", options.logo);
    try {
      const pdf: unknown = typst.compile("/issue.typ", null, "pdf", 0);
      if (pdf instanceof Uint8Array) return (isTitled(data) && hasGlyphs(lettersOf(data)) ? declareUa(pdf) : null) ?? pdf;
      fault = pdf;
    } catch (error) {
      fault = error;
    }
  }
  throw new Error(`broken invariant: the layout compiles: ${String(fault)}`);
}

/// A PDF/UA has a title. Its layout names publication and number as such.
const isTitled = (data: string): boolean => (JSON.parse(data) as { title: string }).title !== "";

/// The letters of all that is set: blanks and JSON's signs are in every font.
const lettersOf = (data: string): string => [...new Set(JSON.stringify(JSON.parse(data)).replace(/\\[a-z]/g, " "))].join("");

/// Whether the compiler can decode a picture, pixel by pixel: only such a one may be a logo. It runs in a room of its own, whatever
/// the bytes are; should they break it, another one is made for what comes next.
export async function draws(bytes: Uint8Array, format: "png" | "jpg"): Promise<boolean> {
  const { typst } = await (press ??= load());
  typst.map_shadow("/tried", bytes);
  typst.add_source("/tried.typ", `#image("/tried", format: "${format}", alt: "tried")`);
  try {
    return typst.compile("/tried.typ", null, "pdf", 0) instanceof Uint8Array;
  } catch (error) {
    // What breaks off in the middle leaves it in no known state.
    if (error instanceof Error && error.name === "RuntimeError") press = null;
    return false;
  } finally {
    if (press !== null) typst.unmap_shadow("/tried");
  }
}

async function load(): Promise<Press> {
  const files = printFiles();
  await initialise({ module_or_path: readFileSync(files.wasm) });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  const fonts = files.fonts.map((font) => readFileSync(font));
  for (const font of fonts) await builder.add_raw_font(font);
  const typst = await builder.build();
  typst.add_source("/issue.typ", readFileSync(files.layout, "utf8"));
  return { typst, hasGlyphs: glyphsOf(fonts) };
}
