import * as v from "valibot";
import type { Ids } from "../base/ports.ts";
import { ok, refuse, type Result } from "../base/result.ts";
import { ENGLISH_LABELS, type Labels, type Publication } from "../desk/publication.ts";
import type { IssueFields, Run } from "../issue/issue.ts";
import { isDay } from "../proof/dates.ts";
import { safeLink } from "../proof/link.ts";
import type { UnknownKey } from "../proof/proof.ts";
import type { IssueJson, ItemJson } from "../export/issue-json.ts";
import { contentOf } from "./content.ts";
import { USUAL_PUBLICATION, type Finding, type Imported, type ImportedIssue } from "./imported.ts";
import { issueSchema, KNOWN_KEYS } from "./json-schema.ts";

/// Reads `top5-issue/1` text. Refused: what is no JSON, another format, a value of the wrong kind (with its path).
/// Unknown keys are kept in the issue and listed; a link of a forbidden scheme loses its target and is listed.
export function importJson(text: string, ids: Ids): Result<Imported> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse("json-unreadable", { problem: error instanceof Error ? error.message : "" });
  }
  return importIssueJson(value, ids);
}

/// Reads `top5-issue/1` data that is parsed already; otherwise as `importJson`.
export function importIssueJson(value: unknown, ids: Ids): Result<Imported> {
  const format = typeof value === "object" && value !== null ? (value as { format?: unknown }).format : undefined;
  if (format !== "top5-issue/1") return refuse("json-other-format", { format: typeof format === "string" ? format.slice(0, 80) : "" });
  if (tooDeep(value)) return refuse("json-too-deep");
  const decoded = v.safeParse(issueSchema, value);
  if (!decoded.success) {
    const issue = decoded.issues[0];
    return refuse("json-malformed", { path: v.getDotPath(issue) ?? "", problem: issue.message });
  }
  const unknown = unknownKeys(value, KNOWN_KEYS, []);
  const issue = fromIssueJson(decoded.output as IssueJson, ids, unknown);
  return ok({ issue, findings: [...unknown.map(unknownFinding), ...unsafeLinks(value), ...logoFinding(issue)] });
}

const DEEPEST = 64;

function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return false;
}

/// `top5-issue/1` data as an imported issue, every block with a fresh id. Ranks count from 1 in the order given
/// where two items claim the same one.
export function fromIssueJson(json: IssueJson, ids: Ids, unknown: readonly UnknownKey[] = []): ImportedIssue {
  const ranks = json.items.map((item) => item.rank);
  const distinct = new Set(ranks).size === ranks.length;
  return {
    publication: publicationOf(json),
    fields: fieldsOf(json),
    items: json.items.map((item, at) => ({ rank: distinct ? item.rank : at + 1, content: contentOf(itemOf(item), ids) })),
    briefs: json.briefs.flatMap(({ list, entries }) => entries.map(({ date, text, source }) => ({ list, date, text, source }))),
    draft: json.draft === true,
    ...(json.issue.corrections?.length ? { corrections: json.issue.corrections } : {}),
    unknown,
  };
}

function publicationOf(json: IssueJson): Publication {
  const { name, language, commentLabel, sections, labels, brand, paper, logo } = json.publication;
  return {
    ...USUAL_PUBLICATION,
    name,
    language,
    commentLabel,
    sections,
    briefLists: json.briefs.map(({ list }) => list),
    labels: { ...ENGLISH_LABELS, ...(labels as Partial<Labels> | undefined) },
    brand: brand ?? USUAL_PUBLICATION.brand,
    ...(paper === undefined ? {} : { paper }),
    ...(logo === undefined ? {} : { logo }),
  };
}

const fieldsOf = (json: IssueJson): IssueFields => ({
  title: json.issue.title,
  number: json.issue.number,
  date: json.issue.date,
  embargo: json.issue.embargo ?? null,
  credits: json.credits,
  contact: json.contact,
  publisher: json.publisher,
});

const titleRuns = (text: string, runs: readonly Run[] | undefined): readonly Run[] => runs ?? [{ text }];

const itemOf = (item: ItemJson) => ({
  headline: titleRuns(item.headline, item.headlineText),
  glance: item.glance,
  explainers: item.explainers.map(({ title, titleText, blocks }) => ({ title: titleRuns(title, titleText), blocks })),
  comment: item.comment,
  sources: item.sources,
  bodies: item.bodies,
  date: item.date !== null && isDay(item.date) ? item.date : null,
  byline: item.byline,
});

const unknownFinding = ({ path, value }: UnknownKey): Finding => ({
  code: "json-unknown-key",
  severity: "doubt",
  data: { path: path.join(".") },
  line: null,
  excerpt: typeof value === "string" ? value : JSON.stringify(value),
});

/// Which keys each object of the format has; an array describes its elements. A leaf is `null`.
export type KeyTree = null | readonly [KeyTree] | { readonly [key: string]: KeyTree };

function unknownKeys(value: unknown, tree: KeyTree, path: readonly (string | number)[]): UnknownKey[] {
  if (tree === null || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const of = (tree as readonly [KeyTree])[0];
    return of === undefined ? [] : value.flatMap((each, at) => unknownKeys(each, of, [...path, at]));
  }
  return Object.entries(value).flatMap(([key, each]) => {
    const sub = Object.hasOwn(tree, key) ? (tree as Record<string, KeyTree>)[key] : undefined;
    return sub === undefined ? [{ path: [...path, key], value: each }] : unknownKeys(each, sub, [...path, key]);
  });
}

/// A text names its logo and cannot hold it.
const logoFinding = ({ publication: { logo } }: ImportedIssue): Finding[] =>
  logo === undefined ? [] : [{ code: "json-logo-elsewhere", severity: "doubt", data: {}, line: null, excerpt: logo.digest }];

function unsafeLinks(value: unknown): Finding[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === "link" && typeof each === "string" && safeLink(each) === null
      ? [{ code: "link-unsafe", severity: "doubt" as const, data: { link: each.slice(0, 200) }, line: null, excerpt: each }]
      : unsafeLinks(each),
  );
}
