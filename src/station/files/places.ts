import { existsSync } from "node:fs";
import { join } from "node:path";

/// The packed app's resources folder, null when this is the project folder.
export function packedFolder(): string | null {
  const folder = (process as { readonly resourcesPath?: string }).resourcesPath;
  return folder !== undefined && existsSync(join(folder, "fonts")) ? folder : null;
}

/// The path of a file that is part of the installation. Throws with the path when it is missing.
export function there(path: string): string {
  if (!existsSync(path)) throw new Error(`broken installation: ${path} is missing`);
  return path;
}
