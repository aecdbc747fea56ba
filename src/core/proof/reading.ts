import type { Publication } from "../desk/publication.ts";
import type { Brief, Credit, IssueFields, Run } from "../issue/issue.ts";
import type { Body, Content, Source } from "../item/item.ts";
import { plain, runsOf, tidyRuns, tidyText } from "../manuscript/runs.ts";
import type { DocJson } from "../manuscript/schema.ts";
import { isDay, longDate } from "./dates.ts";
import { safeLink } from "./link.ts";
import type { BriefList, Proof, UnknownKey } from "./proof.ts";

/// A block of running text as `top5-issue/1` has it.
export type Block =
  { readonly type: "paragraph"; readonly text: readonly Run[] } | { readonly type: "points"; readonly points: readonly (readonly Run[])[] };

/// A titled box inside an item.
export interface ExplainerText {
  readonly title: readonly Run[];
  readonly blocks: readonly Block[];
}

/// One item as plain data: what every writer reads in place of the manuscript.
export interface ItemText {
  readonly rank: number;
  readonly headline: readonly Run[];
  readonly glance: readonly Block[];
  readonly explainers: readonly ExplainerText[];
  readonly comment: readonly Block[];
  readonly sources: readonly Source[];
  readonly bodies: readonly Body[];
  readonly date: string | null;
  readonly byline: readonly string[];
}

/// The proof as plain data: tidy text, safe links only, empty blocks gone, neighbouring point lists joined.
export interface Reading {
  readonly publication: Publication;
  /// Corrections of an earlier edition, oldest first; `correctionLine` says how one prints.
  readonly corrections: readonly { readonly date: string; readonly text: string }[];
  readonly fields: IssueFields;
  readonly items: readonly ItemText[];
  readonly briefs: readonly BriefList[];
  readonly draft: boolean;
  readonly unknown: readonly UnknownKey[];
}

/// Reads the proof once for a writer. Never fails: what a manuscript lacks is empty here.
export function reading(proof: Proof): Reading {
  return {
    publication: tidyPublication(proof.publication),
    corrections: corrections(proof),
    fields: tidyFields(proof.fields),
    items: proof.items.map(({ rank, content }) => itemText(rank, content)),
    briefs: proof.briefs.map(({ list, entries }) => ({ list: tidyText(list), entries: entries.map(tidyBrief) })),
    draft: proof.draft,
    unknown: proof.unknown ?? [],
  };
}

/// The proof's corrections, tidy; without a sound day or any words they are none.
const corrections = (proof: Pick<Proof, "corrections">): { readonly date: string; readonly text: string }[] =>
  (proof.corrections ?? [])
    .map(({ date, text }) => ({ date, text: tidyText(text) }))
    .filter(({ date, text }) => isDay(date) && text !== "");

/// One item's content as plain data.
export function itemText(rank: number, content: Content): ItemText {
  const parts = content.doc.content ?? [];
  const first = (type: string) => parts.find((part) => part.type === type);
  const { sources, bodies, date, byline } = content.fields;
  return {
    rank,
    headline: printedRuns(runsOf(first("headline")?.content)),
    glance: blocks(first("glance")),
    explainers: parts.filter((part) => part.type === "explainer").map(explainerText),
    comment: blocks(first("comment")),
    sources: sources.map(tidySource).filter((source) => source.title !== "" || source.original !== null || source.link !== null),
    bodies: bodies.map(tidyBody).filter((body) => body.short !== null || body.name !== null),
    date: date !== null && isDay(date) ? date : null,
    byline: byline.map(tidyText).filter((name) => name !== ""),
  };
}

function explainerText(part: DocJson): ExplainerText {
  const title = part.content?.find((child) => child.type === "title");
  return { title: printedRuns(runsOf(title?.content)), blocks: blocks(part) };
}

/// A textblock of a part that prints: empty ones do not.
interface Line {
  readonly id: string | null;
  readonly point: boolean;
  readonly text: readonly Run[];
}

function lines(part: DocJson | undefined): Line[] {
  return (part?.content ?? []).flatMap((node): Line[] => {
    const of = node.type === "paragraph" ? [node] : node.type === "points" ? (node.content ?? []) : [];
    return of
      .map((one) => ({ id: idOf(one), point: node.type === "points", text: printedRuns(runsOf(one.content)) }))
      .filter(({ text }) => text.length > 0);
  });
}

function blocks(part: DocJson | undefined): Block[] {
  const out: Block[] = [];
  for (const { point, text } of lines(part)) {
    const last = out.at(-1);
    if (!point) out.push({ type: "paragraph", text });
    else if (last?.type === "points") out[out.length - 1] = { type: "points", points: [...last.points, text] };
    else out.push({ type: "points", points: [text] });
  }
  return out;
}

