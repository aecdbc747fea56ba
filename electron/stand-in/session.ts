import type { BrowserContext, CDPSession, Request as BrowserRequest, Route } from "playwright-core";
import { guarded } from "./record.ts";

/// Where Chromium finds what Electron serves as `app://desk`: an origin that never resolves, answered by interception.
export const INVALID = "https://desk.invalid";

/// The address in Electron's words, and in Chromium's.
export const asApp = (address: string): string => (address.startsWith(INVALID) ? `app://desk${address.slice(INVALID.length)}` : address);
export const asInvalid = (address: string): string =>
  address.startsWith("app://desk") ? `${INVALID}${address.slice("app://desk".length)}` : address;

type Serve = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (request: { url: string }, answer: (verdict: { cancel?: boolean }) => void) => void;
type Ask = (contents: { getURL(): string }, permission: string, answer: (granted: boolean) => void) => void;

let serve: Serve | null = null;
let beforeRequest: BeforeRequest | null = null;
let askPermission: Ask | null = null;

export const protocol = guarded("protocol", {
  registerSchemesAsPrivileged: (_schemes: readonly unknown[]): void => undefined,
  handle: (_scheme: string, handler: Serve): void => void (serve = handler),
});

/// The one session.
export const defaultSession = guarded("session", {
  setPermissionRequestHandler: (handler: Ask): void => void (askPermission = handler),
  setPermissionCheckHandler: (_handler: unknown): void => undefined,
  setDevicePermissionHandler: (_handler: unknown): void => undefined,
  webRequest: guarded("webRequest", { onBeforeRequest: (handler: BeforeRequest): void => void (beforeRequest = handler) }),
});

const cancelled = (url: string): boolean => {
  let cancel = false;
  beforeRequest?.({ url }, (verdict) => (cancel = verdict.cancel === true));
  return cancel;
};

async function answerRoute(route: Route): Promise<void> {
  const request = route.request();
  const url = asApp(request.url());
  if (cancelled(url) || serve === null || !url.startsWith("app://desk"))
    return route.abort(request.isNavigationRequest() ? "aborted" : "blockedbyclient");
  const response = await serve(new Request(url, { method: request.method() }));
  const body = Buffer.from(await response.arrayBuffer());
  return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
}

/// Whether a navigation is that of a page itself. One that has only just opened has no frame yet, and says so by throwing.
function isTop(request: BrowserRequest): boolean {
  try {
    return request.frame().parentFrame() === null;
  } catch {
    return true;
  }
}

/// Every request of every page goes through the session's handlers; `goes` answers first whether a navigation may begin, of the
/// page itself (`top`) or of a frame in it.
export const routeAll = (context: BrowserContext, goes: (url: string, top: boolean) => boolean): Promise<unknown> =>
  context.route("**/*", async (route) => {
    const request = route.request();
    if (request.isNavigationRequest() && !goes(asApp(request.url()), isTop(request))) return route.abort("aborted");
    // The page may have gone while its answer was made.
    await answerRoute(route).catch((error: unknown) => console.error(`not served: ${request.url()}: ${String(error)}`));
  });

/// Chromium's names of what a page may ask for, and Electron's where they differ.
const PERMISSIONS: Readonly<Record<string, string>> = {
  geolocation: "geolocation",
  notifications: "notifications",
  camera: "media",
  microphone: "media",
  midi: "midi",
  "clipboard-read": "clipboard-read",
  "clipboard-write": "clipboard-sanitized-write",
  "idle-detection": "idle-detection",
  "local-fonts": "local-fonts",
  "window-management": "window-management",
  "persistent-storage": "persistent-storage",
  "storage-access": "storage-access",
};

/// Asks the shell's handler for each permission beforehand and gives Chromium its answer.
export async function settlePermissions(cdp: CDPSession, contents: { getURL(): string }): Promise<void> {
  for (const [name, permission] of Object.entries(PERMISSIONS)) {
    let granted = false;
    askPermission?.(contents, permission, (answer) => (granted = answer));
    const sanitized = name === "clipboard-write" ? { allowWithoutSanitization: false } : {};
    const setting = granted ? "granted" : "denied";
    await cdp.send("Browser.setPermission", { origin: INVALID, setting, permission: { name, ...sanitized } });
  }
}
