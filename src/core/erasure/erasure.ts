import { isBefore, ledgerOrder, type Entry } from "../ledger/entry.ts";
import { NOTHING } from "../item/nothing.ts";
import type { Known } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { row, type RowChange } from "../projection/rows.ts";
import { entryOf, type Fact } from "../review/facts.ts";
import type { Target } from "./kinds.ts";

type Asked = Extract<Known, { kind: "erasure.asked" }>;

/// An erasure as it stands: asked by a chief, and in force once another member signed under it.
export interface ErasureRow {
  readonly erasure: string;
  readonly subject: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly targets: readonly { readonly entry: string; readonly kind: Target["kind"] }[];
  /// Digests of files that go with it.
  readonly files: readonly string[];
  readonly second: { readonly entry: string; readonly by: string; readonly at: string } | null;
}

/// An entry that an erasure in force names. It is kept for entries that are not here, too: their words must not come in.
export interface ErasedRow {
  readonly entry: string;
  readonly erasure: string;
  readonly subject: string;
  readonly kind: Target["kind"];
}

export const erasedKey = ({ entry, erasure }: Pick<ErasedRow, "entry" | "erasure">): string => `${entry}/${erasure}`;

interface Erasure {
  readonly asked: Asked;
  readonly by: string;
  readonly second: Fact | null;
}

/// The erasures among these facts, in ledger order, each with the first signature under it by another member. A fork that comes
/// to light later, or news that takes one signer's right, takes nothing back: the words are gone by then, on some laptops and not
/// on others, and all must end alike. It does take force from what was signed after it under an older roster, by both or by
/// somebody who knew it: or stolen laptops would be enough.
function erasures(facts: readonly Fact[]): Erasure[] {
  return facts.flatMap(({ known, by, rosters }): Erasure[] => {
    if (known.kind !== "erasure.asked") return [];
    const second = facts.find(
      (one) =>
        one.known.kind === "erasure.confirmed" &&
        one.known.payload.asked === known.entry.id &&
        one.by.id !== by.id &&
        mayStand(rosters, one.rosters) &&
        isBefore(known.entry, entryOf(one)),
    );
    return [{ asked: known, by: by.id, second: second ?? null }];
  });
}

/// Whether two signatures make an erasure, given what their signers' rights were.
function mayStand(asked: Fact["rosters"], second: Fact["rosters"]): boolean {
  if (asked === undefined || second === undefined || asked.ended === null) return true;
  return second.ended === null && second.named < asked.ended;
}

/// The erasures that are in force by these facts alone: what was decided before is judged by the words that were there.
export const inForce = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(erasures(facts).flatMap((one) => (one.second === null ? [] : [one.asked.entry.id])));

/// Whether the words of a fact are gone by an erasure that is one of `force`.
export const isGone = ({ known }: Fact, force: ReadonlySet<string>): boolean => known.erased !== undefined && force.has(known.erased);

/// The rows of a subject's erasures.
export function foldErasures(subject: string, facts: readonly Fact[]): RowChange[] {
  return erasures(facts).flatMap(({ asked, by, second }): RowChange[] => {
    const { reason, targets } = asked.payload;
    const erasure = asked.entry.id;
    const value: ErasureRow = {
      erasure,
      subject,
      by,
      at: asked.entry.header.at,
      reason,
      targets: targets.map(({ entry, kind }) => ({ entry, kind })),
      files: targets.flatMap(({ keeps }) => ("file" in keeps ? [keeps.file] : [])),
      second: second === null ? null : { entry: entryOf(second).id, by: second.by.id, at: entryOf(second).header.at },
    };
    const erased = second === null ? [] : targets.map(({ entry, kind }): ErasedRow => ({ entry, erasure, subject, kind }));
    return [row("erasure", erasure, subject, value), ...erased.map((one) => row("erased", erasedKey(one), one.entry, one))];
  });
}

/// The erasure in force that an entry falls under: of several the first in ledger order. None that names an entry which had
/// not arrived where it was asked, or calls it of another kind.
export function erasedBy(lookup: Lookup, entry: Entry): ErasedRow | undefined {
  const found = lookup.children("erased", entry.id).flatMap((erased) => {
    const asked = lookup.entry(erased.erasure)?.entry;
    return asked !== undefined && erased.kind === entry.header.kind && isBefore(entry, asked) ? [{ erased, asked }] : [];
  });
  return found.sort((a, b) => ledgerOrder(a.asked, b.asked))[0]?.erased;
}

/// The entry without its words: a new object, since what was understood of the old one is remembered by it.
export const withoutWords = (entry: Entry): Entry => ({ ...entry, payloadText: null });

