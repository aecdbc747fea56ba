import { mkdtempSync, rmSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type CDPSession, type Page } from "playwright-core";
import { bringChromium, flags, needDisplay } from "./chromium.ts";
import { routeAll } from "./session.ts";

/// One window of the system's Chromium, in a profile of its own that is thrown away.

export interface Started {
  readonly page: Page;
  readonly cdp: CDPSession;
  /// To be called when the window shows its page: a waiting test may come in.
  shown(): void;
}

const open = new Set<BrowserContext>();
const profiles = new Set<string>();

process.on("exit", () => {
  // The last of the browser's processes may still write into it for a moment.
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 25 });
});

/// For journeys only: where a test finds this window's debugging door. Nothing is opened without this variable.
const debugFile = process.env["DESK_STAND_IN_DEBUG"];

/// Starts Chromium with one window and everything intercepted, at `about:blank`.
export async function startBrowser(
  size: { width: number; height: number },
  goes: (url: string, top: boolean) => boolean,
): Promise<Started> {
  needDisplay();
  const executablePath = bringChromium();
  const profile = mkdtempSync(join(tmpdir(), "top5-window-"));
  profiles.add(profile);
  const debug = debugFile === undefined ? [] : ["--remote-debugging-port=0"];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: null,
    // The system says whether it is light or dark, and a frame of the page may be told otherwise.
    colorScheme: null,
    chromiumSandbox: process.getuid?.() !== 0,
    ignoreDefaultArgs: ["--enable-automation"],
    args: [...flags(), ...debug, `--window-size=${size.width},${size.height}`, "--window-position=0,0"],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  open.add(context);
  context.on("close", () => open.delete(context));
  await routeAll(context, goes);
  const page = context.pages()[0] ?? (await context.newPage());
  // What a page opens beside itself is closed at once.
  context.on("page", (other) => void (other === page || other.close()));
  const cdp = await context.newCDPSession(page);
  const shown = (): void => {
    if (debugFile !== undefined) writeFileSync(debugFile, readFileSync(join(profile, "DevToolsActivePort"), "utf8"));
  };
  return { page, cdp, shown };
}

/// Closes every window's program.
export async function closeAll(): Promise<void> {
  await Promise.all([...open].map((context) => context.close()));
}
