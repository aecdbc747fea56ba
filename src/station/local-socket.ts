import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import type { Transport } from "../contract/client.ts";
import type { Dispatch } from "../contract/handlers.ts";
import { answerOn, connect as connectWire, type Port } from "../contract/wire.ts";

/// The way of the command line into a running station: a socket that only the same user can open, a message a line. What
/// comes in goes through the same decoders as a window's calls.

const LINE_CHARACTERS_MAX = 16 * 1024 * 1024;

/// The socket of a folder's station. Its name is short and of fixed length, since sockets allow about 100 characters.
function socketPath(folder: string): string {
  const name = `top5-station-${createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 20)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(privateFolder(), name);
}

/// A folder for sockets that nobody else can enter.
function privateFolder(): string {
  const path = join(tmpdir(), `top5-desk-${userInfo().uid}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid === userInfo().uid) chmodSync(path, 0o700);
  return path;
}

/// Bytes do not travel here: calls that answer bytes are for windows.
const toLine = (message: unknown): string =>
  `${JSON.stringify(message, (_key, value: unknown) => (value instanceof Uint8Array ? null : value))}\n`;

function portOf(socket: Socket): Port {
  const hearers: ((message: unknown) => void)[] = [];
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (part: string) => {
    rest += part;
    if (rest.length > LINE_CHARACTERS_MAX) return socket.destroy();
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const message = parse(line);
      if (message === undefined) return socket.destroy();
      for (const hear of hearers) hear(message);
    }
    return undefined;
  });
  return { post: (message) => void socket.write(toLine(message)), onMessage: (hear) => void hearers.push(hear) };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/// Lets the command line in while the station runs. Answers the way to tell every one of them, and the end.
export function listenLocally(folder: string, dispatch: Dispatch): { tell(channel: string, data: unknown): void; close(): void } {
  const path = socketPath(folder);
  if (process.platform !== "win32") rmSync(path, { force: true });
  const tells = new Set<(channel: string, data: unknown) => void>();
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    const tell = answerOn(portOf(socket), dispatch);
    tells.add(tell);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      open.delete(socket);
      tells.delete(tell);
    });
  });
  server.on("error", (error) => console.error(`the command line cannot reach this station: ${error.message}`));
  server.listen(path);
  server.unref();
  return {
    tell: (channel, data) => tells.forEach((tell) => tell(channel, data)),
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/// The running station of a folder, or null when none answers.
export function reachRunning(folder: string): Promise<(Transport & { close(): void }) | null> {
  return new Promise((done) => {
    const socket = connect(socketPath(folder));
    socket.once("error", () => done(null));
    socket.once("connect", () => {
      const wire = connectWire(portOf(socket));
      socket.on("error", () => socket.destroy());
      socket.on("close", () => wire.close("the station ended"));
      done({ call: wire.call, listen: wire.listen, close: () => void socket.end() });
    });
  });
}
