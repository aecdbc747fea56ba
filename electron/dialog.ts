import { BrowserWindow, dialog } from "electron";
import { randomUUID } from "node:crypto";
import { refuse, ok, type Result } from "../src/contract/result.ts";
import type { InputOf } from "../src/contract/channel.ts";
import type { ShellCalls } from "../src/contract/calls.ts";
import { tellWindows } from "./door.ts";

type Asked = { readonly purpose: "open" | "folder" | "save"; readonly title: string; readonly suggested: string | null };
type Chosen = { readonly path: string | null };

/// Questions that a window of the stand-in has not answered yet.
const open = new Map<string, (path: string | null) => void>();

/// Without the system's dialogs the window itself asks for the path, in the page.
const askInPage = (asked: Asked): Promise<Chosen> =>
  new Promise((done) => {
    const id = randomUUID();
    open.set(id, (path) => done({ path }));
    tellWindows("dialog.asked", { id, ...asked });
  });

const native = (): boolean => process.versions["electron"] !== undefined;

type Kinds = InputOf<ShellCalls, "dialog.open">["kinds"];
const filters = (kinds: Kinds): { name: string; extensions: string[] }[] =>
  kinds.map((kind) => ({ name: kind.name, extensions: [...kind.extensions] }));

/// Asks for a file or a folder to open. Answers null when the person cancels.
export async function askToOpen(input: InputOf<ShellCalls, "dialog.open">): Promise<Result<Chosen>> {
  if (!native()) return ok(await askInPage({ purpose: input.purpose, title: input.title, suggested: null }));
  const properties: ("openFile" | "openDirectory" | "createDirectory")[] =
    input.purpose === "folder" ? ["openDirectory", "createDirectory"] : ["openFile"];
  const options = { title: input.title, filters: filters(input.kinds), properties };
  const window = BrowserWindow.getFocusedWindow();
  const chosen = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return ok({ path: chosen.filePaths[0] ?? null });
}

/// Asks where to save. Answers null when the person cancels.
export async function askToSave(input: InputOf<ShellCalls, "dialog.save">): Promise<Result<Chosen>> {
  if (!native()) return ok(await askInPage({ purpose: "save", title: input.title, suggested: input.suggested }));
  const options = { title: input.title, defaultPath: input.suggested, filters: filters(input.kinds) };
  const window = BrowserWindow.getFocusedWindow();
  const chosen = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return ok({ path: chosen.filePath === "" ? null : chosen.filePath });
}

/// What the person chose in the page. Refused when nobody asked.
export function answered(id: string, path: string | null): Result<null> {
  const done = open.get(id);
  if (!done) return refuse("dialog-not-open");
  open.delete(id);
  done(path);
  return ok(null);
}
