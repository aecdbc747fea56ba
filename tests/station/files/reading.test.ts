import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeText, LARGEST } from "../../../src/station/files/decode.ts";
import { readIssueFile, randomIds } from "../../../src/station/files/read-issue.ts";
import { save, type Disk } from "../../../src/station/files/save.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "top5-files-"));
const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/// Node only decodes GB18030: the bytes of a letter are found by decoding every pair.
function gb18030(text: string): Uint8Array {
  const pairs = new Map<string, number[]>();
  const decoder = new TextDecoder("gb18030");
  for (let lead = 0xb0; lead <= 0xf7; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) pairs.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Uint8Array.from([...text].flatMap((letter) => pairs.get(letter) ?? [letter.charCodeAt(0)]));
}

describe("bytes become text", () => {
  test.each([
    ["UTF-8", new TextEncoder().encode("Zoë 产业"), "Zoë 产业"],
    ["UTF-8 with its mark", Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), "a"],
    ["UTF-16, little end first", Uint8Array.of(0xff, 0xfe, 0x61, 0, 0xa7, 0x4e), "a产"],
    ["UTF-16, big end first", Uint8Array.of(0xfe, 0xff, 0, 0x61, 0x4e, 0xa7), "a产"],
  ])("from %s without a doubt", (_name, bytes, text) => expect(decodeText(bytes)).toEqual({ ok: true, value: { text, findings: [] } }));

  test("from Windows-1252 with a doubt", () => {
    const decoded = decodeText(latin("Stra\u00dfe \u0093quoted\u0094"));
    expect(decoded).toMatchObject({
      ok: true,
      value: { text: "Straße “quoted”", findings: [{ code: "encoding-guessed", severity: "doubt" }] },
    });
  });

  const BRIEF = "Policy news\n\n- May 5, 2020: 关于开展试点的通知 (Daily)\n";
  test.each([
    ["UTF-16 without a mark, little end first", Buffer.from(BRIEF, "utf16le"), "UTF-16"],
    ["UTF-16 without a mark, big end first", Buffer.from(BRIEF, "utf16le").swap16(), "UTF-16"],
    ["GB18030", gb18030(BRIEF), "GB18030"],
  ])("from %s with a doubt", (_name, bytes, encoding) =>
    expect(decodeText(bytes)).toMatchObject({
      ok: true,
      value: { text: BRIEF, findings: [{ code: "encoding-guessed", data: { encoding } }] },
    }),
  );

  const LONG = `${BRIEF}${"关于开展试点工作的通知 ".repeat(6)}`;
  const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length - 2);
  test.each([
    ["UTF-8", cut(new TextEncoder().encode(LONG)), null, "UTF-8"],
    ["UTF-8 with a bad byte", Buffer.concat([Buffer.from(LONG), Buffer.from([0xc3]), Buffer.from(LONG)]), "gb2312", "UTF-8"],
    ["GB2312", cut(gb18030(LONG)), "gb2312", "GB2312"],
    ["GB18030 that nobody names", cut(gb18030(LONG)), null, "GB18030"],
    ["GB18030 that says it is UTF-8", cut(gb18030(LONG)), "utf-8", "GB18030"],
  ])("from %s that is damaged in one place, with a doubt that shows it", (_name, bytes, named, encoding) => {
    const decoded = decodeText(bytes, named);
    expect(decoded).toMatchObject({ ok: true, value: { findings: [{ code: "encoding-damaged", data: { encoding, lost: 1 } }] } });
    expect(decoded.ok && decoded.value.text.startsWith(BRIEF)).toBe(true);
  });

  test("French in Windows-1252 is not taken for Chinese", () => {
    const text = "Hélène déplaça l’été à Saint-Élisée, naïvement: œuvre, cœur, Noël".replace("’", "\u0092").replaceAll("œ", "\u009c");
    expect(decodeText(latin(text))).toMatchObject({ ok: true, value: { findings: [{ data: { encoding: "Windows-1252" } }] } });
  });

  test.each([
    ["nothing", new Uint8Array(0), "import-empty"],
    ["zero bytes", Uint8Array.of(65, 0, 66), "file-not-text"],
    ["a zip", latin("PK\u0003\u0004rest of it"), "file-not-text"],
    ["a PDF", latin("%PDF-1.7 rest"), "file-not-text"],
    ["control characters", latin("\u0001\u0002\u0003\u0004abc"), "file-not-text"],
    ["too much", new Uint8Array(LARGEST + 1), "text-too-large"],
  ])("but not from %s", (_name, bytes, code) => expect(decodeText(bytes)).toMatchObject({ ok: false, refusal: { code } }));
});

describe("a file that is no issue is refused, whatever it is", () => {
  test("absent, a folder, 50 MB", async () => {
    const here = folder();
    const large = join(here, "large.txt");
    writeFileSync(large, Buffer.alloc(50 * 1024 * 1024, "word "));
    expect(await readIssueFile(join(here, "absent"), randomIds)).toMatchObject({ refusal: { code: "file-unreadable" } });
    expect(await readIssueFile(here, randomIds)).toMatchObject({ refusal: { code: "file-not-a-file" } });
    expect(await readIssueFile(large, randomIds)).toMatchObject({ refusal: { code: "file-too-large" } });
  });
});

describe("saving", () => {
  const real: Disk = { open, rename, remove: (path) => rm(path, { force: true }) };
  const failing = (step: string): Disk => ({
    ...real,
    open: async (path, flags, mode) => {
      if (step === "open" && flags === "wx") throw Object.assign(new Error("no room"), { code: "ENOSPC" });
      const file = await open(path, flags, mode);
      const fail = (name: "writeFile" | "sync") => async (bytes?: unknown) => {
        if (step === name && flags === "wx") throw Object.assign(new Error("no room"), { code: "ENOSPC" });
        await (name === "sync" ? file.sync() : file.writeFile(bytes as Uint8Array));
      };
      return { writeFile: fail("writeFile"), sync: fail("sync"), close: () => file.close() } as Awaited<ReturnType<Disk["open"]>>;
    },
    rename: async (from, to) => {
      if (step === "rename") throw Object.assign(new Error("read-only"), { code: "EROFS" });
      await rename(from, to);
    },
  });

  test("writes the whole file and leaves nothing beside it", async () => {
    const path = join(folder(), "out.txt");
    expect(await save(path, latin("first"))).toEqual({ ok: true, value: null });
    expect(await save(path, latin("second"))).toEqual({ ok: true, value: null });
    expect(readFileSync(path, "utf8")).toBe("second");
    expect(readdirSync(join(path, ".."))).toEqual(["out.txt"]);
  });

  test.each(["open", "writeFile", "sync", "rename"])("changes nothing when %s fails", async (step) => {
    const path = join(folder(), "out.txt");
    await save(path, latin("before"));
    expect(await save(path, latin("after"), { disk: failing(step) })).toMatchObject({ ok: false, refusal: { code: "file-not-written" } });
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(join(path, ".."))).toEqual(["out.txt"]);
  });
});
