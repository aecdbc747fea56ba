import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentOf, packageOf, ROOT, sources } from "./sources.ts";

interface Manifest {
  readonly name: string;
  readonly license?: string | { readonly type: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/// Licences that an Apache-2.0 work may bundle; the fonts are under the OFL, which allows bundling. "BSD" alone is what the
/// dictionaries name: their word list's notice, which asks to be kept, as BSD does.
const COMPATIBLE = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "OFL-1.1",
  "CC0-1.0",
  "Unlicense",
  "BlueOak-1.0.0",
]);

/// Packages of the build: imported by our scripts, never part of what is handed out.
const BUILD_ONLY = new Set(["vite", "@sveltejs/vite-plugin-svelte", "playwright-core"]);

function manifest(name: string, from: string): { readonly folder: string; readonly read: Manifest } | null {
  for (let folder = from; ; folder = join(folder, "..")) {
    const file = join(folder, "node_modules", name, "package.json");
    if (existsSync(file)) return { folder: join(folder, "node_modules", name), read: JSON.parse(readFileSync(file, "utf8")) as Manifest };
    if (folder === ROOT || folder === "/") return null;
  }
}

const licenceOf = (read: Manifest): string => (typeof read.license === "object" ? read.license.type : (read.license ?? "none"));

/// Every package that reaches a user, by name: production dependencies, what the sources import, and what those need.
function shipped(): Map<string, string> {
  const root = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
  const imported = sources()
    .filter((file) => environmentOf(file.path) !== null)
    .flatMap((file) => file.imports.map(packageOf))
    .filter((name) => name !== null && !BUILD_ONLY.has(name));
  // Fonts are read as files.
  const fonts = Object.keys(root.devDependencies ?? {}).filter((name) => name.startsWith("@expo-google-fonts/"));
  const found = new Map<string, string>();
  const open = [...Object.keys(root.dependencies ?? {}), ...fonts, ...imported].map((name) => ({ name: name ?? "", from: ROOT }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, from } = next;
    const at = manifest(name, from);
    if (at === null || found.has(name)) continue;
    found.set(name, licenceOf(at.read));
    // Electron's npm package only fetches the program, and electron-builder takes the program: its helpers stay behind.
    if (name !== "electron") for (const each of Object.keys(at.read.dependencies ?? {})) open.push({ name: each, from: at.folder });
  }
  return found;
}

describe("licences of what is handed out", () => {
  const found = shipped();

  it("are compatible with Apache-2.0", () => {
    const fits = (licence: string): boolean =>
      licence
        .replaceAll(/[()]/g, "")
        .split(/ OR /)
        .some((choice) => choice.split(/ AND /).every((each) => COMPATIBLE.has(each)));
    const bad = [...found].filter(([, licence]) => !fits(licence));
    expect(bad).toEqual([]);
  });

  it("are listed in docs/licences.md (vitest -u writes it)", async () => {
    const lines = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, licence]) => `| ${name} | ${licence} |`);
    const head = [
      "# Licences of what Top 5 Desk hands out",
      "",
      "Top 5 Desk is under Apache-2.0. It includes:",
      "",
      "| Package | Licence |",
      "|---|---|",
    ];
    await expect([...head, ...lines, ""].join("\n")).toMatchFileSnapshot("../../docs/licences.md");
  });
});
