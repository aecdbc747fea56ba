import { spawn, type ChildProcess } from "node:child_process";
import { buildShell } from "../electron/build.ts";
import { present } from "./packages.ts";

/// Before the first test: a display where there is none, and the app built once for all tests that open its window.

/// A display of our own. Answers the server's process, if one was started.
function display(): Promise<ChildProcess | null> {
  if (process.platform !== "linux" || process.env["DISPLAY"] || !present("Xvfb")) return Promise.resolve(null);
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  return new Promise((done) => {
    server.once("exit", () => done(null));
    server.stdio[3]?.once("data", (number: Buffer) => {
      process.env["DISPLAY"] = `:${number.toString().trim()}`;
      done(server);
    });
  });
}

/// Vitest runs this before all tests, and what it answers after them.
export default async function setup(): Promise<() => void> {
  const server = await display();
  try {
    await buildShell("stand-in");
  } catch (error) {
    // The tests that need the window build it again and fail with this; the others run.
    console.error(`the app does not build: ${String(error)}`);
  }
  return () => void server?.kill();
}
