-- Sets up a PostgreSQL database (13 or later) as the hub of a desk that outgrew a shared folder. Run once by the database's owner:
--
--   psql -d DATABASE -v ON_ERROR_STOP=1 -f set-up.sql
--
-- and then once for each person who may reach it:
--
--   CREATE ROLE anna LOGIN PASSWORD '…' IN ROLE top5_people;
--
-- What lies here is encrypted for the desk before it leaves a laptop. The server sees ids, counts, sizes and times. Nobody can
-- change or delete a row, and each person's laptops write under their own device ids alone. May be run again.

BEGIN;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'top5_people') THEN
    CREATE ROLE top5_people NOLOGIN;
  END IF;
END
$$;

CREATE SCHEMA IF NOT EXISTS top5;
REVOKE ALL ON SCHEMA top5 FROM PUBLIC;
GRANT USAGE ON SCHEMA top5 TO top5_people;

-- Whose login a device id belongs to: whoever wrote under it first, before anybody else could know it.
CREATE TABLE IF NOT EXISTS top5.devices (
  device text PRIMARY KEY CHECK (device ~ '^[0-9a-f]{32}$'),
  login  name NOT NULL DEFAULT session_user
);

-- Signed entries, each sealed by itself. The id is the digest of the bytes: nobody can take an id before its entry comes.
CREATE TABLE IF NOT EXISTS top5.entries (
  id     text PRIMARY KEY CHECK (id = encode(sha256(bytes), 'hex')),
  desk   text NOT NULL CHECK (desk ~ '^[0-9a-f]{32}$'),
  device text NOT NULL,
  seq    bigint NOT NULL CHECK (seq > 0),
  bytes  bytea NOT NULL CHECK (octet_length(bytes) <= 4 * 1024 * 1024)
);
-- Not unique: two entries at one place of a chain are a fork, and both are kept. Holds all that a round asks.
CREATE INDEX IF NOT EXISTS entries_chain ON top5.entries (desk, device, seq, id);

-- Files that entries name, and wrapped content keys with requests to join, under the names that a folder would give them.
CREATE TABLE IF NOT EXISTS top5.files (
  desk  text NOT NULL CHECK (desk ~ '^[0-9a-f]{32}$'),
  name  text NOT NULL CHECK (name ~ '^files/[^/]{1,200}[.]t5f$'),
  login name NOT NULL DEFAULT session_user,
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 64 * 1024 * 1024 + 65536),
  PRIMARY KEY (desk, name)
);
-- The desk as a chief's laptop showed it when it let another in.
CREATE TABLE IF NOT EXISTS top5.snapshots (
  desk  text NOT NULL CHECK (desk ~ '^[0-9a-f]{32}$'),
  name  text NOT NULL CHECK (name ~ '^snapshots/[^/]{1,200}[.]t5n$'),
  login name NOT NULL DEFAULT session_user,
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 64 * 1024 * 1024 + 65536),
  PRIMARY KEY (desk, name)
);
CREATE TABLE IF NOT EXISTS top5.keys (
  desk  text NOT NULL CHECK (desk ~ '^[0-9a-f]{32}$'),
  name  text NOT NULL CHECK (name ~ '^(keys|join)/[^/]{1,200}[.]t5[kj]$'),
  login name NOT NULL DEFAULT session_user,
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 1024 * 1024),
  PRIMARY KEY (desk, name)
);

REVOKE ALL ON ALL TABLES IN SCHEMA top5 FROM PUBLIC, top5_people;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA top5 TO top5_people;

-- The second lock: what a login may write is what is its own.
ALTER TABLE top5.devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE top5.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE top5.files ENABLE ROW LEVEL SECURITY;
ALTER TABLE top5.snapshots ENABLE ROW LEVEL SECURITY;
ALTER TABLE top5.keys ENABLE ROW LEVEL SECURITY;

DO $$
DECLARE
  kind text;
BEGIN
  FOREACH kind IN ARRAY ARRAY['devices', 'entries', 'files', 'snapshots', 'keys'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS everyone_reads ON top5.%I', kind);
    EXECUTE format('CREATE POLICY everyone_reads ON top5.%I FOR SELECT TO top5_people USING (true)', kind);
  END LOOP;
  FOREACH kind IN ARRAY ARRAY['devices', 'files', 'snapshots', 'keys'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS own_login ON top5.%I', kind);
    EXECUTE format('CREATE POLICY own_login ON top5.%I FOR INSERT TO top5_people WITH CHECK (login = session_user)', kind);
  END LOOP;
END
$$;
DROP POLICY IF EXISTS own_device ON top5.entries;
CREATE POLICY own_device ON top5.entries FOR INSERT TO top5_people
  WITH CHECK (EXISTS (SELECT FROM top5.devices d WHERE d.device = entries.device AND d.login = session_user));

-- A doorbell and nothing more: it says that something came, never what. A laptop that does not hear it looks by itself.
CREATE OR REPLACE FUNCTION top5.ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('top5', '');
  RETURN NULL;
END
$$;
DROP TRIGGER IF EXISTS entries_ring ON top5.entries;
CREATE TRIGGER entries_ring AFTER INSERT ON top5.entries FOR EACH STATEMENT EXECUTE FUNCTION top5.ring();
DROP TRIGGER IF EXISTS keys_ring ON top5.keys;
CREATE TRIGGER keys_ring AFTER INSERT ON top5.keys FOR EACH STATEMENT EXECUTE FUNCTION top5.ring();

COMMIT;
