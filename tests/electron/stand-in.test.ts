import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { bundleIn, dataFolder } from "../../electron/place.ts";
import { fileOf } from "../../electron/protocol.ts";
import { fromText, toText } from "../../electron/stand-in/codec.ts";
import { guarded } from "../../electron/stand-in/record.ts";
import { readKept } from "../../electron/windows.ts";
import { openApp, runApp } from "../builders/app.ts";

const folders: string[] = [];
const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "top5-shell-"));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("starting", () => {
  it("a second process on the same folder shows the first window and ends", async () => {
    const app = await openApp();
    const shown = () => app.recorded().filter((each) => each.call === "BrowserWindow.focus").length;
    const before = shown();
    const second = await runApp(app.folder);
    const [code] = (await once(second.child, "exit")) as [number | null];
    expect(code).toBe(0);
    await expect.poll(shown).toBe(before + 1);
    expect(await app.close()).toBe(0);
  });

  it("a lock that a killed process left is taken over", async () => {
    const folder = join(scratch(), "data");
    const first = await openApp({ folder });
    await first.kill();
    expect(readFileSync(join(folder, "process.lock"), "utf8")).toMatch(/^\d+$/);
    const again = await openApp({ folder });
    expect(await again.close()).toBe(0);
  });

  it("a lock of another program's process is taken over", async () => {
    const folder = join(scratch(), "data");
    mkdirSync(folder);
    writeFileSync(join(folder, "process.lock"), String(process.pid));
    const app = await openApp({ folder });
    expect(await app.close()).toBe(0);
  });

  it("keeps the window's place when it is closed", async () => {
    const folder = join(scratch(), "data");
    const app = await openApp({ folder });
    await app.close();
    const kept = JSON.parse(readFileSync(join(folder, "window.json"), "utf8")) as Record<string, unknown>;
    expect(kept).toMatchObject({ maximized: false });
    expect(kept["width"]).toBeGreaterThan(400);
  });

  it("without a display it says what to do and ends with 2", async () => {
    const { child, printed } = await runApp(scratch(), { environment: { DISPLAY: "", WAYLAND_DISPLAY: "" } });
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(2);
    expect(printed()).toContain("xvfb-run");
  });

  it("says so when Chromium runs without its sandbox, as root only", async () => {
    const app = await openApp();
    expect(app.printed().includes("without its sandbox")).toBe(process.getuid?.() === 0);
    await app.close();
  });

  it("asks for a path in the page, since it has no system dialog", async () => {
    const app = await openApp();
    const chosen = app.page.evaluate(`desk.call("dialog.open", { purpose: "open", title: "Import an issue", kinds: [] })`);
    await app.page.getByLabel("Full path of the file").fill("/tmp/issue.txt");
    await app.page.keyboard.press("Enter");
    expect(await chosen).toEqual({ ok: true, value: { path: "/tmp/issue.txt" } });
    const cancelled = app.page.evaluate(`desk.call("dialog.save", { title: "Export", suggested: "a.pdf", kinds: [] })`);
    await app.page.getByRole("button", { name: "Cancel" }).click();
    expect(await cancelled).toEqual({ ok: true, value: { path: null } });
    expect(await app.page.evaluate(`desk.call("dialog.answered", { id: "x", path: null })`)).toMatchObject({
      refusal: { code: "dialog-not-open" },
    });
    await app.close();
  });
});

describe("an Electron call that the stand-in does not have", () => {
  it("throws, saying which", () => {
    const thing = guarded("thing", { known: () => 1 });
    expect(thing.known()).toBe(1);
    expect(() => Reflect.get(thing, "unknown")).toThrow("the stand-in has no thing.unknown");
  });
});

describe("small parts of the shell", () => {
  it("finds the folder of data", () => {
    expect(dataFolder(["node", "main", "--data", "/a"], {}, "/usual")).toBe("/a");
    expect(dataFolder(["node", "main", "--data=/b"], { TOP5_DATA: "/c" }, "/usual")).toBe("/b");
    expect(dataFolder(["node", "main"], { TOP5_DATA: "/c" }, "/usual")).toBe("/c");
    expect(dataFolder(["node", "main", "--data"], {}, "/usual")).toBe("/usual");
  });

  it("finds the bundle that it was opened with, and no folder of data", () => {
    expect(bundleIn(["main.js", "--data", "/a", "mail/desk.TOP5"], "/home/anna")).toBe("/home/anna/mail/desk.TOP5");
    expect(bundleIn(["main.js", "/mail/desk.top5"], "/home/anna")).toBe("/mail/desk.top5");
    expect(bundleIn(["main.js", "--data=/a.top5", "issue.txt"], "/home/anna")).toBe(null);
  });

  it("takes only a sane place of a window", () => {
    const usual = { width: 1440, height: 900, maximized: false };
    for (const odd of ["", "{", "null", "[]", '{"width":1}', '{"width":1e9,"height":900}', '{"width":"800","height":600}'])
      expect(readKept(odd)).toEqual(usual);
    expect(readKept('{"x":5,"y":6,"width":800,"height":600,"maximized":true,"more":1}')).toEqual({
      x: 5,
      y: 6,
      width: 800,
      height: 600,
      maximized: true,
    });
  });

  it("serves nothing outside its folder", () => {
    expect(fileOf("/app", "app://desk/")).toBe(join("/app", "index.html"));
    for (const bad of [
      "app://desk/../x.js",
      "app://desk/%2e%2e%2fx.js",
      "app://desk/a",
      "app://other/index.html",
      "https://desk/index.html",
      "app://desk/%00.js",
      "x",
    ]) {
      const file = fileOf("/app", bad);
      expect(file === null || file.startsWith("/app/"), bad).toBe(true);
    }
  });

  it("carries bytes and plain data over the bridge, and no prototype", () => {
    const value = { a: [1, "中", null, true], bytes: new Uint8Array([0, 255, 7]) };
    expect(fromText(toText(value))).toEqual(value);
    expect(fromText("{")).toBe(null);
    expect(Object.keys(fromText('{"__proto__":1}') as object)).toEqual(["__proto__"]);
  });
});
