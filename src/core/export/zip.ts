import { strToU8, zipSync, type Zippable } from "fflate";

/// Files by name as a zip whose times are all 1980, in the order given: same files, same bytes. `first` names a file that
/// is stored as it is, which some readers look for at the very beginning.
export function zipped(files: Readonly<Record<string, string | Uint8Array>>, first?: string): Uint8Array {
  // The zip writer takes the local fields of the time: given as local fields, they are the same in every time zone.
  const mtime = new Date(1980, 0, 1);
  const parts: Zippable = {};
  for (const [name, content] of Object.entries(files))
    parts[name] = [typeof content === "string" ? strToU8(content) : content, { mtime, level: name === first ? 0 : 6 }];
  return zipSync(parts, { level: 6 });
}
