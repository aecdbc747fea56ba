import { entryOf, type Fact } from "../review/facts.ts";
import type { UnplacedSchema } from "../review/kinds.ts";
import { type EvidenceType, WORD_FILE } from "./kinds.ts";
import type * as v from "valibot";

/// A review copy that came home, kept as it came: who changed it, which text it was made of, and what of it has no place there.
export interface ReturnedCopy {
  readonly entry: string;
  readonly from: string;
  readonly base: string;
  readonly unplaced: readonly v.InferOutput<typeof UnplacedSchema>[];
}

/// A stored copy of what a source said. `checks`: who compared the text with it, and as of which content digest.
export interface EvidenceRow {
  readonly evidence: string;
  readonly item: string;
  readonly source: string;
  readonly name: string;
  readonly type: EvidenceType | typeof WORD_FILE;
  readonly size: number;
  readonly digest: string;
  readonly fetched: string;
  readonly by: string;
  readonly at: string;
  readonly checks: readonly { readonly by: string; readonly at: string; readonly digest: string }[];
  /// Set for a returned copy, which supports no source.
  readonly copy?: ReturnedCopy;
}

/// The key of a piece of evidence among all of the desk. Its id alone would not do: another item's entry could bring the same.
export const evidenceKey = (item: string, evidence: string): string => `${item}/${evidence}`;

/// The evidence of an item, oldest first, without what was dropped. An id counts once: the first entry that brings it.
export function evidenceIn(facts: readonly Fact[]): EvidenceRow[] {
  const rows = new Map<string, EvidenceRow>();
  const dropped = new Set<string>();
  for (const fact of facts) {
    const { known, by } = fact;
    if (known.erased !== undefined) continue;
    const at = entryOf(fact).header.at;
    if (known.kind === "evidence.added" && !rows.has(known.payload.evidence))
      rows.set(known.payload.evidence, { ...known.payload, by: by.id, at, checks: [] });
    else if (known.kind === "copy.returned") {
      const { item, base, from, file, unplaced } = known.payload;
      const entry = entryOf(fact).id;
      const evidence = entry.slice(0, 32);
      const copy = { entry, from, base, unplaced };
      rows.set(evidence, { item, evidence, source: "", ...file, type: WORD_FILE, fetched: at, by: by.id, at, checks: [], copy });
    } else if (known.kind === "evidence.checked") {
      const row = rows.get(known.payload.evidence);
      if (row !== undefined) rows.set(row.evidence, { ...row, checks: [...row.checks, { by: by.id, at, digest: known.payload.digest }] });
    } else if (known.kind === "evidence.dropped") dropped.add(known.payload.evidence);
  }
  return [...rows.values()].filter((row) => !dropped.has(row.evidence));
}
