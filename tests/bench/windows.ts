import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { ROOT } from "../../electron/shells.ts";
import { bundle, standIn } from "../../electron/targets.ts";

/// What the app's window is measured against: the same host showing an empty page, and showing a bare editor.
export interface Bare {
  /// The program that opens a window and nothing else.
  readonly program: string;
  /// Folders with the page of each.
  readonly empty: string;
  readonly editor: string;
}

const FOLDER = join(ROOT, "dist/bench");

/// Builds them.
export async function buildBare(): Promise<Bare> {
  const [empty, editor] = [join(FOLDER, "empty"), join(FOLDER, "editor")];
  await build(bundle({ entry: "tests/bench/host.ts", file: "dist/bench/host.js", format: "es", alias: standIn }));
  await build({
    root: join(import.meta.dirname, "page"),
    configFile: false,
    logLevel: "warn",
    build: { outDir: editor, emptyOutDir: true, target: "chrome140", modulePreload: { polyfill: false } },
  });
  mkdirSync(empty, { recursive: true });
  writeFileSync(join(empty, "index.html"), '<!doctype html><html lang="en"><title>Empty</title><body><main>Empty</main></body></html>');
  return { program: join(FOLDER, "host.js"), empty, editor };
}
