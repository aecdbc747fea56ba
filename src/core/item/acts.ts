import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Draft, type Pen, type Performed } from "../acts/pen.ts";
import { isUnshared, situation } from "../acts/situation.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { Day, Line, Name } from "../desk/kinds.ts";
import { hasRole, namesWith, type Member } from "../desk/roster.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { obstacle } from "../review/transitions.ts";
import { ContentSchema } from "./content-schema.ts";
import { AssignmentSchema, ASSIGNED_PARTS, DECISIONS, WaiverSchema, type DecisionName } from "./kinds.ts";
import type { ItemRow } from "./rows.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

/// The item and who asks; or what is in the way.
export function itemAndMe(pen: Pen, item: string): { row: ItemRow; me: Member } | Refusal {
  const [row, me] = [pen.lookup.row("item", item), pen.me];
  if (me === undefined) return no("not-a-member");
  return row === undefined ? no("item-unknown") : { row, me };
}

const isRefusal = (value: object): value is Refusal => "code" in value;

const isAssigned = (row: ItemRow, member: string): boolean => ASSIGNED_PARTS.some((part) => row.authors[part].includes(member));

/// The parents of a new revision: what its draft began from, never what arrived since. A text begun before any revision was
/// known here stands beside those that came meanwhile, and both are merged.
const parentsOf = (draft: Draft): string[] => (draft.base === null ? [] : [draft.base]);

/// Names of those who are assigned to any part of the item.
export const authorNames = (row: ItemRow, name: (member: string) => string): string[] => [
  ...new Set(ASSIGNED_PARTS.flatMap((part) => row.authors[part]).map(name)),
];

/// What stands in the way of my writing in the shared text itself.
function textObstacle(row: ItemRow, me: Member, name: (member: string) => string): Performed {
  if (row.state === "in review") {
    if (row.claimant === me.id) return null;
    return no("text-read-only", { state: row.state });
  }
  if (row.state !== "writing" && row.state !== "changes requested") return no("text-read-only", { state: row.state });
  return isAssigned(row, me.id) ? null : no("only-assigned-author", { who: authorNames(row, name) });
}

/// Share: my draft becomes one revision in the ledger. In review only its claimant edits directly.
function share(pen: Pen, item: string): Performed {
  const found = itemAndMe(pen, item);
  if (isRefusal(found)) return found;
  const draft = pen.ports.local.draft(item);
  if (draft === undefined || !isUnshared(draft, found.row)) return no("nothing-to-share");
  const inTheWay = textObstacle(found.row, found.me, (id) => pen.name(id));
  if (inTheWay !== null) return inTheWay;
  const why = found.row.state === "in review" ? "edit" : "share";
  return written(pen.write("item.revision", { item, parents: parentsOf(draft), content: draft.content, accepts: [], why }));
}

/// Restore: the text of an earlier revision becomes a new one; what came since stays in the history.
function restore(pen: Pen, item: string, revision: string): Performed {
  const found = itemAndMe(pen, item);
  if (isRefusal(found)) return found;
  const earlier = pen.lookup.row("revision", revision);
  if (earlier === undefined || earlier.item !== item) return no("revision-unknown");
  if (earlier.erased !== undefined) return no("revision-erased");
  if (found.row.head === null) return no("two-versions-open");
  if (isUnshared(pen.ports.local.draft(item), found.row)) return no("unshared-words");
  if (found.row.digest === earlier.digest) return no("nothing-to-share");
  const inTheWay = textObstacle(found.row, found.me, (id) => pen.name(id));
  if (inTheWay !== null) return inTheWay;
  const parents = [found.row.head];
  return written(pen.write("item.revision", { item, parents, content: earlier.content, accepts: [], why: "restore" }));
}

interface DecideInput {
  readonly item: string;
  readonly decision: DecisionName;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly waivers: readonly { check: string; reason: string }[];
  readonly names: string | null;
}

function decide(pen: Pen, input: DecideInput): Performed {
  const found = itemAndMe(pen, input.item);
  if (isRefusal(found)) return found;
  const revision = found.row.head;
  const asked = { ...input, name: input.decision, revision };
  const inTheWay = obstacle(situation(pen.lookup, found.row, found.me, asked, pen.ports.local.draft(input.item)));
  if (inTheWay !== null) return inTheWay;
  return written(
    pen.write("item.decided", {
      item: input.item,
      decision: input.decision,
      revision,
      digest: input.digest,
      reason: input.reason,
      waivers: [...input.waivers],
      names: input.names,
    }),
  );
}

