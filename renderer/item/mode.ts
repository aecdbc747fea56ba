import type { ItemView } from "../../src/contract/item.ts";

/// What typing in the text means now. `write`: my own draft, to share. `edit`: a reviewer's direct edit. `suggest`: a
/// proposal. `read`: the text takes no typing. `may`: what the person can switch to.
export interface Mode {
  readonly kind: "write" | "edit" | "suggest" | "read";
  readonly may: readonly ("edit" | "suggest" | "read")[];
}

/// The mode of an item for this person. In review suggesting is the usual way; editing directly is chosen.
export function modeOf(view: ItemView, me: string, suggesting: boolean | null): Mode {
  const may = (refusal: { readonly code: string } | null | undefined): boolean => refusal === null || refusal?.code === "nothing-to-share";
  const [edit, propose] = [view.obstacles.edit === null, may(view.obstacles.propose)];
  const inHand = view.item.state === "writing" || view.item.state === "changes requested" || view.item.state === "pitch";
  // While two versions stand, choosing comes first: typing on would begin from neither.
  if (view.item.heads.length > 1) return { kind: "read", may: [] };
  if (edit && inHand) return { kind: "write", may: [] };
  if (view.item.claimant === me && view.item.state === "in review") {
    return { kind: suggesting === false && edit ? "edit" : "suggest", may: edit ? ["suggest", "edit"] : ["suggest"] };
  }
  return propose && !inHand ? { kind: suggesting === true ? "suggest" : "read", may: ["read", "suggest"] } : { kind: "read", may: [] };
}
