import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { diskReason } from "../files/disk-reason.ts";
import { save } from "../files/save.ts";
import { SEGMENT_BYTES_MAX } from "./envelope.ts";

/// A file in the desk's folder. `name` is its path below the desk's own folder, with forward slashes.
export interface FolderFile {
  readonly name: string;
  readonly bytes: number;
}

/// Nothing of ours is larger: a segment, or a stored file with what sealing adds.
const FILE_BYTES_MAX = SEGMENT_BYTES_MAX + 64 * 1024;

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

/// The desk's part of a shared folder: `DESK/DEVICE/*.t5s`, `DESK/keys/`, `DESK/join/`. Files are only ever added whole
/// under names of their own; nothing is locked, changed or deleted.
export class Folder {
  readonly root: string;
  readonly #desk: string;

  constructor(root: string, desk: string) {
    this.root = root;
    this.#desk = join(root, desk);
  }

  /// Whether the shared folder itself is there: a folder that is missing is offline, never made.
  async reachable(): Promise<Result<null>> {
    try {
      return (await stat(this.root)).isDirectory() ? ok(null) : refuse("folder-unreachable", { path: this.root, why: "no-folder" });
    } catch (error) {
      return refuse("folder-unreachable", { path: this.root, why: diskReason(error) });
    }
  }

  /// All files with this ending, under any name and at any depth of the desk's folder.
  async list(ending: string): Promise<FolderFile[]> {
    let names: string[];
    try {
      const found = await readdir(this.#desk, { recursive: true, withFileTypes: true });
      names = found.filter((one) => one.isFile() && one.name.endsWith(ending)).map((one) => join(one.parentPath, one.name));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
    const files = await Promise.all(
      names.map(async (path): Promise<FolderFile[]> => {
        try {
          return [{ name: relative(this.#desk, path).split(sep).join("/"), bytes: (await stat(path)).size }];
        } catch {
          // Gone between listing and looking: a synchroniser at work. The next poll sees what it left.
          return [];
        }
      }),
    );
    return files.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /// The bytes of a file, or null while it cannot be read (or is larger than any of ours).
  async read(file: FolderFile): Promise<Buffer | null> {
    if (file.bytes > FILE_BYTES_MAX) return null;
    try {
      return await readFile(join(this.#desk, ...file.name.split("/")));
    } catch {
      return null;
    }
  }

  async write(name: string, bytes: Uint8Array): Promise<Result<null>> {
    const path = join(this.#desk, ...name.split("/"));
    try {
      await mkdir(dirname(path), { recursive: true });
    } catch (error) {
      return refuse("folder-unreachable", { path: this.root, why: diskReason(error) });
    }
    return save(path, bytes);
  }
}
