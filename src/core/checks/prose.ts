import { toBlocks, type Block } from "../manuscript/blocks.ts";
import type { DocJson } from "../manuscript/schema.ts";
import { plain } from "../manuscript/text.ts";
import type { CheckFinding } from "./check.ts";

/// One block's words as the rules of house style read them: `foreign` stretches are in another language and belong to it.
export interface Prose {
  readonly block: string;
  readonly kind: Block["kind"];
  readonly text: string;
  readonly foreign: readonly { readonly from: number; readonly to: number }[];
}

function foreignIn(block: Block): Prose["foreign"] {
  let at = 0;
  return block.text.flatMap((node) => {
    const from = at;
    at += node.text?.length ?? 0;
    return node.marks?.some((mark) => mark.type === "lang") ? [{ from, to: at }] : [];
  });
}

/// The blocks of a manuscript that hold words, in reading order.
export const proseOf = (doc: DocJson): Prose[] =>
  toBlocks(doc)
    .filter((block) => block.kind !== "part")
    .map((block) => ({ block: block.id, kind: block.kind, text: plain(block), foreign: foreignIn(block) }));

/// True if any of these words is in another language.
export const isForeign = (prose: Prose, from: number, to: number): boolean =>
  prose.foreign.some((stretch) => stretch.from < to && stretch.to > from);

/// A finding on words of a block, as a hint: the publication may make it weigh more.
export const onWords = (
  prose: Prose,
  check: string,
  from: number,
  to: number,
  fix: string | null,
  data: CheckFinding["data"] = {},
): CheckFinding => {
  const quote = prose.text.slice(from, to);
  return { check, severity: "hint", place: { kind: "block", block: prose.block, from, to, quote }, data: { quote, ...data }, fix };
};

/// Every match of a pattern in a block's own language; `fix` null leaves a match alone that is none.
export function matches(
  prose: Prose,
  pattern: RegExp,
  found: (match: RegExpMatchArray, at: number) => CheckFinding | null,
): CheckFinding[] {
  return [...prose.text.matchAll(pattern)].flatMap((match) => {
    const at = match.index;
    if (isForeign(prose, at, at + match[0].length)) return [];
    return found(match, at) ?? [];
  });
}
