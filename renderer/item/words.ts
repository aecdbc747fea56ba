import { say } from "../../resources/messages/say.ts";
import type { Publication } from "../../src/core/desk/publication.ts";
import { partWords } from "../../src/core/manuscript/text.ts";
import type { DocJson } from "../../src/core/manuscript/schema.ts";

/// How long a text is: each part that has a target length against it, then the whole.
export function saidWords(doc: DocJson, { targets, labels, commentLabel }: Publication): string {
  const words = partWords(doc);
  const part = (name: string, count: number, target: number): string[] =>
    target > 0 ? [say("foot.part-words", { part: name, count: String(count), target: String(target) })] : [];
  return [
    ...part(labels.glance, words.glance, targets.glance),
    ...(words.explainer > 0 ? part(labels.explainer, words.explainer, targets.explainer) : []),
    ...part(commentLabel, words.comment, targets.comment),
    say("foot.words", { words: words.total }),
  ].join(" · ");
}
