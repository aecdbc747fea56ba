import { Client, type QueryResult, type QueryResultRow } from "pg";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import {
  compareNames,
  readSegmentName,
  segmentName,
  type Carried,
  type Ending,
  type Known,
  type Listed,
  type SegmentName,
  type Transport,
} from "./transport.ts";
import { segmentHash } from "./envelope.ts";

/// A server that answers nothing must not hold up a round for ever.
const CONNECT_MS = 10_000;
const STATEMENT_MS = 60_000;

/// `devices`: whose entries are written here. `rang`: something came from another laptop.
export interface HubOptions {
  readonly desk: string;
  readonly device: string;
  readonly rang: () => void;
  /// The connection ended by itself.
  readonly lost: () => void;
}

/// Whether a text is meant as a hub's address, not as a folder's path.
export const isHubAddress = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text.trim());

/// The host and database of an address: all of it that may be shown. Passwords stay out.
export function hubPlace(address: string): string | null {
  try {
    const url = new URL(address.trim().replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)\//i, "$1localhost/"));
    const host = url.searchParams.get("host") ?? url.host;
    return `${host}/${decodeURIComponent(url.pathname.slice(1))}`;
  } catch {
    // Not an address. Its text may hold a password and goes nowhere.
    return null;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/// SQLSTATE classes by what a person can do: the login is wrong; the rules refuse; the tables are not there.
function whyRefused(code: string): "login" | "rules" | "not-set-up" | null {
  if (code.startsWith("28")) return "login";
  if (code === "42501" || code === "23503" || code === "23514") return "rules";
  return code === "3D000" || code === "3F000" || code === "42P01" ? "not-set-up" : null;
}

const tableOf = (name: string): "files" | "snapshots" | "keys" =>
  name.endsWith(".t5f") ? "files" : name.endsWith(".t5n") ? "snapshots" : "keys";

/// A PostgreSQL database as the way between laptops: `resources/hub/set-up.sql` made its tables. Rows are added, never
/// changed. What is new is found by each device's count and last place, never by a number that the server gives: rows may
/// become visible in another order than they were written.
export class Hub implements Transport {
  readonly place: string;
  readonly batch = { entries: 1, segments: 200 };
  readonly mends = false;
  readonly #address: string;
  readonly #options: HubOptions;
  #client: Client | null = null;
  #connecting: Promise<Result<null>> | null = null;

  constructor(address: string, options: HubOptions) {
    this.#address = address.trim();
    this.place = hubPlace(address) ?? "";
    this.#options = options;
  }

  /// Connects where it is not connected, listens for the doorbell and says whose device this is.
  async reachable(): Promise<Result<null>> {
    if (this.#client !== null && (await this.#ask("SELECT 1", [])).ok) return ok(null);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Result<null>> {
    let client: Client;
    try {
      client = new Client({
        connectionString: this.#address,
        application_name: "top5-desk",
        connectionTimeoutMillis: CONNECT_MS,
        statement_timeout: STATEMENT_MS,
        query_timeout: STATEMENT_MS + CONNECT_MS,
        lock_timeout: CONNECT_MS,
        idle_in_transaction_session_timeout: STATEMENT_MS,
        keepAlive: true,
      });
    } catch {
      return refuse("hub-address-malformed");
    }
    client.on("error", () => this.#drop(client, true));
    client.on("end", () => this.#drop(client, true));
    client.on("notification", ({ processId }) => {
      const own = (client as Client & { readonly processID?: number }).processID;
      if (processId !== own) this.#options.rang();
    });
    try {
      await client.connect();
    } catch (error) {
      return this.#refuse(error);
    }
    this.#client = client;
    const listening = await this.#ask("LISTEN top5", []);
    return listening.ok ? this.#claim() : listening;
  }

  /// A device id belongs to the login that names it first. Another's claim is not touched: the entries are refused then.
  async #claim(): Promise<Result<null>> {
    const claimed = await this.#ask("INSERT INTO top5.devices (device) VALUES ($1) ON CONFLICT DO NOTHING", [this.#options.device]);
    return claimed.ok ? ok(null) : claimed;
  }

  #drop(client: Client, told: boolean): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => null);
    if (told) this.#options.lost();
  }

  #refuse(error: unknown) {
    const code = codeOf(error);
    const why = whyRefused(code);
    if (why === "login") return refuse("hub-refuses-login", { place: this.place });
    if (why === "rules") return refuse("hub-refuses", { place: this.place, why: code });
    if (why === "not-set-up") return refuse("hub-not-set-up", { place: this.place });
    return refuse("hub-unreachable", { place: this.place, why: code || "no-answer" });
  }

  async #ask<R extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Result<R[]>> {
    const client = this.#client;
    if (client === null) return refuse("hub-unreachable", { place: this.place, why: "no-answer" });
    try {
      const answer: QueryResult<R> = await client.query<R>(text, [...values]);
      return ok(answer.rows);
    } catch (error) {
      // An error of the server's own leaves the connection as it was; anything else ends it.
      if (!/^[0-9A-Z]{5}$/.test(codeOf(error)) || codeOf(error).startsWith("57P")) this.#drop(client, false);
      return this.#refuse(error);
    }
  }

  async list(ending: Ending, known: Known): Promise<Result<Listed>> {
    if (ending === ".t5s") return this.#listEntries(known);
    const text = `SELECT name FROM top5.${tableOf(ending)} WHERE desk = $1 AND right(name, 4) = $2 ORDER BY name`;
    const found = await this.#ask<{ name: string }>(text, [this.#options.desk, ending]);
    return found.ok
      ? ok(
          compareNames(
            found.value.map((one) => one.name),
            known.names(ending),
          ),
        )
      : found;
  }

  /// Rows are never changed, so a device of which as many are known as there are has nothing new.
  async #listEntries(known: Known): Promise<Result<Listed>> {
    const text = "SELECT device, count(*)::int AS count FROM top5.entries WHERE desk = $1 GROUP BY device ORDER BY device";
    const heads = await this.#ask<{ device: string; count: number }>(text, [this.#options.desk]);
    if (!heads.ok) return heads;
    const knows = new Map(known.tallies().map((one) => [one.device, one]));
    const there = new Map(heads.value.map((one) => [one.device, one.count]));
    const fresh: string[] = [];
    const gone: string[] = [];
    for (const device of new Set([...there.keys(), ...knows.keys()])) {
      const [count, tally] = [there.get(device) ?? 0, knows.get(device)];
      if (count === (tally?.count ?? 0)) continue;
      const listed = await this.#listDevice(device, count, tally, known);
      if (!listed.ok) return listed;
      fresh.push(...listed.value.fresh);
      gone.push(...listed.value.gone);
    }
    return ok({ fresh, gone });
  }

  /// The rows behind the last one known, mostly; all of them where that does not make up the number: one came late, or the
  /// server went on from an older copy and lacks some, which then count as not handed over.
  async #listDevice(
    device: string,
    count: number,
    tally: { readonly count: number; readonly last: string } | undefined,
    known: Known,
  ): Promise<Result<Listed>> {
    const last = tally === undefined ? 0 : (readSegmentName(tally.last)?.last ?? 0);
    const behind = await this.#names(device, last);
    if (!behind.ok || behind.value.length + (tally?.count ?? 0) === count)
      return behind.ok ? ok({ fresh: behind.value, gone: [] }) : behind;
    const all = await this.#names(device, 0);
    return all.ok ? ok(compareNames(all.value, known.names(".t5s", device))) : all;
  }

  async #names(device: string, after: number): Promise<Result<string[]>> {
    const text = "SELECT seq, left(id, 12) AS hash FROM top5.entries WHERE desk = $1 AND device = $2 AND seq > $3 ORDER BY seq, id";
    const found = await this.#ask<{ seq: string; hash: string }>(text, [this.#options.desk, device, after]);
    if (!found.ok) return found;
    return ok(found.value.map(({ seq, hash }) => segmentName({ device, first: Number(seq), last: Number(seq), hash })));
  }

  async get(names: readonly string[]): Promise<Result<readonly (Buffer | null)[]>> {
    const segments = names.flatMap((name) => readSegmentName(name) ?? []);
    const found = new Map<string, Buffer>();
    const entries = await this.#getEntries(segments, found);
    if (!entries.ok) return entries;
    for (const name of names.filter((one) => readSegmentName(one) === null)) {
      const text = `SELECT bytes FROM top5.${tableOf(name)} WHERE desk = $1 AND name = $2`;
      const rows = await this.#ask<{ bytes: Buffer }>(text, [this.#options.desk, name]);
      if (!rows.ok) return rows;
      const [row] = rows.value;
      if (row !== undefined) found.set(name, row.bytes);
    }
    return ok(names.map((name) => found.get(name) ?? null));
  }

  async #getEntries(segments: readonly SegmentName[], found: Map<string, Buffer>): Promise<Result<null>> {
    if (segments.length === 0) return ok(null);
    const rows = await this.#ask<{ device: string; seq: string; hash: string; bytes: Buffer }>(
      `SELECT e.device, e.seq, left(e.id, 12) AS hash, e.bytes
        FROM unnest($2::text[], $3::bigint[], $4::text[]) AS wanted (device, seq, hash)
        JOIN top5.entries e ON e.desk = $1 AND e.device = wanted.device AND e.seq = wanted.seq AND left(e.id, 12) = wanted.hash`,
      [this.#options.desk, segments.map((one) => one.device), segments.map((one) => one.first), segments.map((one) => one.hash)],
    );
    if (!rows.ok) return rows;
    for (const { device, seq, hash, bytes } of rows.value)
      found.set(segmentName({ device, first: Number(seq), last: Number(seq), hash }), bytes);
    return ok(null);
  }

  /// One statement for all entries: they are there together or not at all. A name that is taken stays as it is.
  async put(carried: readonly Carried[]): Promise<Result<null>> {
    const segments = carried.flatMap(({ name, bytes }) => {
      const segment = readSegmentName(name);
      return segment === null ? [] : [{ ...segment, bytes }];
    });
    if (segments.length > 0) {
      const put = await this.#ask(
        `INSERT INTO top5.entries (id, desk, device, seq, bytes)
          SELECT id, $1, device, seq, bytes FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[]) AS given (id, device, seq, bytes)
          ON CONFLICT DO NOTHING`,
        [
          this.#options.desk,
          segments.map((one) => segmentHash(one.bytes)),
          segments.map((one) => one.device),
          segments.map((one) => one.first),
          segments.map((one) => Buffer.from(one.bytes)),
        ],
      );
      if (!put.ok) return put;
    }
    for (const { name, bytes } of carried.filter((one) => readSegmentName(one.name) === null)) {
      const text = `INSERT INTO top5.${tableOf(name)} (desk, name, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
      const put = await this.#ask(text, [this.#options.desk, name, Buffer.from(bytes)]);
      if (!put.ok) return put;
    }
    return ok(null);
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => null);
  }
}
