import { readFileSync } from "node:fs";
import initialise, { TypstCompilerBuilder, type TypstCompiler } from "@myriaddreamin/typst-ts-web-compiler";
import { exportTypst, SETTINGS, type Paper } from "../../core/export/typst.ts";
import type { Proof } from "../../core/proof/proof.ts";
import { printFiles } from "./fonts.ts";

/// What a PDF may be asked for beside its proof.
export interface PdfOptions {
  /// A4 unless told otherwise.
  readonly paper?: Paper;
}

let compiler: Promise<TypstCompiler> | null = null;

/// The proof as a tagged PDF with embedded subset fonts. Its date is the issue's, never the clock's; same proof, same
/// bytes. The compiler and its fonts are loaded once and kept. Throws when the layout does not compile: that is our fault,
/// never the authors', since their words are data to it.
export async function exportPdf(proof: Proof, options: PdfOptions = {}): Promise<Uint8Array> {
  const typst = await (compiler ??= load());
  let fault: unknown = null;
  for (const setting of SETTINGS) {
    typst.map_shadow("/issue.json", new TextEncoder().encode(exportTypst(proof, options.paper, setting)));
    try {
      const pdf: unknown = typst.compile("/issue.typ", null, "pdf", 0);
      if (pdf instanceof Uint8Array) return pdf;
      fault = pdf;
    } catch (error) {
      fault = error;
    }
  }
  throw new Error(`broken invariant: the layout compiles: ${String(fault)}`);
}

async function load(): Promise<TypstCompiler> {
  const files = printFiles();
  await initialise({ module_or_path: readFileSync(files.wasm) });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  for (const font of files.fonts) await builder.add_raw_font(readFileSync(font));
  const typst = await builder.build();
  typst.add_source("/issue.typ", readFileSync(files.layout, "utf8"));
  return typst;
}
