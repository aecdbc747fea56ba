import type { Db } from "./database.ts";

export type SegmentState = "taken" | "unreadable" | "own";

/// What is known of a file in the folder, so that a whole one is read once and a broken one is tried again.
export interface SegmentRecord {
  readonly name: string;
  readonly state: SegmentState;
  readonly first_seen: string;
  readonly reason: string | null;
}

export class SegmentStore {
  readonly #sql;

  constructor(db: Db) {
    this.#sql = {
      all: db.prepare<[], SegmentRecord>("SELECT * FROM segments ORDER BY name"),
      get: db.prepare<[string], SegmentRecord>("SELECT * FROM segments WHERE name = ?"),
      put: db.prepare(`INSERT INTO segments (name, state, first_seen, reason) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET state = excluded.state, reason = excluded.reason`),
      clear: db.prepare("DELETE FROM segments"),
    };
  }

  all(): SegmentRecord[] {
    return this.#sql.all.all();
  }

  get(name: string): SegmentRecord | undefined {
    return this.#sql.get.get(name);
  }

  put(name: string, state: SegmentState, seen: string, reason: string | null): void {
    this.#sql.put.run(name, state, seen, reason);
  }

  /// Forgets all files, when the desk moves to another folder.
  clear(): void {
    this.#sql.clear.run();
  }
}
