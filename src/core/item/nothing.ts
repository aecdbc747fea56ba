import { emptyDoc } from "../manuscript/blocks.ts";
import { CONTENT_SCHEMA, NO_FIELDS, type Content } from "./item.ts";

/// A text without a word: what two texts that began apart have in common, and what is left of one that was erased.
export const NOTHING: Content = { schema: CONTENT_SCHEMA, fields: NO_FIELDS, doc: emptyDoc(() => "nothing") };
