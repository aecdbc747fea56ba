import type { Run } from "../issue/issue.ts";
import { markLanguages } from "../proof/languages.ts";

/// Text for an XML element or attribute. Control characters are gone already (see `cleanText`).
export const xml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/// Text as somebody wrote it, for XML: without what XML cannot hold.
export const xmlText = (text: string): string =>
  xml(text.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ""));

/// The targets that a document links to, each under its relationship id.
export class Links {
  readonly #ids = new Map<string, string>();

  /// The id of the target, a new one at its first use.
  id(target: string): string {
    const id = this.#ids.get(target) ?? `rLink${this.#ids.size + 1}`;
    this.#ids.set(target, id);
    return id;
  }

  all(): readonly (readonly [target: string, id: string])[] {
    return [...this.#ids];
  }
}

/// Runs as WordprocessingML; `links` collects their targets.
export const docxRuns = (runs: readonly Run[], links: Links): string =>
  markLanguages(runs)
    .map((run) => linked(run, links))
    .join("");

/// Words without marks, all of them one link where a target is given.
export const docxWords = (text: string, links: Links, link: string | null = null, strong = false): string =>
  docxRuns([{ text, ...(strong ? { strong: true as const } : {}), ...(link === null ? {} : { link }) }], links);

function linked(run: Run, links: Links): string {
  const element = (properties: string): string =>
    `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${xml(run.text)}</w:t></w:r>`;
  if (typeof run.link !== "string") return element(runProperties(run, false));
  return `<w:hyperlink r:id="${links.id(run.link)}" w:history="1">${element(runProperties(run, true))}</w:hyperlink>`;
}

/// What a run's marks are in WordprocessingML, in the order of the standard.
export const runProperties = ({ strong, em, lang }: Omit<Run, "text">, isLink: boolean): string =>
  [
    isLink ? '<w:rStyle w:val="Hyperlink"/>' : "",
    lang !== undefined && isEastAsian(lang) ? '<w:rFonts w:hint="eastAsia"/>' : "",
    strong ? "<w:b/><w:bCs/>" : "",
    em ? "<w:i/><w:iCs/>" : "",
    lang === undefined ? "" : language(lang),
  ].join("");

const isEastAsian = (tag: string): boolean => /^(zh|ja|ko)\b/i.test(tag);

const language = (tag: string): string =>
  isEastAsian(tag) ? `<w:lang w:eastAsia="${xml(regional(tag))}"/>` : `<w:lang w:val="${xml(tag)}"/>`;

/// Word knows Chinese by region, not by script.
function regional(tag: string): string {
  if (/^zh/i.test(tag)) return /hant|tw|hk/i.test(tag) ? "zh-TW" : "zh-CN";
  return /^ja/i.test(tag) ? "ja-JP" : "ko-KR";
}
