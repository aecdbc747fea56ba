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
}

interface Press {
  readonly typst: TypstCompiler;
  /// Whether the fonts have every letter of a text.
  readonly hasGlyphs: (text: string) => boolean;
}

let press: Promise<Press> | null = null;

/// The proof as a tagged PDF with embedded subset fonts. Its date is the issue's, never the clock's; same proof, same
/// bytes. It says that it follows PDF/UA-1 where it does: with a title, and every letter in its fonts. The compiler and
/// its fonts are loaded once and kept. Throws when the layout does not compile: that is our fault, never the authors',
/// since their words are data to it.
export async function exportPdf(proof: Proof, options: PdfOptions = {}): Promise<Uint8Array> {
  const { typst, hasGlyphs } = await (press ??= load());
  let fault: unknown = null;
  for (const setting of SETTINGS) {
    const data = exportTypst(proof, options.paper, setting);
    typst.map_shadow("/issue.json", new TextEncoder().encode(data));
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
