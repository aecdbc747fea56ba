import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Pen, type Performed } from "../acts/pen.ts";
import { same } from "../base/canonical.ts";
import { ok, refuse, type Refusal, type Result } from "../base/result.ts";
import { behind } from "../desk/announced.ts";
import { hasRole, namesWith } from "../desk/roster.ts";
import { briefDigest } from "../issue/issue-digest.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { subjectOf, understand, type Known, type Payload } from "../ledger/kinds.ts";
import { factsOf } from "../projection/fold.ts";
import type { Lookup } from "../projection/lookup.ts";
import { counts } from "../projection/overlay.ts";
import { entryOf } from "../review/facts.ts";
import { proposedIn } from "../review/proposed.ts";
import { suggestions } from "../review/suggestion.ts";
import { aboutOf, ReasonSchema, type Target } from "./kinds.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

type Asked = Payload<"erasure.asked">;

/// What stays of an entry whose words go; null where it carries none that can.
export function targetOf(lookup: Lookup, known: Known): Target | null {
  const entry = known.entry.id;
  switch (known.kind) {
    case "item.revision": {
      const row = lookup.row("revision", entry);
      if (row === undefined) return null;
      const { parents, accepts, why } = known.payload;
      return { entry, kind: known.kind, keeps: { parents, digest: row.digest, writers: [...row.writers], accepts, why } };
    }
    case "brief.revision": {
      const { issue, parents, content } = known.payload;
      return { entry, kind: known.kind, keeps: { issue, parents, digest: briefDigest(content), list: content.list, date: content.date } };
    }
    case "item.pitched":
      return { entry, kind: known.kind, keeps: { issue: known.payload.issue } };
    case "item.commissioned": {
      const { issue, authors, due } = known.payload;
      return { entry, kind: known.kind, keeps: { issue, authors, due } };
    }
    case "item.proposed":
      return { entry, kind: known.kind, keeps: { base: known.payload.base } };
    case "proposal.closed":
      return { entry, kind: known.kind, keeps: { proposal: known.payload.proposal, names: known.payload.names } };
    case "review.sent": {
      const { revision, digest, notes } = known.payload;
      return { entry, kind: known.kind, keeps: { revision, digest, notes: notes.map(({ note, blocking }) => ({ note, blocking })) } };
    }
    case "note.resolved":
      return { entry, kind: known.kind, keeps: { note: known.payload.note, resolved: known.payload.resolved } };
    case "copy.returned": {
      const { base, file, notes } = known.payload;
      return { entry, kind: known.kind, keeps: { base, file: file.digest, notes: notes.map(({ note }) => ({ note, blocking: false })) } };
    }
    case "check.passed":
      return { entry, kind: known.kind, keeps: {} };
    case "evidence.added":
      return { entry, kind: known.kind, keeps: { evidence: known.payload.evidence, file: known.payload.digest } };
    default:
      return null;
  }
}

/// Whether an entry is what is shown and printed of its item or brief now.
function isHead(lookup: Lookup, subject: string, entry: string): boolean {
  const [room, id = ""] = subject.split(":");
  if (room === "item") return lookup.row("item", id)?.heads.includes(entry) === true;
  const brief = lookup.row("brief", id);
  return brief?.head === entry || brief?.versions.some((one) => one.revision === entry) === true;
}

/// The targets as this laptop would state them, by its own copy of the words; or what is in the way.
function targetsOf(lookup: Lookup, subject: string, entries: readonly string[]): Result<Target[]> {
  const out: Target[] = [];
  for (const id of new Set(entries)) {
    const stored = lookup.entry(id);
    const known = stored === undefined ? "unknown" : understand(stored.entry);
    if (stored === undefined || known === "erased") return refuse("erasure-words-not-here");
    if (typeof known === "string" || !counts(stored) || subjectOf(known) !== subject) return refuse("erasure-not-words");
    const target = targetOf(lookup, known);
    if (target === null) return refuse("erasure-not-words");
    if (isHead(lookup, subject, id)) return refuse("erasure-of-head");
    out.push(target);
  }
  return ok(out);
}

