import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { chromium, type Browser, type Page } from "playwright-core";
import { build } from "vite";
import { CONTENT_POLICY } from "../../electron/lockdown.ts";
import { findChromium } from "../../electron/stand-in/chromium.ts";

/// The test page of editor and controls, in headless Chromium, under the app's own content policy.

const ROOT = join(import.meta.dirname, "../renderer/page");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

export interface Bench {
  open(hash?: string, options?: { readonly dark?: boolean; readonly width?: number; readonly height?: number }): Promise<Page>;
  close(): Promise<void>;
}

async function serve(page: Page, folder: string): Promise<void> {
  await page.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    if (origin !== "https://desk.invalid" || !existsSync(file)) return route.abort();
    const headers = { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": CONTENT_POLICY };
    return route.fulfill({ headers, body: readFileSync(file) });
  });
}

/// Builds the page and starts the browser, once for a file of tests.
export async function startBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "top5-page-"));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    plugins: [svelte()],
    build: { outDir: folder, emptyOutDir: true, target: "chrome140", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("no Chromium on this machine: see tests/packages.ts");
  const browser: Browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0, args: ["--disable-gpu"] });
  return {
    async open(hash = "", { dark = false, width = 1060, height = 900 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      await serve(page, folder);
      await page.goto(`https://desk.invalid/${hash}`);
      await page.evaluate((theme) => (document.documentElement.dataset["theme"] = theme), dark ? "dark" : "light");
      await page.waitForSelector("main");
      await page.evaluate(() => document.fonts.ready);
      return page;
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
