import type { Imported } from "../../../src/core/import/imported.ts";
import { KEPT_ONLY_HERE } from "../../../src/core/import/heal.ts";
import { assemble, type Proof } from "../../../src/core/proof/proof.ts";
import { issueJson } from "../../../src/core/export/json.ts";
import { longDate } from "../../../src/core/proof/dates.ts";

/// How often each word occurs in the text; letters and digits make words, all else parts them.
export function countWords(text: string, counts = new Map<string, number>()): Map<string, number> {
  for (const [word] of text.normalize("NFC").matchAll(/[\p{L}\p{N}\p{M}]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/// Counts the words of the issue's texts and of the excerpts that hold what the issue does not.
export function wordsOf({ issue, findings }: Imported): Map<string, number> {
  const counts = wordsOfProof(assemble(issue));
  for (const finding of findings) if (KEPT_ONLY_HERE.has(finding.code)) countWords(finding.excerpt, counts);
  return counts;
}

/// Counts the words of all texts of a proof, section titles only where the section has something in it; link targets are no words.
export function wordsOfProof(proof: Proof): Map<string, number> {
  const counts = new Map<string, number>();
  const { publication, ...issue } = issueJson(proof);
  const { items, briefs } = publication.sections;
  const printed = { items: issue.items.length > 0 ? items : "", briefs: issue.briefs.length > 0 ? briefs : "" };
  collect({ ...issue, publication: { ...publication, sections: printed } }, "", counts);
  return counts;
}

const NO_TEXT = new Set(["format", "language", "type", "lang", "list", "commentLabel", "link", "headlineText", "titleText"]);

function collect(value: unknown, key: string, counts: Map<string, number>): void {
  if (typeof value === "string") {
    if (!NO_TEXT.has(key)) countWords(key === "date" ? longDate(value) : value, counts);
  } else if (NO_TEXT.has(key)) return;
  else if (Array.isArray(value)) {
    const runs = value.every((each) => typeof each === "object" && each !== null && "text" in each && typeof each.text === "string");
    if (runs && value.length > 0) countWords(value.map((each: { text: string }) => each.text).join(""), counts);
    else for (const each of value) collect(each, key, counts);
  } else if (typeof value === "object" && value !== null) for (const [name, each] of Object.entries(value)) collect(each, name, counts);
}

/// The words of the input that are missing from the import, label words aside.
export function lostWords(input: string, imported: Imported, labels: readonly RegExp[]): string[] {
  const plainInput = labels.reduce((text, label) => text.replace(label, " "), input.replace(/<\/?u>/g, ""));
  return missing(countWords(plainInput), wordsOf(imported));
}

/// The words that `kept` holds less often than `given`.
export const missing = (given: ReadonlyMap<string, number>, kept: ReadonlyMap<string, number>): string[] =>
  [...given].filter(([word, count]) => (kept.get(word) ?? 0) < count).map(([word, count]) => `${word}: ${count} > ${kept.get(word) ?? 0}`);
