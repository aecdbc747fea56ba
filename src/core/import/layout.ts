import { ENGLISH_LABELS, type Labels, type Publication } from "../desk/publication.ts";
import { commentLabelOf, labelWords, readLabel } from "./house-grammar.ts";
import { USUAL_PUBLICATION, type ImportOptions } from "./imported.ts";

/// The words of a house layout that an issue is read by: what stands before the parts of an item, and the titles of sections.
export interface LayoutWords {
  readonly glance: string;
  readonly explainer: string;
  readonly comment: string;
  readonly article: string;
  readonly body: string;
  readonly bodies: string;
  readonly date: string;
  readonly contents: string;
  readonly items: string;
  readonly briefs: string;
}

const labels = (
  glance: string,
  explainer: string,
  article: string,
  body: string,
  bodies: string,
  date: string,
  contents: string,
): Labels => ({
  ...ENGLISH_LABELS,
  glance,
  explainer,
  article,
  body,
  bodies,
  date,
  contents,
});

/// What briefings in other languages than English mostly write.
const USUAL: Readonly<Record<string, Labels>> = {
  "de-DE": labels("Auf einen Blick", "Hintergrund", "Artikel", "Herausgeber", "Herausgeber", "Datum", "Inhalt"),
  "fr-FR": labels("En bref", "Contexte", "Article", "Organisme", "Organismes", "Date", "Sommaire"),
  "es-ES": labels("De un vistazo", "Contexto", "Artículo", "Organismo", "Organismos", "Fecha", "Índice"),
  "it-IT": labels("In breve", "Contesto", "Articolo", "Ente", "Enti", "Data", "Indice"),
  "nl-NL": labels("In het kort", "Achtergrond", "Artikel", "Uitgever", "Uitgevers", "Datum", "Inhoud"),
  "zh-CN": labels("要点", "背景", "文章", "发布机构", "发布机构", "日期", "目录"),
};

/// A label stands at the start of a line, before a colon. Nothing longer is looked at, however much there is.
const LABELLED = /^[^:：]{1,60}[:：]/u;
const LINES_MAX = 20_000;

/// How many of these beginnings of lines a publication's words explain. Where it has none before a comment, any that look like one.
function explained(starts: readonly string[], publication: Publication | undefined): number {
  const own = publication?.commentLabel ?? "";
  const words = labelWords({ ...publication?.labels, ...(own === "" ? {} : { comment: own }) });
  return starts.filter((start) => readLabel(start, words) !== null || (own === "" && commentLabelOf(start) !== null)).length;
}

/// The layout that these lines of an issue seem to be in: the usual English one, the desk's own, or the usual one of another
/// language, whichever explains more of them.
export function guessLayout(lines: readonly string[], desk?: Publication): ImportOptions {
  const other = Object.entries(USUAL).map(([language, words]) => ({ ...USUAL_PUBLICATION, language, labels: words, commentLabel: "" }));
  const starts = lines.slice(0, LINES_MAX).flatMap((line) => LABELLED.exec(line.trimStart().slice(0, 80))?.[0] ?? []);
  let best: { options: ImportOptions; count: number } = { options: {}, count: explained(starts, undefined) };
  for (const publication of [...(desk === undefined ? [] : [desk]), ...other]) {
    const count = explained(starts, publication);
    if (count > best.count) best = { options: { publication }, count };
  }
  return best.options;
}

/// The layout that a person named, on top of the desk's.
export const layoutOf = (words: LayoutWords, desk: Publication = USUAL_PUBLICATION): ImportOptions => ({
  publication: {
    ...desk,
    commentLabel: words.comment,
    sections: { items: words.items, briefs: words.briefs },
    labels: {
      ...desk.labels,
      glance: words.glance,
      explainer: words.explainer,
      article: words.article,
      body: words.body,
      bodies: words.bodies,
      date: words.date,
      contents: words.contents,
    },
  },
});

/// The words by which an issue was read.
export const wordsOfLayout = ({ labels: words, commentLabel, sections }: Publication): LayoutWords => ({
  glance: words.glance,
  explainer: words.explainer,
  comment: commentLabel,
  article: words.article,
  body: words.body,
  bodies: words.bodies,
  date: words.date,
  contents: words.contents,
  items: sections.items,
  briefs: sections.briefs,
});
