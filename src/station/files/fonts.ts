import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packedFolder, there } from "./places.ts";

/// The font files that printed issues need: where their package keeps them. The packed app carries them, under their
/// bare file names, in the folder `fonts` of its resources; one weight of the Chinese.
export const FONT_FILES = [
  "@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
  "@expo-google-fonts/source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf",
  "@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
  "@expo-google-fonts/source-serif-4/600SemiBold_Italic/SourceSerif4_600SemiBold_Italic.ttf",
  "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
  "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
] as const;

/// The compiler's WebAssembly, kept by its package; in the packed app in the folder `typst`.
const WASM = "@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm";

/// Where the layout, the fonts and the compiler are on this machine: the one place that knows. In the packed app they lie
/// in its resources folder, in the project folder in `resources/` and `node_modules/`. Throws with the path when one is
/// missing: then the installation is broken.
export function printFiles(): { readonly fonts: readonly string[]; readonly layout: string; readonly wasm: string } {
  const packed = packedFolder();
  if (packed !== null)
    return {
      fonts: FONT_FILES.map((file) => there(join(packed, "fonts", file.split("/").at(-1) ?? ""))),
      layout: there(join(packed, "layout", "issue.typ")),
      wasm: there(join(packed, "typst", WASM.split("/").at(-1) ?? "")),
    };
  const require = createRequire(import.meta.url);
  const here = dirname(fileURLToPath(import.meta.url));
  return {
    fonts: FONT_FILES.map((file) => require.resolve(file)),
    layout: there(join(here, "..", "..", "..", "resources", "layout", "issue.typ")),
    wasm: require.resolve(WASM),
  };
}
