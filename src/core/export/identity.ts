import { canonical } from "../base/canonical.ts";
import { digest } from "../base/digest.ts";
import type { Reading } from "../proof/reading.ts";

/// The digest of everything that is printed: what identifies an export, and changes with any word or mark in it.
export const proofDigest = (read: Reading): string => digest(canonical(read));

/// The day an export speaks of: that of its last correction, else the issue's; null without either.
export function editionDay({ fields, corrections }: Reading): string | null {
  return corrections.at(-1)?.date ?? fields.date;
}
