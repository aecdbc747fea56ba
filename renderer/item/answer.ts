import type { ItemView, OpenSuggestion } from "../../src/contract/item.ts";
import type { Stretch } from "../editor/create.ts";
import { act } from "../rows/acts.ts";

/// An open suggestion with its proposal, under the name that its marks and its card have.
export interface Named extends OpenSuggestion {
  readonly id: string;
  readonly proposal: string;
  readonly by: string;
}

/// Every open suggestion on an item, oldest proposal first.
export const named = (view: ItemView): Named[] =>
  view.proposals.flatMap(({ proposal, by, open }) =>
    open.map((one): Named => ({ ...one, id: `suggestion:${proposal}:${one.name}`, proposal, by })),
  );

/// Those that show in a stretch of the text.
export const within = (all: readonly Named[], { block, from, to }: Stretch): Named[] =>
  all.filter((one) => one.places.some((place) => place.block === block && place.from <= to && place.to >= from));

/// Accepts suggestions, or declines them (withdraws one's own), one proposal after another; ends at the first refusal.
export async function answer(item: string, how: "accept" | "close", all: readonly Named[], reason: string | null = null): Promise<void> {
  for (const proposal of new Set(all.map((one) => one.proposal))) {
    const names = all.filter((one) => one.proposal === proposal).map((one) => one.name);
    const done = await (how === "accept"
      ? act("suggestion.accept", { item, proposal, names })
      : act("suggestion.close", { item, proposal, names, reason }));
    if (!done) return;
  }
}
