import { checkBrief } from "../checks/brief.ts";
import { checkItem } from "../checks/item.ts";
import { briefMeasureOf, measureOf } from "../checks/measure.ts";
import { hint, type CheckFinding } from "../checks/check.ts";
import type { Lookup } from "../projection/lookup.ts";
import { printedBriefs } from "./fold-issue.ts";
import type { IssueRow } from "./rows.ts";

/// One obstacle before sign-off, with the place it stands at: an item, a brief, or the issue itself.
export interface Obstacle extends CheckFinding {
  readonly item: string | null;
  readonly brief: string | null;
  readonly rank: number | null;
  /// Whether a chief may waive it with a reason; approvals and open decisions never can be.
  readonly waivable: boolean;
}

type At = Pick<Obstacle, "item" | "brief" | "rank">;

const stop = (check: string, at: Partial<At>, data: CheckFinding["data"] = {}): Obstacle => ({
  check,
  severity: "error",
  place: { kind: "issue" },
  data,
  fix: null,
  item: null,
  brief: null,
  rank: null,
  ...at,
  waivable: false,
});

const asked = (finding: CheckFinding, at: Partial<At>): Obstacle => ({
  ...finding,
  item: null,
  brief: null,
  rank: null,
  ...at,
  waivable: true,
});

function ofItems(lookup: Lookup, issue: IssueRow): Obstacle[] {
  return issue.ranks.flatMap((id, index): Obstacle[] => {
    const rank = index + 1;
    const item = id === null ? undefined : lookup.row("item", id);
    if (id === null || item === undefined) return [stop("preflight-rank-empty", { rank }, { rank })];
    const at = { item: id, rank };
    const out: Obstacle[] = [];
    if (item.heads.length > 1) out.push(stop("preflight-two-versions", at, { headline: item.headline }));
    if (item.openBlocking > 0) out.push(stop("preflight-blocking-notes", at, { headline: item.headline, count: item.openBlocking }));
    if (item.pendingSuggestions > 0)
      out.push(stop("preflight-suggestions", at, { headline: item.headline, count: item.pendingSuggestions }));
    if (item.state !== "approved") out.push(stop("preflight-item-not-approved", at, { headline: item.headline, state: item.state }));
    const measure = measureOf(lookup, item);
    if (item.shown !== null && measure !== undefined) out.push(...checkItem(item.shown, measure).map((finding) => asked(finding, at)));
    return out;
  });
}

const SHORT = 60;

/// A sentence to be known by: whole words of its beginning.
const shortened = (text: string): string => (text.length <= SHORT ? text : `${text.slice(0, SHORT).replace(/\s+\S*$/, "")} …`);

function ofBriefs(lookup: Lookup, issue: IssueRow): Obstacle[] {
  const briefs = printedBriefs(lookup.children("brief", `issue:${issue.issue}`), issue.publication.briefLists);
  const measure = briefMeasureOf(lookup, issue);
  return briefs.flatMap((brief): Obstacle[] => {
    const at = { brief: brief.brief };
    const text = shortened(brief.content.text.map((run) => run.text).join(""));
    const out: Obstacle[] = [];
    if (brief.versions.length > 0) out.push(stop("preflight-brief-two-versions", at, { text }));
    if (brief.state !== "approved") out.push(stop("preflight-brief-not-approved", at, { text, state: brief.state }));
    const found = measure === undefined ? [] : checkBrief(brief.content, measure);
    const errors = found.filter((one) => one.severity === "error");
    out.push(...errors.map((one) => asked({ ...one, data: { ...one.data, text } }, at)));
    const hints = found.length - errors.length;
    if (hints > 0) out.push(asked(hint("preflight-brief-findings", { kind: "issue" }, { text, count: hints }), at));
    return out;
  });
}

/// Everything that stands before sign-off, in the order of the printed issue; hints after what stops.
export function preflight(lookup: Lookup, issue: IssueRow): Obstacle[] {
  const own: Obstacle[] = [];
  if (issue.fields.date === null) own.push(stop("preflight-issue-undated", {}));
  if (issue.rankVersions.length > 0) own.push(stop("preflight-rank-versions", {}, { count: issue.rankVersions.length }));
  const all = [...own, ...ofItems(lookup, issue), ...ofBriefs(lookup, issue)];
  return [...all.filter((one) => one.severity === "error"), ...all.filter((one) => one.severity === "hint")];
}

/// What still stands in the way of a signature once the waivers are taken into account.
export const standing = (obstacles: readonly Obstacle[], waivers: readonly { readonly check: string }[]): Obstacle[] =>
  obstacles.filter((one) => one.severity === "error" && !(one.waivable && waivers.some((waiver) => waiver.check === one.check)));
