import type { Component } from "svelte";
import Board from "./board/Board.svelte";
import Inbox from "./inbox/Inbox.svelte";
import Item from "./item/Item.svelte";
import type { PlaceName } from "./shell/routes.svelte.ts";
import Shortcuts from "./shell/Shortcuts.svelte";

/// Each place and its screen. A screen fills the centre of the window; it takes the rest through `Screen.svelte`.
export const SCREENS: Partial<Record<PlaceName, Component>> = {
  inbox: Inbox,
  issue: Board,
  shortcuts: Shortcuts,
};

/// The screens of places that name one thing.
export const SCREENS_OF_ONE: Partial<Record<PlaceName, Component<{ id: string }>>> = {
  item: Item,
};
