import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/// One process for each folder of data, without Electron: a lock file in the folder names its process, and a socket
/// hears of later ones. A lock whose process is gone is taken over.

const lockFile = (folder: string): string => join(folder, "process.lock");

/// Sockets have short names: the folder's path would not fit everywhere.
function socketOf(folder: string): string {
  const name = `top5-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/// Says hello to the first process. It may still be starting: asks for up to two seconds. A process of another
/// program that got the same number never answers.
const KNOCK = `const net=require("node:net");const end=Date.now()+2000;
(function knock(){const s=net.connect(process.argv[1]);s.on("connect",()=>{s.end(process.argv[2]);});
s.on("close",(bad)=>{if(!bad)process.exit(0);if(Date.now()>end)process.exit(1);setTimeout(knock,50);});s.on("error",()=>{});})();`;

function answers(socket: string): boolean {
  const started = JSON.stringify({ words: process.argv, from: process.cwd() });
  return spawnSync(process.execPath, ["-e", KNOCK, socket, started], { stdio: "ignore" }).status === 0;
}

/// What a later start says of itself: its words and the folder it was started from.
type Shown = (words: string[], from: string) => void;
const SAID_CHARACTERS_MAX = 100_000;

function hear(said: string, shown: Shown): void {
  try {
    const { words, from }: { words?: unknown; from?: unknown } = Object(JSON.parse(said));
    const sound = Array.isArray(words) && words.every((word): word is string => typeof word === "string");
    shown(sound ? words : [], typeof from === "string" ? from : "/");
  } catch {
    // Some other program knocked: the window is shown all the same.
    shown([], "/");
  }
}

function create(file: string): boolean {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function hearOthers(folder: string, shown: Shown): void {
  const socket = socketOf(folder);
  if (process.platform !== "win32") rmSync(socket, { force: true });
  const server = createServer((other) => {
    let said = "";
    other.on("error", () => other.destroy());
    other.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      if (said.length > SAID_CHARACTERS_MAX) other.destroy();
    });
    other.on("end", () => hear(said, shown));
  });
  server.on("error", (error) => console.error(`a second start will not find this window: ${error.message}`));
  server.listen(socket);
  server.unref();
}

/// Takes the folder's lock, or tells the process that has it. Answers whether it was taken. A folder that cannot be
/// written has no lock; then nothing in it can be spoiled either.
export function takeLock(folder: string, shown: Shown): boolean {
  const file = lockFile(folder);
  try {
    mkdirSync(folder, { recursive: true });
    if (!create(file)) {
      const pid = Number(readFileSync(file, "utf8"));
      if (pid > 0 && pid !== process.pid && alive(pid) && answers(socketOf(folder))) return false;
      rmSync(file, { force: true });
      if (!create(file)) return false;
    }
  } catch (error) {
    console.error(`no lock on ${folder}: ${String(error)}`);
    return true;
  }
  process.on("exit", () => {
    rmSync(file, { force: true });
    if (process.platform !== "win32") rmSync(socketOf(folder), { force: true });
  });
  hearOthers(folder, shown);
  return true;
}
