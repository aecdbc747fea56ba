import type { Entry } from "../ledger/entry.ts";
import type { Known } from "../ledger/kinds.ts";
import type { Member } from "../desk/roster.ts";
import type { WrittenRevision } from "./seen.ts";

/// An entry about an item together with who signed it, with the rights they had by the roster they knew. `contested`:
/// from a forked device, readable but without force. `stated`: what an erasure says of it, since the words it could be told
/// from are gone: whose words are new in it, the names of what it suggests, its content digest.
export interface Fact {
  readonly known: Known;
  readonly by: Member;
  readonly contested: boolean;
  /// Of a signature under an erasure: how long the roster is that it names, and the one, if any, that took its signer's right to
  /// it later; `by` with the rights of before then.
  readonly rosters?: { readonly named: number; readonly ended: number | null };
  readonly stated?: {
    readonly writers: readonly string[] | null;
    readonly names: readonly string[];
    readonly digest: string | null;
  };
}

/// What is known of each revision beyond its payload: its digest and whose words are new in it. Never changes.
export type Revisions = ReadonlyMap<string, WrittenRevision>;

export const entryOf = (fact: Fact): Entry => fact.known.entry;