const BLANK = { block: null, field: null, from: 0, to: 0, quote: "" };

/// What is left of an entry's payload: its shape, with no word in it.
function left(entry: Entry, target: Target, about: string): Known {
  const [item, brief] = [about, about];
  switch (target.kind) {
    case "item.revision": {
      const { parents, accepts, why } = target.keeps;
      return { entry, kind: target.kind, payload: { item, parents, content: NOTHING, accepts, why } };
    }
    case "brief.revision": {
      const { issue, parents, list, date } = target.keeps;
      const content = { list, date, text: [{ text: "" }], source: null };
      return { entry, kind: target.kind, payload: { brief, issue, parents, content } };
    }
    case "item.pitched":
      return { entry, kind: target.kind, payload: { item, issue: target.keeps.issue, headline: "", why: "" } };
    case "item.commissioned":
      return { entry, kind: target.kind, payload: { item, headline: "", ...target.keeps } };
    case "item.proposed":
      return { entry, kind: target.kind, payload: { item, base: target.keeps.base, content: NOTHING, reason: null } };
    case "proposal.closed":
      return { entry, kind: target.kind, payload: { item, ...target.keeps, reason: null } };
    case "review.sent": {
      const { revision, digest, notes } = target.keeps;
      const blank = notes.map((one) => ({ ...one, anchor: BLANK, text: "", mentions: [] }));
      return { entry, kind: target.kind, payload: { item, revision, digest, notes: blank, replies: [] } };
    }
    case "note.resolved":
      return { entry, kind: target.kind, payload: { item, ...target.keeps, text: null } };
    case "copy.returned": {
      const { base, file, notes } = target.keeps;
      const blank = notes.map(({ note }) => ({ note, from: "", anchor: BLANK, text: "" }));
      const payload = { item, base, from: "", file: { name: "", size: 1, digest: file }, content: null };
      return { entry, kind: target.kind, payload: { ...payload, notes: blank, replies: [], unplaced: [] } };
    }
    case "check.passed":
      return { entry, kind: target.kind, payload: { item, check: "", quote: "", passed: false } };
    case "evidence.added": {
      const { evidence, file } = target.keeps;
      const payload = { item, evidence, source: "", name: "", type: "text/plain", size: 1, digest: file, fetched: "" } as const;
      return { entry, kind: target.kind, payload };
    }
  }
}

/// The facts of a subject as its erasures leave them: each entry that one names, whether its words are still here or not, is what
/// the erasure kept of it; and what could be told from those words alone stands with what it was told of.
export function withErasures(subject: string, facts: readonly Fact[], bare: readonly (Omit<Fact, "known"> & { entry: Entry })[]): Fact[] {
  const force = erasures(facts).filter((one) => one.second !== null);
  if (force.length === 0) return [...facts];
  const about = subject.slice(subject.indexOf(":") + 1);
  const first = <T>(found: readonly (readonly [string, T])[]): Map<string, T> => new Map([...found].reverse());
  const targets = first(force.flatMap(({ asked }) => asked.payload.targets.map((target) => [target.entry, { target, asked }] as const)));
  const writers = first(force.flatMap(({ asked }) => Object.entries(asked.payload.writers)));
  const suggested = first(force.flatMap(({ asked }) => Object.entries(asked.payload.suggested)));
  const keptBy = (entry: Entry): Known | null => {
    const named = targets.get(entry.id);
    if (named === undefined || named.target.kind !== entry.header.kind || !isBefore(entry, named.asked.entry)) return null;
    return { ...left(entry, named.target, about), erased: named.asked.entry.id };
  };
  const stated = (known: Known): Pick<Fact, "stated"> => {
    const named = targets.get(known.entry.id)?.target;
    const kept = known.erased !== undefined && named?.kind === "item.revision" ? named.keeps : null;
    const digest = known.erased !== undefined && named !== undefined && "digest" in named.keeps ? named.keeps.digest : null;
    const names = suggested.get(known.entry.id) ?? [];
    return { stated: { writers: kept?.writers ?? writers.get(known.entry.id) ?? null, names, digest } };
  };
  const out = facts.map((fact) => ({ ...fact, known: keptBy(entryOf(fact)) ?? fact.known }));
  for (const { entry, by, contested } of bare) {
    const known = keptBy(entry);
    if (known !== null) out.push({ known, by, contested });
  }
  return out.map((fact) => ({ ...fact, ...stated(fact.known) })).sort((a, b) => ledgerOrder(entryOf(a), entryOf(b)));
}
