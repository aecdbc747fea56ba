import type { Ids } from "../../base/ports.ts";
import { refuse, type Result } from "../../base/result.ts";
import { ENGLISH_LABELS } from "../../desk/publication.ts";
import { safeLink } from "../../proof/link.ts";
import { labelWords } from "../house-grammar.ts";
import { readHouseText } from "../house-text.ts";
import type { Finding, Imported, ImportOptions } from "../imported.ts";
import { Signs, unsigned } from "../signs.ts";
import type { Document } from "./model.ts";
import { wordsOf } from "./model.ts";
import { toHouse } from "./to-house.ts";

/// Reads the issue in a document of any format by the house layout's own grammar: headings, lists, marks, links and languages
/// are the document's, labels and section titles the publication's. Every word is in the issue or in a finding's excerpt.
/// Refused only where there is no text at all.
export function importDocument(document: Document, ids: Ids, options: ImportOptions = {}): Result<Imported> {
  if (!document.paragraphs.some((one) => /[\p{L}\p{N}]/u.test(wordsOf(one)))) return refuse("import-empty");
  const given = options.publication;
  const words = labelWords({ ...given?.labels, ...(given === undefined ? {} : { comment: given.commentLabel }) });
  const signs = new Signs();
  const house = toHouse(document, words, given?.labels.contents || ENGLISH_LABELS.contents, signs);
  const read = readHouseText(house.text, ids, options, house.titles);
  if (!read.ok) return read;
  const unsafe: Finding[] = [];
  const { issue, findings } = meant(read.value, "", signs, unsafe);
  return {
    ok: true,
    value: {
      issue,
      findings: [...[...house.findings, ...document.findings, ...findings].map((one) => ({ ...one, line: null })), ...unsafe],
    },
  };
}

/// The same value with every sign as what it stands for. A link that is neither web nor mail loses its target and is listed.
function meant<T>(value: T, key: string, signs: Signs, unsafe: Finding[]): T;
function meant(value: unknown, key: string, signs: Signs, unsafe: Finding[]): unknown {
  if (typeof value === "string") {
    const target = signs.meant(value);
    if (target === null) return unsigned(value);
    if (key !== "link" && key !== "href") return target;
    const safe = safeLink(target);
    if (safe === null)
      unsafe.push({ code: "link-unsafe", severity: "doubt", data: { link: target.slice(0, 200) }, line: null, excerpt: target });
    return safe;
  }
  if (Array.isArray(value)) return value.map((each: unknown) => meant(each, key, signs, unsafe));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, meant(each as unknown, name, signs, unsafe)]));
}