/// What stands in the way of my suggesting changes: its authors may at any time, others while it is in review.
export function proposeObstacle(row: ItemRow, me: Member): Refusal | null {
  const inReview = row.state === "in review" || row.state === "submitted";
  if (isAssigned(row, me.id) || (inReview && hasRole(me, "copy editor", "editor"))) return null;
  return no("only-reviewer-suggests", { state: row.state });
}

function propose(pen: Pen, item: string, reason: string | null): Performed {
  const found = itemAndMe(pen, item);
  if (isRefusal(found)) return found;
  const { row, me } = found;
  const draft = pen.ports.local.draft(item);
  if (draft === undefined || !isUnshared(draft, row)) return no("nothing-to-share");
  const base = draft.base ?? row.head;
  if (base === null) return no("no-text-yet");
  const inTheWay = proposeObstacle(row, me);
  if (inTheWay !== null) return inTheWay;
  return written(pen.write("item.proposed", { item, base, content: draft.content, reason }));
}

/// The acts of an item: pitching, commissioning, sharing text, and every decision of `transitions`.
export const itemActs = {
  "item.pitch": defineAct({ item: Id, issue: v.nullable(Id), headline: Name, why: Name }, (pen, input) => {
    if (pen.me === undefined) return no("not-a-member");
    if (pen.me.roles.every((role) => role === "reader")) return no("readers-do-not-pitch");
    return pen.lookup.row("item", input.item) === undefined ? written(pen.write("item.pitched", input)) : no("item-known");
  }),
  "item.commission": defineAct(
    { item: Id, issue: v.nullable(Id), headline: Line, authors: AssignmentSchema, due: v.nullable(Day) },
    (pen, input) => {
      if (!hasRole(pen.me, "editor")) return no("only-editor-or-chief", { who: namesWith(pen.roster, "editor") });
      const unknown = [...input.authors.glance, ...input.authors.comment].filter((id) => pen.roster?.members[id] === undefined);
      if (unknown.length > 0) return no("roster-member-unknown");
      return written(pen.write("item.commissioned", input));
    },
  ),
  "item.move": defineAct({ item: Id, issue: v.nullable(Id) }, (pen, input) =>
    hasRole(pen.me, "editor")
      ? written(pen.write("item.moved", input))
      : no("only-editor-or-chief", { who: namesWith(pen.roster, "editor") }),
  ),
  "item.ready": defineAct({ item: Id, part: v.picklist(ASSIGNED_PARTS), ready: v.boolean() }, (pen, input) => {
    const found = itemAndMe(pen, input.item);
    if (isRefusal(found)) return found;
    return found.row.authors[input.part].includes(found.me.id)
      ? written(pen.write("item.ready", input))
      : no("only-assigned-author", { who: found.row.authors[input.part].map((id) => pen.name(id)) });
  }),
  "item.share": defineAct({ item: Id }, (pen, { item }) => share(pen, item)),
  "item.restore": defineAct({ item: Id, revision: Hash }, (pen, { item, revision }) => restore(pen, item, revision)),
  "item.propose": defineAct({ item: Id, reason: v.nullable(v.string()) }, (pen, { item, reason }) => propose(pen, item, reason)),
  "item.decide": defineAct(
    {
      item: Id,
      decision: v.picklist(DECISIONS),
      digest: v.nullable(Hash),
      reason: v.nullable(v.string()),
      waivers: v.array(WaiverSchema),
      names: v.nullable(Hash),
    },
    decide,
  ),
  /// Ends two versions: the text that a person chose or combined becomes a revision with both heads as parents.
  "item.choose": defineAct({ item: Id, heads: v.strictTuple([Hash, Hash]), content: ContentSchema }, (pen, input) => {
    const found = itemAndMe(pen, input.item);
    if (isRefusal(found)) return found;
    const [a, b] = input.heads;
    if (found.row.heads[0] !== a || found.row.heads[1] !== b) return no("text-moved-on");
    if (!isAssigned(found.row, found.me.id) && !hasRole(found.me, "editor"))
      return no("only-editor-or-chief", { who: namesWith(pen.roster, "editor") });
    return written(pen.write("item.revision", { item: input.item, parents: [a, b], content: input.content, accepts: [], why: "choose" }));
  }),
};
