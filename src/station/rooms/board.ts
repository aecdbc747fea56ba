import * as v from "valibot";
import { isUnshared } from "../../core/acts/situation.ts";
import type { CheckFinding } from "../../core/checks/check.ts";
import { docOfBrief } from "../../core/issue/brief-doc.ts";
import { checkBrief } from "../../core/checks/brief.ts";
import { briefMeasureOf } from "../../core/checks/measure.ts";
import { oftenCited, type Cited } from "../../core/item/cited.ts";
import { performAct } from "../../core/acts/act.ts";
import { perform } from "../../core/acts/perform.ts";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import type { Brief } from "../../core/issue/issue.ts";
import { BriefSchema } from "../../core/issue/kinds.ts";
import { preflight } from "../../core/issue/preflight.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import type { ItemRow } from "../../core/item/rows.ts";
import type { Board, Card } from "../../contract/issue.ts";
import type { Language } from "../language/language.ts";
import type { Station } from "../station.ts";

/// How many entries on an item by others came since I last looked at it.
function newsOf(station: Station, item: string): number {
  const looked = Number(station.ledger.meta(`looked:${item}`) ?? 0);
  return Math.max(0, station.ledger.byOthers(`item:${item}`, station.device ?? "") - looked);
}

/// Remembers that I have seen all that is there now.
export function looked(station: Station, item: string): void {
  station.ledger.putMeta(`looked:${item}`, String(station.ledger.byOthers(`item:${item}`, station.device ?? "")));
}

export function card(station: Station, row: ItemRow, issue: IssueRow | undefined): Card {
  const targets = issue?.publication.targets ?? station.ledger.row("desk", "desk")?.publication.targets;
  return {
    item: row.item,
    headline: row.headline,
    state: row.state,
    authors: [...new Set([...row.authors.glance, ...row.authors.comment])],
    claimant: row.claimant,
    approvedBy: row.approval?.by ?? null,
    returnedFor: row.state === "changes requested" ? (row.returned?.reason ?? null) : null,
    changedSince: row.state !== "approved" && row.approved.length > 0,
    words: row.words.total,
    target: targets === undefined ? 0 : targets.glance + targets.comment + (row.words.explainer > 0 ? targets.explainer : 0),
    due: row.due,
    openNotes: row.openNotes,
    openBlocking: row.openBlocking,
    suggestions: row.pendingSuggestions,
    twoVersions: row.heads.length > 1,
    unshared: isUnshared(station.draftOf(row.item), row),
    news: newsOf(station, row.item),
  };
}

const StoredBrief = v.object({ issue: v.string(), content: BriefSchema, bases: v.pipe(v.array(v.string()), v.maxLength(2)) });

/// My own unshared text of a brief, and the revisions it began from.
export function briefDraft(station: Station, brief: string): { issue: string; content: Brief; bases: string[] } | null {
  const record = station.drafts.get(`brief:${brief}`);
  const parsed = record === undefined ? null : v.safeParse(StoredBrief, JSON.parse(record.json));
  return parsed?.success === true ? parsed.output : null;
}

function briefLines(station: Station, issue: IssueRow): Pick<Board, "briefs" | "newBriefs"> {
  const rows = station.ledger.children("brief", `issue:${issue.issue}`);
  const known = new Set(rows.map((row) => row.brief));
  const measure = briefMeasureOf(station.ledger, issue);
  const check = (brief: Brief) => (measure === undefined ? [] : checkBrief(brief, measure));
  const drafts = station.drafts
    .all()
    .filter((one) => one.key.startsWith("brief:"))
    .map((one) => one.key.slice(6));
  return {
    briefs: rows.map((row) => {
      const draft = briefDraft(station, row.brief)?.content ?? null;
      return { ...row, draft, findings: check(draft ?? row.content) };
    }),
    newBriefs: drafts.flatMap((brief) => {
      const draft = known.has(brief) ? null : briefDraft(station, brief);
      return draft?.issue === issue.issue ? [{ brief, content: draft.content, findings: check(draft.content) }] : [];
    }),
  };
}

/// What spelling and grammar find in the briefs of an issue, mine as they stand here; a brief without findings is left out.
export async function checkBriefLanguage(
  station: Station,
  language: Language,
  issue: string,
): Promise<Result<Readonly<Record<string, readonly CheckFinding[]>>>> {
  const row = station.ledger.row("issue", issue);
  const desk = station.ledger.row("desk", "desk");
  if (row === undefined || desk === undefined) return refuse("issue-unknown");
  const { briefs, newBriefs } = briefLines(station, row);
  const texts = [...briefs.map((one) => ({ brief: one.brief, content: one.draft ?? one.content })), ...newBriefs];
  const measure = { bodies: desk.bodies, house: desk.house, passed: [] };
  const found = await Promise.all(
    texts.map(async ({ brief, content }) => [brief, await language.check(docOfBrief(content), measure)] as const),
  );
  const out = found.map(([, findings]) => findings).find((one) => !one.ok);
  if (out?.ok === false) return out;
  return ok(
    Object.fromEntries(found.flatMap(([brief, findings]) => (findings.ok && findings.value.length > 0 ? [[brief, findings.value]] : []))),
  );
}

/// What this desk cites often, in shared texts of all its issues.
export function readCited(station: Station): Result<Cited> {
  const items = station.ledger.rows("item").flatMap((row) => row.shown?.fields ?? []);
  return ok(
    oftenCited(
      items,
      station.ledger.rows("brief").map((row) => row.content),
    ),
  );
}

/// Why I cannot sign this issue now: what signing would answer.
function signing(station: Station, row: IssueRow): Refusal | null {
  const ports = station.ports();
  if (ports === null) return refuse("station-locked").refusal;
  if (row.digest === null) return refuse("issue-unfinished").refusal;
  const tried = perform(station.ledger, ports, (pen) =>
    performAct(pen, "issue.sign", { issue: row.issue, digest: row.digest, waivers: [] }),
  );
  return tried.ok ? null : tried.refusal;
}

/// An issue with its items and briefs as the board shows them.
export function readBoard(station: Station, issue: string): Result<Board> {
  const row = station.ledger.row("issue", issue);
  if (row === undefined) return refuse("issue-unknown");
  const of = (id: string): Card[] => {
    const item = station.ledger.row("item", id);
    return item === undefined ? [] : [card(station, item, row)];
  };
  const reserve = row.reserve.flatMap(of);
  return ok({
    issue: row,
    ranks: row.ranks.map((id) => (id === null ? null : (of(id)[0] ?? null))),
    reserve: reserve.filter((one) => one.state !== "pitch"),
    pitches: reserve.filter((one) => one.state === "pitch"),
    ...briefLines(station, row),
    obstacles: preflight(station.ledger, row),
    signing: signing(station, row),
  });
}
