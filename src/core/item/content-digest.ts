import { canonical } from "../base/canonical.ts";
import { digest } from "../base/digest.ts";
import { toJson, toNode, type DocJson } from "../manuscript/schema.ts";
import type { Content } from "./item.ts";

const withoutIds = (node: DocJson): DocJson => {
  const attrs = Object.entries(node.attrs ?? {}).filter(([name]) => name !== "id");
  return {
    type: node.type,
    ...(attrs.length > 0 ? { attrs: Object.fromEntries(attrs) } : {}),
    ...(node.marks ? { marks: node.marks } : {}),
    ...(node.text === undefined ? {} : { text: node.text.normalize("NFC") }),
    ...(node.content ? { content: node.content.map(withoutIds) } : {}),
  };
};

const nfc = (value: unknown): unknown => {
  if (typeof value === "string") return value.normalize("NFC");
  if (Array.isArray(value)) return value.map(nfc);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, nfc(one)]));
};

/// The digest that decisions name: SHA-256 over the printed content (`exchange.md` §3), 64 hex digits. The manuscript is
/// read through the schema (defaults filled, marks in schema order), block ids are left out, text is NFC. Equal digests
/// mean that a reader could not tell the two contents apart.
export function contentDigest(content: Content): string {
  const doc = withoutIds(toJson(toNode(content.doc)));
  return digest("top5/content/v1\0" + canonical({ doc, fields: nfc(content.fields), schema: content.schema }));
}
