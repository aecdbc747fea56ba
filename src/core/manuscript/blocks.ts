import { invariant } from "../base/result.ts";
import { schema, type DocJson } from "./schema.ts";

export type Inline = readonly DocJson[];

/// One unit of merging: a textblock with its text, or the marker that opens a part. A manuscript is the sequence of its
/// blocks; a block belongs to the part whose marker comes last before it. Markers carry no text of their own.
export interface Block {
  readonly id: string;
  readonly kind: "part" | "headline" | "title" | "paragraph" | "point";
  readonly text: Inline;
}

const MARKERS: Readonly<Record<string, string>> = { glance: "part:glance", comment: "part:comment" };
const EXPLAINER = "part:explainer:";

export const explainerMarker = (id: string): string => EXPLAINER + id;
export const isExplainerMarker = (id: string): boolean => id.startsWith(EXPLAINER);

const idOf = (node: DocJson): string => {
  const id = node.attrs?.["id"];
  invariant(typeof id === "string", "every block has an id", node);
  return id;
};

function leaves(nodes: readonly DocJson[]): Block[] {
  return nodes.flatMap((node): Block[] =>
    node.type === "points" ? leaves(node.content ?? []) : [{ id: idOf(node), kind: node.type as Block["kind"], text: node.content ?? [] }],
  );
}

/// The manuscript as its sequence of blocks.
export function toBlocks(doc: DocJson): Block[] {
  return (doc.content ?? []).flatMap((part): Block[] => {
    if (part.type === "headline") return leaves([part]);
    const id = MARKERS[part.type] ?? explainerMarker(idOf(part));
    return [{ id, kind: "part", text: [] }, ...leaves(part.content ?? [])];
  });
}

const leaf = (block: Block): DocJson => ({
  type: block.kind,
  attrs: { id: block.id },
  ...(block.text.length > 0 ? { content: block.text } : {}),
});

type Free = (id: string) => string;

/// Ids for blocks that are made here. A paragraph made so before may stand elsewhere now, with words in it: two of one id
/// would count as one, and a merge would take the words of the first.
function freeIn(blocks: readonly Block[]): Free {
  const taken = new Set(blocks.map((block) => block.id));
  return (id) => {
    let free = id;
    while (taken.has(free)) free += "+";
    taken.add(free);
    return free;
  };
}

/// Neighbouring points become one list again; a part left without a block gets an empty paragraph.
function body(blocks: readonly Block[], part: string, free: Free): DocJson[] {
  const nodes: DocJson[] = [];
  for (const block of blocks) {
    const last = nodes.at(-1);
    if (block.kind !== "point") nodes.push(leaf(block));
    else if (last?.type === "points") nodes[nodes.length - 1] = { ...last, content: [...(last.content ?? []), leaf(block)] };
    else nodes.push({ type: "points", content: [leaf(block)] });
  }
  if (nodes.length === 0) nodes.push({ type: "paragraph", attrs: { id: free(`${part}:empty`) } });
  return nodes;
}

/// What stands where its part does not allow it becomes a paragraph of that part; nothing is dropped.
const fit = (block: Block): Block => (block.kind === "headline" || block.kind === "title" ? { ...block, kind: "paragraph" } : block);

function explainer(marker: Block, blocks: readonly Block[], free: Free): DocJson {
  const id = marker.id.slice(EXPLAINER.length);
  const title = blocks.find((block) => block.kind === "title") ?? { id: free(`${id}:title`), kind: "title", text: [] };
  const rest = blocks.filter((block) => block !== title).map(fit);
  return { type: "explainer", attrs: { id }, content: [leaf(title), ...body(rest, id, free)] };
}

/// The inverse of `toBlocks`. A sequence that the schema does not allow (a merge can make one: a title without its
/// explainer) is mended without losing a block, and always ends as a valid manuscript.
export function fromBlocks(blocks: readonly Block[]): DocJson {
  const free = freeIn(blocks);
  const headline = blocks.find((block) => block.kind === "headline") ?? { id: free("headline"), kind: "headline", text: [] };
  const parts: { marker: Block; blocks: Block[] }[] = [];
  const stray: Block[] = [];
  for (const block of blocks) {
    if (block === headline) continue;
    if (block.kind === "part") parts.push({ marker: block, blocks: [] });
    else (parts.at(-1)?.blocks ?? stray).push(block);
  }
  const inPart = (id: string): Block[] =>
    parts
      .filter((part) => part.marker.id === id)
      .flatMap((part) => part.blocks)
      .map(fit);
  const doc: DocJson = {
    type: "doc",
    content: [
      leaf(headline),
      { type: "glance", content: body([...stray.map(fit), ...inPart("part:glance")], "glance", free) },
      ...parts.filter((part) => isExplainerMarker(part.marker.id)).map((part) => explainer(part.marker, part.blocks, free)),
      { type: "comment", content: body(inPart("part:comment"), "comment", free) },
    ],
  };
  schema.nodeFromJSON(doc).check();
  return doc;
}

/// A new, empty manuscript. `nextId` gives a fresh block id at each call.
export function emptyDoc(nextId: () => string, headline = ""): DocJson {
  const text = headline === "" ? {} : { content: [{ type: "text", text: headline }] };
  return {
    type: "doc",
    content: [
      { type: "headline", attrs: { id: nextId() }, ...text },
      { type: "glance", content: [{ type: "paragraph", attrs: { id: nextId() } }] },
      { type: "comment", content: [{ type: "paragraph", attrs: { id: nextId() } }] },
    ],
  };
}
