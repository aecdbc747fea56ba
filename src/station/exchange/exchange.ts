import { ok, type Result } from "../../core/base/result.ts";
import { readEntry, type Entry } from "../../core/ledger/entry.ts";
import { fileDigest } from "../store/file-store.ts";
import type { SegmentStore } from "../store/segments.ts";
import { newestKey, openFile, openSegment, sealFile, sealSegment, segmentHash, type ContentKeys } from "./envelope.ts";
import type { Folder, FolderFile } from "./folder.ts";

/// What the exchange needs of the station it works for.
export interface ExchangeHost {
  readonly desk: string;
  readonly device: string;
  keys(): ContentKeys;
  now(): string;
  /// Takes entries in; they are committed when this returns.
  takeIn(entries: readonly Entry[]): void;
  /// Own entries from `seq` on, in order.
  own(seq: number): readonly Entry[];
  /// Digests of the files that entries name, and those of them that are here.
  files(): readonly string[];
  file(digest: string): Promise<Uint8Array | null>;
  /// Keeps a file that came by the folder.
  keep(bytes: Uint8Array): Promise<Result<string>>;
}

/// What one round found and did. `waiting`: files that are not whole yet or cannot be opened, with the reason.
export interface Round {
  readonly taken: number;
  readonly handed: number;
  readonly waiting: readonly { readonly name: string; readonly reason: string; readonly since: string }[];
}

const ENDING = ".t5s";
const FILE_ENDING = ".t5f";
const FILES = "files";
const SEGMENT_ENTRIES_MAX = 2000;

const pad = (seq: number): string => String(seq).padStart(8, "0");

/// The parts of a segment's name: `DEVICE/FIRST-LAST-HASH12.t5s`. Null for a copy under another name.
function named(name: string): { device: string; first: number; last: number } | null {
  const match = /^([0-9a-f]{32})\/(\d{8,})-(\d{8,})-[0-9a-f]{12}\.t5s$/.exec(name);
  return match === null ? null : { device: match[1] ?? "", first: Number(match[2]), last: Number(match[3]) };
}

/// Meets the other laptops in a shared folder: takes what they handed over, hands over what is new here.
export class FolderExchange {
  readonly #folder: Folder;
  readonly #host: ExchangeHost;
  readonly #segments: SegmentStore;

  constructor(folder: Folder, host: ExchangeHost, segments: SegmentStore) {
    this.#folder = folder;
    this.#host = host;
    this.#segments = segments;
  }

