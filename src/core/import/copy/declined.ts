import { fieldLines, fieldPairs } from "../../export/docx-review-fields.ts";
import type { Publication } from "../../desk/publication.ts";
import type { Content } from "../../item/item.ts";
import { toBlocks } from "../../manuscript/blocks.ts";
import { plain } from "../../manuscript/text.ts";
import { suggestions } from "../../review/suggestion.ts";
import type { Who, WordDocument, WordRun } from "../docx/model.ts";

/// What one suggestion would do, in words as they stand in a copy. `name` as in its proposal.
export interface Worded {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/// What a text would change of another, in the words that a copy shows: fields line by line.
export function wordedChanges(base: Content, proposed: Content, publication: Pick<Publication, "labels">): Worded[] {
  const ofText = suggestions(base, proposed)
    .filter(({ change }) => change !== "field")
    .map(({ name, before, after }) => ({ name, before: String(before), after: String(after) }));
  const ofFields = fieldPairs(base.fields, () => proposed.fields, publication)
    .filter(({ was, is }) => was?.text !== is?.text)
    .map(({ was, is }) => ({ name: `field:${(was ?? is)?.field ?? ""}`, before: was?.text ?? "", after: is?.text ?? "" }));
  return [...ofText, ...ofFields];
}

/// A suggestion that went out with a copy as a tracked change. `isIts`: whether a tracked change is by its writer, at its time.
export interface Asked extends Worded {
  readonly by: string;
  readonly isIts: (who: Who) => boolean;
}

const bare = (text: string): string => text.replace(/\s+/g, "");
const times = (all: string, words: string): number => (words === "" ? 0 : all.split(words).length - 1);

function tracked(document: WordDocument, isIts: Asked["isIts"]): { come: string; gone: string } {
  const runs = document.paragraphs.flatMap(({ pieces }) => pieces).filter((piece): piece is WordRun => piece.kind === "run");
  const by = (of: "inserted" | "deleted"): string =>
    bare(runs.flatMap((run) => (run[of] !== null && isIts(run[of]) ? [run.text] : [])).join(""));
  return { come: by("inserted"), gone: by("deleted") };
}

function wordsIn({ doc, fields }: Content, publication: Pick<Publication, "labels">): string {
  const lines = fieldLines(fields, publication).map((line) => line.text);
  return bare([...toBlocks(doc).map(plain), ...lines].join(""));
}

/// The suggestions that went out with a copy and were rejected in it: they are tracked there no more, and the text that came
/// home instead of `base` has neither taken them nor put other words in their place. It can be told only of those that change words.
export function declined(
  document: WordDocument,
  asked: readonly Asked[],
  { base, brought, publication }: { readonly base: Content; readonly brought: Content; readonly publication: Pick<Publication, "labels"> },
): Asked[] {
  const [was, is] = [wordsIn(base, publication), wordsIn(brought, publication)];
  const changes = wordedChanges(base, brought, publication);
  return asked.filter((one) => {
    const [before, after] = [bare(one.before), bare(one.after)];
    if (before === after) return false;
    const open = tracked(document, one.isIts);
    if (times(open.come, after) + times(open.gone, before) > 0) return false;
    // The same words may come in one place and go in another: then neither the count nor the changes alone tell of both.
    const come = times(is, after) > times(was, after) || changes.some((each) => times(bare(each.after), after) > 0);
    const gone = times(is, before) < times(was, before) || changes.some((each) => times(bare(each.before), before) > 0);
    return !come && !gone;
  });
}
