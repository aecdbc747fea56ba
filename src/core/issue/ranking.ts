import { isBefore } from "../ledger/entry.ts";
import { entryOf, type Fact } from "../review/facts.ts";
import { RANKS, type Rank } from "./issue.ts";
import type { RankVersions } from "./rows.ts";

interface Move {
  readonly fact: Fact;
  readonly rank: Rank | null;
}

export interface Ranking {
  readonly ranks: readonly (string | null)[];
  readonly reserve: readonly string[];
  readonly versions: readonly RankVersions[];
}

/// The last moves of each item: those that no later move of the same item knew of.
function lastMoves(facts: readonly Fact[]): Map<string, Move[]> {
  const moves = new Map<string, Move[]>();
  for (const fact of facts) {
    if (fact.known.kind !== "issue.ranked" || fact.contested) continue;
    for (const place of fact.known.payload.places) {
      const before = (moves.get(place.item) ?? []).filter((move) => !isBefore(entryOf(move.fact), entryOf(fact)));
      moves.set(place.item, [...before, { fact, rank: place.rank }]);
    }
  }
  return moves;
}

const versionsOf = (item: string, moves: readonly Move[]): RankVersions => ({
  item,
  places: moves.map((move) => ({ rank: move.rank, by: move.fact.by.id })),
});

/// Where the items of an issue stand. Facts are in ledger order. Where two people moved one item, or gave one rank to two
/// items, without knowing of each other, the earlier move holds, the other item waits in the reserve, and both are listed as
/// two versions until someone ranks again.
export function ranking(facts: readonly Fact[], items: readonly string[]): Ranking {
  const moves = lastMoves(facts);
  const versions: RankVersions[] = [];
  const ranks = new Map<Rank, string>();
  const placed = items.flatMap((item) => {
    const own = moves.get(item) ?? [];
    if (new Set(own.map((move) => move.rank)).size > 1) versions.push(versionsOf(item, own));
    const first = own[0];
    return first?.rank == null ? [] : [{ item, move: first, rank: first.rank }];
  });
  placed.sort((a, b) => facts.indexOf(a.move.fact) - facts.indexOf(b.move.fact));
  for (const { item, rank, move } of placed) {
    if (ranks.has(rank)) versions.push(versionsOf(item, [move]));
    else ranks.set(rank, item);
  }
  const taken = new Set(ranks.values());
  return {
    ranks: RANKS.map((rank) => ranks.get(rank) ?? null),
    reserve: items.filter((item) => !taken.has(item)),
    versions,
  };
}
