import { wordPart } from "./docx-parts.ts";
import { xmlText } from "./docx-run.ts";
import type { By } from "./docx-review-steps.ts";

/// One comment of the copy. `answers`: the comment that it answers.
export interface Remark {
  readonly id: number;
  readonly by: By;
  readonly text: string;
  readonly answers: number | null;
}

/// `2026-11-24T15:30:00Z`: the standard's form, to the second.
export const wordDate = (at: string): string => `${at.slice(0, 19)}Z`;

/// Who made a tracked change or a comment, as attributes.
export const authorship = ({ name, at }: By): string => `w:author="${xmlText(name)}" w:date="${wordDate(at)}"`;

const initials = (name: string): string =>
  [...name.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)]
    .map(([letter]) => letter)
    .join("")
    .slice(0, 6);

/// By the id of its last paragraph a comment is answered: eight hex digits below 80000000.
const paragraphId = (comment: number, line: number): string => (0x40000000 + comment * 4096 + line).toString(16).toUpperCase();

function comment({ id, by, text }: Remark): string {
  const paragraphs = text.split("\n").map((line, at) => {
    const sign = at === 0 ? "<w:r><w:annotationRef/></w:r>" : "";
    return `<w:p w14:paraId="${paragraphId(id, at)}" w14:textId="77777777">${sign}<w:r><w:t xml:space="preserve">${xmlText(line)}</w:t></w:r></w:p>`;
  });
  return `<w:comment w:id="${id}" ${authorship(by)} w:initials="${xmlText(initials(by.name))}">${paragraphs.join("")}</w:comment>`;
}

/// Comments and how they hang together, as the two parts of the package that hold them.
export function commentParts(remarks: readonly Remark[]): Record<string, string> {
  const last = new Map(remarks.map(({ id, text }) => [id, paragraphId(id, text.split("\n").length - 1)]));
  const threads = remarks.map(({ id, answers }) => {
    const parent = answers === null ? "" : ` w15:paraIdParent="${last.get(answers) ?? ""}"`;
    return `<w15:commentEx w15:paraId="${last.get(id) ?? ""}"${parent} w15:done="0"/>`;
  });
  return {
    "word/comments.xml": wordPart("w:comments", remarks.map(comment).join("")),
    "word/commentsExtended.xml": wordPart("w15:commentsEx", threads.join("")),
  };
}
