import { toBlocks, type Block } from "./blocks.ts";
import type { DocJson } from "./schema.ts";

const HAN = /\p{Script=Han}/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu;

/// The plain text of a block: marks left out, nothing added.
export const plain = (block: Pick<Block, "text">): string => block.text.map((node) => node.text ?? "").join("");

/// The plain text of a whole manuscript, one block a line.
export const docText = (doc: DocJson): string =>
  toBlocks(doc)
    .filter((block) => block.kind !== "part")
    .map(plain)
    .join("\n");

/// Words of a text as a word processor counts them: runs of letters and digits, and each Chinese character for one.
export function wordCount(text: string): number {
  const han = text.match(HAN)?.length ?? 0;
  return han + (text.replace(HAN, " ").match(WORD)?.length ?? 0);
}

const counted = new WeakMap<Block["text"], number>();

/// Words of a block, counted once for each text that it had.
function blockWords({ text }: Block): number {
  const known = counted.get(text);
  if (known !== undefined) return known;
  const count = wordCount(plain({ text }));
  counted.set(text, count);
  return count;
}

export interface PartWords {
  readonly headline: number;
  readonly glance: number;
  readonly explainer: number;
  readonly comment: number;
  readonly total: number;
}

/// Words per part of a manuscript; all explainers together; `total` leaves the headline out.
export function partWords(doc: DocJson): PartWords {
  const count = { headline: 0, glance: 0, explainer: 0, comment: 0 };
  for (const part of doc.content ?? []) {
    const words = toBlocks({ type: "doc", content: [part] }).reduce((sum, block) => sum + blockWords(block), 0);
    if (part.type in count) count[part.type as keyof typeof count] += words;
  }
  return { ...count, total: count.glance + count.explainer + count.comment };
}

/// The headline's plain text, empty while there is none.
export const headlineOf = (doc: DocJson): string => {
  const block = toBlocks(doc).find((one) => one.kind === "headline");
  return block === undefined ? "" : plain(block);
};
