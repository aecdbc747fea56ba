import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONTENT_POLICY, isOurs, LOOK_POLICY, mayOpenOutside } from "../../electron/lockdown.ts";
import { mayAsk } from "../../electron/door.ts";
import { lookAsked } from "../../electron/look.ts";
import type { Recorded } from "../../electron/stand-in/record.ts";
import { deskCalls } from "../../src/contract/calls.ts";
import { decodeCall } from "../../src/contract/decode.ts";
import { openApp, type OpenedApp } from "../builders/app.ts";
import { ROOT, sources } from "../tidy/sources.ts";

/// https://www.electronjs.org/docs/latest/tutorial/security, item by item: what the shell asked of Electron, and what
/// a page of ours can really do.

let app: OpenedApp;
let calls: Recorded[];

beforeAll(async () => {
  app = await openApp();
  calls = app.recorded();
});
afterAll(() => app.close());

const shell = sources().filter((file) => file.path.startsWith("electron/") && !file.path.startsWith("electron/stand-in/"));
const shellText = shell.map((file) => file.text).join("\n");
const given = (call: string): unknown => calls.find((each) => each.call === call)?.with[0];
const preferences = (): Record<string, unknown> => {
  const options = given("new BrowserWindow") as { webPreferences: Record<string, unknown> };
  return options.webPreferences;
};
const inPage = <T>(script: string): Promise<T> => app.page.evaluate(script);

/// Runs code as a script of the page itself, which the content policy governs (evaluate goes around it, what it calls back does not).
const asPageScript = (code: string): Promise<string> =>
  inPage(`new Promise((done) => {
    document.addEventListener("securitypolicyviolation", (violation) => done("refused: " + violation.effectiveDirective), { once: true });
    requestAnimationFrame(() => { try { ${code} } catch (error) { done("refused: " + error.message); } });
  })`);

