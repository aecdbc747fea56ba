import { say } from "../../resources/messages/say.ts";
import type { ItemView } from "../../src/contract/item.ts";
import type { Publication } from "../../src/core/desk/publication.ts";
import type { PartLabels } from "../editor/margin.ts";

/// The labels in the margin of the page: the publication's word for each part, and who writes it.
export function labelsOf(view: ItemView, publication: Publication, people: { name(member: string): string }): PartLabels {
  const who = (part: "glance" | "comment"): string =>
    view.item.authors[part].map((id) => `${people.name(id)}${view.item.ready[part] === true ? "\u00a0✓" : ""}`).join(", ");
  return {
    headline: { label: say("item.headline"), under: "", hint: say("item.headline-hint") },
    glance: { label: publication.labels.glance, under: who("glance"), hint: say("item.glance-hint") },
    explainer: { label: publication.labels.explainer, under: "", hint: say("item.explainer-hint") },
    title: { label: "", under: "", hint: say("item.title-hint") },
    comment: { label: publication.commentLabel, under: who("comment"), hint: say("item.comment-hint") },
  };
}
