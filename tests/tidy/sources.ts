import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { ENVIRONMENTS, type Environment } from "./environments.ts";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/// One file of ours: its path from the root, text, and what it imports (packages by name, our files by path).
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

const CODE = /\.(ts|svelte)$/;

const scripts = (path: string, text: string): string =>
  path.endsWith(".svelte") ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join("\n") : text;

function importsOf(path: string, text: string): string[] {
  const code = scripts(path, text);
  const named = ts.preProcessFile(code, true, true).importedFiles.map((each) => each.fileName);
  const workers = [...code.matchAll(/new URL\(\s*"(\.[^"]+)",\s*import\.meta\.url/g)].map((match) => match[1] ?? "");
  return [...named, ...workers].map((name) => (name.startsWith(".") ? posix.join(posix.dirname(path), name.replace(/\?.*$/, "")) : name));
}

/// Every file of code in the work tree that git knows or would know.
export function sources(): Source[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
  return [...new Set(listed.split("\n"))]
    .filter((path) => CODE.test(path) && existsSync(join(ROOT, path)))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      return { path, text, lines: text.split("\n").length - 1, imports: importsOf(path, text) };
    });
}

/// The environment a file belongs to, or null for tests and other helpers.
export const environmentOf = (path: string): Environment | null =>
  ENVIRONMENTS.filter((each) => path.startsWith(`${each.folder}/`)).sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;

/// The name of the npm package of an import, or null where it is a file of ours or Node's own.
export function packageOf(name: string): string | null {
  if (isNode(name) || environmentOf(name) !== null || existsSync(join(ROOT, name))) return null;
  return name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : (name.split("/")[0] ?? null);
}

/// Whether an import is one of Node's own modules.
export const isNode = (name: string): boolean => name.startsWith("node:") || builtinModules.includes(name);
