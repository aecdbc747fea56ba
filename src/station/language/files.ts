import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dialect } from "../../core/house/house.ts";
import { packedFolder, there } from "../files/places.ts";

/// Where each dialect's dictionary and the grammar's WebAssembly lie in the packages that bring them. The packed app
/// carries them, under the names on the left, in the folder `language` of its resources.
export const LANGUAGE_FILES = {
  "british.aff": "dictionary-en-gb/index.aff",
  "british.dic": "dictionary-en-gb/index.dic",
  "american.aff": "dictionary-en/index.aff",
  "american.dic": "dictionary-en/index.dic",
  "grammar.wasm": "harper.js/dist/harper_wasm_slim_bg.wasm",
} as const;

/// The path of one of these files on this machine.
export function languageFile(name: keyof typeof LANGUAGE_FILES): string {
  const packed = packedFolder();
  if (packed !== null) return there(join(packed, "language", name));
  const here = dirname(fileURLToPath(import.meta.url));
  return there(join(here, "..", "..", "..", "node_modules", LANGUAGE_FILES[name]));
}

export const dictionaryOf = (dialect: Dialect): { readonly aff: string; readonly dic: string } => ({
  aff: languageFile(`${dialect}.aff`),
  dic: languageFile(`${dialect}.dic`),
});
