import { app, BrowserWindow } from "electron";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../resources/messages/say.ts";
import { tellWindows } from "./door.ts";
import { ORIGIN, safePreferences } from "./lockdown.ts";

/// Where a window was when it was last closed.
interface Kept {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

const USUAL: Kept = { width: 1440, height: 900, maximized: false };

const whole = (value: unknown, min: number): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) < 20_000;

/// Reads what was kept; anything odd in it gives the usual window.
export function readKept(text: string): Kept {
  const parsed = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  })();
  if (typeof parsed !== "object" || parsed === null) return USUAL;
  const { width, height, x, y, maximized }: Record<string, unknown> = { ...parsed };
  if (!whole(width, 400) || !whole(height, 300)) return USUAL;
  const place = whole(x, -10_000) && whole(y, -10_000) ? { x, y } : {};
  return { width, height, maximized: maximized === true, ...place };
}

const stateFile = (folder: string): string => join(folder, "window.json");

function load(folder: string): Kept {
  try {
    return readKept(readFileSync(stateFile(folder), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error) return USUAL;
    throw error;
  }
}

function keep(folder: string, window: BrowserWindow): void {
  const text = JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  try {
    writeFileSync(`${stateFile(folder)}.new`, text);
    renameSync(`${stateFile(folder)}.new`, stateFile(folder));
  } catch (error) {
    // A place on the screen is not worth an error: the next window opens at the usual one.
    console.error(`the window's place was not kept: ${String(error)}`);
  }
}

/// Opens the window, at the place where it was.
export function openWindow(folder: string, preload: string): BrowserWindow {
  const { maximized, ...bounds } = load(folder);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 480,
    minHeight: 360,
    show: false,
    title: say("app-name"),
    webPreferences: safePreferences(preload),
  });
  if (maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => keep(folder, window));
  window.on("focus", () => tellWindows("window.focused", { focused: true }));
  window.on("blur", () => tellWindows("window.focused", { focused: false }));
  window.loadURL(`${ORIGIN}/`).catch((error: unknown) => {
    // Without its page a window is of no use: nothing was opened that could be lost.
    console.error(say("window-lost", { reason: String(error) }));
    app.exit(1);
  });
  return window;
}

/// Brings the window that is open to the front. Answers false when there is none.
export function showOpenWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return false;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return true;
}
