import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildShell } from "./build.ts";
import { ROOT, type ShellName } from "./shells.ts";

/// `npm start`, `npm start -- --data DIR`: builds what changed and opens the window. Electron where its program is
/// present, else the stand-in on the system's Chromium; `DESK_SHELL=electron` or `stand-in` forces one.

/// The Electron program's path when it is on this machine. It is never fetched.
function electronProgram(): string | null {
  const folder = join(ROOT, "node_modules", "electron");
  if (!existsSync(join(folder, "path.txt"))) return null;
  const program = join(
    process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(folder, "dist"),
    readFileSync(join(folder, "path.txt"), "utf8").trim(),
  );
  return existsSync(program) ? program : null;
}

function choose(forced: string | undefined, program: string | null): ShellName {
  if (forced === "stand-in") return "stand-in";
  if (forced === "electron" && program === null) {
    console.error("DESK_SHELL=electron, but the Electron program is not on this machine. Leave DESK_SHELL out to use Chromium.");
    process.exit(2);
  }
  return program === null ? "stand-in" : "electron";
}

const program = electronProgram();
const shell = choose(process.env["DESK_SHELL"], program);
if (await buildShell(shell)) console.log("Built the window.");
const words = process.argv.slice(2);
const [run, given] =
  shell === "electron" && program !== null
    ? [program, [ROOT, ...words]]
    : [process.execPath, [join(ROOT, "dist/stand-in/main.js"), ...words]];
const child = spawn(run, given, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => (process.exitCode = code ?? (signal ? 1 : 0)));
