import { instance, type InferOutput, strictObject, union } from "valibot";
import type { Logo } from "../core/desk/logo.ts";
import { act, answer, read } from "./channel.ts";
import { Path } from "./path.ts";

/// The file that was chosen, or the one that was dropped on the window, which has no path there.
const FileSchema = union([strictObject({ path: Path }), strictObject({ bytes: instance(Uint8Array) })]);
export type LogoFile = InferOutput<typeof FileSchema>;

export const logoCalls = {
  /// What a file would be as the publication's logo; nothing is kept.
  "logo.look": read({ file: FileSchema }, answer<{ readonly logo: Logo; readonly bytes: Uint8Array }>()),
  /// Keeps the file on this laptop, for settings to name it.
  "logo.keep": act({ file: FileSchema }, answer<Logo>()),
  /// The picture that the settings name; null where they name none.
  "logo.open": read({}, answer<Uint8Array | null>()),
};
