import { createHash } from "node:crypto";
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import * as v from "valibot";

const LineSchema = v.object({ key: v.string(), base: v.nullable(v.string()), json: v.nullable(v.string()), updated: v.string() });
/// One saved state of a draft; `json` null: it was shared or dropped.
export type JournalLine = v.InferOutput<typeof LineSchema>;

const sum = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
const ROTATE_BYTES = 2 * 1024 * 1024;
/// A line begins with its sum and the draft's key, so that those which a later one replaced need not be read.
const KEY = /^[0-9a-f]{16} \{"key":("(?:[^"\\]|\\.)*")/;

function written(line: JournalLine): string {
  const text = JSON.stringify(line);
  return `${sum(text)} ${text}\n`;
}

/// A nearly full disk takes part of it and says so by the count alone.
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/// A file beside the database to which every saved draft is appended with a checksum: what was typed survives even a
/// database that has to be restored from a backup. Lines that are cut off or damaged are passed over.
export class DraftJournal {
  readonly #path: string;
  #fd: number | null = null;
  /// Whether the last line may have been cut off by a full disk: the next must not be glued to it.
  #torn = true;

  constructor(path: string) {
    this.#path = path;
  }

  /// Adds a line; on disk when it returns.
  append(line: JournalLine): void {
    fdatasyncSync(this.#write(line));
    if (statSync(this.#path).size > ROTATE_BYTES) this.#rotate();
  }

  /// Adds a line that the system may write to disk in its own time: losing it to a power cut does no harm.
  note(line: JournalLine): void {
    this.#write(line);
  }

  #write(line: JournalLine): number {
    this.#fd ??= openSync(this.#path, "a", 0o600);
    const torn = this.#torn;
    this.#torn = true;
    writeWhole(this.#fd, `${torn ? "\n" : ""}${written(line)}`);
    this.#torn = false;
    return this.#fd;
  }

  /// The last line of each key, in the order of writing.
  read(): JournalLine[] {
    const last = new Map<string, JournalLine>();
    for (const path of [this.#path, `${this.#path}.1`]) {
      if (!existsSync(path)) continue;
      for (const raw of readFileSync(path, "utf8").split("\n").reverse()) {
        const key = KEY.exec(raw)?.[1];
        const line = key === undefined || last.has(key) ? null : decodeLine(raw);
        if (key !== undefined && line !== null) last.set(key, line);
      }
    }
    return [...last.values()].reverse();
  }

  /// Keeps the last state of every draft and nothing of those before.
  compact(): void {
    if (existsSync(this.#path)) this.#rotate();
    rmSync(`${this.#path}.1`, { force: true });
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  /// The older half is kept under `.1`; the new file begins with the last state of every draft.
  #rotate(): void {
    const lines = this.read();
    this.close();
    renameSync(this.#path, `${this.#path}.1`);
    this.#fd = openSync(this.#path, "a", 0o600);
    writeWhole(this.#fd, lines.map(written).join(""));
    fdatasyncSync(this.#fd);
  }
}

function decodeLine(raw: string): JournalLine | null {
  const text = raw.slice(17);
  if (raw[16] !== " " || sum(text) !== raw.slice(0, 16)) return null;
  const parsed = v.safeParse(LineSchema, JSON.parse(text));
  return parsed.success ? parsed.output : null;
}
