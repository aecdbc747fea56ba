import { hasRole } from "../desk/roster.ts";
import type { ItemRow } from "../item/rows.ts";
import { ofKind } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { row, type RowChange } from "../projection/rows.ts";
import type { Fact } from "../review/facts.ts";
import { briefOrder } from "./brief-order.ts";
import { issueDigest } from "./issue-digest.ts";
import { correctionNotes, correctionOf, courseOf, stateOf, type SignedFact } from "./course.ts";
import { ranking, type Ranking } from "./ranking.ts";
import type { BriefRow, IssueRow, Signature } from "./rows.ts";

type Signed = Extract<Fact["known"], { kind: "issue.signed" }>;

/// Briefs of an issue as they print: spiked ones left out, by list and date.
export function printedBriefs(briefs: readonly BriefRow[], lists: readonly string[]): BriefRow[] {
  const place = (list: string): number => (lists.includes(list) ? lists.indexOf(list) : lists.length);
  return briefs
    .filter((brief) => brief.state !== "spiked")
    .sort((a, b) => place(a.content.list) - place(b.content.list) || briefOrder(a.content, b.content));
}

const rankedItems = (ranks: Ranking["ranks"], items: ReadonlyMap<string, ItemRow>): (ItemRow | undefined)[] =>
  ranks.map((item) => (item === null ? undefined : items.get(item)));

function digestOf(
  fields: Pick<IssueRow, "fields" | "publication">,
  ranked: readonly (ItemRow | undefined)[],
  briefs: readonly BriefRow[],
  corrections: IssueRow["corrections"],
): string | null {
  const items = ranked.flatMap((item, at) => (item === undefined ? [] : [{ rank: at + 1, digest: item.digest }]));
  if (briefs.some((brief) => brief.versions.length > 0)) return null;
  const sound = items.filter((item): item is { rank: number; digest: string } => item.digest !== null);
  if (sound.length < items.length) return null;
  const digests = briefs.map((brief) => brief.digest);
  return issueDigest({ items: sound, briefs: digests, fields: fields.fields, publication: fields.publication, corrections });
}

/// Nobody signs off an issue that they alone wrote.
export const wroteAll = (member: string, texts: readonly { readonly writers: readonly string[] }[]): boolean =>
  texts.length > 0 && texts.every((text) => text.writers.every((writer) => writer === member));

function signatures(
  facts: readonly Fact[],
  digest: string | null,
  texts: readonly { readonly writers: readonly string[] }[],
): SignedFact[] {
  return facts.flatMap((fact): SignedFact[] => {
    if (fact.known.kind !== "issue.signed" || fact.contested) return [];
    if (!hasRole(fact.by, "editor") || wroteAll(fact.by.id, texts)) return [];
    const { entry, payload }: Signed = fact.known;
    const signature: Signature = {
      entry: entry.id,
      by: fact.by.id,
      at: entry.header.at,
      digest: payload.digest,
      chief: fact.by.roles.includes("chief"),
      waivers: payload.waivers,
      live: payload.digest === digest,
    };
    return [{ signature, fact }];
  });
}

/// The row of an issue from the facts about it, in ledger order, and the rows of its items and briefs.
export function foldIssue(lookup: Lookup, issue: string, facts: readonly Fact[]): RowChange[] {
  const known = facts.filter((fact) => !fact.contested).map((fact) => fact.known);
  const opened = ofKind(known, "issue.opened")[0];
  if (opened === undefined) return [];
  const fields = (ofKind(known, "issue.changed").at(-1) ?? opened).payload;
  const items = new Map(lookup.children("item", `issue:${issue}`).map((one) => [one.item, one]));
  const briefs = printedBriefs(lookup.children("brief", `issue:${issue}`), fields.publication.briefLists);
  const places = ranking(
    facts,
    [...items.values()].filter((one) => one.state !== "spiked").map((one) => one.item),
  );
  const ranked = rankedItems(places.ranks, items);
  const texts = [...ranked.filter((item) => item !== undefined), ...briefs];
  const course = courseOf(facts, signatures(facts, null, texts));
  const corrections = correctionNotes(course);
  const digest = digestOf(fields, ranked, briefs, corrections);
  const signed = signatures(facts, digest, texts);
  const complete =
    ranked.every((item) => item?.state === "approved") &&
    briefs.every((brief) => brief.state === "approved") &&
    places.versions.length === 0;
  const changed = course.exported !== null && digest !== course.exported.digest;
  const value: IssueRow = {
    issue,
    opened: opened.entry.header.at,
    fields: fields.fields,
    publication: fields.publication,
    due: fields.due,
    state: stateOf(course, complete, signed),
    ranks: places.ranks,
    reserve: places.reserve,
    rankVersions: places.versions,
    digest,
    complete,
    signatures: signed.map((one) => one.signature),
    corrections,
    correction: correctionOf(course.correction),
    withdrawing: [...new Set(course.withdrawing.map((fact) => fact.by.id))].sort(),
    late: changed && course.correction === null && (digest === null || !course.closed.includes(digest)),
    exported: course.exported,
  };
  return [row("issue", issue, "issues", value)];
}
