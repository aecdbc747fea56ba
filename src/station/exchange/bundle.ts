import { readFile, stat } from "node:fs/promises";
import { unzipSync, zipSync, type UnzipFileInfo } from "fflate";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { save } from "../files/save.ts";
import { CARRIED_BYTES_MAX, compareNames, type Carried, type Ending, type Known, type Listed, type Transport } from "./transport.ts";

/// A bundle is read whole; what is larger goes by a folder.
export const BUNDLE_BYTES_MAX = 512 * 1024 * 1024;
const MEMBERS_MAX = 50_000;
/// Equal members, equal bytes: the clock stays out of it.
const WRITTEN = new Date(1980, 0, 1);
/// Letters that mean nothing to any file system, in at most three parts. Names are never used as paths all the same.
const NAME = /^[0-9a-f]{32}(\/[A-Za-z0-9_()-][A-Za-z0-9 ._()-]{0,199}){1,2}$/;

/// Why a member is not taken; the whole bundle is refused then, since no app of ours writes one like it. Members lie there
/// as they are: sealed bytes do not get smaller, so nothing in a bundle can unfold into more than its own size.
function oddity({ name, size, originalSize, compression }: UnzipFileInfo, seen: ReadonlySet<string>): string | null {
  if (!NAME.test(name)) return "name";
  if (seen.has(name)) return "twice";
  if (seen.size >= MEMBERS_MAX) return "many";
  return compression !== 0 || size !== originalSize || size > CARRIED_BYTES_MAX ? "size" : null;
}

class Odd extends Error {}

/// The members of a bundle. Throws `Odd` where it holds what no app of ours writes, and whatever the zip reader throws where
/// it is no whole zip file.
function members(bytes: Uint8Array): Map<string, Buffer> {
  const seen = new Set<string>();
  const files = unzipSync(bytes, {
    filter(member) {
      const odd = oddity(member, seen);
      if (odd !== null) throw new Odd(odd);
      seen.add(member.name);
      return true;
    },
  });
  return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content.buffer, content.byteOffset, content.length)]));
}

/// One file with what a folder would hold: segments, keys and files, sealed as they are there, for a stick or a mail.
export class Bundle implements Transport {
  readonly place: string;
  readonly batch = { entries: 2000, segments: 1 };
  readonly mends = false;
  readonly #desk: string;
  readonly #members: Map<string, Uint8Array>;

  private constructor(path: string, desk: string, held: Map<string, Uint8Array>) {
    this.place = path;
    this.#desk = desk;
    this.#members = held;
  }

  static empty(path: string, desk: string): Bundle {
    return new Bundle(path, desk, new Map());
  }

  /// Reads a bundle. Refused: it cannot be read, is not whole, holds what it should not, or is for another desk.
  static async read(path: string, desk: string): Promise<Result<Bundle>> {
    let bytes: Buffer;
    try {
      if ((await stat(path)).size > BUNDLE_BYTES_MAX)
        return refuse("bundle-too-large", { path, megabytes: BUNDLE_BYTES_MAX / 1024 / 1024 });
      bytes = await readFile(path);
    } catch {
      return refuse("file-unreadable", { path });
    }
    try {
      const held = members(bytes);
      const own = [...held]
        .filter(([name]) => name.startsWith(`${desk}/`))
        .map(([name, content]) => [name.slice(desk.length + 1), content] as const);
      if (held.size > 0 && own.length === 0) return refuse("bundle-other-desk", { path });
      return ok(new Bundle(path, desk, new Map(own)));
    } catch (error) {
      return error instanceof Odd ? refuse("bundle-odd", { path, why: error.message }) : refuse("bundle-not-whole", { path });
    }
  }

  reachable = (): Promise<Result<null>> => Promise.resolve(ok(null));

  list(ending: Ending, known: Known): Promise<Result<Listed>> {
    const names = [...this.#members.keys()].filter((name) => name.endsWith(ending)).sort();
    return Promise.resolve(ok(compareNames(names, known.names(ending))));
  }

  get(names: readonly string[]): Promise<Result<readonly (Buffer | null)[]>> {
    const found = names.map((name) => this.#members.get(name));
    return Promise.resolve(ok(found.map((bytes) => (bytes === undefined ? null : Buffer.from(bytes)))));
  }

  /// Takes up what `save` then writes.
  put(carried: readonly Carried[]): Promise<Result<null>> {
    for (const { name, bytes } of carried) this.#members.set(name, bytes);
    return Promise.resolve(ok(null));
  }

  /// Writes the bundle, whole or not at all; answers its size.
  async save(): Promise<Result<number>> {
    const total = [...this.#members.values()].reduce((sum, bytes) => sum + bytes.length + 512, 0);
    if (total > BUNDLE_BYTES_MAX) return refuse("bundle-too-large", { path: this.place, megabytes: BUNDLE_BYTES_MAX / 1024 / 1024 });
    const sorted = [...this.#members].sort(([a], [b]) => (a < b ? -1 : 1));
    const bytes = zipSync(Object.fromEntries(sorted.map(([name, content]) => [`${this.#desk}/${name}`, content])), {
      level: 0,
      mtime: WRITTEN,
    });
    const saved = await save(this.place, bytes);
    return saved.ok ? ok(bytes.length) : saved;
  }

  close = (): Promise<void> => Promise.resolve();
}
