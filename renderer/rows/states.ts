import { say } from "../../resources/messages/say.ts";
import type { ItemState } from "../../src/core/review/view.ts";
import type { BriefState, IssueState } from "../../src/core/issue/rows.ts";

export type Dot = "writing" | "submitted" | "review" | "changes" | "approved" | "none";

/// The dot and the word of an item's state. An item changed after its approval is in review again, and says so.
export function itemDot(state: ItemState, changedSince = false): { readonly state: Dot; readonly word: string } {
  if (state === "in review") return { state: "review", word: changedSince ? say("state.re-review") : say("state.in-review") };
  if (state === "changes requested") return { state: "changes", word: say("state.changes-requested") };
  if (state === "submitted") return { state: "submitted", word: say("state.submitted") };
  if (state === "approved") return { state: "approved", word: say("state.approved") };
  if (state === "writing") return { state: "writing", word: say("state.writing") };
  return { state: "none", word: state === "pitch" ? say("state.pitch") : say("state.spiked") };
}

export function briefDot(state: BriefState): { readonly state: Dot; readonly word: string } {
  return itemDot(state);
}

export function issueDot(state: IssueState): { readonly state: Dot; readonly word: string } {
  if (state === "open") return { state: "writing", word: say("state.open") };
  if (state === "withdrawn") return { state: "none", word: say("state.withdrawn") };
  if (state === "corrected") return { state: "approved", word: say("state.corrected") };
  return { state: "approved", word: state === "out" ? say("state.out") : say("state.signed-off") };
}
