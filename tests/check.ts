import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/// The environments in reading order; each has a tsconfig of its own, so that a wrong global is a type error.
export const ENVIRONMENTS = ["src/core", "src/contract", "src/station", "src/cli", "electron", "resources", "renderer", "tests"];

/// One environment's type check: `ok`, and what the checker printed.
export interface Checked {
  readonly environment: string;
  readonly ok: boolean;
  readonly output: string;
}

/// Type-checks one environment: `tsc` for TypeScript, `svelte-check` for the renderer.
export function check(environment: string): Checked {
  const config = join(environment, "tsconfig.json");
  const [script, args] =
    environment === "renderer"
      ? ["svelte-check/bin/svelte-check", ["--tsconfig", `../${config}`, "--workspace", "renderer", "--fail-on-warnings"]]
      : ["typescript/bin/tsc", ["--pretty", "false", "-p", config]];
  const run = spawnSync(process.execPath, [join(root, "node_modules", script), ...args], { cwd: root, encoding: "utf8" });
  return { environment, ok: run.status === 0, output: `${run.stdout}${run.stderr}`.trim() };
}

/// Checks every environment that has a tsconfig, telling each as it ends.
export function checkAll(): Checked[] {
  return ENVIRONMENTS.filter((each) => existsSync(join(root, each, "tsconfig.json"))).map((each) => {
    const done = check(each);
    console.log(`${done.ok ? "ok  " : "FAIL"} types of ${each}${done.ok ? "" : `\n${done.output}`}`);
    return done;
  });
}

if (import.meta.main) process.exitCode = checkAll().every((each) => each.ok) ? 0 : 1;
