import { readFileSync } from "node:fs";
import type { CDPSession, Page } from "playwright-core";
import { buildBridge, type Bridge, type Invoked } from "./bridge.ts";
import { startBrowser } from "./browser.ts";
import { Listeners, preventable } from "./emitter.ts";
import { record } from "./record.ts";
import { asApp, asInvalid, settlePermissions } from "./session.ts";

interface Options {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly webPreferences?: { readonly preload?: string };
}

type Answer = (message: { senderFrame: { url: string; parent: object | null } }, ...given: unknown[]) => unknown;
const answers = new Map<string, Answer>();

/// The main end of `ipcRenderer.invoke`.
export const ipcMain = {
  handle(channel: string, answer: Answer): void {
    record("ipcMain.handle", [channel]);
    answers.set(channel, answer);
  },
};

/// Hears of every page before it loads.
export const created = new Listeners("web-contents-created", ["created"]);

export class WebContents extends Listeners {
  page: Page | null = null;
  bridge: Bridge | null = null;

  constructor() {
    super("webContents", ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"]);
  }

  getURL(): string {
    return this.page === null ? "" : asApp(this.page.url());
  }

  setWindowOpenHandler(handler: () => { action: string }): void {
    record("webContents.setWindowOpenHandler", [handler()]);
  }

  send(channel: string, ...given: unknown[]): void {
    this.bridge?.send(channel, given);
  }

  /// A page, or a frame in it, wants to go somewhere: whether no listener prevents it.
  goes(url: string, isMainFrame: boolean): boolean {
    const navigation = preventable({ url, isMainFrame });
    this.emit("will-frame-navigate", navigation);
    if (isMainFrame) this.emit("will-navigate", navigation);
    return !navigation.defaultPrevented;
  }
}

const windows = new Set<BrowserWindow>();

export class BrowserWindow extends Listeners {
  readonly webContents = new WebContents();
  readonly #options: Options;
  #bounds = { x: 0, y: 0, width: 1440, height: 900 };
  #cdp: CDPSession | null = null;
  #destroyed = false;

  constructor(options: Options) {
    super("BrowserWindow", ["ready-to-show", "close", "closed", "focus", "blur"]);
    record("new BrowserWindow", [options]);
    this.#options = options;
    this.#bounds = { ...this.#bounds, width: options.width ?? 1440, height: options.height ?? 900 };
    windows.add(this);
    created.emit("created", this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows][0] ?? null;
  }

  async loadURL(address: string): Promise<void> {
    record("BrowserWindow.loadURL", [address]);
    const { page, cdp, shown } = await startBrowser(this.#bounds, (url, top) => this.webContents.goes(url, top));
    this.#cdp = cdp;
    page.on("close", () => this.#gone());
    const preload = this.#options.webPreferences?.preload;
    const source = preload === undefined ? "" : readFileSync(preload, "utf8");
    this.webContents.page = page;
    this.webContents.bridge = await buildBridge(cdp, source, (question, top) => this.#invoked(question, top));
    await settlePermissions(cdp, { getURL: () => address });
    cdp.on("Page.frameResized", () => void this.#measure());
    await page.goto(asInvalid(address));
    shown();
    this.emit("ready-to-show");
  }

  async #invoked({ channel, given }: Invoked, top: boolean): Promise<unknown> {
    const answer = answers.get(channel);
    if (!answer) throw new Error(`nobody answers ${channel}`);
    return answer({ senderFrame: { url: this.webContents.getURL(), parent: top ? null : {} } }, ...given);
  }

  async #measure(): Promise<void> {
    // The window may close while it is measured; then its last bounds stand.
    const measured = await this.#cdp?.send("Browser.getWindowForTarget").catch(() => null);
    const { left, top, width, height } = measured?.bounds ?? {};
    if (width && height) this.#bounds = { x: left ?? 0, y: top ?? 0, width, height };
  }

  /// The window is closed, or about to be: listeners keep what they need.
  #gone(): void {
    if (this.#destroyed) return;
    this.emit("close", preventable({}));
    this.#destroyed = true;
    windows.delete(this);
    this.emit("closed");
    if (windows.size === 0) allClosed.emit("all");
  }

  close(): void {
    this.#gone();
  }

  show(): void {
    record("BrowserWindow.show", []);
  }

  focus(): void {
    record("BrowserWindow.focus", []);
    // A page that is gone cannot come to the front.
    void this.webContents.page?.bringToFront().catch(() => undefined);
  }

  maximize(): void {
    record("BrowserWindow.maximize", []);
  }

  restore(): void {
    record("BrowserWindow.restore", []);
  }

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return this.#bounds;
  }
}

/// Closes every window as a person would, its listeners told.
export const closeWindows = (): void => [...windows].forEach((window) => window.close());

/// Hears that the last window is closed.
export const allClosed = new Listeners("windows", ["all"]);
