import { maxLength, picklist, pipe, regex, string } from "valibot";
import { Id } from "../core/ledger/entry.ts";
import { act, answer, read } from "./channel.ts";
import { Path } from "./path.ts";

/// The formats whose look can be shown. The PDF has its pages; a Word file is laid out by Word itself.
export const LOOKS = ["html", "email", "epub", "text", "markdown", "json"] as const;
export type LookFormat = (typeof LOOKS)[number];

/// The looks that are pages of their own, in a frame, with the file that each begins with; the others are text.
export const FRAMED = { html: "page.html", email: "page.html", epub: "nav.xhtml" } as const;

/// What the other looks are, and the plain-text part of an email.
export const LOOK_TEXT = "page.txt";

/// Why a look goes without the publication's logo, where it does.
type Lacks = { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;

export const lookCalls = {
  /// One file of what readers of a format see of the issue as it stands; my unshared words included where `mine`. `version` is
  /// another as soon as anything in it is.
  "preview.look": read(
    {
      issue: Id,
      mine: picklist(["shared", "mine"]),
      format: picklist(LOOKS),
      file: pipe(string(), maxLength(64), regex(/^[\w-]+\.\w+$/)),
    },
    answer<{
      readonly bytes: Uint8Array;
      readonly version: string;
      /// An email's.
      readonly subject: string | null;
      readonly lacks: Lacks;
    }>(),
  ),
  /// Writes the Word file of what is shared of the issue into a folder, for Word to show it: marked DRAFT whatever was signed, and
  /// no export.
  "preview.word": act({ issue: Id, folder: Path }, answer<{ readonly path: string; readonly lacks: Lacks }>()),
};
