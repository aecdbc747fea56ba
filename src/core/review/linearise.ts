import { isBefore, ledgerOrder } from "../ledger/entry.ts";
import type { DecisionName } from "../item/kinds.ts";
import { entryOf, type Fact } from "./facts.ts";

/// Decisions made without knowing of each other resolve by this order, on every laptop alike: the later one prevails.
/// (`product.md` §4: withdraw > spike > reopen > return > approve > claim > recall > submit.)
const FORCE: Readonly<Record<DecisionName, number>> = {
  unspike: 0,
  "take-back": 1,
  submit: 2,
  recall: 3,
  claim: 4,
  "take-over": 5,
  approve: 6,
  return: 7,
  reopen: 8,
  spike: 9,
};

const forceOf = (fact: Fact): number => (fact.known.kind === "item.decided" ? FORCE[fact.known.payload.decision] : -1);

/// The facts in the order in which they take effect: causes before consequences; of those that did not know each other the
/// weaker first, so that the stronger has the last word; equals in ledger order, so that the earlier is there first.
/// `facts` must be in ledger order.
export function linearise(facts: readonly Fact[]): Fact[] {
  const open = [...facts];
  const out: Fact[] = [];
  while (open.length > 0) {
    const free = open.filter((fact) => !open.some((other) => other !== fact && isBefore(entryOf(other), entryOf(fact))));
    free.sort((a, b) => forceOf(a) - forceOf(b) || ledgerOrder(entryOf(a), entryOf(b)));
    const next = free[0] ?? open[0];
    if (next === undefined) break;
    out.push(next);
    open.splice(open.indexOf(next), 1);
  }
  return out;
}
