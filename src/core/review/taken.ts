import { lineage, type RevisionGraph } from "../item/heads.ts";
import { entryOf, type Fact } from "./facts.ts";
import { proposedIn } from "./proposed.ts";
import type { Taking } from "./suggestion.ts";

/// The suggestions made on the revision `base` that the revision `head` holds, by what the revisions on the way to it say
/// that they took.
export function takenIn(facts: readonly Fact[], graph: RevisionGraph, head: string, base: string): Taking[] {
  const ours = lineage(graph, head);
  const proposals = new Map(
    facts.flatMap((fact) => {
      const proposed = proposedIn(fact.known);
      return proposed?.base === base ? [[entryOf(fact).id, proposed] as const] : [];
    }),
  );
  return facts.flatMap(({ known }): Taking[] => {
    if (known.kind !== "item.revision" || !ours.has(known.entry.id)) return [];
    return known.payload.accepts.flatMap(({ proposal, names }): Taking[] => {
      const proposed = proposals.get(proposal)?.content;
      return proposed === undefined ? [] : [{ proposal, proposed, names }];
    });
  });
}
