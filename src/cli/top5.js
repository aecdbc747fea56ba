#!/usr/bin/env node
// Starts the command line. It needs Node 22.18 or later; an older Node hands over to the one that npm installed here.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = new URL("./main.ts", import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  await import(main.href);
} else {
  const bin = fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url));
  const done = spawnSync(bin, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  if (done.error) process.stderr.write("Node 22.18 or later is needed. Run npm install in the project folder first.\n");
  process.exitCode = done.status ?? 2;
}
