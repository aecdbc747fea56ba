import { Transform } from "prosemirror-transform";
import { schema, toJson, type DocJson } from "./schema.ts";

/// What is looked for. `text` as typed; a blank stands for any.
export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/// Words of a text, by UTF-16 offsets.
export interface Range {
  readonly from: number;
  readonly to: number;
}

/// Where a text holds what is looked for, in order, none over another. Nothing is found for an empty query.
export function findIn(text: string, query: Query): Range[] {
  const wanted = query.text.normalize("NFC");
  if (wanted.trim() === "") return [];
  const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const edge = String.raw`(?![\p{L}\p{N}])`;
  const whole = query.wholeWord ? String.raw`(?<![\p{L}\p{N}])${literal}${edge}` : literal;
  const pattern = new RegExp(whole, query.matchCase ? "gu" : "giu");
  return [...text.matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

/// A manuscript with other words in these places of its blocks; they take the marks of the first word they replace.
export function replaceIn(doc: DocJson, places: readonly (Range & { readonly block: string })[], words: string): DocJson {
  const tr = new Transform(schema.nodeFromJSON(doc));
  const starts = new Map<unknown, number>();
  tr.doc.descendants((node, pos) => {
    if (node.isTextblock) starts.set(node.attrs["id"], pos + 1);
    return !node.isTextblock;
  });
  const inDoc = places.flatMap(({ block, from, to }) => {
    const start = starts.get(block);
    return start === undefined ? [] : [{ from: start + from, to: start + to }];
  });
  for (const { from, to } of inDoc.sort((a, b) => b.from - a.from)) {
    const marks = tr.doc.resolve(from).nodeAfter?.marks ?? [];
    if (words === "") tr.delete(from, to);
    else tr.replaceWith(from, to, schema.text(words, marks));
  }
  return toJson(tr.doc);
}
