import { hasRole, type Member } from "../../core/desk/roster.ts";
import type { ItemRow, NoteRow } from "../../core/item/rows.ts";
import { mentionedIn } from "../../core/review/mentions.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import { isInWork } from "../../core/issue/transitions.ts";
import { wroteSince } from "../../core/review/transitions.ts";
import { viewOf } from "../../core/acts/situation.ts";
import type { Task } from "../../contract/issue.ts";
import type { Station } from "../station.ts";
import { erasureTasks } from "./erasure.ts";
import { rosterTasks } from "./roster.ts";

type About = Pick<Task, "issue" | "item" | "headline" | "due">;

const task = (kind: Task["kind"], about: About, code: string, data: Task["detail"]["data"] = {}): Task => ({
  kind,
  ...about,
  detail: { code, data },
});

function ofAuthor(row: ItemRow, me: string, about: About): Task[] {
  if (!row.authors.glance.includes(me) && !row.authors.comment.includes(me)) return [];
  const out: Task[] = [];
  if (row.state === "writing") out.push(task("write", about, "task-write", { words: row.words.total }));
  if (row.state === "changes requested") out.push(task("answer", about, "task-returned", { reason: row.returned?.reason ?? "" }));
  if (row.state === "in review" && row.openBlocking > 0)
    out.push(task("answer", about, "task-blocking-notes", { count: row.openBlocking }));
  if (row.pendingSuggestions > 0) out.push(task("answer", about, "task-suggestions", { count: row.pendingSuggestions }));
  if (row.heads.length > 1) out.push(task("choose", about, "task-two-versions"));
  return out;
}

function ofEditor(station: Station, row: ItemRow, me: string, about: About): Task[] {
  if (row.state === "submitted" && !row.writers.includes(me)) return [task("review", about, "task-submitted")];
  if (row.state !== "in review") return [];
  if (row.claimant === me && !wroteSince(viewOf(station.ledger, row), me)) {
    return [task("approve", about, row.openBlocking > 0 ? "task-your-review-blocked" : "task-your-review", { count: row.openBlocking })];
  }
  if (row.claimant !== null && row.claimant !== me && wroteSince(viewOf(station.ledger, row), row.claimant)) {
    return [task("approve", about, "task-second-reader", { name: station.roster?.members[row.claimant]?.name ?? "" })];
  }
  return [];
}

function ofIssue(station: Station, issue: IssueRow, me: string): Task[] {
  const about: About = {
    issue: issue.issue,
    item: null,
    headline: [issue.publication.name, issue.fields.number].filter(Boolean).join(" "),
    due: issue.due,
  };
  const live = issue.signatures.filter((one) => one.live);
  const briefs = station.ledger
    .children("brief", `issue:${issue.issue}`)
    .filter((one) => one.state === "submitted" && !one.writers.includes(me));
  const out = briefs.length > 0 ? [task("review", about, "task-briefs", { count: briefs.length })] : [];
  const signs = issue.state === "open" && issue.complete && !live.some((one) => one.by === me);
  return signs ? [...out, task("sign", about, live.length > 0 ? "task-sign-second" : "task-sign")] : out;
}

/// The last words of an open note or its replies that mention me, while I have not answered them.
function mentioning(note: NoteRow, me: Member): string | undefined {
  const said = [{ by: note.by, text: note.text, me: note.mentions.includes(me.id) }].concat(
    note.replies.map(({ by, text }) => ({ by, text, me: mentionedIn(text, [me]).length > 0 })),
  );
  const last = said.findLastIndex((one) => one.me);
  return last < 0 || said.slice(last + 1).some((one) => one.by === me.id) ? undefined : said[last]?.text;
}

/// What needs me now, across all open issues: what is due first comes first.
export function readInbox(station: Station): Task[] {
  const me = station.me;
  if (me === undefined) return [];
  const out: Task[] = [...rosterTasks(station), ...erasureTasks(station)];
  const issues = station.ledger.children("issue", "issues").filter((one) => isInWork(one.state));
  for (const issue of issues) {
    for (const row of station.ledger.children("item", `issue:${issue.issue}`)) {
      const about: About = { issue: issue.issue, item: row.item, headline: row.headline, due: row.due };
      out.push(...ofAuthor(row, me.id, about));
      if (hasRole(me, "editor")) out.push(...ofEditor(station, row, me.id, about));
      for (const note of station.ledger.children("note", `item:${row.item}`)) {
        const text = note.resolved ? undefined : mentioning(note, me);
        if (text !== undefined) out.push(task("mentioned", about, "task-mentioned", { text: text.slice(0, 120) }));
      }
    }
    if (hasRole(me, "editor")) out.push(...ofIssue(station, issue, me.id));
  }
  return out.sort((a, b) => ((a.due ?? "9") < (b.due ?? "9") ? -1 : (a.due ?? "9") > (b.due ?? "9") ? 1 : 0));
}
