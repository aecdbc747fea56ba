import type { Database } from "better-sqlite3";

/// Entries and rows lie in the order in which they came, found by an index of their own. By their names, which are digests,
/// each new one landed on a page of its own, spilt over to another, and a long history took three times the room and time.
export const inOrder = (db: Database): void => {
  db.exec(`
    CREATE TABLE entries_in_order (
      place     INTEGER PRIMARY KEY,
      id        TEXT NOT NULL UNIQUE,
      device    TEXT NOT NULL,
      seq       INTEGER NOT NULL,
      height    INTEGER NOT NULL,
      standing  TEXT NOT NULL CHECK (standing IN ('ok', 'pending', 'contested', 'quarantined', 'unknown')),
      reason    TEXT,
      subject   TEXT,               -- null while the entry has no effect
      signature TEXT NOT NULL,
      header    TEXT NOT NULL,
      payload   TEXT                -- null once erased
    ) STRICT;
    INSERT INTO entries_in_order (id, device, seq, height, standing, reason, subject, signature, header, payload)
      SELECT id, device, seq, height, standing, reason, subject, signature, header, payload FROM entries ORDER BY height, id;
    DROP TABLE entries;
    ALTER TABLE entries_in_order RENAME TO entries;
    -- Not unique: two entries at one place of a chain are a fork, and both are kept. With all that is asked of how far each
    -- device's entries have arrived, so that no start reads an entry for it.
    CREATE INDEX entries_device ON entries (device, seq, standing, reason);
    -- Holds all that folding asks of an entry that is in memory already.
    CREATE INDEX entries_subject ON entries (subject, height, id, standing, reason) WHERE subject IS NOT NULL;
    CREATE INDEX entries_waiting ON entries (standing) WHERE standing IN ('pending', 'quarantined', 'unknown');
    -- Where chains have split: asked at each round, and by People and laptops.
    CREATE INDEX entries_split ON entries (device, seq) WHERE standing = 'contested' AND reason IS NULL;

    CREATE TABLE rows_in_order (
      place  INTEGER PRIMARY KEY,
      kind   TEXT NOT NULL,
      key    TEXT NOT NULL,
      parent TEXT NOT NULL,
      json   TEXT NOT NULL,
      UNIQUE (kind, key)
    ) STRICT;
    INSERT INTO rows_in_order (kind, key, parent, json) SELECT kind, key, parent, json FROM rows;
    DROP TABLE rows;
    ALTER TABLE rows_in_order RENAME TO rows;
    CREATE INDEX rows_parent ON rows (kind, parent, key);
  `);
};
