import type { Component } from "svelte";
import type { PlaceName } from "./shell/routes.svelte.ts";
import Shortcuts from "./shell/Shortcuts.svelte";
import Welcome from "./welcome/Welcome.svelte";

/// Each place and its screen. A screen fills the centre of the window; it takes the rest through `Screen.svelte`.
export const SCREENS: Partial<Record<PlaceName, Component>> = {
  welcome: Welcome,
  shortcuts: Shortcuts,
};
