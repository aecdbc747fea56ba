import type { Db } from "./database.ts";

/// A row of my own unshared work: an item's draft, a brief's, or a review not sent yet. `json` is text as the window gave
/// it, decoded when read.
export interface DraftRecord {
  readonly key: string;
  readonly base: string | null;
  readonly json: string;
  readonly updated: string;
}

const HISTORY_MS = 60_000;

/// This laptop's private work. Each save is on disk when `save` returns; at most one state a minute is kept as history.
export class DraftStore {
  readonly #sql;
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
    this.#sql = {
      get: db.prepare<[string], DraftRecord>("SELECT * FROM drafts WHERE key = ?"),
      all: db.prepare<[], DraftRecord>("SELECT * FROM drafts ORDER BY key"),
      put: db.prepare(`INSERT INTO drafts (key, base, json, updated) VALUES (@key, @base, @json, @updated)
        ON CONFLICT (key) DO UPDATE SET base = excluded.base, json = excluded.json, updated = excluded.updated`),
      drop: db.prepare("DELETE FROM drafts WHERE key = ?"),
      last: db.prepare<[string], { at: string }>("SELECT max(at) AS at FROM draft_history WHERE key = ?"),
      remember: db.prepare("INSERT OR REPLACE INTO draft_history (key, at, json) VALUES (?, ?, ?)"),
      history: db.prepare<[string], { at: string; json: string }>(
        "SELECT at, json FROM draft_history WHERE key = ? ORDER BY at DESC LIMIT 500",
      ),
      forget: db.prepare("DELETE FROM draft_history WHERE key = ?"),
    };
  }

  get(key: string): DraftRecord | undefined {
    return this.#sql.get.get(key);
  }

  all(): DraftRecord[] {
    return this.#sql.all.all();
  }

  save(draft: DraftRecord): void {
    this.#db.transaction(() => {
      this.#sql.put.run(draft);
      const last = this.#sql.last.get(draft.key)?.at;
      if (last == null || Date.parse(draft.updated) - Date.parse(last) >= HISTORY_MS) this.#remember(draft);
    })();
  }

  #remember(draft: DraftRecord): void {
    this.#sql.remember.run(draft.key, draft.updated, draft.json);
  }

  /// Takes a draft away, keeping its last state in the private history.
  drop(key: string): void {
    const draft = this.get(key);
    if (draft === undefined) return;
    this.#remember(draft);
    this.#sql.drop.run(key);
  }

  /// Lets the private history of these texts go: words in it were erased for good. Drafts stay.
  forgetHistory(keys: readonly string[]): void {
    this.#db.transaction(() => keys.forEach((key) => this.#sql.forget.run(key)))();
  }

  /// My private history of one text, newest first.
  history(key: string): { at: string; json: string }[] {
    return this.#sql.history.all(key);
  }
}
