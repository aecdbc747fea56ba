import { instance, type InferOutput, maxLength, nullable, pipe, strictObject, string, union } from "valibot";
import { Hash, Id } from "../core/ledger/entry.ts";
import type { Suggestion } from "../core/review/suggestion.ts";
import { act, answer, read } from "./channel.ts";
import { Path } from "./path.ts";

/// A returned copy: the file that was chosen, or the one that was dropped on the window, which has no path there.
const FileSchema = union([
  strictObject({ path: Path }),
  strictObject({ name: pipe(string(), maxLength(255)), bytes: instance(Uint8Array) }),
]);
export type CopyFile = InferOutput<typeof FileSchema>;

/// What a returned copy would bring, and to which item. `from`: under which names it was changed; `movedOn`: the text has
/// changed since it was sent; `known`: the very same file was brought in before.
export interface CopyBrings {
  readonly item: string;
  readonly headline: string;
  readonly name: string;
  readonly digest: string;
  readonly from: string;
  readonly movedOn: boolean;
  readonly suggestions: readonly Suggestion[];
  readonly notes: readonly { readonly from: string; readonly text: string; readonly quote: string; readonly field: string | null }[];
  readonly replies: readonly { readonly from: string; readonly text: string }[];
  readonly unplaced: readonly { readonly code: string; readonly words: string }[];
  readonly known: { readonly by: string; readonly at: string } | null;
}

/// A dropped file comes along with the call.
const LARGE = { size: 24 * 1024 * 1024 };

export const copyCalls = {
  /// Writes an item's shared text with its notes and suggestions as a Word file for somebody outside the desk.
  "copy.write": act({ item: Id, path: Path }, answer<{ readonly path: string }>()),
  /// What a returned copy would bring. `item`: where to look if the file does not say which text it was made of; null: everywhere.
  "copy.read": read({ item: nullable(Id), file: FileSchema }, answer<CopyBrings>(), LARGE),
  /// Brings it home, in this person's name: one entry, and the file kept beside it.
  "copy.take": act(
    { item: Id, file: FileSchema, from: pipe(string(), maxLength(200)), digest: Hash },
    answer<{ readonly item: string }>(),
    LARGE,
  ),
  /// Writes a returned copy as it came into this file.
  "copy.save": act({ item: Id, evidence: Id, path: Path }, answer<null>()),
};
