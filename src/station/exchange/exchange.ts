import { ok, type Result } from "../../core/base/result.ts";
import { readEntry, type Entry } from "../../core/ledger/entry.ts";
import { fileDigest } from "../store/file-store.ts";
import { newestKey, openFile, openSegment, sealFile, sealSegment, segmentHash, type ContentKeys } from "./envelope.ts";
import { rewriteErased, type Erased } from "./rewrite.ts";
import type { Remembered } from "./remembered.ts";
import { NOTHING_KNOWN, readSegmentName, segmentName, type Carried, type Transport } from "./transport.ts";

/// What the exchange needs of the station it works for.
export interface ExchangeHost {
  readonly desk: string;
  readonly device: string;
  /// Every id under which this laptop wrote, its present one first.
  ids(): readonly string[];
  keys(): ContentKeys;
  now(): string;
  /// Takes entries in; all are committed once it has answered. Answers how many were new here.
  takeIn(entries: readonly Entry[]): number | Promise<number>;
  /// Entries that are held and wait for what they build on: whether their laptop signed them nobody can tell yet.
  pending(): readonly Entry[];
  /// Own entries under one of its ids from `seq` on, in order.
  own(id: string, seq: number): readonly Entry[];
  /// Whether the history of this id has split at or before `seq`: then other hands write under it too.
  splitAt(id: string, seq: number): boolean;
  /// Digests of the files that entries name, and those of them that are here.
  files(): readonly string[];
  /// Files that every laptop is to have, and this one has not.
  wanted(): readonly { readonly digest: string; readonly size: number }[];
  file(digest: string): Promise<Uint8Array | null>;
  /// What was erased, and whether this laptop writes the segments of a device anew: its own, and those of laptops that will not
  /// come again where it is a chief's.
  erased(): Erased;
  rewrites(device: string): boolean;
  /// Keeps a file that came along.
  keep(bytes: Uint8Array): Promise<Result<string>>;
}

/// What one round found and did. `waiting`: segments that are not whole yet or cannot be opened, with the reason.
export interface Round {
  readonly taken: number;
  readonly handed: number;
  readonly waiting: readonly { readonly name: string; readonly reason: string; readonly since: string }[];
}

/// The highest seq up to which these segments hold a device's entries without a gap.
export function handedUpTo(names: readonly string[]): number {
  const ranges = names.flatMap((name) => readSegmentName(name) ?? []).sort((a, b) => a.first - b.first);
  return ranges.reduce((upTo, { first, last }) => (first <= upTo + 1 ? Math.max(upTo, last) : upTo), 0);
}

/// Entries of one device, in order, as a segment to carry.
export function carrySegment(desk: string, keys: ContentKeys, entries: readonly [Entry, ...Entry[]]): Carried {
  const bytes = sealSegment(desk, keys, entries);
  const { device, seq } = entries[0].header;
  const last = entries.at(-1)?.header.seq ?? seq;
  return { name: segmentName({ device, first: seq, last, hash: segmentHash(bytes) }), bytes };
}

/// A segment stays well below what any laptop would read, whatever letters its entries hold.
const RUN_CHARACTERS_MAX = 16 * 1024 * 1024;

/// Cuts entries into runs of at most `most`.
export function runsOf(entries: readonly Entry[], most: number): [Entry, ...Entry[]][] {
  const out: [Entry, ...Entry[]][] = [];
  let room = 0;
  for (const entry of entries) {
    const length = entry.headerText.length + (entry.payloadText?.length ?? 0);
    const run = out.at(-1);
    if (run === undefined || run.length >= most || length > room) {
      out.push([entry]);
      room = RUN_CHARACTERS_MAX - length;
    } else {
      run.push(entry);
      room -= length;
    }
  }
  return out;
}

/// Read again although the bytes will be the same: one copy of an entry may be spoiled, and before the laptop that wrote it is
/// known nothing tells which. The good one must not be let go by then.
const UNSURE = "segment-copies-differ";
const AGAIN: readonly string[] = ["segment-no-key", UNSURE];

const FILES = "files/";
/// The name of a sealed file; with `hash`, of one that goes there anew because another lies under the plain name.
export const fileName = (digest: string, hash: string | null): string =>
  `${FILES}${digest}${hash === null ? "" : `-${hash.slice(0, 12)}`}.t5f`;
