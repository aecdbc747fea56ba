import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkAll } from "./check.ts";
import { bringPackages } from "./packages.ts";

/// `npm test`: types of every environment, then every test. The last line adds up truthfully what ran:
/// `N passed, N failed`. `--soak` lets the seeded laws run longer; further arguments go to vitest.

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/// The part of vitest's JSON report that is read.
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

function count(report: Report, exit: number | null): Tally {
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exit !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function runTests(rest: readonly string[]): Tally {
  const folder = mkdtempSync(join(tmpdir(), "top5-tests-"));
  const json = join(folder, "report.json");
  const args = ["run", "--config", "tests/vitest.config.ts", "--reporter=default", "--reporter=json", `--outputFile.json=${json}`];
  const run = spawnSync(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), ...args, ...rest], {
    cwd: root,
    stdio: "inherit",
  });
  try {
    return count(JSON.parse(readFileSync(json, "utf8")) as Report, run.status);
  } catch (error) {
    console.log(`no report from vitest: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rest = process.argv.slice(2).filter((word) => word !== "--soak");
if (process.argv.includes("--soak")) process.env["SOAK"] = "1";

bringPackages();
const types = checkAll();
const tests = runTests(rest);

const passed = tests.passed + types.filter((each) => each.ok).length;
const failed = tests.failed + types.filter((each) => !each.ok).length;
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0;
if (tests.skipped > 0) console.log(`${tests.skipped} skipped, each with its reason above`);
console.log(`${passed} passed, ${failed} failed`);
