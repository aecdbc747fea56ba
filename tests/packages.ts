import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/// What tests need from the machine: the program looked for, Debian's package that brings it, and what for.
const NEEDED = [
  { program: "chromium", from: "chromium", reason: "windows without the Electron binary" },
  { program: "Xvfb", from: "xvfb", reason: "a display for windows" },
  { program: "pdftotext", from: "poppler-utils", reason: "reading exported PDFs" },
  { program: "postgres", from: "postgresql", reason: "a hub" },
] as const;

/// Debian keeps PostgreSQL's programs beside the PATH, a folder for each version.
const POSTGRES = "/usr/lib/postgresql";

/// Where the newest PostgreSQL's programs are; null where it is absent.
export function postgresPrograms(): string | null {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  const found = versions.filter((one) => existsSync(join(POSTGRES, one, "bin/postgres"))).sort((a, b) => Number(b) - Number(a))[0];
  return found === undefined ? null : join(POSTGRES, found, "bin");
}

/// Whether a program can be started.
export const present = (program: string): boolean =>
  program === "postgres"
    ? postgresPrograms() !== null
    : (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

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
