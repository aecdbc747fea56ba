import Database from "better-sqlite3";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOnly } from "../builders/read-only.ts";
import { ROOT } from "../tidy/sources.ts";
import { newFolder, Person, removeFolders } from "./hands.ts";

/// What the window says to what it cannot use, and that nothing is changed or lost by it.

const SAMPLE = join(ROOT, "resources/sample/issue.json");

let nora: Person;
let files: string;

beforeAll(async () => {
  files = newFolder("input");
  nora = await Person.open();
  await nora.begin("Open the sample", { "Your name": "Nora Feld" }, "Open the sample desk");
  await nora.page.getByRole("navigation", { name: "Places" }).waitFor();
});
afterAll(async () => {
  await nora.close();
  removeFolders();
  expect(nora.faults).toEqual([]);
});

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(files, name);
  writeFileSync(path, bytes);
  return path;
}

/// All that the desk holds, as the window reads it.
async function desk(): Promise<unknown> {
  const overview = await nora.must<{ issues: { issue: string }[] }>("desk.overview", {});
  return [overview, ...(await Promise.all(overview.issues.map(({ issue }) => nora.must("board.read", { issue }))))];
}

/// Every file of a folder of data and its digest; what only says who is there or where the window was, left out.
const state = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && !/\.lock$|^window\.json/.test(one.name))
      .map((one) => join(one.parentPath, one.name))
      .sort()
      .map((path) => [path, createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );

describe("hostile HTML", () => {
  const HOSTILE = `<p onclick="window.bad=1" style="width:expression(window.bad=1);background:url(https://evil.invalid/a)">before
    <script>window.bad=2</script><img src="https://evil.invalid/pixel.gif" onerror="window.bad=3"><svg onload="window.bad=4"><circle/></svg>
    <a href="javascript:window.bad=5">press</a> <a href=" JaVaScRiPt:window.bad=6">here</a> <a href="data:text/html,<script>1</script>">data</a>
    <iframe srcdoc="<script>parent.bad=7</script>"></iframe><object data="https://evil.invalid/x"></object>
    <form action="https://evil.invalid"><button>send</button></form><math><mi xlink:href="javascript:1">sum</mi></math>
    <link rel="stylesheet" href="https://evil.invalid/x.css"><meta http-equiv="refresh" content="0;url=https://evil.invalid"><b>after</b></p>`;

  async function paste(html: string): Promise<void> {
    await nora.page.evaluate((data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", data);
      clipboardData.setData("text/plain", "plain");
      document.querySelector(".manuscript")?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, html);
  }

  it("pasted into an item is its words alone: nothing runs, nothing is fetched", async () => {
    const asked: string[] = [];
    nora.page.on("request", (request) => void asked.push(request.url()));
    await nora.openTask(/Ports on the Yangtze/);
    await nora.into("comment");
    await paste(HOSTILE);
    await nora.page.locator(".manuscript").getByText("after").waitFor();
    const html = await nora.page.locator(".manuscript").innerHTML();
    expect(html).not.toMatch(
      /onclick|onerror|onload|javascript:|data:text|evil\.invalid|<script|<iframe|<object|<svg|<img src|<form|style="/i,
    );
    for (const word of ["before", "press", "here", "data", "sum", "after"]) expect(html).toContain(word);
    expect(await nora.page.evaluate(() => "bad" in window)).toBe(false);
    expect(asked.filter((url) => !url.startsWith("https://desk.invalid/"))).toEqual([]);
  });

  it("nested 100,000 deep keeps its words, and the window answers on", async () => {
    await nora.page.keyboard.press("Control+End");
    const began = performance.now();
    await paste(`${"<div><b>".repeat(50_000)}deep${"</b></div>".repeat(50_000)}<p>and out again</p>`);
    await nora.page.locator(".manuscript").getByText("and out again").waitFor();
    console.log(`100,000 nested tags pasted in ${Math.round(performance.now() - began)} ms`);
    expect(await nora.page.locator(".manuscript").innerText()).toContain("deep");
    await nora.page.keyboard.type(" still here");
    await nora.page.locator(".manuscript").getByText("still here").waitFor();
    await nora.page.keyboard.press("Control+z");
    await nora.page.keyboard.press("Control+z");
    await nora.page.keyboard.press("Control+z");
    expect(await nora.page.locator(".manuscript").innerText()).not.toContain("and out again");
  });
});

const BAD: readonly (readonly [string, () => string | Uint8Array, RegExp])[] = [
  [
    "a picture",
    () => Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(3000)]),
    /^This file is not text\.\s+Nothing was imported/,
  ],
  ["an empty file", () => "", /^There is no text in this\.\s+Nothing was imported/],
  ["50 MB", () => Buffer.alloc(50 * 1024 * 1024, "word "), /has 50 MB, the limit is 16 MB\.\s+Nothing was changed/],
  [
    "half a JSON",
    () => readFileSync(SAMPLE, "utf8").slice(0, 9000),
    /^This JSON cannot be read.*\s+Nothing was imported\. The file may be cut short/,
  ],
];

