import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { CheckFinding } from "../../../src/core/checks/check.ts";
import { quotedWords, type Measure } from "../../../src/core/checks/item.ts";
import { ENGLISH_LABELS } from "../../../src/core/desk/publication.ts";
import { usualStyle } from "../../../src/core/house/house.ts";
import { docOfBrief } from "../../../src/core/issue/brief-doc.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";
import { Language } from "../../../src/station/language/language.ts";
import lists from "../../../resources/sample/lists.json" with { type: "json" };
import { content } from "../../builders/desk.ts";
import { must } from "../../builders/stations.ts";

const language = new Language();
afterAll(() => language.close());

const measure = (tag: string): Measure => ({
  publication: {
    name: "Test",
    language: tag,
    commentLabel: "Comment",
    sections: { items: "Top 5", briefs: "Noteworthy" },
    briefLists: ["Policy news"],
    labels: ENGLISH_LABELS,
    brand: { accent: "#004488" },
    targets: { glance: 0, explainer: 0, comment: 0 },
  },
  bodies: lists.bodies,
  house: usualStyle(tag),
  others: [],
  expanded: [],
  passed: [],
});

const said = (all: readonly CheckFinding[]): (string | null)[][] => all.map((one) => [one.check.slice(6), quotedWords(one), one.fix]);
const of = async (sentence: string, tag = "en-GB", more: Partial<Measure["house"]> = {}) => {
  const by = measure(tag);
  return said(
    must(await language.check(content("A headline", [sentence], ["A comment."]).doc, { ...by, house: { ...by.house, ...more } })),
  );
};

describe("spelling", () => {
  it("finds what no dictionary has, and the other dialect's words", async () => {
    expect(await of("The goverment acted.")).toEqual([["spelling", "goverment", "government"]]);
    expect(await of("They modernise the centre of a labor market.")).toEqual([["other-dialect", "labor", "labour"]]);
    expect(await of("They modernise the labor market.", "en-US")).toEqual([["other-dialect", "modernise", "modernize"]]);
  });

  it("leaves names, abbreviations, Chinese, addresses, numbers and the desk's words alone", async () => {
    expect(
      await of("Huanghua and Geely of 工业和信息化部 met at www.exampel.org; MIIT’s teu rose 5G.", "en-GB", { words: ["teu"] }),
    ).toEqual([]);
  });

  it("is silent where its rule is off", async () => {
    expect(await of("The ministery acted.", "en-GB", { rules: { "check-spelling": "off" } })).toEqual([]);
  });
});

describe("grammar", () => {
  it("finds what no dictionary can", async () => {
    expect((await of("This is an good plan.")).map(([check, quote]) => [check, quote])).toEqual([["grammar", "an"]]);
    expect((await of("It could of been better.")).map(([check]) => check)).toEqual(["grammar"]);
  });
});

describe("a thread that does not start", () => {
  it("is told, for a text that nobody checked is not one without faults", async () => {
    const none = new Language(new URL("./no-such-file.ts", import.meta.url));
    const found = await none.check(content("A headline", ["The goverment acted."], ["A comment."]).doc, measure("en-GB"));
    expect(found).toMatchObject({ ok: false, refusal: { code: "language-out" } });
  });
});

/// All findings on a whole issue, as `code quote`.
async function judged(path: URL, tag: string): Promise<string[]> {
  const read = readIssueBytes(readFileSync(path));
  if (!read.ok) throw new Error(read.refusal.code);
  const out: string[] = [];
  const { items, briefs } = read.value.issue;
  for (const doc of [...items.map((item) => item.content.doc), ...briefs.map(docOfBrief)]) {
    const found = must(await language.check(doc, measure(tag)));
    out.push(...found.map((one) => `${one.check.slice(6)} “${quotedWords(one)}” ${String(one.data["message"] ?? "")}`));
  }
  return out;
}

const SEED = new URL("../../../../shared/seed/issue.txt", import.meta.url);

describe("on whole issues", () => {
  it("the sample issue is clean", async () => {
    expect(await judged(new URL("../../../resources/sample/issue.json", import.meta.url), "en-GB")).toEqual([]);
  });

  it.skipIf(!existsSync(SEED))("the real issue has no false alarm (skipped where it is absent)", async () => {
    const all = await judged(SEED, "en-US");
    console.log(`language on the real issue: ${all.length} findings${all.map((line) => `\n  ${line}`).join("")}`);
    expect(all).toEqual([]);
  });
});
