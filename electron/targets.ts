import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { InlineConfig, Plugin } from "vite";
import { ROOT, type ShellName } from "./shells.ts";

/// What is built: each bundle with its source and place.

const version = String((JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version);

/// Never bundled: native code, WASM that finds its file beside itself, and what only the stand-in has.
const OUTSIDE = ["electron", "better-sqlite3", "@myriaddreamin/typst-ts-web-compiler", "playwright-core"];

const shared: InlineConfig = {
  root: ROOT,
  configFile: false,
  logLevel: "warn",
  define: { TOP5_VERSION: JSON.stringify(version) },
};

interface Bundle {
  readonly entry: string;
  readonly file: string;
  readonly format: "es" | "cjs";
  readonly alias?: Readonly<Record<string, string>>;
}

/// A bundle for Node, or for a preload.
export const bundle = ({ entry, file, format, alias = {} }: Bundle): InlineConfig => ({
  ...shared,
  resolve: { alias: Object.entries(alias).map(([find, replacement]) => ({ find, replacement: join(ROOT, replacement) })) },
  ssr: { noExternal: true, external: OUTSIDE.filter((name) => !(name in alias)) },
  build: {
    ssr: join(ROOT, entry),
    outDir: join(ROOT, dirname(file)),
    emptyOutDir: false,
    minify: false,
    target: "node22",
    rolldownOptions: { output: { format, entryFileNames: file.slice(dirname(file).length + 1), codeSplitting: false } },
  },
});

/// The font packages name an older format beside each file, for browsers that a window never is.
const woff2Only: Plugin = {
  name: "woff2-only",
  generateBundle(_options, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (name.endsWith(".woff")) delete bundle[name];
      else if (name.endsWith(".css") && file.type === "asset") {
        file.source = String(file.source).replaceAll(/,\s*url\([^)]*\.woff\)\s*format\(["']?woff["']?\)/g, "");
      }
    }
  },
};

const renderer: InlineConfig = {
  ...shared,
  root: join(ROOT, "renderer"),
  base: "/",
  plugins: [woff2Only, svelte()],
  build: {
    outDir: join(ROOT, "dist/renderer"),
    emptyOutDir: true,
    target: "chrome140",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4_000,
    // What a window begins with comes in one file: each more is a round trip before anything can be shown.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", test: /[\\/]renderer[\\/]main\.ts$/ }] } } },
  },
};

/// As deep below the root as its source, so that it finds `resources/` and `node_modules/` alike.
const station: InlineConfig = bundle({ entry: "src/station/serve.ts", file: "dist/node/station/serve.js", format: "es" });

/// What the station does on further threads: spelling and grammar, and its share of a long history.
const threads: readonly InlineConfig[] = ["language/worker", "store/second-thread"].map((file) =>
  bundle({ entry: `src/station/${file}.ts`, file: `dist/node/${file}.js`, format: "es" }),
);

export const standIn = { electron: "electron/stand-in/electron.ts" };
const preloadStandIn = { electron: "electron/stand-in/preload-electron.ts" };

/// The command line, compiled: `src/cli/top5.js` takes it while no source is newer.
const commandLine: InlineConfig = (() => {
  const whole = bundle({ entry: "src/cli/main.ts", file: "dist/node/cli/main.js", format: "es" });
  const output = { format: "es", entryFileNames: "main.js", chunkFileNames: "[name].js" } as const;
  return { ...whole, build: { ...whole.build, emptyOutDir: true, rolldownOptions: { output } } };
})();

/// All bundles of one shell; the window's files, the station and the command line with it.
export const targets = (shell: ShellName): readonly InlineConfig[] => [
  renderer,
  station,
  ...threads,
  commandLine,
  ...(shell === "electron"
    ? [
        bundle({ entry: "electron/main.ts", file: "dist/electron/main.js", format: "es" }),
        bundle({ entry: "electron/preload.ts", file: "dist/electron/preload.cjs", format: "cjs" }),
      ]
    : [
        bundle({ entry: "electron/main.ts", file: "dist/stand-in/main.js", format: "es", alias: standIn }),
        bundle({ entry: "electron/preload.ts", file: "dist/stand-in/preload.cjs", format: "cjs", alias: preloadStandIn }),
      ]),
];
