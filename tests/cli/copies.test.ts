import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, newFolder, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import { replacedIn, rewritten } from "../builders/word.ts";

/// Review copies at a terminal: out with `top5 export --review`, home with `top5 import`.

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const [ISSUE, ITEM] = ["f".repeat(32), "1".repeat(32)];
const FIELDS = { title: null, number: "10", date: "2026-10-02", embargo: null, credits: [], contact: null, publisher: [] };
const files = newFolder("files");
let folder = "";

beforeAll(async () => {
  const { chief } = await newDesk([]);
  const me = [chief.station.me?.id ?? ""];
  must(act(chief, "issue.open", { issue: ISSUE, fields: FIELDS, due: null }));
  for (const item of [ITEM, "2".repeat(32)])
    must(act(chief, "item.commission", { item, issue: ISSUE, headline: "Ports", authors: { glance: me, comment: me }, due: null }));
  const places = [ITEM, "2".repeat(32)].map((item, at) => ({ item, rank: ([1, 2] as const)[at] ?? null }));
  must(act(chief, "issue.rank", { issue: ISSUE, places }));
  must(chief.station.saveDraft(`item:${ITEM}`, null, { content: content("Ports", ["Ships wait here."], ["It matters."]) }));
  must(act(chief, "item.share", { item: ITEM }));
  folder = chief.station.folder;
  await chief.close();
  writeFileSync(join(files, "passphrase"), PASSPHRASE);
});
afterAll(removeFolders);

const top5 = (...args: string[]) => {
  const env = { ...process.env, TOP5_PASSPHRASE_FILE: join(files, "passphrase") };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args, "--desk", folder], { encoding: "utf8", env });
  return { status, stdout, stderr };
};

it("writes a copy of each text, and brings one home once, saying what has no place", () => {
  const out = join(files, "1-review.docx");
  expect(top5("export", "--review", "-o", files)).toMatchObject({
    status: 1,
    stdout: `${out}\n`,
    stderr: expect.stringMatching(/^2: /) as string,
  });
  expect(top5("export", "--review", "--rank", "1", "-o", files)).toMatchObject({ status: 0, stdout: `${out}\n` });
  const back = join(files, "back.docx");
  const changed = rewritten(new Uint8Array(readFileSync(out)), (document) => replacedIn(document, "Ships", "Barges"));
  const stray = "<w:p><w:r><w:t>My invoice.</w:t></w:r></w:p><w:sectPr>";
  writeFileSync(
    back,
    rewritten(changed, (document) => document.replace("<w:sectPr>", stray)),
  );
  expect(top5("import", back, "--from", "Dr Marta Weber")).toEqual({
    status: 1,
    stdout: "Ports: One suggestion, No notes, No answers to notes\n",
    stderr: "Outside the text: My invoice.\n",
  });
  expect(top5("import", back)).toMatchObject({ status: 2, stderr: expect.stringContaining("brought in this very file") as string });
  writeFileSync(join(files, "none.docx"), "no Word file");
  expect(top5("import", join(files, "none.docx"))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("not a Word file") as string,
  });
});
