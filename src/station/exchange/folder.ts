import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { save } from "../files/save.ts";
import { CARRIED_BYTES_MAX, compareNames, type Carried, type Ending, type Known, type Listed, type Transport } from "./transport.ts";

const isAbsent = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/// The desk's part of a shared folder: `DESK/DEVICE/*.t5s`, `DESK/files/`, `DESK/keys/`, `DESK/join/`. Files are only ever
/// added whole under names of their own; nothing is locked or changed, and nothing deleted but words that were erased.
export class Folder implements Transport {
  readonly place: string;
  readonly batch = { entries: 2000, segments: 1 };
  readonly mends = true;
  readonly #desk: string;

  constructor(root: string, desk: string) {
    this.place = root;
    this.#desk = join(root, desk);
  }

  #refuse = (error: unknown) => refuse("folder-unreachable", { path: this.place, why: diskReason(error) });

  /// Whether the shared folder itself is there: a folder that is missing is offline, never made.
  async reachable(): Promise<Result<null>> {
    try {
      return (await stat(this.place)).isDirectory() ? ok(null) : refuse("folder-unreachable", { path: this.place, why: "no-folder" });
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /// All files with this ending, under any name and at any depth of the desk's folder.
  async list(ending: Ending, known: Known): Promise<Result<Listed>> {
    try {
      const found = await readdir(this.#desk, { recursive: true, withFileTypes: true });
      const files = found.filter((one) => one.isFile() && one.name.endsWith(ending)).map((one) => join(one.parentPath, one.name));
      const names = files.map((path) => relative(this.#desk, path).split(sep).join("/")).sort();
      return ok(compareNames(names, known.names(ending)));
    } catch (error) {
      return isAbsent(error) ? ok(compareNames([], known.names(ending))) : this.#refuse(error);
    }
  }

  async get(names: readonly string[]): Promise<Result<readonly (Buffer | null)[]>> {
    return ok(await Promise.all(names.map((name) => this.#read(join(this.#desk, ...name.split("/"))))));
  }

  async tooLarge(name: string): Promise<boolean> {
    try {
      return (await stat(join(this.#desk, ...name.split("/")))).size > CARRIED_BYTES_MAX;
    } catch {
      return false;
    }
  }

  async #read(path: string): Promise<Buffer | null> {
    try {
      return (await stat(path)).size > CARRIED_BYTES_MAX ? null : await readFile(path);
    } catch {
      // Gone, or held by a synchroniser at work. The next round sees what it left.
      return null;
    }
  }

  async put(carried: readonly Carried[]): Promise<Result<null>> {
    for (const { name, bytes } of carried) {
      const path = join(this.#desk, ...name.split("/"));
      try {
        await mkdir(dirname(path), { recursive: true });
      } catch (error) {
        return this.#refuse(error);
      }
      const saved = await save(path, bytes);
      if (!saved.ok) return saved;
    }
    return ok(null);
  }

  async remove(names: readonly string[]): Promise<Result<null>> {
    try {
      for (const name of names) await rm(join(this.#desk, ...name.split("/")), { force: true });
      return ok(null);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  close = (): Promise<void> => Promise.resolve();
}