describe("Electron's security checklist", () => {
  it("1. only secure content is loaded", () => {
    expect(given("BrowserWindow.loadURL")).toBe("app://desk/");
    expect(shellText).not.toMatch(/["'`]http:/);
  });

  it("2. no Node in pages", async () => {
    expect(preferences()).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false });
    expect(await inPage("[typeof require, typeof process, typeof module, typeof Buffer, typeof deskSend, typeof deskHear].join()")).toBe(
      Array(6).fill("undefined").join(),
    );
  });

  it("3. pages are isolated from the preload, and get call and listen only", async () => {
    expect(preferences()).toMatchObject({ contextIsolation: true });
    expect(await inPage("Object.keys(desk).sort().join()")).toBe("call,listen");
    expect(
      await inPage("(() => { 'use strict'; try { desk.call = 1; return 'changed'; } catch { return Object.isFrozen(desk); } })()"),
    ).toBe(true);
  });

  it("4. every renderer runs in the sandbox", () => {
    expect(preferences()).toMatchObject({ sandbox: true });
    expect(calls.map((each) => each.call)).toContain("app.enableSandbox");
  });

  it("5. every permission is asked for and refused, but copying text", async () => {
    const asked = calls.filter((each) => /setPermission|setDevicePermission/.test(each.call)).map((each) => each.call);
    expect(asked).toEqual([
      "session.setPermissionRequestHandler",
      "session.setPermissionCheckHandler",
      "session.setDevicePermissionHandler",
    ]);
    expect(
      await inPage("new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), (error) => done(error.code)))"),
    ).toBe(1);
    for (const name of ["camera", "microphone", "notifications", "geolocation", "midi"]) {
      expect(await inPage(`navigator.permissions.query({ name: "${name}" }).then((status) => status.state)`)).toBe("denied");
    }
    expect(await inPage("navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (error) => error.name)")).toMatch(
      /NotAllowedError|NotFoundError/,
    );
    expect(await inPage("navigator.clipboard.readText().then(() => 'given', (error) => error.name)")).toBe("NotAllowedError");
  });

  it("6. web security is on", () => expect(preferences()).toMatchObject({ webSecurity: true }));

  it("7. a strict content policy comes with every file and holds", async () => {
    expect(CONTENT_POLICY).toContain("default-src 'none'");
    expect(CONTENT_POLICY).not.toMatch(/unsafe-|\*|https?:/);
    expect(await inPage("fetch('/').then((answer) => answer.headers.get('content-security-policy'))")).toBe(CONTENT_POLICY);
    expect(
      await asPageScript("const s = document.createElement('script'); s.src = 'https://example.org/x.js'; document.head.append(s);"),
    ).toContain("refused: ");
    expect(
      await asPageScript(
        "const b = document.createElement('button'); b.setAttribute('onclick', 'done(1)'); document.body.append(b); b.click();",
      ),
    ).toContain("refused: ");
    expect(
      await asPageScript("const s = document.createElement('style'); s.textContent = 'main { color: red }'; document.head.append(s);"),
    ).toContain("refused: style-src");
    expect(await asPageScript("fetch('https://example.org/').catch(() => undefined);")).toBe("refused: connect-src");
    expect(await asPageScript("const i = new Image(); i.src = 'https://example.org/x.png';")).toBe("refused: img-src");
    expect(
      await asPageScript("const f = document.createElement('iframe'); f.src = 'https://example.org/'; document.body.append(f);"),
    ).toMatch(/refused: (frame|child|default)-src/);
    expect(await asPageScript("document.body.innerHTML = '<b>x</b>'; done('set');")).toContain("refused: ");
  });

  it("7b. code from text is refused", async () => {
    expect(await asPageScript("setTimeout('done(1)');")).toContain("refused: ");
    expect(await asPageScript("done(eval('1'));")).toContain("refused: ");
    expect(await asPageScript("done(new Function('return 1')());")).toContain("refused: ");
    expect(await asPageScript("new Worker(URL.createObjectURL(new Blob(['1']))); done('started');")).toContain("refused: ");
  });

  it("8. no insecure content", () => expect(preferences()).toMatchObject({ allowRunningInsecureContent: false }));
  it("9. no experimental features", () => expect(preferences()).toMatchObject({ experimentalFeatures: false }));
  it("10. no Blink features by name", () => expect(preferences()).not.toHaveProperty("enableBlinkFeatures"));

  it("11 and 12. no webviews", () => {
    expect(preferences()).toMatchObject({ webviewTag: false });
    expect(calls).toContainEqual({ call: "webContents.on", with: ["will-attach-webview"] });
  });

  it("13. a page goes nowhere else", async () => {
    expect(calls).toContainEqual({ call: "webContents.on", with: ["will-navigate"] });
    expect(calls).toContainEqual({ call: "webContents.on", with: ["will-redirect"] });
    for (const address of ["https://example.org/", "http://127.0.0.1:9/", "file:///etc/passwd"]) {
      const aborted = app.page.waitForEvent("requestfailed", { timeout: 5_000 }).catch(() => null);
      await inPage(`void (location.href = ${JSON.stringify(address)})`);
      if (!address.startsWith("file:")) await aborted;
      expect(app.page.url()).toBe("https://desk.invalid/");
    }
    expect(await inPage("document.querySelector('main') !== null")).toBe(true);
  });

  it("13b. a frame holds nothing but a look of an issue, which runs nothing and is framed by our pages alone", async () => {
    expect(calls).toContainEqual({ call: "webContents.on", with: ["will-frame-navigate"] });
    expect(LOOK_POLICY.split("; ")).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'self'", "sandbox"]));
    expect(LOOK_POLICY).not.toMatch(/script|allow-|connect|\*|https?:/);
    expect(CONTENT_POLICY).toContain("frame-ancestors 'none'");
    const look = "/look/0123456789abcdef0123456789abcdef/mine/html/page.html";
    const said = `fetch("${look}").then((answer) => [answer.status, answer.headers.get("content-security-policy")])`;
    expect(await inPage(said)).toEqual([404, LOOK_POLICY]);
    const inFrame = "document.querySelector('iframe:last-of-type').contentDocument?.location.href ?? 'of another origin'";
    const show = (address: string) =>
      inPage(`document.body.append(Object.assign(document.createElement("iframe"), { src: ${JSON.stringify(address)} }))`);
    for (const address of ["/", "/index.html"]) {
      const refused = app.page.waitForEvent("requestfailed", (request) => new URL(request.url()).pathname === address);
      await show(address);
      await refused;
      expect(await inPage(inFrame), address).not.toContain("desk.invalid");
      await inPage("document.querySelector('iframe:last-of-type').remove()");
    }
    await show(look);
    await expect.poll(() => inPage(inFrame)).toBe("of another origin");
    await inPage("document.querySelector('iframe:last-of-type').remove()");
    await inPage(`void (location.href = "${look}")`);
    expect(await inPage("document.querySelector('main') !== null")).toBe(true);
    expect(app.page.url()).toBe("https://desk.invalid/");
  });

  it("13c. a look's address names an issue, whose words, a format and a file, and nothing else", () => {
    expect(lookAsked("app://desk/look/i/mine/epub/item-1.xhtml?v")).toEqual({
      channel: "preview.look",
      input: { issue: "i", mine: "mine", format: "epub", file: "item-1.xhtml" },
      type: "application/xhtml+xml; charset=utf-8",
    });
    for (const bad of [
      "app://desk/look/",
      "app://desk/look/i/mine/json/page.html",
      "app://desk/look/i/mine/html/page.js",
      "app://desk/look/i/mine/constructor/page.html",
      "app://desk/look/i/mine/html/x/page.html",
      "app://desk/look/../index.html",
      "app://other/look/i/mine/html/page.html",
      "https://desk/look/i/mine/html/page.html",
    ])
      expect(lookAsked(bad), bad).toBe(null);
    const far = { issue: "../../x", mine: "mine", format: "html", file: "..%2fx.html" };
    expect(decodeCall(deskCalls, "preview.look", far).ok).toBe(false);
  });

  it("14. a page opens no windows", async () => {
    expect(calls).toContainEqual({ call: "webContents.setWindowOpenHandler", with: [{ action: "deny" }] });
    expect(await inPage("window.open('https://example.org/')")).toBe(null);
    await inPage(
      "(() => { const a = document.createElement('a'); a.href = '/'; a.target = '_blank'; document.body.append(a); a.click(); a.remove(); })()",
    );
    await expect.poll(() => app.page.context().pages().length).toBe(1);
  });

  it("15. only web and mail addresses open outside, after a check", async () => {
    for (const bad of [
      "file:///etc/passwd",
      "javascript:alert(1)",
      "smb://host/share",
      "https://me:word@example.org/",
      "data:text/html,x",
      "not an address",
      "ms-msdt:/id",
    ]) {
      expect(mayOpenOutside(bad), bad).toBe(false);
      expect(await inPage(`desk.call("link.open", { address: ${JSON.stringify(bad)} })`)).toMatchObject({
        refusal: { code: "link-scheme-refused" },
      });
    }
    expect(mayOpenOutside("https://example.org/a?b=c#d")).toBe(true);
    expect(mayOpenOutside("http://example.org/notice")).toBe(true);
    expect(mayOpenOutside("mailto:desk@example.org")).toBe(true);
    expect(app.recorded().filter((each) => each.call === "shell.openExternal")).toEqual([]);
    for (const bad of ["/bin/sh", "/tmp/a.docx.exe", "a.docx", "/tmp/a.docm"])
      expect(await inPage(`desk.call("file.open", { path: ${JSON.stringify(bad)} })`), bad).toMatchObject({
        refusal: { code: "file-not-opened" },
      });
    expect(app.recorded().filter((each) => each.call === "shell.openPath")).toEqual([]);
    const homes = shell.filter((file) => /openExternal\(|openPath\(/.test(file.text)).map((file) => file.path);
    expect(homes).toEqual(["electron/shell.ts"]);
  });

  it("16. a current version of Electron", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { devDependencies: Record<string, string> };
    expect(Number(devDependencies["electron"]?.split(".")[0])).toBeGreaterThanOrEqual(45);
  });

  it("17. the sender of every message is checked", async () => {
    expect(mayAsk({ url: "app://desk/", parent: null })).toBe(true);
    for (const url of ["app://other/", "app://desk.evil/", "https://desk/", "file:///x", "about:blank", ""])
      expect(mayAsk({ url, parent: null }), url).toBe(false);
    expect(mayAsk({ url: "app://desk/", parent: {} })).toBe(false);
    expect(mayAsk(null)).toBe(false);
    expect(isOurs("app://desk@evil/")).toBe(false);
    const inFrame =
      "(() => { const f = document.createElement('iframe'); document.body.append(f); return f.contentWindow.desk.call('app.about', {}); })()";
    expect(await inPage(inFrame)).toMatchObject({ refusal: { code: "sender-refused" } });
  });

  it("18. pages come by a protocol of our own, never from file:", () => {
    expect(given("protocol.registerSchemesAsPrivileged")).toEqual([
      { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
    expect(calls).toContainEqual({ call: "protocol.handle", with: ["app", "function"] });
    expect(shellText).not.toMatch(/loadFile\(|["'`]file:/);
  });

  it("19. the packed program has its fuses set", () => {
    const file = join(ROOT, "electron-builder.yml");
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, "utf8");
    for (const fuse of [
      "runAsNode: false",
      "enableNodeOptionsEnvironmentVariable: false",
      "enableNodeCliInspectArguments: false",
      "onlyLoadAppFromAsar: true",
      "enableEmbeddedAsarIntegrityValidation: true",
      "grantFileProtocolExtraPrivileges: false",
    ]) {
      expect(text).toContain(fuse);
    }
  });

  it("20. pages get no Electron API, only the preload's two functions", () => {
    const preload = shell.find((file) => file.path === "electron/preload.ts");
    expect(preload?.lines).toBeLessThan(40);
    expect(preload?.text).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer\s*[,)]/);
    expect(preload?.text.match(/ipcRenderer\.\w+/g)).toEqual(["ipcRenderer.invoke", "ipcRenderer.on", "ipcRenderer.removeListener"]);
  });
});

describe("the door", () => {
  it("answers what is known and refuses the rest, in words", async () => {
    expect(await inPage("desk.call('app.about', {})")).toMatchObject({ ok: true, value: { shell: "stand-in", folder: app.folder } });
    expect(await inPage("desk.call('nowhere', {})")).toMatchObject({ refusal: { code: "channel-unknown" } });
    expect(await inPage("desk.call('station.status', { more: 1 })")).toMatchObject({ refusal: { code: "message-malformed" } });
    expect(await inPage("desk.call('link.open', { address: 'x'.repeat(2 * 1024 * 1024) })")).toMatchObject({
      refusal: { code: "message-too-large" },
    });
    expect(await inPage(`desk.call('link.open', JSON.parse('{"address":"https://example.org/","__proto__":{"a":1}}'))`)).toMatchObject({
      refusal: { code: "message-not-plain" },
    });
  });

  it("serves files of ours only", async () => {
    const status = (path: string) => inPage(`fetch(${JSON.stringify(path)}).then((answer) => answer.status)`);
    for (const path of ["/../main.js", "/%2e%2e/main.js", "/..%2fmain.js", "/etc/passwd", "/nothing.js", "/%00.js", "/%E0%A4%A"])
      expect(await status(path), path).toBe(404);
    expect(await status("/index.html")).toBe(200);
  });
});
