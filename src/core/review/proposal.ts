import { hasRole, type Member } from "../desk/roster.ts";
import type { Entry } from "../ledger/entry.ts";
import { understand } from "../ledger/kinds.ts";
import type { Lookup, StoredEntry } from "../projection/lookup.ts";
import type { Content } from "../item/item.ts";
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

/// The proposals on an item with suggestions left open, oldest first. A suggestion is closed by a revision that accepts it
/// or an entry that declines or withdraws it.
export function openProposals(facts: readonly Fact[]): OpenProposal[] {
  const contents = new Map<string, Content>();
  const closed = new Map<string, Set<string>>();
  const close = (proposal: string, names: readonly string[]): void => {
    const set = closed.get(proposal) ?? new Set<string>();
    names.forEach((name) => set.add(name));
    closed.set(proposal, set);
  };
  const writer = new Map(facts.filter((fact) => proposedIn(fact.known) !== null).map((fact) => [entryOf(fact).id, fact.by.id]));
  for (const { known, by } of facts) {
    if (known.kind === "item.revision") {
      contents.set(known.entry.id, known.payload.content);
      for (const taken of known.payload.accepts) if (writer.get(taken.proposal) !== by.id) close(taken.proposal, taken.names);
    } else if (known.kind === "proposal.closed" && mayClose(writer.get(known.payload.proposal), by)) {
      close(known.payload.proposal, known.payload.names);
    }
  }
  return facts.flatMap((fact): OpenProposal[] => {
    const proposed = proposedIn(fact.known);
    if (proposed === null) return [];
    const { base, content, reason, from } = proposed;
    const proposal = entryOf(fact).id;
    const open = namesOf(proposal, contents.get(base), content).filter((name) => closed.get(proposal)?.has(name) !== true);
    return open.length === 0
      ? []
      : [{ proposal, by: fact.by.id, at: entryOf(fact).header.at, base, content, reason, ...(from === null ? {} : { from }), open }];
  });
}

/// Proposals that began from one of these entries. Where such a revision is set aside, what others propose on it has nothing
/// to show beside: it is listed with it.
export function proposalsOn(lookup: Lookup, bases: readonly Entry[]): StoredEntry[] {
  const ids = new Set(bases.map((entry) => entry.id));
  const items = bases.flatMap((entry) => {
    const known = understand(entry);
    return typeof known !== "string" && known.kind === "item.revision" ? [known.payload.item] : [];
  });
  return [...new Set(items)].flatMap((item) =>
    lookup.of(`item:${item}`).filter(({ entry }) => {
      const known = understand(entry);
      const proposed = typeof known === "string" ? null : proposedIn(known);
      return proposed !== null && ids.has(proposed.base);
    }),
  );
}
