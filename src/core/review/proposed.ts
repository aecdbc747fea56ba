import type { Content } from "../item/item.ts";
import type { Known } from "../ledger/kinds.ts";

/// A whole text as its writer would have it, beside the revision it began from. `from`: the name of who wrote it, where that
/// is nobody of the desk.
export interface Proposed {
  readonly base: string;
  readonly content: Content;
  readonly reason: string | null;
  readonly from: string | null;
}

/// What an entry proposes; null where it proposes nothing, or its words were erased.
export function proposedIn(known: Known): Proposed | null {
  if (known.erased !== undefined) return null;
  if (known.kind === "item.proposed") return { ...known.payload, from: null };
  if (known.kind !== "copy.returned" || known.payload.content === null) return null;
  const { base, content, from } = known.payload;
  return { base, content, reason: null, from };
}
