import type { Ending } from "../exchange/transport.ts";
import type { Remembered, SegmentRecord, SegmentState } from "../exchange/remembered.ts";
import type { Db } from "./database.ts";

/// What is known of the segments in the folder or hub that this laptop meets the others in.
export class SegmentStore implements Remembered {
  readonly #sql;

  constructor(db: Db) {
    this.#sql = {
      get: db.prepare<[string], SegmentRecord>("SELECT * FROM segments WHERE name = ?"),
      unreadable: db.prepare<[], SegmentRecord>("SELECT * FROM segments WHERE state = 'unreadable' ORDER BY name"),
      own: db.prepare<[string, string], { name: string }>(
        "SELECT name FROM segments WHERE name > ? AND name < ? AND state = 'own' ORDER BY name",
      ),
      names: db.prepare<[string], { name: string }>("SELECT name FROM segments WHERE name GLOB '*' || ?"),
      within: db.prepare<[string, string, string], { name: string }>(
        "SELECT name FROM segments WHERE name > ? AND name < ? AND name GLOB '*' || ?",
      ),
      tallies: db.prepare<[], { device: string; count: number; last: string }>(
        `SELECT substr(name, 1, 32) AS device, count(*) AS count, max(name) AS last FROM segments
          WHERE name GLOB '*.t5s' AND substr(name, 33, 1) = '/' GROUP BY 1`,
      ),
      put: db.prepare(`INSERT INTO segments (name, state, first_seen, reason) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET state = excluded.state, reason = excluded.reason`),
      forget: db.prepare("DELETE FROM segments WHERE name = ?"),
      clear: db.prepare("DELETE FROM segments"),
    };
  }

  get(name: string): SegmentRecord | undefined {
    return this.#sql.get.get(name);
  }

  unreadable(): SegmentRecord[] {
    return this.#sql.unreadable.all();
  }

  own(device: string): string[] {
    return this.#sql.own.all(`${device}/`, `${device}0`).map((one) => one.name);
  }

  names(ending: Ending, device?: string): string[] {
    const found = device === undefined ? this.#sql.names.all(ending) : this.#sql.within.all(`${device}/`, `${device}0`, ending);
    return found.map((one) => one.name);
  }

  tallies(): { device: string; count: number; last: string }[] {
    return this.#sql.tallies.all();
  }

  put(name: string, state: SegmentState, seen: string, reason: string | null): void {
    this.#sql.put.run(name, state, seen, reason);
  }

  forget(name: string): void {
    this.#sql.forget.run(name);
  }

  /// Forgets all, when the desk moves to another folder or hub.
  clear(): void {
    this.#sql.clear.run();
  }
}