/// What can be told from words that may go, and has to stand once they are gone.
function statedOf(lookup: Lookup, subject: string): Pick<Asked, "writers" | "suggested"> {
  const facts = factsOf(lookup, subject);
  const accepting = facts.filter(({ known }) => known.kind === "item.revision" && known.payload.accepts.length > 0);
  const proposals = facts.flatMap(({ known }) => {
    const proposed = proposedIn(known);
    const base = proposed === null ? undefined : lookup.row("revision", proposed.base);
    if (proposed === null || base === undefined || base.erased !== undefined) return [];
    return [[known.entry.id, suggestions(base.content, proposed.content).map((one) => one.name)] as const];
  });
  return {
    writers: Object.fromEntries(
      accepting.map((fact) => [entryOf(fact).id, [...(lookup.row("revision", entryOf(fact).id)?.writers ?? [])]]),
    ),
    suggested: Object.fromEntries(proposals),
  };
}

/// Why nobody may ask for or confirm an erasure now: a laptop whose app knows nothing of it would keep the words.
function lagging(pen: Pen): Refusal | null {
  const others = behind(pen.lookup, "erasure.asked").filter((one) => one.id !== pen.ports.signer.device);
  return others.length === 0 ? null : no("erasure-laptops-behind", { who: others.map((one) => pen.name(one.member)) });
}

interface Ask {
  readonly item: string | null;
  readonly brief: string | null;
  readonly entries: readonly string[];
  readonly reason: string;
}

function ask(pen: Pen, { item, brief, entries, reason }: Ask): Performed {
  if (!hasRole(pen.me, "chief")) return no("only-chief", { who: namesWith(pen.roster, "chief") });
  const subject = aboutOf({ item, brief });
  const targets = targetsOf(pen.lookup, subject, entries);
  if (!targets.ok) return targets.refusal;
  const stated = statedOf(pen.lookup, subject);
  return lagging(pen) ?? written(pen.write("erasure.asked", { item, brief, reason, targets: targets.value, ...stated }));
}

/// Whether what the asker's app states is what this laptop's own copy says. It may know more by now, never otherwise.
function agrees(pen: Pen, asked: Asked, by: string): Refusal | null {
  const subject = aboutOf(asked);
  const own = targetsOf(
    pen.lookup,
    subject,
    asked.targets.map((one) => one.entry),
  );
  if (!own.ok) return own.refusal;
  const stated = statedOf(pen.lookup, subject);
  const within = (said: Readonly<Record<string, readonly string[]>>, known: Readonly<Record<string, readonly string[]>>): boolean =>
    Object.entries(said).every(([id, list]) => known[id] !== undefined && same(known[id], list));
  const alike = same(own.value, asked.targets) && within(asked.writers, stated.writers) && within(asked.suggested, stated.suggested);
  return alike ? null : no("erasure-differs", { who: pen.name(by) });
}

function confirm(pen: Pen, id: string): Performed {
  if (!hasRole(pen.me, "editor")) return no("only-editor-or-chief", { who: namesWith(pen.roster, "editor") });
  const [row, stored] = [pen.lookup.row("erasure", id), pen.lookup.entry(id)];
  const known = stored === undefined ? "unknown" : understand(stored.entry);
  if (row === undefined || stored?.standing !== "ok" || typeof known === "string" || known.kind !== "erasure.asked")
    return no("erasure-unknown");
  if (row.second !== null) return no("erasure-done", { who: pen.name(row.second.by) });
  if (row.by === pen.me?.id) {
    const others = namesWith(pen.roster, "editor").filter((name) => name !== pen.name(row.by));
    return no("erasure-needs-another", { who: others });
  }
  const { item, brief } = known.payload;
  return agrees(pen, known.payload, row.by) ?? lagging(pen) ?? written(pen.write("erasure.confirmed", { item, brief, asked: id }));
}

/// The two sides of an erasure: a chief asks, another member confirms. Nothing takes it back.
export const erasureActs = {
  "erasure.ask": defineAct(
    { item: v.nullable(Id), brief: v.nullable(Id), entries: v.pipe(v.array(Hash), v.minLength(1), v.maxLength(500)), reason: ReasonSchema },
    ask,
  ),
  "erasure.confirm": defineAct({ erasure: Hash }, (pen, { erasure }) => confirm(pen, erasure)),
};
