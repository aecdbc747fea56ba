import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { postgresPrograms } from "../packages.ts";

/// A real PostgreSQL server of the test's own, in a folder that goes away, on a socket that only this machine reaches.

const SET_UP = new URL("../../resources/hub/set-up.sql", import.meta.url);

/// The server refuses to run as root: there it runs as the user that Debian's package makes.
function runner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}

const AS = runner();

function run(program: string, ...args: string[]): void {
  const done = spawnSync(join(postgresPrograms() ?? "", program), args, { encoding: "utf8", cwd: tmpdir(), ...AS });
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr}${done.error ? String(done.error) : ""}`);
}

function folderFor(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (AS !== undefined) chownSync(path, AS.uid, AS.gid);
  return path;
}

/// `root` holds the data and the sockets of one server, or of one and its replica.
export class PostgresServer {
  readonly root: string;
  readonly #name: string;
  #child: ChildProcess | null = null;

  private constructor(root: string, name: string) {
    this.root = root;
    this.#name = name;
  }

  /// A running server with an empty hub in the database `desk`.
  static async fresh(): Promise<PostgresServer> {
    const root = mkdtempSync(join(tmpdir(), "top5-pg-"));
    if (AS !== undefined) chownSync(root, AS.uid, AS.gid);
    const server = new PostgresServer(root, "first");
    run("initdb", "--pgdata", server.#data, "--username", "postgres", "--auth", "trust", "--no-sync", "--no-instructions");
    const hba = "local all postgres trust\nlocal replication postgres trust\nlocal all all scram-sha-256\n";
    writeFileSync(join(server.#data, "pg_hba.conf"), hba);
    await server.start();
    server.appear();
    await server.sql("CREATE DATABASE desk", "postgres");
    await server.sql(readFileSync(SET_UP, "utf8"));
    return server;
  }

  get #data(): string {
    return join(this.root, this.#name);
  }

  get #sockets(): string {
    return folderFor(join(this.root, `${this.#name}-sockets`));
  }

  /// Starts it and waits until it answers.
  async start(): Promise<void> {
    const settings = ["listen_addresses=", `unix_socket_directories=${this.#sockets}`, "max_connections=100", "wal_level=replica"];
    const args = ["-D", this.#data, ...settings.flatMap((one) => ["-c", one])];
    // A group of its own, so that all of it can be killed at once.
    const child = spawn(join(postgresPrograms() ?? "", "postgres"), args, {
      detached: true,
      cwd: tmpdir(),
      stdio: ["ignore", "ignore", "pipe"],
      ...AS,
    });
    this.#child = child;
    let said = "";
    child.stderr.setEncoding("utf8");
    await new Promise<void>((done, failed) => {
      child.stderr.on("data", (part: string) => {
        said += part;
        if (said.includes("ready to accept")) done();
      });
      child.once("exit", () => failed(new Error(`the server ended: ${said}`)));
    });
  }

  /// Where clients look for a server, this one is found from now on.
  appear(): void {
    const [link, fresh] = [join(this.root, "here"), join(this.root, "next")];
    symlinkSync(this.#sockets, fresh);
    renameSync(fresh, link);
  }

  /// All of the server's processes end at once, in the middle of whatever they do.
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    this.#child = null;
    const ended = once(child, "exit");
    const group = spawnSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" })
      .stdout.split(/\s+/)
      .filter(Boolean);
    for (const pid of [String(child.pid), ...group]) killQuietly(Number(pid));
    await ended;
  }

  /// A second server that follows this one's every write.
  async replica(): Promise<PostgresServer> {
    const second = new PostgresServer(this.root, "second");
    run(
      "pg_basebackup",
      "-h",
      this.#sockets,
      "-U",
      "postgres",
      "-D",
      second.#data,
      "--write-recovery-conf",
      "--checkpoint=fast",
      "--no-sync",
    );
    await second.start();
    return second;
  }

  promote(): void {
    run("pg_ctl", "promote", "--wait", "-D", this.#data);
  }

  /// The address of a database user's hub, as a person would be given it.
  address(user: string, password = "secret"): string {
    return `postgresql://${user}:${password}@/desk?host=${join(this.root, "here")}`;
  }

  /// A login that may reach the hub. Answers its address.
  async person(user: string): Promise<string> {
    await this.sql(`CREATE ROLE ${user} LOGIN PASSWORD 'secret' IN ROLE top5_people`);
    return this.address(user);
  }

  /// Runs SQL as the server's owner, on this very server.
  async sql<R extends object>(text: string, database = "desk"): Promise<R[]> {
    const client = new Client({ host: this.#sockets, user: "postgres", database });
    await client.connect();
    try {
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.root, { recursive: true, force: true });
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
