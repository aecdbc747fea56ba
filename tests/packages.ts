import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/// What tests need from the machine: the program looked for, Debian's package that brings it, and what for.
const NEEDED = [
  { program: "chromium", from: "chromium", reason: "windows without the Electron binary" },
  { program: "Xvfb", from: "xvfb", reason: "a display for windows" },
  { program: "pdftotext", from: "poppler-utils", reason: "reading exported PDFs" },
] as const;

/// Whether a program is on the PATH.
export const present = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

const onDebian = (): boolean => existsSync("/etc/os-release") && /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));

/// Installs what is missing on Debian as root, saying so; elsewhere says what to install. Tests that miss a program
/// fail with their own words.
export function bringPackages(): void {
  const missing = NEEDED.filter((each) => !present(each.program));
  if (missing.length === 0) return;
  const names = missing.map((each) => each.from);
  for (const each of missing) console.log(`missing: ${each.program} (${each.reason})`);
  if (!onDebian() || process.getuid?.() !== 0) {
    console.log(`please install: ${names.join(" ")}`);
    return;
  }
  console.log(`installing from Debian's packages: ${names.join(" ")}`);
  const apt = (...args: string[]) =>
    spawnSync("apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...names);
}
