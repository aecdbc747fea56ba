import type { Refusal } from "../base/result.ts";

/// Where a finding points: a part, words of a block, a printed field, or the issue itself. Offsets count UTF-16 units of
/// the block's plain text.
export type Place =
  | { readonly kind: "part"; readonly part: string }
  | { readonly kind: "block"; readonly block: string; readonly from: number; readonly to: number; readonly quote: string }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "issue" };

/// One thing a check found. `check` is a code with wording in `resources/messages/`. An `error` stands in the way of
/// Submit and sign-off until it is mended or waived with a reason; a `hint` never does. `fix`: the words that would take
/// the place of the quoted ones; null where only a person can tell.
export interface CheckFinding {
  readonly check: string;
  readonly severity: "error" | "hint";
  readonly place: Place;
  readonly data: Refusal["data"];
  readonly fix: string | null;
}

type Data = CheckFinding["data"];

export const error = (check: string, place: Place, data: Data = {}): CheckFinding => ({ check, severity: "error", place, data, fix: null });
export const hint = (check: string, place: Place, data: Data = {}): CheckFinding => ({ check, severity: "hint", place, data, fix: null });
