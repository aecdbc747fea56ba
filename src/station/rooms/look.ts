import { createHash } from "node:crypto";
import type { LookFormat } from "../../contract/look.ts";
import { join } from "node:path";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { FORMATS, write } from "../files/formats.ts";
import { lookOf, type Look } from "../files/look.ts";
import { save } from "../files/save.ts";
import type { Station } from "../station.ts";
import { fileStem } from "./exports.ts";
import { shownProof } from "./preview.ts";

const versionOf = ({ files }: Look): string =>
  Object.entries(files)
    .reduce((hash, [name, bytes]) => hash.update(`${name}\0${bytes.length}\0`).update(bytes), createHash("sha256"))
    .digest("hex")
    .slice(0, 16);

/// A file of what a format's readers see of the issue as it stands. Refused as `lookOf` does, and where the issue or the file is
/// not known (`look-unknown`).
export async function lookAt(
  station: Station,
  input: { readonly issue: string; readonly mine: "shared" | "mine"; readonly format: LookFormat; readonly file: string },
): Promise<Result<{ bytes: Uint8Array; version: string; subject: string | null; lacks: Refusal | null }>> {
  const shown = await shownProof(station, input);
  if (!shown.ok) return shown;
  const { proof, logo, lacks } = shown.value;
  const made = lookOf(proof, input.format, logo);
  if (!made.ok) return made;
  const { [input.file]: bytes } = made.value.files;
  if (bytes === undefined || !Object.hasOwn(made.value.files, input.file)) return refuse("look-unknown");
  return ok({ bytes, version: versionOf(made.value), subject: made.value.subject, lacks });
}

/// Writes the Word file of the issue into a folder, for Word to show it. It is no export, whatever was signed: it says DRAFT, and no
/// entry names it. Looking at an issue must not put it out, and Word changes the files that it opens.
export async function writeWordLook(
  station: Station,
  { issue, folder }: { readonly issue: string; readonly folder: string },
): Promise<Result<{ path: string; lacks: Refusal | null }>> {
  const shown = await shownProof(station, { issue, mine: "shared" });
  if (!shown.ok) return shown;
  const { row, proof, logo, lacks } = shown.value;
  const made = await write({ ...proof, draft: true }, "docx", { logo });
  if (!made.ok) return made;
  const path = join(folder, `${fileStem(row)}-DRAFT.${FORMATS.docx}`);
  const saved = await save(path, made.value);
  return saved.ok ? ok({ path, lacks }) : saved;
}
