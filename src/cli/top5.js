#!/usr/bin/env node
// Starts the command line: compiled where `npm start` or `npm run build` made that and no source is newer, else from its
// sources. It needs Node 22.18 or later; an older Node hands over to the one that npm installed here.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiled = join(root, "dist/node/cli/main.js");

/** @param {string} path */
const changed = (path) => statSync(path).mtimeMs;

/** @param {string} folder @returns {number} */
const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, each) => {
    const path = join(folder, each.name);
    return Math.max(latest, each.isDirectory() ? newest(path) : changed(path));
  }, 0);

function isFresh() {
  if (!existsSync(compiled)) return false;
  const sources = ["src", "resources/messages"].map((name) => newest(join(root, name)));
  return changed(compiled) > Math.max(...sources, changed(join(root, "package-lock.json")));
}

const main = isFresh() ? compiled : join(root, "src/cli/main.ts");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  enableCompileCache();
  await import(pathToFileURL(main).href);
} else {
  const bin = join(root, "node_modules/.bin/node");
  const done = spawnSync(bin, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  if (done.error) process.stderr.write("Node 22.18 or later is needed. Run npm install in the project folder first.\n");
  process.exitCode = done.status ?? 2;
}
