import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { buildShell } from "../../electron/build.ts";
import { ROOT } from "../../electron/shells.ts";
import type { Recorded } from "../../electron/stand-in/record.ts";

/// A real window of the app on a folder of data, as `npm start` opens it, with a way in for tests.
export interface OpenedApp {
  readonly page: Page;
  readonly folder: string;
  /// What the shell asked of Electron, as the stand-in recorded it.
  recorded(): Recorded[];
  /// What the process printed so far.
  printed(): string;
  /// Closes the window as a person does, and waits for the end. Answers the exit code.
  close(): Promise<number | null>;
  /// Ends the process at once, without a word.
  kill(): Promise<void>;
}

export interface AppOptions {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  /// Another built program on the same stand-in, in the place of the app.
  readonly program?: string;
}

/// Runs the built app without waiting for a window: for starts that are to end by themselves.
export async function runApp(folder: string, options: AppOptions = {}): Promise<{ child: ChildProcess; printed(): string }> {
  await buildShell("stand-in");
  const program = options.program ?? join(ROOT, "dist/stand-in/main.js");
  const child = spawn(process.execPath, [program, "--data", folder, ...(options.words ?? [])], {
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => (text += part.toString()));
  return { child, printed: () => text };
}

/// Resolves when the file has content; rejects when the process ends first.
export function written(file: string, folder: string, child: ChildProcess, printed: () => string): Promise<string> {
  return new Promise((done, fail) => {
    const look = (): void => {
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      if (!text.includes("\n")) return;
      watcher.close();
      done(text);
    };
    const watcher = watch(folder, look);
    child.once("exit", (code) => (watcher.close(), fail(new Error(`the app ended with ${code} before its window opened:\n${printed()}`))));
    look();
  });
}

export const endGroup = (child: ChildProcess): void => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
};

/// Opens the app and waits until its page is there.
export async function openApp(options: AppOptions = {}): Promise<OpenedApp> {
  const scratch = mkdtempSync(join(tmpdir(), "top5-app-"));
  const folder = options.folder ?? join(scratch, "data");
  const [debug, record] = [join(scratch, "debug"), join(scratch, "record")];
  const environment = { ...options.environment, DESK_STAND_IN_DEBUG: debug, DESK_STAND_IN_RECORD: record };
  const { child, printed } = await runApp(folder, { ...options, environment });
  const [port, path] = (await written(debug, scratch, child, printed)).trim().split("\n");
  const browser: Browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`);
  const page = browser
    .contexts()[0]
    ?.pages()
    .find((each) => each.url().startsWith("https://desk.invalid"));
  if (!page) throw new Error("the app has no page");
  // A test's own connection would say light to every frame, whatever the page says.
  await page.emulateMedia({ colorScheme: null });
  await page.waitForFunction(() => document.querySelector("main") !== null);
  const ended = once(child, "exit") as Promise<[number | null]>;
  const tidy = (): void => {
    endGroup(child);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    page,
    folder,
    printed,
    recorded: () =>
      readFileSync(record, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Recorded),
    async close() {
      await page.close();
      const [code] = await ended;
      tidy();
      return code;
    },
    async kill() {
      endGroup(child);
      await ended;
      tidy();
    },
  };
}
