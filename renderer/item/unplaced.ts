import { say } from "../../resources/messages/say.ts";

const CODES = [
  "copy-elsewhere",
  "copy-footnote",
  "copy-picture",
  "copy-label-gone",
  "copy-line-gone",
  "copy-line-unread",
  "copy-on-suggestion",
  "copy-declined",
] as const;

/// Why something of a returned copy has no place in the text; what a newer app says of it as it is.
export function unplacedWords({ code }: { readonly code: string }): string {
  const known = CODES.find((one) => one === code);
  return known === undefined ? code : say(`copy.unplaced.${known}`);
}