describe("Import of a file", () => {
  it.each(BAD)("that is %s is refused beside the board", async (name, bytes, words) => {
    await nora.go("This issue");
    const before = await desk();
    await nora.press("Import…");
    await nora.path(file(`${name}.txt`, bytes()));
    expect(await nora.said()).toMatch(words);
    expect(await desk()).toEqual(before);
    await nora.page.keyboard.press("Escape");
    expect(await nora.page.getByRole("alert").count()).toBe(0);
  });

  it("that is not there, or was not chosen, changes nothing", async () => {
    const before = await desk();
    await nora.press("Import…");
    await nora.path(join(files, "absent.txt"));
    expect(await nora.said()).toContain("This file cannot be read");
    await nora.hush();
    await nora.press("Import…");
    await nora.page.getByLabel(/^Full path of the/).press("Escape");
    await expect.poll(() => nora.page.getByLabel(/^Full path of the/).count()).toBe(0);
    expect(await desk()).toEqual(before);
  });

  it("in Latin-1, with keys nobody knows, is taken; both are said beside the board", async () => {
    const text = readFileSync(SAMPLE, "utf8").replace('"rank": 1', '"mood": "calm", "rank": 1').replace("Grid operators", "Réseaux");
    await nora.press("Import…");
    await nora.path(file("latin.json", Buffer.from(text.replaceAll(/[^\u0000-\u00ff]/g, "?"), "latin1")));
    await nora.press("Open as an issue");
    expect(await nora.said()).toBe("Imported, with 2 findings beside the board.");
    await nora.page.getByText("2 findings of the import").click();
    await nora.page.getByText(/Windows-1252 was taken\. Check:/).waitFor();
    await nora.page.getByText(/This key is not known here and was kept as it is: .*mood/).waitFor();
    await nora.page.getByRole("button", { name: /^Rank 1: Réseaux/ }).waitFor();
    await nora.hush();
  });
});

describe("the command line beside the window", () => {
  async function top5(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [join(ROOT, "src/cli/main.ts"), ...words, "--desk", nora.folder], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part: Buffer) => (out += part.toString()));
    child.stderr.on("data", (part: Buffer) => (err += part.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, out, err };
  }

  it("works through it: what it imports stands in the window at once, without a passphrase", async () => {
    await nora.go("Archive");
    const text = readFileSync(SAMPLE, "utf8").replace('"number": "10"', '"number": "77"');
    const run = await top5("import", file("beside.json", text));
    expect([run.code, run.err]).toEqual([0, ""]);
    expect(run.out.trim()).toMatch(/^[0-9a-f]{32}$/);
    await nora.page.getByRole("main").getByText("No. 77").waitFor();
  });

  it("checks and exports; what it refuses ends with 2", async () => {
    const check = await top5("check", "--issue", "77", "--json");
    expect(check.code).toBe(1);
    expect(JSON.parse(check.out)).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining("not approved yet") as string }),
    );
    const out = await top5("export", "--issue", "77", "--to", "text", "-o", join(files, "beside"));
    expect([out.code, out.err]).toEqual([0, "Not everything in this issue is approved yet, so every page says DRAFT.\n"]);
    expect(readdirSync(join(files, "beside"))).toEqual(["Asia-Industry-Briefing-77-DRAFT.txt"]);
    expect(await top5("export", "--issue", "no such", "-o", files)).toMatchObject({ code: 2, out: "" });
  });
});

describe("a folder of data that the window cannot use", () => {
  /// A copy of a whole desk, as it lies on the disk when the app is closed.
  async function copy(): Promise<string> {
    const folder = join(newFolder("copy"), "data");
    await nora.close();
    cpSync(nora.folder, folder, { recursive: true });
    await nora.reopen();
    return folder;
  }

  async function refuses(folder: string, ...words: RegExp[]): Promise<void> {
    const before = state(folder);
    const guest = await Person.open({ folder });
    const notice = guest.page.getByRole("alert");
    await notice.waitFor();
    for (const word of words) expect(await notice.innerText()).toMatch(word);
    expect(await guest.page.getByLabel("Passphrase").count(), "nothing is asked that could not be done").toBe(0);
    expect(await guest.close()).toBe(0);
    expect(guest.faults).toEqual([]);
    expect(state(folder)).toEqual(before);
  }

  it("since a newer app used it: says so, and changes no byte", async () => {
    const folder = await copy();
    const db = new Database(join(folder, "desk.db"));
    db.pragma(`user_version = ${Number(db.pragma("user_version", { simple: true })) + 10}`);
    db.close();
    await refuses(folder, /last used by a newer Top 5 Desk/, /Update Top 5 Desk on this laptop/);
  });

  it("since its disk is read-only: says so, and changes no byte", async () => {
    const disk = readOnly(await copy());
    if (disk === null) return console.info("not tried: this machine has no way to make a folder read-only");
    try {
      await refuses(
        disk.folder,
        /Nothing can be kept in this folder: .* \((it is read-only|you may not write there)\)/,
        /Nothing was changed/,
      );
    } finally {
      disk.end();
    }
  });

  it("and the window that was open all along works on with its passphrase", async () => {
    await nora.unlock();
    await nora.go("Archive");
    await nora.page.getByRole("main").getByText("No. 77").waitFor();
  });
});
