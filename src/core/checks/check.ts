import type { Refusal } from "../base/result.ts";

/// Where a finding points: a part or block of the text, a printed field, or the issue itself.
export type Place =
  | { readonly kind: "part"; readonly part: string }
  | { readonly kind: "block"; readonly block: string; readonly quote: string }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "issue" };

/// One thing a check found. `check` is a code with wording in `resources/messages/`. An `error` stands in the way of
/// Submit and sign-off until it is mended or waived with a reason; a `hint` never does.
export interface CheckFinding {
  readonly check: string;
  readonly severity: "error" | "hint";
  readonly place: Place;
  readonly data: Refusal["data"];
}
