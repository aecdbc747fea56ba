import { boolean, maxLength, nullable, number, pipe, string } from "valibot";
import { announce, answer, read } from "./channel.ts";

/// How this station is: what the foot of every window and `top5 status` show.
export interface StationStatus {
  /// `opening` until the database is ready; `read-only` when the disk refuses to be written; `empty` before first start.
  readonly state: "opening" | "empty" | "ready" | "read-only" | "closed";
  readonly folder: string;
}

/// Calls about the station as a whole.
export const stationCalls = {
  "station.status": read({}, answer<StationStatus>()),
  /// The station's state changed: ask `station.status` again.
  "station.changed": announce({ state: string() }),
  /// A longer job moved on: `done` of `total` steps, or null while the total is not known. `total` reached: it ended.
  "station.progress": announce({ job: pipe(string(), maxLength(64)), done: number(), total: nullable(number()), cancellable: boolean() }),
};
