import type { Database } from "better-sqlite3";

/// The ledger with its projections, and what is this laptop's own.
export const ledger = (db: Database): void => {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    -- Entries as signed. Header, payload and signature are forwarded byte for byte; all else is derived from them.
    CREATE TABLE entries (
      id        TEXT PRIMARY KEY,
      device    TEXT NOT NULL,
      seq       INTEGER NOT NULL,
      height    INTEGER NOT NULL,
      standing  TEXT NOT NULL CHECK (standing IN ('ok', 'pending', 'contested', 'quarantined', 'unknown')),
      reason    TEXT,
      subject   TEXT,               -- null while the entry has no effect
      header    TEXT NOT NULL,
      payload   TEXT,               -- null once erased
      signature TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Not unique: two entries at one place of a chain are a fork, and both are kept.
    CREATE INDEX entries_device ON entries (device, seq);
    -- Holds all that folding asks of an entry that is in memory already.
    CREATE INDEX entries_subject ON entries (subject, height, id, standing, reason) WHERE subject IS NOT NULL;
    -- How far each device's entries have arrived, asked at every start.
    CREATE INDEX entries_arrived ON entries (device, seq) WHERE standing IN ('ok', 'contested', 'unknown');
    CREATE INDEX entries_waiting ON entries (standing) WHERE standing IN ('pending', 'quarantined', 'unknown');

    -- What entries are folded into. Shared state only; may be emptied and folded again at any time.
    CREATE TABLE rows (
      kind   TEXT NOT NULL,
      key    TEXT NOT NULL,
      parent TEXT NOT NULL,
      json   TEXT NOT NULL,
      PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rows_parent ON rows (kind, parent, key);

    -- My own unshared work. Never leaves this laptop.
    CREATE TABLE drafts (
      key     TEXT PRIMARY KEY,     -- item:ID, brief:ID or review:ID
      base    TEXT,
      json    TEXT NOT NULL,
      updated TEXT NOT NULL
    ) STRICT;
    CREATE TABLE draft_history (
      key  TEXT NOT NULL,
      at   TEXT NOT NULL,
      json TEXT NOT NULL,
      PRIMARY KEY (key, at)
    ) STRICT, WITHOUT ROWID;

    -- Segments met in the folder, so that each is read once.
    CREATE TABLE segments (
      name  TEXT PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('taken', 'unreadable', 'own')),
      first_seen TEXT NOT NULL,
      reason TEXT
    ) STRICT;
  `);
};
