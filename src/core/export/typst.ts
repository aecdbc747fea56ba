import type { Paper } from "../desk/publication.ts";
import type { Run } from "../issue/issue.ts";
import { longDate, monthDay } from "../proof/dates.ts";
import { markLanguages } from "../proof/languages.ts";
import type { Proof } from "../proof/proof.ts";
import { correctionLine } from "../proof/correction.ts";
import {
  bodiesLabel,
  bodiesText,
  documentTitle,
  numberAndDate,
  reading,
  type Block,
  type ItemText,
  type Reading,
} from "../proof/reading.ts";
import { pictureOf } from "./picture.ts";

/// What the layout may be asked to do without.
export interface Setting {
  readonly hyphenate: boolean;
  readonly links: boolean;
}

const FULL: Setting = { hyphenate: true, links: true };

/// The settings to try in turn: the compiler has faults of its own where links and hyphens meet.
export const SETTINGS: readonly Setting[] = [FULL, { hyphenate: false, links: true }, { hyphenate: false, links: false }];

/// The proof as the data that `resources/layout/issue.typ` sets: JSON text, read there with `json()`. No word of an
/// author is ever Typst markup, so none can be taken for it. `file`: that of the logo, which lies beside it as `/logo`.
export function exportTypst(
  proof: Proof,
  paper: Paper = proof.publication.paper ?? "a4",
  { hyphenate, links }: Setting = FULL,
  file: Uint8Array | null = null,
): string {
  const read = reading(proof);
  const logo = pictureOf(read, file);
  const { publication, fields, draft } = read;
  return JSON.stringify({
    paper,
    hyphenate,
    links,
    draft,
    title: documentTitle(read),
    foot: fields.number === null ? publication.name : `${publication.name} No. ${fields.number}`,
    language: language(publication.language),
    accent: publication.brand.accent,
    date: fields.date === null ? null : fields.date.split("-").map(Number),
    authors: fields.credits.flatMap(({ people }) => people.map(({ name }) => name)),
    ...(logo === null ? {} : { logo: { format: logo.ending, width: logo.width, height: logo.height, says: logo.says } }),
    house: plainRuns(fields.publisher[0] ?? ""),
    name: plainRuns(publication.name),
    subtitle: fields.title === null ? null : plainRuns(fields.title),
    number: numberAndDate(fields),
    corrections: read.corrections.map((one) => plainRuns(correctionLine(one))),
    contents: publication.labels.contents,
    sections: { items: plainRuns(publication.sections.items), briefs: plainRuns(publication.sections.briefs) },
    items: read.items.map((item, at) => itemData(read, item, at)),
    briefs: read.briefs.map(({ list, entries }, at) => ({
      list: plainRuns(list),
      entries: entries.map(({ date, text, source }, entry) => ({
        at: [-1, entriesBefore(read, at) + entry],
        day: monthDay(date),
        text: runs(text),
        source: source && plainRuns(source.label, source.link),
      })),
    })),
    credits: fields.credits.map(({ heading, people }) => ({
      heading: plainRuns(heading),
      people: people.map(({ name, role }) => ({ name: plainRuns(name), role: role === null ? null : plainRuns(role) })),
    })),
    contact: fields.contact === null ? null : plainRuns(fields.contact),
    publisher: fields.publisher.map((line) => plainRuns(line)),
  });
}

const entriesBefore = ({ briefs }: Reading, list: number): number =>
  briefs.slice(0, list).reduce((sum, { entries }) => sum + entries.length, 0);

