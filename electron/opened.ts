import { tellWindows } from "./door.ts";

/// The bundle that a person opened and no window has asked for yet.
let waiting: string | null = null;

/// A bundle was opened from outside: windows that are open learn of it, a later one asks.
export function bundleOpened(path: string | null): void {
  if (path === null) return;
  waiting = path;
  tellWindows("bundle.waits", {});
}

/// Told once.
export function takeOpened(): string | null {
  const path = waiting;
  waiting = null;
  return path;
}
