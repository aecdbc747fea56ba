import type { Component } from "svelte";
import Archive from "./archive/Archive.svelte";
import Board from "./board/Board.svelte";
import Briefs from "./briefs/Briefs.svelte";
import Exchange from "./exchange/Exchange.svelte";
import FindIssue from "./find/FindIssue.svelte";
import Inbox from "./inbox/Inbox.svelte";
import Item from "./item/Item.svelte";
import People from "./people/People.svelte";
import Preview from "./preview/Preview.svelte";
import Settings from "./settings/Settings.svelte";
import type { PlaceName } from "./shell/routes.svelte.ts";
import Shortcuts from "./shell/Shortcuts.svelte";

/// Each place and its screen. A screen fills the centre of the window; it takes the rest through `Screen.svelte`.
export const SCREENS: Partial<Record<PlaceName, Component>> = {
  inbox: Inbox,
  issue: Board,
  preview: Preview,
  archive: Archive,
  people: People,
  exchange: Exchange,
  settings: Settings,
  shortcuts: Shortcuts,
  find: FindIssue,
};

/// The screens of places that name one thing.
export const SCREENS_OF_ONE: Partial<Record<PlaceName, Component<{ id: string }>>> = {
  item: Item,
  briefs: Briefs,
};