const isFileOf = (digest: string, name: string): boolean => name.startsWith(`${FILES}${digest}`);

/// Meets the other laptops by a transport: takes what they handed over, hands over what is new here.
export class Exchange {
  readonly #transport: Transport;
  readonly #host: ExchangeHost;
  readonly #memory: Remembered;

  constructor(transport: Transport, host: ExchangeHost, memory: Remembered) {
    this.#transport = transport;
    this.#host = host;
    this.#memory = memory;
  }

  /// One round. Refused only when the transport cannot be reached or written: nothing is lost then, the next round goes on.
  async round(): Promise<Result<Round>> {
    const reachable = await this.#transport.reachable();
    if (!reachable.ok) return reachable;
    const taken = await this.take();
    if (!taken.ok) return taken;
    const handed = await this.#hand();
    if (!handed.ok) return handed;
    const rewritten = await rewriteErased({ transport: this.#transport, host: this.#host, memory: this.#memory });
    if (!rewritten.ok) return rewritten;
    const carried = await this.#handFiles();
    if (!carried.ok) return carried;
    for (const { digest, size } of this.#host.wanted()) await this.fetch(digest, size);
    return ok({ taken: taken.value, handed: handed.value, waiting: this.waiting() });
  }

  waiting(): Round["waiting"] {
    return this.#memory.unreadable().map((one) => ({ name: one.name, reason: one.reason ?? "", since: one.first_seen }));
  }

  /// Reads this device's own segments, so that a restored database goes on where they say it was. Before the first entry of
  /// a session is written.
  async adoptOwnTail(): Promise<void> {
    const reachable = await this.#transport.reachable();
    if (reachable.ok) await this.take((name) => this.#host.ids().includes(readSegmentName(name)?.device ?? ""));
  }

  /// Takes in what is not known yet, and once more what could not be read; answers how many entries were new here.
  async take(wanted: (name: string) => boolean = () => true): Promise<Result<number>> {
    const listed = await this.#transport.list(".t5s", this.#memory);
    if (!listed.ok) return listed;
    for (const name of listed.value.gone) this.#memory.forget(name);
    const again = this.#memory.unreadable().filter((one) => this.#transport.mends || AGAIN.includes(one.reason ?? ""));
    const names = [...new Set([...listed.value.fresh, ...again.map((one) => one.name)])].filter(wanted);
    const entries: Entry[] = [];
    const read: { name: string; entries: readonly Entry[] }[] = [];
    let failed: Result<never> | null = null;
    const { segments } = this.#transport.batch;
    for (let at = 0; at < names.length && failed === null; at += segments) {
      const part = names.slice(at, at + segments);
      const got = await this.#transport.get(part);
      if (!got.ok) failed = got;
      else
        for (const [index, name] of part.entries()) {
          const found = await this.#open(name, got.value[index] ?? null);
          if (found === null) continue;
          entries.push(...found);
          read.push({ name, entries: found });
        }
    }
    const fresh = entries.length > 0 ? await this.#host.takeIn(entries) : 0;
    const held = new Map(this.#host.pending().map(({ id, signature }) => [id, signature]));
    for (const { name, entries } of read) {
      const unsure = entries.some(({ id, signature }) => (held.get(id) ?? signature) !== signature);
      const state = unsure ? "unreadable" : this.#isOwn(name) ? "own" : "taken";
      this.#memory.put(name, state, this.#host.now(), unsure ? UNSURE : null);
    }
    return failed ?? ok(fresh);
  }

  /// Whether a segment holds what this laptop would hand over under its places. Not where the history has split: it may hold
  /// the other branch alone, and mine would then never leave.
  #isOwn(name: string): boolean {
    const of = readSegmentName(name);
    return of !== null && this.#host.ids().includes(of.device) && !this.#host.splitAt(of.device, of.last);
  }

  /// The entries of one segment, or null (and a record why) while it cannot be taken. A malformed entry among good ones
  /// spoils the segment: whoever made it had the content key and did not follow the form.
  async #open(name: string, bytes: Buffer | null): Promise<Entry[] | null> {
    const unreadable = (reason: string): null => {
      this.#memory.put(name, "unreadable", this.#host.now(), reason);
      return null;
    };
    if (bytes === null && (await this.#transport.tooLarge?.(name)) === true) return unreadable("segment-too-large");
    const opened = bytes === null ? ({ state: "not-yet" } as const) : openSegment(this.#host.desk, this.#host.keys(), bytes);
    if (opened.state !== "entries") return unreadable(`segment-${opened.state}`);
    const entries: Entry[] = [];
    for (const wire of opened.entries) {
      const entry = readEntry(wire);
      if (!entry.ok) return unreadable(entry.refusal.code);
      entries.push(entry.value);
    }
    return entries;
  }

  async #hand(): Promise<Result<number>> {
    let handed = 0;
    if (newestKey(this.#host.keys()) === 0) return ok(handed);
    for (const id of this.#host.ids()) {
      const done = await this.#handOf(id);
      if (!done.ok) return done;
      handed += done.value;
    }
    return ok(handed);
  }

  async #handOf(id: string): Promise<Result<number>> {
    const { desk } = this.#host;
    const { entries, segments } = this.#transport.batch;
    const own = this.#host.own(id, handedUpTo(this.#memory.own(id)) + 1);
    const runs = runsOf(own, entries);
    for (let at = 0; at < runs.length; at += segments) {
      const carried = runs.slice(at, at + segments).map((run) => carrySegment(desk, this.#host.keys(), run));
      const put = await this.#transport.put(carried);
      if (!put.ok) return put;
      for (const { name } of carried) this.#memory.put(name, "own", this.#host.now(), null);
    }
    return ok(own.length);
  }

  /// Hands over the files that are here and that entries name, each under its digest.
  async #handFiles(): Promise<Result<null>> {
    const named = this.#host.files();
    if (named.length === 0 || newestKey(this.#host.keys()) === 0) return ok(null);
    const listed = await this.#transport.list(".t5f", this.#memory);
    if (!listed.ok) return listed;
    for (const name of listed.value.gone) this.#memory.forget(name);
    const handed = this.#memory.names(".t5f");
    for (const digest of named) {
      if (handed.some((name) => isFileOf(digest, name))) continue;
      const bytes = await this.#host.file(digest);
      if (bytes === null) continue;
      const lies = listed.value.fresh.filter((name) => isFileOf(digest, name));
      const done = await this.#handFile(digest, bytes, lies);
      if (!done.ok) return done;
      this.#memory.put(done.value, "own", this.#host.now(), null);
    }
    return ok(null);
  }

  /// Answers the name under which the file lies there. What lies there already is looked at once: where it is cut off, or put
  /// there by somebody else, it goes there anew, under a name of its own.
  async #handFile(digest: string, bytes: Uint8Array, lies: readonly string[]): Promise<Result<string>> {
    const found = await this.#find(digest, bytes.length, lies);
    if (!found.ok) return found;
    if (found.value !== null) return ok(found.value.name);
    const sealed = sealFile(this.#host.desk, this.#host.keys(), bytes);
    const name = fileName(digest, lies.length === 0 ? null : segmentHash(sealed));
    const put = await this.#transport.put([{ name, bytes: sealed }]);
    return put.ok ? ok(name) : put;
  }

  /// The first of these names that holds the file, whole; null where none does.
  async #find(digest: string, size: number, names: readonly string[]): Promise<Result<{ name: string; bytes: Buffer } | null>> {
    for (const name of names) {
      const got = await this.#transport.get([name]);
      if (!got.ok) return got;
      const sealed = got.value[0] ?? null;
      const bytes = sealed === null ? null : openFile(this.#host.desk, this.#host.keys(), sealed, size);
      if (Buffer.isBuffer(bytes) && fileDigest(bytes) === digest) return ok({ name, bytes });
    }
    return ok(null);
  }

  /// Fetches a file that an entry names. False while it is not there whole, or not what its name says.
  async fetch(digest: string, size: number): Promise<boolean> {
    if (this.#host.erased().files.includes(digest)) return false;
    const listed = await this.#transport.list(".t5f", NOTHING_KNOWN);
    if (!listed.ok) return false;
    const found = await this.#find(
      digest,
      size,
      listed.value.fresh.filter((name) => isFileOf(digest, name)),
    );
    return found.ok && found.value !== null && (await this.#host.keep(found.value.bytes)).ok;
  }
}