/// `at` in the data: where the layout says on which page it came to stand. An item counts from 0 and its lines as
/// `printedLines` does, with -1 for its facts; the briefs are item -1. It prints nothing.
function itemData(read: Reading, item: ItemText, number: number) {
  const { labels, commentLabel } = read.publication;
  let line = 0;
  const at = (lines: number): [number, number] => [number, (line += lines) - lines];
  const block = (of: Block) =>
    of.type === "paragraph" ? { at: at(1), paragraph: runs(of.text) } : { at: at(of.points.length), points: of.points.map(runs) };
  const facts = [
    item.bodies.length === 0 ? null : { label: bodiesLabel(read, item), text: plainRuns(bodiesText(item.bodies)) },
    item.date === null ? null : { label: labels.date, text: plainRuns(longDate(item.date)) },
    item.byline.length === 0 ? null : { label: "By", text: plainRuns(item.byline.join(", ")) },
  ];
  return {
    at: at(1),
    rank: item.rank,
    headline: runs(item.headline),
    glance: { label: labels.glance, blocks: item.glance.map(block) },
    explainers: item.explainers.map(({ title, blocks }) => ({
      at: at(1),
      label: labels.explainer,
      title: runs(title),
      blocks: blocks.map(block),
      whole: fits(linesIn(blocks), LINES_MAX),
    })),
    comment: { label: commentLabel, blocks: item.comment.map(block), short: fits(linesIn(item.comment.slice(-1)), SHORT_MAX) },
    sources: item.sources.map(({ title, original, link }) => ({
      label: labels.article,
      title: plainRuns(title),
      original: original && [run({ text: original.text, lang: original.lang })],
      link: link === null ? null : { text: labels.link, href: link },
    })),
    facts: facts.filter((fact) => fact !== null),
    whole: fits(
      [
        ...item.sources.map(({ title, original }) => [{ text: `${title} (${original?.text ?? ""})` }]),
        ...facts.flatMap((fact) => (fact === null ? [] : [fact.text])),
      ],
      LINES_MAX,
    ),
  };
}

/// Letters in a line of print, and lines that any page has room for, headings, frames and the gaps between blocks left over.
const LINE = 80;
const LINES_MAX = 32;
/// Lines that may go to the next page with what follows them: more would leave too much of their own page empty.
const SHORT_MAX = 20;
/// Chinese, Japanese and Korean letters and their signs: as wide as two others.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]/gu;

type Words = readonly { readonly text: string }[];

/// What begins on a line of its own in blocks.
const linesIn = (blocks: readonly Block[]): readonly Words[] =>
  blocks.flatMap((each) => (each.type === "paragraph" ? [each.text] : each.points));

/// Whether these take no more lines of print than `most`. What may not be broken and is longer than a page runs off its foot.
function fits(all: readonly Words[], most: number): boolean {
  const lines = all.map((of) => {
    const text = of.map((each) => each.text).join("");
    return Math.max(1, Math.ceil((text.length + (text.match(WIDE)?.length ?? 0)) / LINE));
  });
  return lines.reduce((sum, each) => sum + each, 0) <= most;
}

const runs = (of: readonly Run[]) => of.map((each, at) => run(each, isGlued(of, at)));

/// Signs that turn the direction of what follows: never printed.
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;

const run = ({ text, strong, em, lang, link }: Run, glued = false) => ({
  text: text.replace(DIRECTIONS, ""),
  ...(strong ? { strong } : {}),
  ...(em ? { em } : {}),
  ...(lang === undefined ? {} : { language: language(lang) }),
  ...(typeof link === "string" && text.trim() !== "" ? { link } : {}),
  ...(glued ? { glued } : {}),
});

/// True for a link whose last word goes on behind it, and for the run it goes on in. Typst 0.14 cannot write a PDF where
/// it hyphenates at a link's very end (typst/typst#8608), so these two are not hyphenated.
function isGlued(of: readonly Run[], at: number): boolean {
  const meets = (first: Run | undefined, second: Run | undefined): boolean =>
    first?.link !== undefined && second !== undefined && !/\s$/.test(first.text) && !/^\s/.test(second.text);
  return meets(of[at], of[at + 1]) || meets(of[at - 1], of[at]);
}

/// Words without marks of their own, Chinese marked, all of it one link where a target is given.
const plainRuns = (text: string, link: string | null = null) => runs(markLanguages([{ text, ...(link === null ? {} : { link }) }]));

/// A language tag as Typst takes it: language, script and region apart. What does not fit is left out.
function language(tag: string): { lang: string; script?: string; region?: string } {
  const [lang = "", ...parts] = tag.toLowerCase().split("-");
  const script = parts.find((part) => /^[a-z]{4}$/.test(part));
  const region = parts.find((part) => /^[a-z]{2}$/.test(part));
  return {
    lang: /^[a-z]{2,3}$/.test(lang) ? lang : "en",
    ...(script === undefined ? {} : { script }),
    ...(region === undefined ? {} : { region }),
  };
}