  /// One round. Refused only when the folder cannot be reached or written: nothing is lost then, the next round goes on.
  async round(): Promise<Result<Round>> {
    const reachable = await this.#folder.reachable();
    if (!reachable.ok) return reachable;
    const files = await this.#folder.list(ENDING);
    const taken = await this.#take(files);
    const handed = await this.#hand(files);
    if (!handed.ok) return handed;
    const carried = await this.#handFiles();
    if (!carried.ok) return carried;
    return ok({ taken, handed: handed.value, waiting: this.#waiting() });
  }

  /// Reads this device's own segments, so that a restored database goes on where the folder says it was. Before the first
  /// entry of a session is written.
  async adoptOwnTail(): Promise<number> {
    if (!(await this.#folder.reachable()).ok) return 0;
    const own = (await this.#folder.list(ENDING)).filter((file) => named(file.name)?.device === this.#host.device);
    return this.#take(own);
  }

  #waiting(): Round["waiting"] {
    return this.#segments
      .all()
      .filter((one) => one.state === "unreadable")
      .map((one) => ({ name: one.name, reason: one.reason ?? "", since: one.first_seen }));
  }

  async #take(files: readonly FolderFile[]): Promise<number> {
    const fresh = files.filter((file) => {
      const known = this.#segments.get(file.name);
      return known === undefined || known.state === "unreadable";
    });
    const entries: Entry[] = [];
    const done: { name: string; own: boolean }[] = [];
    for (const file of fresh) {
      const read = await this.#open(file);
      if (read === null) continue;
      entries.push(...read);
      done.push({ name: file.name, own: named(file.name)?.device === this.#host.device });
    }
    if (entries.length > 0) this.#host.takeIn(entries);
    for (const { name, own } of done) this.#segments.put(name, own ? "own" : "taken", this.#host.now(), null);
    return entries.length;
  }

  /// The entries of one file, or null (and a record why) while it cannot be taken. A malformed entry among good ones spoils
  /// the file: whoever made it had the content key and did not follow the form.
  async #open(file: FolderFile): Promise<Entry[] | null> {
    const bytes = await this.#folder.read(file);
    const opened = bytes === null ? ({ state: "not-yet" } as const) : openSegment(this.#host.desk, this.#host.keys(), bytes);
    if (opened.state !== "entries") {
      this.#segments.put(file.name, "unreadable", this.#host.now(), `segment-${opened.state}`);
      return null;
    }
    const entries: Entry[] = [];
    for (const wire of opened.entries) {
      const entry = readEntry(wire);
      if (!entry.ok) {
        this.#segments.put(file.name, "unreadable", this.#host.now(), entry.refusal.code);
        return null;
      }
      entries.push(entry.value);
    }
    return entries;
  }

  /// The highest seq up to which the folder holds this device's entries without a gap.
  #handedUpTo(files: readonly FolderFile[]): number {
    const ranges = files
      .flatMap((file) => {
        const range = named(file.name);
        return range?.device === this.#host.device && this.#segments.get(file.name)?.state === "own" ? [range] : [];
      })
      .sort((a, b) => a.first - b.first);
    let upTo = 0;
    for (const { first, last } of ranges) if (first <= upTo + 1) upTo = Math.max(upTo, last);
    return upTo;
  }

  async #hand(files: readonly FolderFile[]): Promise<Result<number>> {
    if (newestKey(this.#host.keys()) === 0) return ok(0);
    let handed = 0;
    for (;;) {
      const own = this.#host.own(this.#handedUpTo(files) + 1 + handed).slice(0, SEGMENT_ENTRIES_MAX);
      const [first, last] = [own[0], own.at(-1)];
      if (first === undefined || last === undefined) return ok(handed);
      const bytes = sealSegment(this.#host.desk, this.#host.keys(), own);
      const name = `${this.#host.device}/${pad(first.header.seq)}-${pad(last.header.seq)}-${segmentHash(bytes)}${ENDING}`;
      const written = await this.#folder.write(name, bytes);
      if (!written.ok) return written;
      this.#segments.put(name, "own", this.#host.now(), null);
      handed += own.length;
    }
  }

  /// Puts the files that are here and that entries name into the folder, each under its digest.
  async #handFiles(): Promise<Result<null>> {
    const named = this.#host.files();
    if (named.length === 0 || newestKey(this.#host.keys()) === 0) return ok(null);
    const there = new Map((await this.#folder.list(FILE_ENDING)).map((file) => [file.name, file]));
    for (const digest of named) {
      const name = `${FILES}/${digest}${FILE_ENDING}`;
      const file = there.get(name);
      if (file !== undefined && this.#segments.get(name)?.state === "own") continue;
      const bytes = await this.#host.file(digest);
      if (bytes === null) continue;
      // What lies there under this name is looked at once: cut off or put there by somebody else, it is written anew.
      if (file !== undefined && (await this.#opened(file, bytes.length, digest)) !== null) {
        this.#segments.put(name, "own", this.#host.now(), null);
        continue;
      }
      const written = await this.#folder.write(name, sealFile(this.#host.desk, this.#host.keys(), bytes));
      if (!written.ok) return written;
      this.#segments.put(name, "own", this.#host.now(), null);
    }
    return ok(null);
  }

  /// The bytes of a stored file in the folder; null while they are not whole, or not what the digest says.
  async #opened(file: FolderFile, size: number, digest: string): Promise<Buffer | null> {
    const sealed = await this.#folder.read(file);
    const bytes = sealed === null ? null : openFile(this.#host.desk, this.#host.keys(), sealed, size);
    return Buffer.isBuffer(bytes) && fileDigest(bytes) === digest ? bytes : null;
  }

  /// Fetches a file that an entry names from the folder. False while it is not there whole, or not what its name says.
  async fetch(digest: string, size: number): Promise<boolean> {
    const name = `${FILES}/${digest}${FILE_ENDING}`;
    const file = (await this.#folder.list(FILE_ENDING)).find((one) => one.name === name);
    const bytes = file === undefined ? null : await this.#opened(file, size, digest);
    return bytes !== null && (await this.#host.keep(bytes)).ok;
  }
}
