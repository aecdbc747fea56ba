import type { Result } from "../../core/base/result.ts";
import { SEGMENT_BYTES_MAX } from "./envelope.ts";

/// What travels, told apart by its ending: segments of entries, files that entries name, wrapped content keys, requests to join,
/// snapshots for a laptop that is new.
export type Ending = ".t5s" | ".t5f" | ".t5k" | ".t5j" | ".t5n";

/// Nothing of ours is larger: a segment, or a stored file with what sealing adds.
export const CARRIED_BYTES_MAX = SEGMENT_BYTES_MAX + 64 * 1024;

/// Something whole on its way. `name` tells a place in the desk's part, with forward slashes: `DEVICE/FIRST-LAST-HASH12.t5s`.
export interface Carried {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/// What lies there and is not known here, and what is known here and lies there no longer.
export interface Listed {
  readonly fresh: readonly string[];
  readonly gone: readonly string[];
}

/// What this laptop remembers of a transport, so that a whole segment is read once and a hub need not name them all.
export interface Known {
  /// Every name with this ending, or those of one device alone.
  names(ending: Ending, device?: string): readonly string[];
  /// Of each device: how many segments are known, and the last of them by name.
  tallies(): readonly { readonly device: string; readonly count: number; readonly last: string }[];
}

export const NOTHING_KNOWN: Known = { names: () => [], tallies: () => [] };

/// The way between laptops: it carries sealed bytes under names, adds and never changes (but for words that were erased). All that a shared folder, a bundle
/// and a hub have in common; what is in the bytes is the exchange's affair. A transport that fails refuses: nothing is lost then.
export interface Transport {
  /// Where it is, in words for people: never with a secret.
  readonly place: string;
  /// How many entries a segment holds at most, and how many segments one call carries.
  readonly batch: { readonly entries: number; readonly segments: number };
  /// Whether what is not whole there may be whole later: a copy on its way, a file written anew under its name.
  readonly mends: boolean;
  reachable(): Promise<Result<null>>;
  list(ending: Ending, known: Known): Promise<Result<Listed>>;
  /// The bytes under each name, in order; null while they cannot be had or are larger than anything of ours.
  get(names: readonly string[]): Promise<Result<readonly (Buffer | null)[]>>;
  /// Whether what could not be had is there and larger than anything of ours. Absent: such a thing cannot lie there.
  tooLarge?(name: string): Promise<boolean>;
  /// Each whole or not at all, lasting when answered.
  put(carried: readonly Carried[]): Promise<Result<null>>;
  /// Takes away what holds words that were erased, and snapshots that have served: nothing else ever. Absent: what lies there stays there.
  remove?(names: readonly string[]): Promise<Result<null>>;
  close(): Promise<void>;
}

const HASH_DIGITS = 12;
const SEGMENT = new RegExp(`^([0-9a-f]{32})/(\\d{8,})-(\\d{8,})-([0-9a-f]{${HASH_DIGITS}})\\.t5s$`);

export interface SegmentName {
  readonly device: string;
  readonly first: number;
  readonly last: number;
  /// The first digits of the digest of its bytes: equal names mean equal bytes.
  readonly hash: string;
}

const pad = (seq: number): string => String(seq).padStart(8, "0");

export const segmentName = ({ device, first, last, hash }: SegmentName): string =>
  `${device}/${pad(first)}-${pad(last)}-${hash.slice(0, HASH_DIGITS)}.t5s`;

/// The parts of a segment's name. Null for a copy under another name.
export function readSegmentName(name: string): SegmentName | null {
  const match = SEGMENT.exec(name);
  return match === null ? null : { device: match[1] ?? "", first: Number(match[2]), last: Number(match[3]), hash: match[4] ?? "" };
}

/// Compares all that lies there with what is known.
export function compareNames(there: readonly string[], known: readonly string[]): Listed {
  const [lies, knows] = [new Set(there), new Set(known)];
  return { fresh: there.filter((name) => !knows.has(name)), gone: known.filter((name) => !lies.has(name)) };
}
