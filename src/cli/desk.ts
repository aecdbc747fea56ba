import { createInterface } from "node:readline";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { say } from "../../resources/messages/say.ts";
import { client, type Client, type Transport } from "../contract/client.ts";
import { ok, refuse, type Result } from "../core/base/result.ts";
import { fileURLToPath } from "node:url";
import { reachRunning } from "../station/local-socket.ts";
import { startStation, type RunningStation } from "../station/worker-transport.ts";

/// A desk that the command line works with: the running app's own station, or one of ours for as long as the command takes.
export interface OpenedDesk {
  readonly client: Client;
  close(): Promise<void>;
}

/// Asks for the passphrase at the terminal, without showing it. Null where there is no terminal.
function askPassphrase(): Promise<string | null> {
  if (!process.stdin.isTTY) return Promise.resolve(null);
  process.stderr.write(`${say("welcome.passphrase")}: `);
  const silent = new Writable({ write: (_part, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((done) => {
    lines.question("", (answer) => {
      lines.close();
      process.stderr.write("\n");
      done(answer);
    });
  });
}

async function unlocked(desk: Client): Promise<Result<null>> {
  const status = await desk.call("station.status", {});
  if (!status.ok) return status;
  if (status.value.refusal !== null) return refuse(status.value.refusal.code, { ...(status.value.refusal.data as Record<string, string>) });
  if (status.value.state === "first-start") return refuse("no-desk-yet");
  if (status.value.state !== "locked") return ok(null);
  const passphrase = await askPassphrase();
  return passphrase === null ? refuse("passphrase-needed") : desk.call("desk.unlock", { passphrase });
}

/// The station's worker beside a compiled command line; among the sources its own file is found.
function startOwn(folder: string): RunningStation {
  const built = fileURLToPath(new URL("../station/serve.js", import.meta.url));
  return existsSync(built) ? startStation({ folder, version: "" }, null, built) : startStation({ folder, version: "" });
}

/// Opens the desk in a folder of data. Beside a running app its station is asked; nothing is opened twice.
export async function openDesk(folder: string): Promise<Result<OpenedDesk>> {
  const path = resolve(folder);
  if (!existsSync(join(path, "desk.db"))) return refuse("no-desk-in-folder", { path });
  const running = await reachRunning(path);
  const station = running === null ? startOwn(path) : null;
  const transport: Transport | null = running ?? station;
  if (transport === null) return refuse("no-desk-in-folder", { path });
  const close = async (): Promise<void> => {
    running?.close();
    await station?.stop();
  };
  const desk = client(transport);
  const ready = await unlocked(desk);
  if (ready.ok) return ok({ client: desk, close });
  await close();
  return ready;
}

/// Runs a command on a desk and closes it, whatever happens.
export async function withDesk(
  folder: string,
  run: (desk: Client) => Promise<number>,
  fail: (refusal: { code: string; data: Readonly<Record<string, unknown>> }) => number,
): Promise<number> {
  const opened = await openDesk(folder);
  if (!opened.ok) return fail(opened.refusal);
  try {
    return await run(opened.value.client);
  } finally {
    await opened.value.close();
  }
}
