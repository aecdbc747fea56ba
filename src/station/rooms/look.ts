import { createHash } from "node:crypto";
import type { LookFormat } from "../../contract/look.ts";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { lookOf, type Look } from "../files/look.ts";
import type { Station } from "../station.ts";
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
