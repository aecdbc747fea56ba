import { maxLength, minLength, nullable, pipe, string, trim } from "valibot";
import { Hash, Id } from "../core/ledger/entry.ts";
import { answer, read } from "./channel.ts";

/// An entry whose words can go, or are asked to. `words`: all of them; null where they are not on this laptop.
export interface ErasableLine {
  readonly entry: string;
  /// What it is: `text`, `review` … the last part of `erasure.kind.NAME`.
  readonly what:
    "revision" | "brief" | "pitch" | "commission" | "proposal" | "declined" | "review" | "reply" | "copy" | "check" | "evidence";
  readonly by: string;
  readonly at: string;
  readonly words: string | null;
  /// Shown and printed now: its words have to be written out of it first.
  readonly head: boolean;
}

/// What a chief asked to erase, for the person who is to confirm it.
export interface AskedErasure {
  readonly erasure: string;
  readonly headline: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly lines: readonly ErasableLine[];
  /// Why I cannot confirm it; null if I can.
  readonly obstacle: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
}

export const erasureCalls = {
  /// Every entry of an item or a brief that holds these words.
  "erasure.find": read(
    { item: nullable(Id), brief: nullable(Id), words: pipe(string(), trim(), minLength(2), maxLength(500)) },
    answer<readonly ErasableLine[]>(),
  ),
  "erasure.read": read({ erasure: Hash }, answer<AskedErasure>()),
};
