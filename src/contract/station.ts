import { boolean, maxLength, nullable, number, pipe, string } from "valibot";
import { announce, answer, read } from "./channel.ts";

/// How this station is: what the foot of every window and `top5 status` show.
/// `first-start`: no desk yet. `locked`: the passphrase is needed. `joining`: asked to join, not let in yet.
/// `refused`: the folder cannot be used; `refusal` says why, and nothing was changed.
export interface StationStatus {
  readonly state: "first-start" | "locked" | "joining" | "ready" | "refused";
  readonly folder: string;
  readonly needsPassphrase: boolean;
  readonly refusal: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
  /// While joining: the words to compare with the chief.
  readonly words: readonly string[];
  /// What the station did for this person's data by itself, to be said once in a window.
  readonly notice: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
  /// While a long history arrives: how many of its entries have been checked and taken in.
  readonly arriving: { readonly done: number; readonly total: number } | null;
}

/// Calls about the station as a whole.
export const stationCalls = {
  "station.status": read({}, answer<StationStatus>()),
  /// The station's state changed: ask `station.status` again.
  "station.changed": announce({ state: string() }),
  /// A longer job moved on: `done` of `total` steps, or null while the total is not known. `total` reached: it ended. The job
  /// `history`: what `arriving` says.
  "station.progress": announce({ job: pipe(string(), maxLength(64)), done: number(), total: nullable(number()), cancellable: boolean() }),
};
