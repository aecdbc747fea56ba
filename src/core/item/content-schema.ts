import * as v from "valibot";
import { Day, Line } from "../desk/kinds.ts";
import { toBlocks } from "../manuscript/blocks.ts";
import { toJson, toNode, type DocJson } from "../manuscript/schema.ts";
import { CONTENT_SCHEMA, type Content } from "./item.ts";

const Link = v.nullable(v.pipe(v.string(), v.maxLength(2000), v.regex(/^(https?|mailto):/i)));

export const SourceSchema = v.object({
  title: Line,
  original: v.nullable(v.object({ text: Line, lang: v.pipe(v.string(), v.maxLength(35)) })),
  link: Link,
});
export const BodySchema = v.object({ short: v.nullable(Line), name: v.nullable(Line), original: v.nullable(Line), via: v.nullable(Line) });
export const FieldsSchema = v.object({
  sources: v.pipe(v.array(SourceSchema), v.maxLength(50)),
  bodies: v.pipe(v.array(BodySchema), v.maxLength(50)),
  date: v.nullable(Day),
  byline: v.pipe(v.array(Line), v.maxLength(50)),
});

/// A manuscript is taken only if the schema allows it and each block has an id of its own; links only to the web or mail.
function isManuscript(input: unknown): input is DocJson {
  try {
    if (typeof input !== "object" || input === null) return false;
    const node = toNode(input as DocJson);
    node.check();
    if (node.type.name !== "doc") return false;
    let sound = true;
    const ids = new Set<unknown>();
    node.descendants((child) => {
      if (child.type.spec.attrs?.["id"] !== undefined) {
        const id: unknown = child.attrs["id"];
        sound &&= typeof id === "string" && id.length > 0 && id.length <= 80 && !ids.has(id);
        ids.add(id);
      }
      for (const mark of child.marks) {
        const href: unknown = mark.attrs["href"] ?? null;
        sound &&= href === null || v.is(Link, href);
      }
    });
    return sound && toBlocks(toJson(node)).length > 0;
  } catch {
    return false;
  }
}

/// A manuscript as it comes from a window, a file or another laptop.
export const DocSchema = v.custom<DocJson>(isManuscript, "not a manuscript");

export const ContentSchema: v.GenericSchema<unknown, Content> = v.object({
  schema: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(CONTENT_SCHEMA)),
  fields: FieldsSchema,
  doc: DocSchema,
});
