import { askedAs, type CopyNote, type ReviewCopy } from "../../src/core/export/docx-review.ts";
import type { Content } from "../../src/core/item/item.ts";
import { editsByName, suggestions } from "../../src/core/review/suggestion.ts";
import { FIELD_NAMES } from "../../src/core/item/item.ts";
import { same } from "../../src/core/base/canonical.ts";
import { contentDigest } from "../../src/core/item/content-digest.ts";
import { PUBLICATION } from "./desk.ts";

export const DESK_PUBLICATION = { ...PUBLICATION, briefLists: [...PUBLICATION.briefLists] };

/// A review copy of a text on which one person's suggestions wait.
export function copyWith(base: Content, proposed: Content, by: { name: string; at: string }, notes: readonly CopyNote[] = []): ReviewCopy {
  const edits = editsByName(base, proposed);
  return {
    publication: DESK_PUBLICATION,
    place: "No. 10 · 2",
    item: "0123456789abcdef0123456789abcdef",
    revision: "ab".repeat(32),
    digest: contentDigest(base),
    content: base,
    suggestions: suggestions(base, proposed)
      .filter((one) => one.change !== "field")
      .map((one) => ({
        asked: askedAs("p", one.name),
        by,
        edits: edits.get(one.name) ?? null,
        before: String(one.before),
        after: String(one.after),
      })),
    fields: FIELD_NAMES.filter((field) => !same(base.fields[field], proposed.fields[field])).map((field) => ({
      asked: askedAs("p", `field:${field}`),
      by,
      field,
      content: proposed,
    })),
    notes,
  };
}
