import { ENGLISH_LABELS } from "../desk/publication.ts";
import type { Run } from "../issue/issue.ts";
import { plain } from "../manuscript/runs.ts";
import type { Proof, UnknownKey } from "../proof/proof.ts";
import { reading, type ItemText, type Reading } from "../proof/reading.ts";
import { USUAL_ACCENT } from "../proof/usual.ts";
import type { IssueJson, ItemJson } from "./issue-json.ts";

/// The proof as `top5-issue/1` text: two spaces of indent, keys in the order of the format, one newline at the end.
/// Reading it with `importJson` and writing it again gives the same bytes.
export const exportJson = (proof: Proof): string => `${JSON.stringify(issueJson(proof), null, 2)}\n`;

/// The proof as `top5-issue/1` data. Unknown keys that came in with a JSON issue stand after the known ones again.
export function issueJson(proof: Proof): IssueJson {
  const read = reading(proof);
  return withUnknown(known(read), read.unknown);
}

function known(read: Reading): IssueJson {
  const { publication, fields, corrections: corrected } = read;
  const { name, language, commentLabel, sections, labels, brand, paper, logo } = publication;
  const plainLabels = Object.entries(labels).every(([key, label]) => ENGLISH_LABELS[key as keyof typeof labels] === label);
  return {
    format: "top5-issue/1",
    ...(read.draft ? { draft: true } : {}),
    publication: {
      name,
      language,
      commentLabel,
      sections: { items: sections.items, briefs: sections.briefs },
      ...(plainLabels ? {} : { labels: sorted(labels) }),
      ...(brand.accent === USUAL_ACCENT ? {} : { brand: { accent: brand.accent } }),
      ...(paper === undefined ? {} : { paper }),
      ...(logo === undefined
        ? {}
        : { logo: { digest: logo.digest, type: logo.type, size: logo.size, width: logo.width, height: logo.height } }),
    },
    issue: {
      title: fields.title,
      number: fields.number,
      date: fields.date,
      ...(fields.embargo === null ? {} : { embargo: fields.embargo }),
      ...(corrected.length === 0 ? {} : { corrections: corrected }),
    },
    items: read.items.map(itemJson),
    briefs: read.briefs.map(({ list, entries }) => ({
      list,
      entries: entries.map(({ date, text, source }) => ({ date, text: text.map(runJson), source })),
    })),
    credits: fields.credits.map(({ heading, people }) => ({ heading, people })),
    contact: fields.contact,
    publisher: fields.publisher,
  };
}

function itemJson(item: ItemText): ItemJson {
  return {
    rank: item.rank,
    headline: plain(item.headline),
    ...(marked(item.headline) ? { headlineText: item.headline.map(runJson) } : {}),
    glance: item.glance,
    explainers: item.explainers.map(({ title, blocks }) => ({
      title: plain(title),
      ...(marked(title) ? { titleText: title.map(runJson) } : {}),
      blocks,
    })),
    comment: item.comment,
    sources: item.sources.map(({ title, original, link }) => ({
      title,
      original: original && { text: original.text, lang: original.lang },
      link,
    })),
    bodies: item.bodies.map(({ short, name, original, via }) => ({ short, name, original, via })),
    date: item.date,
    byline: item.byline,
  };
}

const marked = (runs: readonly Run[]): boolean => runs.some((run) => Object.keys(run).length > 1);

const runJson = ({ text, strong, em, lang, link }: Run): Run => ({
  text,
  ...(strong ? { strong } : {}),
  ...(em ? { em } : {}),
  ...(lang === undefined ? {} : { lang }),
  ...(link === undefined ? {} : { link }),
});

const sorted = (record: object): Record<string, string> => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/// Puts each unknown key back where it was found; one whose place is gone is left out.
function withUnknown(issue: IssueJson, unknown: readonly UnknownKey[]): IssueJson {
  if (unknown.length === 0) return issue;
  const copy = JSON.parse(JSON.stringify(issue)) as IssueJson;
  for (const { path, value } of unknown) {
    let at: unknown = copy;
    for (const key of path.slice(0, -1)) at = isHolder(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    const key = path.at(-1);
    if (isHolder(at) && key !== undefined && !Object.hasOwn(at, key))
      Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

const isHolder = (value: unknown): value is Record<string | number, unknown> => typeof value === "object" && value !== null;
