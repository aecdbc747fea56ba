import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, SHELLS, type ShellName } from "./shells.ts";

/// `npm run build`: every bundle of both shells. A shell whose inputs are as they were is left alone.

const INPUTS = ["electron", "renderer", "resources", "src", "package-lock.json"];

function filesBelow(path: string): string[] {
  const whole = join(ROOT, path);
  if (!existsSync(whole)) return [];
  if (/\.\w+$/.test(path)) return [path];
  const found = readdirSync(whole, { withFileTypes: true, recursive: true }).filter((each) => each.isFile());
  return found.map((each) => join(each.parentPath, each.name)).sort();
}

/// A digest of everything that goes into the bundles.
function inputs(): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of INPUTS.flatMap(filesBelow))
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(file.startsWith("/") ? file : join(ROOT, file)));
  return hash.digest("hex");
}

const stamp = (shell: ShellName): string => join(ROOT, "dist", `${shell}.inputs`);

/// Builds one shell if something changed since. Answers whether it did.
export async function buildShell(shell: ShellName): Promise<boolean> {
  const now = inputs();
  if (existsSync(stamp(shell)) && readFileSync(stamp(shell), "utf8") === now) return false;
  // Half a second that a start with nothing to build does not wait for.
  const [{ build }, { targets }] = await Promise.all([import("vite"), import("./targets.ts")]);
  for (const target of targets(shell)) await build(target);
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  writeFileSync(stamp(shell), now);
  return true;
}

if (import.meta.main) {
  for (const shell of SHELLS) console.log(`${shell}: ${(await buildShell(shell)) ? "built" : "unchanged"}`);
}
