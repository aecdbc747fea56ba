import type { Erased } from "../../src/station/exchange/rewrite.ts";
import { deskId, deviceId, makeEntry, readEntry, type Entry, type WireEntry } from "../../src/core/ledger/entry.ts";
import { Exchange, type ExchangeHost, type Round } from "../../src/station/exchange/exchange.ts";
import { BriefMemory, type Remembered } from "../../src/station/exchange/remembered.ts";
import type { Transport } from "../../src/station/exchange/transport.ts";
import type { ContentKeys } from "../../src/station/exchange/envelope.ts";
import { newSigningPair, randomHex, randomIds, signWith } from "../../src/station/keys/crypto.ts";
import { fileDigest } from "../../src/station/store/file-store.ts";
import { ok, type Result } from "../../src/core/base/result.ts";
import { must } from "./stations.ts";

/// Laptops reduced to what a transport sees of them: a chain of own entries, and what arrived. Many fit in one test.

export const DESK = deskId("a desk");
export const KEYS: ContentKeys = { 1: "11".repeat(32) };

export class Peer implements ExchangeHost {
  readonly desk: string;
  readonly device: string;
  readonly #secret: string;
  readonly #keys: ContentKeys;
  readonly chain: Entry[] = [];
  /// Everything that was taken in or written here, by id.
  readonly held = new Map<string, Entry>();
  readonly kept = new Map<string, Uint8Array>();
  readonly named = new Set<string>();
  memory: Remembered = new BriefMemory();

  constructor(desk = DESK, keys = KEYS) {
    const pair = newSigningPair();
    this.desk = desk;
    this.#keys = keys;
    this.#secret = pair.secret;
    this.device = deviceId(pair.public);
  }

  /// Writes so many entries of about so many letters.
  write(count: number, letters = 400): Entry[] {
    const signer = { device: this.device, sign: signWith(this.#secret) };
    for (let made = 0; made < count; made++) {
      const last = this.chain.at(-1);
      const position = { desk: this.desk, seq: this.chain.length + 1, prev: last?.id ?? null, have: {}, roster: null };
      const words = randomHex(letters / 2);
      const entry = must(makeEntry(position, "test.words", { words }, "2026-01-01T00:00:00Z", { ids: randomIds, signer }));
      this.chain.push(entry);
      this.held.set(entry.id, entry);
    }
    return this.chain.slice(-count);
  }

  /// What a process that goes on as this laptop must know.
  asJson(): string {
    const wire = this.chain.map(({ headerText, payloadText, signature }) => ({ headerText, payloadText, signature }));
    return JSON.stringify({ desk: this.desk, device: this.device, keys: this.#keys, wire });
  }

  heldIds(): string[] {
    return [...this.held.keys()].sort();
  }

  keys = (): ContentKeys => this.#keys;
  now = (): string => "2026-01-01T00:00:00Z";

  takeIn(entries: readonly Entry[]): number {
    const before = this.held.size;
    for (const entry of entries) this.held.set(entry.id, entry);
    return this.held.size - before;
  }

  ids = (): readonly string[] => [this.device];
  own = (_id: string, seq: number): readonly Entry[] => this.chain.slice(seq - 1);
  pending = (): readonly [] => [];
  splitAt = (): boolean => false;
  files = (): readonly string[] => [...this.named];
  wanted = (): readonly [] => [];
  erased = (): Erased => ({ entries: [], files: [] });
  rewrites = (): boolean => false;
  file = (digest: string): Promise<Uint8Array | null> => Promise.resolve(this.kept.get(digest) ?? null);

  /// Keeps a file and names it, as an entry would.
  keep(bytes: Uint8Array): Promise<Result<string>> {
    const digest = fileDigest(bytes);
    this.kept.set(digest, bytes);
    this.named.add(digest);
    return Promise.resolve(ok(digest));
  }

  exchange(transport: Transport): Exchange {
    return new Exchange(transport, this, this.memory);
  }

  round(transport: Transport): Promise<Result<Round>> {
    return this.exchange(transport).round();
  }
}

/// The entries of a laptop that another process had as JSON.
export function readChain(wire: readonly WireEntry[]): Entry[] {
  return wire.map((one) => must(readEntry(one)));
}
