import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listPackage } from "@electron/asar";
import { build, Platform } from "electron-builder";
import { buildShell } from "../../electron/build.ts";
import { FONT_FILES } from "../../src/station/files/fonts.ts";
import { LANGUAGE_FILES } from "../../src/station/language/files.ts";
import { ROOT } from "../tidy/sources.ts";

/// Packs the app around a hand-made Electron folder, since the real program is fetched nowhere, and looks into what
/// came out: everything that the app needs, nothing that it does not.

/// Where Electron's program keeps its fuses: a mark, a version, a count, and one letter each. All off here.
const FUSES = Buffer.concat([Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"), Buffer.from([1, 9]), Buffer.from("0".repeat(9))]);

let scratch: string;
let resources: string;
let inside: string[];

function handMade(folder: string): string {
  mkdirSync(join(folder, "resources"), { recursive: true });
  const { version } = createRequire(import.meta.url)("electron/package.json") as { version: string };
  writeFileSync(join(folder, "version"), version);
  writeFileSync(join(folder, "electron"), Buffer.concat([Buffer.from("\x7fELF"), FUSES]), { mode: 0o755 });
  writeFileSync(join(folder, "LICENSE"), "");
  return folder;
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "top5-packing-"));
  await buildShell("electron");
  await build({
    targets: Platform.LINUX.createTarget("dir"),
    projectDir: ROOT,
    publish: "never",
    config: {
      extends: join(ROOT, "electron-builder.yml"),
      electronDist: handMade(join(scratch, "electron")),
      directories: { output: join(scratch, "out") },
    },
  });
  resources = join(scratch, "out", "linux-unpacked", "resources");
  inside = listPackage(join(resources, "app.asar"), { isPack: false }).map((path) => path.replaceAll("\\", "/"));
}, 300_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const has = (pattern: RegExp): string[] => inside.filter((path) => pattern.test(path));

describe("the packed app", () => {
  it("holds the shell, the station and the window's files in its archive", () => {
    for (const path of [
      "/package.json",
      "/dist/electron/main.js",
      "/dist/electron/preload.cjs",
      "/dist/node/station/serve.js",
      "/dist/node/language/worker.js",
      "/dist/node/store/second-thread.js",
      "/dist/renderer/index.html",
    ]) {
      expect(inside).toContain(path);
    }
    expect(has(/^\/dist\/renderer\/assets\/inter.*\.woff2$/).length).toBeGreaterThan(0);
    expect(has(/^\/dist\/renderer\/assets\/source-serif.*\.woff2$/).length).toBeGreaterThan(0);
  });

  it("keeps the native module beside the archive", () => {
    const unpacked = join(resources, "app.asar.unpacked/node_modules/better-sqlite3");
    const binaries = readdirSync(unpacked, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".node"));
    expect(binaries.length).toBeGreaterThan(0);
    expect(existsSync(join(unpacked, "deps"))).toBe(false);
    expect(existsSync(join(unpacked, "src"))).toBe(false);
  });

  it("brings what the station reads as files: layout, fonts, compiler, dictionaries, grammar", () => {
    for (const file of Object.keys(LANGUAGE_FILES)) expect(existsSync(join(resources, "language", file)), file).toBe(true);
    for (const font of FONT_FILES) expect(existsSync(join(resources, "fonts", font.split("/").at(-1) ?? "")), font).toBe(true);
    expect(existsSync(join(resources, "layout/issue.typ"))).toBe(true);
    expect(existsSync(join(resources, "typst/typst_ts_web_compiler_bg.wasm"))).toBe(true);
  });

  it("holds no sources, no stand-in, no tests, no Node", () => {
    expect(has(/\.(ts|tsx|svelte|map)$/)).toEqual([]);
    expect(has(/^\/(src|electron|renderer|tests|resources)\//)).toEqual([]);
    expect(has(/stand-in|playwright|^\/node_modules\/node-/)).toEqual([]);
  });

  it("holds only production packages", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
      string,
      Record<string, string>
    >;
    const packed = new Set(has(/^\/node_modules\//).map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? ""));
    for (const name of Object.keys(devDependencies ?? {})) expect(packed, name).not.toContain(name);
    for (const name of ["better-sqlite3", "@myriaddreamin/typst-ts-web-compiler"]) expect(packed).toContain(name);
    expect(Object.keys(dependencies ?? {}).length).toBeGreaterThan(0);
  });

  it("has its fuses set in the program", () => {
    const program = readFileSync(join(resources, "..", "top5-desk"));
    const at = program.indexOf(FUSES.subarray(0, 32)) + 34;
    // runAsNode, cookie encryption, NODE_OPTIONS, inspect, asar integrity, only asar, snapshot, file: privileges.
    expect(program.subarray(at, at + 8).toString()).toBe("01001100");
  });

  it("is no larger than it has to be", () => {
    const bytes = statSync(join(resources, "app.asar")).size;
    expect(bytes).toBeLessThan(40 * 1024 * 1024);
  });
});
