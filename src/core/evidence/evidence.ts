import { entryOf, type Fact } from "../review/facts.ts";
import type { EvidenceType } from "./kinds.ts";

/// A stored copy of what a source said. `checks`: who compared the text with it, and as of which content digest.
export interface EvidenceRow {
  readonly evidence: string;
  readonly item: string;
  readonly source: string;
  readonly name: string;
  readonly type: EvidenceType;
  readonly size: number;
  readonly digest: string;
  readonly fetched: string;
  readonly by: string;
  readonly at: string;
  readonly checks: readonly { readonly by: string; readonly at: string; readonly digest: string }[];
}

/// The key of a piece of evidence among all of the desk. Its id alone would not do: another item's entry could bring the same.
export const evidenceKey = (item: string, evidence: string): string => `${item}/${evidence}`;

/// The evidence of an item, oldest first, without what was dropped. An id counts once: the first entry that brings it.
export function evidenceIn(facts: readonly Fact[]): EvidenceRow[] {
  const rows = new Map<string, EvidenceRow>();
  const dropped = new Set<string>();
  for (const fact of facts) {
    const { known, by } = fact;
    const at = entryOf(fact).header.at;
    if (known.kind === "evidence.added" && !rows.has(known.payload.evidence))
      rows.set(known.payload.evidence, { ...known.payload, by: by.id, at, checks: [] });
    else if (known.kind === "evidence.checked") {
      const row = rows.get(known.payload.evidence);
      if (row !== undefined) rows.set(row.evidence, { ...row, checks: [...row.checks, { by: by.id, at, digest: known.payload.digest }] });
    } else if (known.kind === "evidence.dropped") dropped.add(known.payload.evidence);
  }
  return [...rows.values()].filter((row) => !dropped.has(row.evidence));
}
