import { fromBlocks, toBlocks, type Block, type Inline } from "./blocks.ts";
import type { DocJson } from "./schema.ts";

/// One step of a manuscript that is read as one run from the headline to the last word: a block that begins here, or a
/// word (or what stands between words) with its marks.
export type Token =
  { readonly begins: Pick<Block, "id" | "kind"> } | { readonly text: string; readonly marks: NonNullable<DocJson["marks"]> };

/// Words by fixed ranges of letters, never by the machine's own tables: every laptop must find the same words, whatever
/// version of Unicode it has. Han characters and all signs stand alone.
const WORDS =
  /[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u0370-\u058f\u1e00-\u1fff]+|[\ud800-\udbff][\udc00-\udfff]|[^]/g;

/// A text as its words and what stands between them.
export const splitWords = (text: string): string[] => text.match(WORDS) ?? [];

const NO_MARKS: NonNullable<DocJson["marks"]> = [];

export const begins = (token: Token | undefined): Pick<Block, "id" | "kind"> | null =>
  token !== undefined && "begins" in token ? token.begins : null;
export const textOf = (token: Token): string => ("text" in token ? token.text : "");

/// The words of a run of tokens; blocks apart by a line break.
export const wordsOf = (tokens: readonly Token[]): string =>
  tokens.map((token, at) => ("text" in token ? token.text : at === 0 ? "" : "\n")).join("");

const inlineTokens = (node: DocJson): Token[] => splitWords(node.text ?? "").map((text) => ({ text, marks: node.marks ?? NO_MARKS }));

/// A manuscript as one run of tokens.
export const toFlow = (doc: DocJson): Token[] =>
  toBlocks(doc).flatMap(({ id, kind, text }): Token[] => [{ begins: { id, kind } }, ...text.flatMap(inlineTokens)]);

const marksKey = (marks: NonNullable<DocJson["marks"]>): string => (marks.length === 0 ? "" : JSON.stringify(marks));

/// Two tokens are the same where their keys are.
export const keyOf = (token: Token): string =>
  "begins" in token ? `\u0001${token.begins.kind}\u0001${token.begins.id}` : `${token.text}\u0002${marksKey(token.marks)}`;

/// Words as the text of a block, neighbours of the same marks in one node.
export function inline(tokens: readonly Token[]): Inline {
  const nodes: { type: "text"; marks?: NonNullable<DocJson["marks"]>; text: string }[] = [];
  for (const token of tokens) {
    if (!("text" in token)) continue;
    const last = nodes.at(-1);
    if (last !== undefined && marksKey(last.marks ?? NO_MARKS) === marksKey(token.marks)) last.text += token.text;
    else nodes.push({ type: "text", ...(token.marks.length > 0 ? { marks: token.marks } : {}), text: token.text });
  }
  return nodes;
}

/// One block and what follows it up to the next. Markers of parts hold no text: words left right after one, because their
/// own block was joined to one that is gone, become a paragraph.
function blocksOf(tokens: readonly Token[]): Block[] {
  const first = begins(tokens[0]);
  const text = inline(tokens);
  if (first !== null && first.kind !== "part") return [{ ...first, text }];
  const left: Block[] = text.length === 0 ? [] : [{ id: `${first?.id ?? "text"}:left`.slice(0, 80), kind: "paragraph", text }];
  return first === null ? left : [{ ...first, text: [] }, ...left];
}

/// The manuscript that a run of tokens spells; mended where the schema does not allow it, without losing a word.
export function fromFlow(tokens: readonly Token[]): DocJson {
  const cuts = tokens.flatMap((token, at) => (at > 0 && begins(token) !== null ? [at] : []));
  return fromBlocks([0, ...cuts].flatMap((cut, at) => blocksOf(tokens.slice(cut, cuts[at]))));
}

/// A place on the page. `offset` counts UTF-16 units of the block's plain text.
export interface Spot {
  readonly block: string;
  readonly offset: number;
}

/// Where the tokens of a text stand, by position: in which block, at which offset of its plain text. A position before a
/// block's beginning belongs to the end of the block before.
export function spotsOf(flow: readonly Token[]): (at: number) => Spot {
  const spots: Spot[] = [];
  let [block, offset] = ["", 0];
  for (const token of flow) {
    spots.push({ block, offset });
    const begun = begins(token);
    // Markers of parts are no place on the page: what stands before the first block of a part belongs to that block.
    if (begun === null) offset += textOf(token).length;
    else if (begun.kind !== "part") [block, offset] = [begun.id, 0];
  }
  spots.push({ block, offset });
  return (at) => spots[Math.min(at, flow.length)] ?? { block, offset };
}
