import type { Database } from "better-sqlite3";

/// The desk as a chief's laptop showed it: what a new laptop's windows read until the history that it is of has come in. Rows as
/// in `rows`, which holds meanwhile what the entries that are here give.
export const snapshot = (db: Database): void => {
  db.exec(`
    CREATE TABLE snapshot (
      place  INTEGER PRIMARY KEY,
      kind   TEXT NOT NULL,
      key    TEXT NOT NULL,
      parent TEXT NOT NULL,
      json   TEXT NOT NULL,
      UNIQUE (kind, key)
    ) STRICT;
    CREATE INDEX snapshot_parent ON snapshot (kind, parent, key);
  `);
};
