import { inForce, isGone } from "../erasure/erasure.ts";
import { hasRole, type Member } from "../desk/roster.ts";
import type { Entry } from "../ledger/entry.ts";
import { understand, type Known } from "../ledger/kinds.ts";
import type { Lookup, StoredEntry } from "../projection/lookup.ts";
import type { Content } from "../item/item.ts";
import { NOTHING } from "../item/nothing.ts";
import { entryOf, type Fact } from "./facts.ts";
import { proposedIn } from "./proposed.ts";
import { suggestions } from "./suggestion.ts";

/// A proposal and which of its suggestions still wait for an answer.
export interface OpenProposal {
  readonly proposal: string;
  readonly by: string;
  readonly at: string;
  readonly base: string;
  readonly content: Content;
  readonly reason: string | null;
  /// The name of who wrote it, where that is nobody of the desk: then `by` brought it in.
  readonly from?: string;
  readonly open: readonly string[];
}

/// Proposals are immutable, and finding what one suggests compares whole texts: remembered per entry id.
const remembered = new Map<string, readonly string[]>();

function namesOf(proposal: string, base: Content | undefined, content: Content): readonly string[] {
  if (base === undefined) return [];
  const known = remembered.get(proposal);
  if (known !== undefined) return known;
  const names = suggestions(base, content).map((one) => one.name);
  if (remembered.size > 2000) remembered.clear();
  remembered.set(proposal, names);
  return names;
}

/// Its writer withdraws a suggestion; authors, editors and chiefs decline those of others. A copy editor or reader cannot.
const mayClose = (writer: string | undefined, by: Member): boolean => writer === by.id || hasRole(by, "author", "editor");

const isErasedProposal = ({ erased, kind }: Known): boolean =>
  erased !== undefined && (kind === "item.proposed" || kind === "copy.returned");

/// The proposals on an item with suggestions left open, oldest first. A suggestion is closed by a revision that accepts it
/// or an entry that declines or withdraws it, and by an erasure of its words or of the text that it was made on.
export function openProposals(facts: readonly Fact[]): OpenProposal[] {
  const force = inForce(facts);
  const erased = new Map(facts.flatMap((fact) => (fact.known.erased === undefined ? [] : [[entryOf(fact).id, fact] as const])));
  const contents = new Map<string, Content>();
  const closed = new Map<string, Set<string>>();
  const close = (proposal: string, names: readonly string[]): void => {
    const set = closed.get(proposal) ?? new Set<string>();
    names.forEach((name) => set.add(name));
    closed.set(proposal, set);
  };
  const proposes = (fact: Fact): boolean => proposedIn(fact.known) !== null || isErasedProposal(fact.known);
  const writer = new Map(facts.filter(proposes).map((fact) => [entryOf(fact).id, fact.by.id]));
  for (const { known, by } of facts) {
    if (known.kind === "item.revision") {
      contents.set(known.entry.id, known.payload.content);
      for (const taken of known.payload.accepts) if (writer.get(taken.proposal) !== by.id) close(taken.proposal, taken.names);
    } else if (known.kind === "proposal.closed" && mayClose(writer.get(known.payload.proposal), by)) {
      close(known.payload.proposal, known.payload.names);
    }
  }
  return facts.flatMap((fact): OpenProposal[] => {
    const known = proposedIn(fact.known);
    const before = known === null && isErasedProposal(fact.known) ? { base: "", content: NOTHING, reason: null, from: null } : null;
    const proposed = known ?? before;
    if (proposed === null) return [];
    const { base, content, reason, from } = proposed;
    const proposal = entryOf(fact).id;
    const lost = before === null ? erased.get(base) : fact;
    if (lost !== undefined && isGone(lost, force)) return [];
    const names = lost === undefined ? namesOf(proposal, contents.get(base), content) : (fact.stated?.names ?? []);
    const open = names.filter((name) => closed.get(proposal)?.has(name) !== true);
    return open.length === 0
      ? []
      : [{ proposal, by: fact.by.id, at: entryOf(fact).header.at, base, content, reason, ...(from === null ? {} : { from }), open }];
  });
}

/// Proposals that began from one of these entries. Where such a revision is set aside, or its words are gone, what others propose
/// on it has nothing to show beside: it is listed with it.
export function proposalsOn(lookup: Lookup, bases: readonly Entry[]): StoredEntry[] {
  const ids = new Set(bases.map((entry) => entry.id));
  const subjects = bases.flatMap((entry) => {
    const known = understand(entry);
    if (known === "erased") return lookup.entry(entry.id)?.subject ?? [];
    return typeof known !== "string" && known.kind === "item.revision" ? [`item:${known.payload.item}`] : [];
  });
  return [...new Set(subjects)].flatMap((subject) =>
    lookup.of(subject).filter(({ entry }) => {
      const known = understand(entry);
      const proposed = typeof known === "string" ? null : proposedIn(known);
      return proposed !== null && ids.has(proposed.base);
    }),
  );
}
