import { protocol } from "electron";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { CONTENT_POLICY, isLook, ORIGIN } from "./lockdown.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".bcmap": "application/octet-stream",
};

/// Before the app is ready: `app:` is a secure origin like https, without service workers or a bypass of the policy.
export const declareScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);

const nothing = (status: number): Response => new Response(null, { status, headers: { "content-security-policy": CONTENT_POLICY } });

/// Where a page's address lies below `root`; null when it points anywhere else or to no kind of file of ours.
export function fileOf(root: string, address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== ORIGIN) return null;
  const path = (() => {
    try {
      return decodeURIComponent(url.pathname);
    } catch (error) {
      if (error instanceof URIError) return null;
      throw error;
    }
  })();
  if (path === null || path.includes("\0") || path.includes("\\")) return null;
  const file = join(root, path === "/" ? "index.html" : path);
  return file.startsWith(root + sep) && extname(file) in TYPES ? file : null;
}

/// Serves the files below `root` as `app://desk/`, what `look` answers below `app://desk/look/`, and nothing else.
export function serveFiles(root: string, look: (address: string) => Promise<Response>): void {
  protocol.handle("app", async (request) => {
    if (request.method === "GET" && isLook(request.url)) return look(request.url);
    const file = request.method === "GET" ? fileOf(root, request.url) : null;
    if (file === null) return nothing(404);
    try {
      const bytes = await readFile(file);
      const headers = {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-security-policy": CONTENT_POLICY,
        "x-content-type-options": "nosniff",
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "cache-control": "no-cache",
      };
      return new Response(new Uint8Array(bytes), { headers });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return nothing(404);
      throw error;
    }
  });
}
