import type { Pen, Performed } from "../acts/pen.ts";
import { refuse } from "../base/result.ts";
import { hasRole, namesWith } from "../desk/roster.ts";
import type { ImportedIssue } from "../import/imported.ts";
import { headlineOf } from "../manuscript/text.ts";
import type { Rank } from "./issue.ts";
import { RANKS } from "./issue.ts";
import { isInWork } from "./transitions.ts";

/// Turns an imported issue into an open issue of this desk: its items ranked as they came (beyond five: in the reserve),
/// its briefs, its printed fields. What the import did not say of the publication is the desk's. One step: all or nothing.
export function takeIn(pen: Pen, issue: string, imported: ImportedIssue): Performed {
  const desk = pen.lookup.row("desk", "desk")?.publication;
  if (!hasRole(pen.me, "editor") || desk === undefined)
    return refuse("only-editor-or-chief", { who: namesWith(pen.roster, "editor") }).refusal;
  const publication = {
    ...desk,
    commentLabel: imported.publication.commentLabel || desk.commentLabel,
    sections: {
      items: imported.publication.sections.items || desk.sections.items,
      briefs: imported.publication.sections.briefs || desk.sections.briefs,
    },
    labels: imported.publication.labels,
    name: imported.publication.name || desk.name,
    language: imported.publication.language,
    briefLists: imported.publication.briefLists.length > 0 ? imported.publication.briefLists : desk.briefLists,
  };
  const { fields } = imported;
  const opened = pen.write("issue.opened", {
    issue,
    publication,
    due: null,
    fields: {
      ...fields,
      credits: fields.credits.map((credit) => ({ ...credit, people: [...credit.people] })),
      publisher: [...fields.publisher],
    },
  });
  if (!opened.ok) return opened.refusal;
  return takeItems(pen, issue, imported) ?? takeBriefs(pen, issue, imported);
}

/// Adds an imported issue's items and briefs to one that is in work: the items to its reserve. All or nothing.
export function takeInto(pen: Pen, issue: string, imported: ImportedIssue): Performed {
  const row = pen.lookup.row("issue", issue);
  if (!hasRole(pen.me, "editor")) return refuse("only-editor-or-chief", { who: namesWith(pen.roster, "editor") }).refusal;
  if (row === undefined) return refuse("issue-unknown").refusal;
  if (!isInWork(row.state)) return refuse("issue-wrong-state", { state: row.state, from: ["open", "signed off"] }).refusal;
  const unranked = { ...imported, items: imported.items.map((one) => ({ ...one, rank: 0 })) };
  return takeItems(pen, issue, unranked) ?? takeBriefs(pen, issue, imported);
}

function takeItems(pen: Pen, issue: string, imported: ImportedIssue): Performed {
  const places: { item: string; rank: Rank | null }[] = [];
  for (const { rank, content } of imported.items) {
    const item = pen.ports.ids.next();
    const authors = { glance: [], comment: [] };
    const commissioned = pen.write("item.commissioned", { item, issue, headline: headlineOf(content.doc), authors, due: null });
    if (!commissioned.ok) return commissioned.refusal;
    const written = pen.write("item.revision", { item, parents: [], content, accepts: [], why: "import" });
    if (!written.ok) return written.refusal;
    places.push({ item, rank: RANKS.find((one) => one === rank) ?? null });
  }
  if (places.length === 0) return null;
  const ranked = pen.write("issue.ranked", { issue, places });
  return ranked.ok ? null : ranked.refusal;
}

function takeBriefs(pen: Pen, issue: string, imported: ImportedIssue): Performed {
  for (const { list, date, text, source } of imported.briefs) {
    const written = pen.write("brief.revision", {
      brief: pen.ports.ids.next(),
      issue,
      parents: [],
      content: { list, date, text: [...text], source },
    });
    if (!written.ok) return written.refusal;
  }
  return null;
}
