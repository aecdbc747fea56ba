import type { Component } from "svelte";
import Board from "./board/Board.svelte";
import Inbox from "./inbox/Inbox.svelte";
import type { PlaceName } from "./shell/routes.svelte.ts";

/// Each place and its screen. A screen fills the centre of the window; it takes the rest through `Screen.svelte`. The two
/// that a window begins with come with it; the others are fetched from the app's own files once it is shown.

export type Screen = Component<{ id: string }>;

const FIRST: Partial<Record<PlaceName, Component>> = { inbox: Inbox, issue: Board };

const LATER: Partial<Record<PlaceName, () => Promise<{ readonly default: Component | Screen }>>> = {
  item: () => import("./item/Item.svelte"),
  briefs: () => import("./briefs/Briefs.svelte"),
  preview: () => import("./preview/Preview.svelte"),
  archive: () => import("./archive/Archive.svelte"),
  people: () => import("./people/People.svelte"),
  exchange: () => import("./exchange/Exchange.svelte"),
  settings: () => import("./settings/Settings.svelte"),
  shortcuts: () => import("./shell/Shortcuts.svelte"),
  find: () => import("./find/FindIssue.svelte"),
};

const here = new Map<PlaceName, Screen>();

/// The screen of a place: at once where it is here, else once it has been fetched. Null: the place has none.
export function screenOf(name: PlaceName): Screen | Promise<Screen> | null {
  const known = here.get(name) ?? (FIRST[name] as Screen | undefined);
  if (known !== undefined) return known;
  const fetched = LATER[name]?.().then((file) => {
    const screen = file.default as Screen;
    here.set(name, screen);
    return screen;
  });
  return fetched ?? null;
}

/// Fetches every screen, so that going there later takes no time.
export const fetchScreens = (): void => (Object.keys(LATER) as PlaceName[]).forEach((name) => void screenOf(name));
