/// Who may import what: the one list. `architecture.md` says why; there are no exceptions beside it.
export interface Environment {
  readonly folder: string;
  /// The folders of ours it may import beside itself.
  readonly ours: readonly string[];
  /// The npm packages it may import, by name.
  readonly packages: readonly string[];
  /// Whether it runs on Node.
  readonly node: boolean;
}

/// A file belongs to the longest folder that holds it.
export const ENVIRONMENTS: readonly Environment[] = [
  {
    folder: "src/core",
    ours: [],
    packages: [
      "@noble/hashes",
      "canonicalize",
      "commonmark",
      "diff",
      "fflate",
      "htmlparser2",
      "prosemirror-model",
      "prosemirror-state",
      "prosemirror-transform",
      "saxes",
      "valibot",
    ],
    node: false,
  },
  { folder: "src/contract", ours: ["src/core"], packages: ["valibot"], node: false },
  {
    folder: "src/station",
    ours: ["src/contract", "src/core", "resources"],
    packages: [
      "@myriaddreamin/typst-ts-web-compiler",
      "@noble/hashes",
      "@scure/bip39",
      "better-sqlite3",
      "fflate",
      "harper.js",
      "nodemailer",
      "nspell",
      "pg",
      "valibot",
    ],
    node: true,
  },
  { folder: "src/cli", ours: ["src/station", "src/core", "src/contract", "resources"], packages: ["commander"], node: true },
  {
    folder: "electron",
    ours: ["src/station", "src/contract", "resources"],
    packages: ["@sveltejs/vite-plugin-svelte", "electron", "vite"],
    node: true,
  },
  { folder: "electron/stand-in", ours: ["src/contract"], packages: ["electron", "playwright-core"], node: true },
  {
    folder: "renderer",
    ours: ["src/contract", "src/core", "resources"],
    packages: [
      "@fontsource-variable/inter",
      "@fontsource-variable/source-serif-4",
      "@fontsource/noto-sans-sc",
      "@fontsource/noto-serif-sc",
      "@lucide/svelte",
      "pdfjs-dist",
      "prosemirror-commands",
      "prosemirror-history",
      "prosemirror-inputrules",
      "prosemirror-keymap",
      "prosemirror-model",
      "prosemirror-state",
      "prosemirror-transform",
      "prosemirror-view",
      "svelte",
    ],
    node: false,
  },
  { folder: "resources", ours: [], packages: [], node: true },
];

/// Names that only these files may take from these modules.
export const ONLY_HERE = [
  { module: "better-sqlite3", name: null, home: "src/station/store/" },
  { module: "electron", name: "ipcMain", home: "electron/door.ts" },
] as const;

/// Files that are started rather than imported.
export const ENTRIES = [
  "electron/build.ts",
  "electron/main.ts",
  "electron/preload.ts",
  "electron/stand-in/preload-electron.ts",
  "electron/stand-in/electron.ts",
  "electron/start.ts",
  "renderer/main.ts",
  "resources/messages/generate.ts",
  "src/cli/main.ts",
  "src/station/serve.ts",
  "tests/bench/from-nothing.ts",
  "tests/bench/host.ts",
  "tests/bench/page/main.ts",
  "tests/bench/run.ts",
  "tests/check.ts",
  "tests/renderer/page/main.ts",
  "tests/run.ts",
  "tests/setup.ts",
  "tests/vitest.config.ts",
];
