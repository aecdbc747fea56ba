import { say } from "../../resources/messages/say.ts";
import { boardRows } from "../rows/board.svelte.ts";
import { deskRows } from "../rows/desk.svelte.ts";
import { itemDot } from "../rows/states.ts";
import { routes } from "./routes.svelte.ts";

/// A place that the palette can go to.
export interface Find {
  readonly label: string;
  readonly note: string;
  readonly go: () => void;
}

/// The items of the issue in work and all issues, as the palette finds them.
export function findPlaces(): Find[] {
  const board = boardRows.board;
  const cards = [...(board?.ranks ?? []), ...(board?.reserve ?? []), ...(board?.pitches ?? [])].filter((card) => card !== null);
  const items = cards.map((card) => ({
    label: card.headline || say("card.untitled"),
    note: itemDot(card.state, card.changedSince).word,
    go: () => routes.go({ name: "item", id: card.item }),
  }));
  const issues = (deskRows.overview?.issues ?? []).map((one) => ({
    label:
      [one.number ? say("issue.number", { number: one.number }) : "", one.title ?? ""].filter(Boolean).join(", ") || say("card.untitled"),
    note: say("palette.issue"),
    go: () => {
      deskRows.issue = one.issue;
      routes.go({ name: "issue" });
    },
  }));
  return [...items, ...issues];
}
