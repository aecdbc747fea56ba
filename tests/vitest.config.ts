import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/// Every test of the project. `electron` is the stand-in wherever a test loads the shell: the real package would
/// fetch a binary at first use.
export default defineConfig({
  root,
  plugins: [svelte()],
  resolve: { alias: { electron: fileURLToPath(new URL("../electron/stand-in/electron.ts", import.meta.url)) } },
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**"],
    globalSetup: ["tests/setup.ts"],
    allowOnly: false,
    maxWorkers: 2,
    // Bounds for what never comes, wide enough for a slow and busy machine, and for the many seeds of `npm run soak`: nothing waits
    // for them to pass.
    testTimeout: process.env["SOAK"] === "1" ? 3_600_000 : 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    server: { deps: { inline: [/^electron$/] } },
  },
});
