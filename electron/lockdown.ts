import { app, type Session, type WebContents } from "electron";

/// What pages may not do. The one place for permissions, navigation, new windows, webviews and the content policy.
/// Change it together with `tests/electron/security.test.ts`, which goes through Electron's checklist item by item.

/// The origin of our pages.
export const ORIGIN = "app://desk";

/// The only permission: copying text. Everything else a page asks for is refused.
const PERMITTED: ReadonlySet<string> = new Set(["clipboard-sanitized-write"]);

/// The policy of every answer: scripts and styles only from our files, nothing from anywhere else, no HTML from text.
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types svelte-trusted-html ProseMirrorClipboard pdf-worker",
].join("; ");

/// The policy of what a frame shows of an issue: no script, nothing from anywhere else, no rights, and framed by our pages alone.
/// Of all answers only these may be framed.
export const LOOK_POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox",
].join("; ");

/// Whether an address is one of what a frame may show.
export const isLook = (address: string): boolean => URL.canParse(address) && new URL(address).href.startsWith(`${ORIGIN}/look/`);

/// Whether an address is a page or file of ours.
export const isOurs = (address: string): boolean => address === ORIGIN || address.startsWith(`${ORIGIN}/`);

/// Whether an address may be opened outside: a web or mail address, without a password in it. Many a ministry's page has
/// no https; what the browser makes of it is the browser's.
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return /^(https?|mailto):$/.test(protocol) && username === "" && password === "";
}

function lockSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => answer(isOurs(contents.getURL()) && PERMITTED.has(permission)));
  session.setPermissionCheckHandler((contents, permission) => contents !== null && isOurs(contents.getURL()) && PERMITTED.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isOurs(request.url) && !request.url.startsWith("devtools:") }));
}

function lockContents(contents: WebContents): void {
  contents.on("will-navigate", (navigation) => {
    if (!isOurs(navigation.url) || isLook(navigation.url)) navigation.preventDefault();
  });
  contents.on("will-frame-navigate", (navigation) => {
    if (!navigation.isMainFrame && !isLook(navigation.url)) navigation.preventDefault();
  });
  contents.on("will-redirect", (navigation) => {
    if (!isOurs(navigation.url)) navigation.preventDefault();
  });
  contents.on("will-attach-webview", (webview) => webview.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/// Before the app is ready: every renderer runs in the sandbox, and whatever is created is locked.
export function lockApp(): void {
  app.enableSandbox();
  app.on("session-created", lockSession);
  app.on("web-contents-created", (_app, contents) => lockContents(contents));
}

/// What every window of ours is made with: isolated, sandboxed, without Node.
export const safePreferences = (preload: string) => ({
  preload,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
});
