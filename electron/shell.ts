import { app, shell } from "electron";
import { extname, isAbsolute } from "node:path";
import type { ShellCalls } from "../src/contract/calls.ts";
import type { Handlers } from "../src/contract/handlers.ts";
import { ok, refuse } from "../src/contract/result.ts";
import type { About } from "../src/contract/shell.ts";
import { answered, askToOpen, askToSave } from "./dialog.ts";
import { mayOpenOutside } from "./lockdown.ts";
import { showMenu } from "./menu.ts";
import { takeOpened } from "./opened.ts";

const platform = (): About["platform"] => (process.platform === "win32" || process.platform === "darwin" ? process.platform : "linux");

/// What the shell answers itself, without the station.
export const shellHandlers = (folder: string): Handlers<ShellCalls> => ({
  "app.about": () => {
    const kind = process.versions["electron"] === undefined ? "stand-in" : "electron";
    return ok({ version: app.getVersion(), shell: kind, platform: platform(), folder });
  },
  "dialog.open": askToOpen,
  "dialog.save": askToSave,
  "dialog.answered": ({ id, path }) => answered(id, path),
  "link.open": async ({ address }) => {
    if (!mayOpenOutside(address)) return refuse("link-scheme-refused", { address });
    try {
      await shell.openExternal(address);
      return ok(null);
    } catch (error) {
      console.error(error);
      return refuse("link-not-opened", { address });
    }
  },
  "file.show": ({ path }) => {
    if (!isAbsolute(path)) return refuse("file-not-absolute", { path });
    shell.showItemInFolder(path);
    return ok(null);
  },
  "file.open": async ({ path }) => {
    // No other file: what a page may have opened must not be a program.
    if (!isAbsolute(path) || extname(path) !== ".docx") return refuse("file-not-opened", { path });
    const fault = await shell.openPath(path);
    if (fault !== "") console.error(fault);
    return fault === "" ? ok(null) : refuse("file-not-opened", { path });
  },
  "bundle.opened": () => ok({ path: takeOpened() }),
  "menu.offer": ({ commands }) => {
    showMenu(new Set(commands));
    return ok(null);
  },
});
