import { readFileSync } from "node:fs";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportTypst } from "../../../src/core/export/typst.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { printFiles } from "../../../src/station/files/fonts.ts";

const PACKAGE = "@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu";

interface Native {
  compile(of: { mainFilePath: string }): unknown;
  pdf(of: { mainFilePath: string }, options: { pdfStandard: string }): Uint8Array;
  evictCache(age: number): void;
}

/// The same compiler as a native program, which can be asked for `ua-1`: it then refuses what it cannot write as such.
export interface Judge {
  readonly name: string;
  /// The PDF; null when PDF/UA-1 refuses this proof.
  readonly ua: (proof: Proof, logo?: Uint8Array) => Uint8Array | null;
}

/// The native compiler; null where its package is for another system.
export function nativeTypst(): Judge | null {
  const require = createRequire(import.meta.url);
  let found: { NodeCompiler: { create(of: unknown): Native } };
  try {
    found = require(PACKAGE) as typeof found;
  } catch {
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), "top5-typst-"));
  const files = printFiles();
  const fontBlobs = files.fonts.map((font) => readFileSync(font));
  writeFileSync(join(folder, "issue.typ"), readFileSync(files.layout));
  const mainFilePath = join(folder, "issue.typ");
  const { version } = require(`${PACKAGE}/package.json`) as { version: string };
  return {
    name: `typst-ts ${version}, native`,
    ua: (proof, logo) => {
      writeFileSync(join(folder, "issue.json"), exportTypst(proof, undefined, undefined, logo ?? null));
      if (logo !== undefined) writeFileSync(join(folder, "logo"), logo);
      // A compiler of its own each time: one that is kept does not see that the file has changed.
      const native = found.NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs }] });
      try {
        return native.pdf({ mainFilePath }, { pdfStandard: "ua-1" });
      } catch {
        return null;
      }
    },
  };
}
