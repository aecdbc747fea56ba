import type { Database } from "better-sqlite3";

/// Where chains have split: asked at each round, and by People and laptops.
export const forks = (db: Database): void => {
  db.exec("CREATE INDEX entries_split ON entries (device, seq) WHERE standing = 'contested' AND reason IS NULL");
};
