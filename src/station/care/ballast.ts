import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from "node:fs";

const BYTES = 4 * 1024 * 1024;

/// A file that only takes room. When the disk is full it is given up, so that what is being saved just then still fits.
export class Ballast {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /// Takes the room again, if there is some. Real bytes: a file of holes would free nothing.
  fill(): void {
    try {
      if (existsSync(this.#path) && statSync(this.#path).size === BYTES) return;
      const file = openSync(this.#path, "w", 0o600);
      writeSync(file, Buffer.alloc(BYTES, 0x35));
      fsyncSync(file);
      closeSync(file);
    } catch {
      // No room for it: then none is taken either.
      this.drop();
    }
  }

  /// Gives the room back; false when there was none left to give.
  drop(): boolean {
    try {
      const had = existsSync(this.#path) && statSync(this.#path).size > 0;
      rmSync(this.#path, { force: true });
      return had;
    } catch {
      // A disk that takes nothing away either.
      return false;
    }
  }
}
