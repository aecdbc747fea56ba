import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { closeAll } from "./browser.ts";
import { Listeners, preventable } from "./emitter.ts";
import { takeLock } from "./lock.ts";
import { guarded, record } from "./record.ts";
import { defaultSession } from "./session.ts";
import { allClosed, closeWindows, created } from "./window.ts";

/// The few calls of Electron that the shell makes, over the system's Chromium. Bundled in the place of `electron`;
/// any other call throws.

export { ipcMain, BrowserWindow } from "./window.ts";
export { protocol } from "./session.ts";

declare const TOP5_VERSION: string | undefined;

const TOLD = ["session-created", "web-contents-created", "second-instance", "open-file", "activate", "window-all-closed", "before-quit"];

const usualFolder = (): string => {
  const { platform, env } = process;
  if (platform === "win32") return join(env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "Top 5 Desk");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Top 5 Desk");
  return join(env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "Top 5 Desk");
};

class App extends Listeners {
  readonly isPackaged = false;
  #folder = usualFolder();

  constructor() {
    super("app", TOLD);
    allClosed.on("all", () => this.emit("window-all-closed") || this.quit());
    created.on("created", (contents: unknown) => this.emit("web-contents-created", preventable({}), contents));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => this.quit());
  }

  enableSandbox(): void {}

  getVersion(): string {
    return typeof TOP5_VERSION === "string" ? TOP5_VERSION : "0";
  }

  getPath(name: "userData"): string {
    if (name !== "userData") throw new Error(`the stand-in has no path ${String(name)}`);
    return this.#folder;
  }

  setPath(name: string, folder: string): void {
    if (name === "userData") this.#folder = folder;
  }

  requestSingleInstanceLock(): boolean {
    return takeLock(this.#folder, (words, from) => this.emit("second-instance", preventable({}), words, from, null));
  }

  async whenReady(): Promise<void> {
    await Promise.resolve();
    this.emit("session-created", defaultSession);
  }

  quit(): void {
    const quitting = preventable({});
    this.emit("before-quit", quitting);
    if (quitting.defaultPrevented) return;
    closeWindows();
    void closeAll().finally(() => process.exit(0));
  }

  exit(code: number): void {
    void closeAll().finally(() => process.exit(code));
  }
}

export const app = guarded("app", new App());

/// There is no native menu: the window shows the same list of commands as a bar.
export const Menu = guarded("Menu", {
  buildFromTemplate: (menus: readonly unknown[]): readonly unknown[] => menus,
  setApplicationMenu: (_menu: unknown): void => undefined,
});

/// There are no native dialogs: the window asks in the page.
export const dialog = guarded("dialog", {});

/// There is no key store of the system: the station asks for a passphrase.
export const safeStorage = guarded("safeStorage", { isEncryptionAvailable: (): boolean => false });

/// Opens with the system's own opener.
function openWith(target: string): Promise<void> {
  const [program, ...words] = process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["explorer.exe"] : ["xdg-open"];
  return new Promise((done, fail) => {
    const opened = spawn(program ?? "", [...words, target], { stdio: "ignore", detached: true });
    opened.once("error", fail);
    opened.once("spawn", () => done());
    opened.unref();
  });
}

export const shell = guarded("shell", {
  openExternal: (address: string): Promise<void> => openWith(address),
  openPath: (path: string): Promise<string> =>
    openWith(path).then(
      () => "",
      (error: unknown) => String(error),
    ),
  showItemInFolder: (path: string): void => {
    openWith(dirname(path)).catch((error: unknown) => record("shell.showItemInFolder failed", [String(error)]));
  },
});