const idOf = (node: DocJson | undefined): string | null => {
  const id = node?.attrs?.["id"];
  return typeof id === "string" ? id : null;
};

/// A textblock of an item that prints: its id, null where the manuscript gives none, and its words.
export interface PrintedLine {
  readonly id: string | null;
  readonly words: string;
}

/// The textblocks of an item that print, in the order of `itemText`: headline, glance, each explainer's title and lines, comment.
export function printedLines(content: Content): PrintedLine[] {
  const parts = content.doc.content ?? [];
  const first = (type: string) => parts.find((part) => part.type === type);
  const single = (node: DocJson | undefined): PrintedLine => ({ id: idOf(node), words: plain(printedRuns(runsOf(node?.content))) });
  const linesIn = (part: DocJson | undefined) => lines(part).map(({ id, text }) => ({ id, words: plain(text) }));
  const explainers = parts.filter((part) => part.type === "explainer");
  return [
    single(first("headline")),
    ...linesIn(first("glance")),
    ...explainers.flatMap((part) => [single(part.content?.find((child) => child.type === "title")), ...linesIn(part)]),
    ...linesIn(first("comment")),
  ];
}

const printedRuns = (runs: readonly Run[]): Run[] =>
  tidyRuns(runs.map((run) => (run.link === undefined ? run : { ...run, link: safeLink(run.link) })));

const orNull = (text: string | null): string | null => (text === null || tidyText(text) === "" ? null : tidyText(text));

const tidySource = ({ title, original, link }: Source): Source => ({
  title: tidyText(title),
  original: original && tidyText(original.text) !== "" ? { text: tidyText(original.text), lang: original.lang } : null,
  link: safeLink(link),
});

const tidyBody = ({ short, name, original, via }: Body): Body => ({
  short: orNull(short),
  name: orNull(name),
  original: orNull(original),
  via: orNull(via),
});

const tidyBrief = ({ list, date, text, source }: Brief): Brief => ({
  list: tidyText(list),
  date,
  text: printedRuns(text),
  source: source && tidyText(source.label) !== "" ? { label: tidyText(source.label), link: safeLink(source.link) } : null,
});

const tidyCredit = ({ heading, people }: Credit): Credit => ({
  heading: tidyText(heading),
  people: people.map(({ name, role }) => ({ name: tidyText(name), role: orNull(role) })).filter(({ name }) => name !== ""),
});

const tidyFields = (fields: IssueFields): IssueFields => ({
  title: orNull(fields.title),
  number: orNull(fields.number),
  date: fields.date !== null && isDay(fields.date) ? fields.date : null,
  embargo: fields.embargo,
  credits: fields.credits.map(tidyCredit).filter((credit) => credit.heading !== "" || credit.people.length > 0),
  contact: orNull(fields.contact),
  publisher: fields.publisher.map(tidyText).filter((line) => line !== ""),
});

const tidyPublication = (publication: Publication): Publication => ({
  ...publication,
  name: tidyText(publication.name),
  commentLabel: tidyText(publication.commentLabel),
  sections: { items: tidyText(publication.sections.items), briefs: tidyText(publication.sections.briefs) },
  briefLists: publication.briefLists.map(tidyText),
});

/// How a body stands in print: `Name (SHORT) (via Other)`, with whichever of them is there.
export function bodyText({ short, name, original, via }: Body): string {
  const aside = name === null ? [original] : [short, original];
  const inside = aside.filter((text) => text !== null).join(", ");
  return (name ?? short ?? "") + (inside === "" ? "" : ` (${inside})`) + (via === null ? "" : ` (via ${via})`);
}

/// All bodies of an item in one line. Where a body's own name holds a comma, semicolons separate them.
export function bodiesText(bodies: readonly Body[]): string {
  const texts = bodies.map(bodyText);
  return texts.join(bodies.some((body) => /,/.test(body.name ?? body.short ?? "")) ? "; " : ", ");
}

/// The label before the bodies: one or several.
export const bodiesLabel = (reading: Reading, item: ItemText): string =>
  item.bodies.length === 1 ? reading.publication.labels.body : reading.publication.labels.bodies;

/// The line under the title: number and date, as far as there are any; empty without both.
export function numberAndDate({ number, date }: IssueFields): string {
  const parts = [number === null ? null : `No. ${number}`, date === null ? null : longDate(date)];
  return parts.filter((part) => part !== null).join(" · ");
}

/// What the issue is called in a window title, a running foot or a document's properties.
export function documentTitle({ publication, fields }: Reading): string {
  const name = fields.number === null ? publication.name : `${publication.name} No. ${fields.number}`;
  return fields.title === null ? name : `${name}: ${fields.title}`;
}
