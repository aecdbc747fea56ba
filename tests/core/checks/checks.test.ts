import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expandedIn } from "../../../src/core/checks/abbreviations.ts";
import { checkBrief } from "../../../src/core/checks/brief.ts";
import type { CheckFinding } from "../../../src/core/checks/check.ts";
import { checkItem, quotedWords, type Measure } from "../../../src/core/checks/item.ts";
import { proseOf } from "../../../src/core/checks/prose.ts";
import { RULES } from "../../../src/core/checks/rules.ts";
import { ENGLISH_LABELS, type Publication } from "../../../src/core/desk/publication.ts";
import { usualStyle } from "../../../src/core/house/house.ts";
import type { Brief } from "../../../src/core/issue/issue.ts";
import type { Content } from "../../../src/core/item/item.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";
import { content } from "../../builders/desk.ts";

const publication: Publication = {
  name: "Test Briefing",
  language: "en-GB",
  commentLabel: "Comment",
  sections: { items: "Top 5", briefs: "Noteworthy" },
  briefLists: ["Policy news"],
  labels: ENGLISH_LABELS,
  brand: { accent: "#004488" },
  targets: { glance: 0, explainer: 0, comment: 0 },
};
const bodies = [{ short: "MOT", name: "Ministry of Transport", original: "交通运输部" }];
const measure: Measure = { publication, bodies, house: usualStyle("en-GB"), others: [], expanded: [], passed: [] };

const whole = (sentence: string): Content => ({
  ...content("A headline", [sentence], ["A comment."]),
  fields: {
    sources: [{ title: "A notice", original: null, link: "https://example.org/notice" }],
    bodies: [{ short: "MOT", name: null, original: null, via: null }],
    date: "2026-10-01",
    byline: [],
  },
});
const found = (sentence: string, more: Partial<Measure> = {}): CheckFinding[] => checkItem(whole(sentence), { ...measure, ...more });
const said = (sentence: string, more: Partial<Measure> = {}): [string, string, string | null][] =>
  found(sentence, more).map((one) => [one.check.slice("check-".length), quotedWords(one), one.fix]);

/// The sentence with every fix made, from its end.
function mended(sentence: string): string {
  const fixes = found(sentence).flatMap(({ place, fix }) => (place.kind === "block" && fix !== null ? [{ ...place, fix }] : []));
  return fixes.sort((a, b) => b.from - a.from).reduce((text, { from, to, fix }) => text.slice(0, from) + fix + text.slice(to), sentence);
}

describe("a rule of house style", () => {
  it.each([
    ["The the ministry acted.", [["doubled-word", "The the", "The"]]],
    ["It had had enough, and that that mattered.", []],
    ["Two  spaces.", [["double-space", "  ", " "]]],
    ["A space , here.", [["space-before", " ", ""]]],
    ["In Beijing，officials met.", [["wide-punctuation", "，", ", "]]],
    ["The Al strategy of Al Jazeera, et al. in Al-Ain.", [["lookalike", "Al", "AI"]]],
    [
      "The cоmpany has 1O plants.",
      [
        ["lookalike", "cоmpany", "company"],
        ["lookalike", "1O", "10"],
      ],
    ],
    [
      "On 14 September 2022 and Sept. 15, 2022 it met.",
      [
        ["date-form", "14 September 2022", "September 14, 2022"],
        ["date-form", "Sept. 15, 2022", "September 15, 2022"],
      ],
    ],
    ["On September 14, 2022, in May 2026 and in 2022 it met.", []],
    [
      "On 2022-09-14 or 14.09.2022 or 05/06/2022.",
      [
        ["date-form", "2022-09-14", "September 14, 2022"],
        ["date-form", "14.09.2022", "September 14, 2022"],
        ["date-form", "05/06/2022", null],
      ],
    ],
    ["The 31 February 2022 does not exist; version 2022.09.14 does.", [["date-form", "31 February 2022", null]]],
    [
      "Some 48% or 5 per cent.",
      [
        ["percent", "%", " percent"],
        ["percent", "per cent", "percent"],
      ],
    ],
    [
      "RMB 500bn, ¥30 million, $5bn and 20 billion yuan.",
      [
        ["currency-form", "RMB 500bn", "CNY 500 billion"],
        ["currency-form", "¥30 million", "CNY 30 million"],
        ["currency-form", "$5bn", "USD 5 billion"],
        ["currency-form", "20 billion yuan", "CNY 20 billion"],
      ],
    ],
    ["CNY 500 billion and USD 3 million are right.", []],
    ["It counts 50000 plants, not 50,000 of 2025.", [["thousands", "50000", "50,000"]]],
    ["The MOT acted.", [["abbreviation-unexpanded", "MOT", "Ministry of Transport (MOT)"]]],
    ["The Ministry of Transport (MOT) acted; the MOT paid.", []],
    ["The NDRC acted.", [["abbreviation-unknown", "NDRC", null]]],
    ["SMEs gain; small and medium-sized enterprises (SMEs) grow.", [["abbreviation-late", "SME", null]]],
    ["AI, the EU, R&D and Part IV are known.", []],
    ["See the notice (Link) for more.", [["link-bare", "Link", null]]],
  ] as [string, [string, string, string | null][]][])("reads: %s", (sentence, expected) => expect(said(sentence)).toEqual(expected));

  it("sets quotation marks by what stands around them", () => {
    expect(mended(`China's "little giants" of the '90s aren't 'small'.`)).toBe("China’s “little giants” of the ’90s aren’t ‘small’.");
  });

  it("leaves alone what is in another language", () => {
    const text = whole("x");
    const doc = JSON.parse(
      JSON.stringify(text.doc).replace(
        '{"type":"text","text":"x"}',
        '{"type":"text","text":"5% 2022-09-14","marks":[{"type":"lang","attrs":{"lang":"zh-Hans"}}]}',
      ),
    ) as Content["doc"];
    expect(checkItem({ ...text, doc }, measure)).toEqual([]);
  });

  it("weighs what the publication says, and is silent where somebody let it stand", () => {
    const off = { ...measure.house, rules: { "check-percent": "off" as const } };
    const must = { ...measure.house, rules: { "check-percent": "error" as const } };
    expect(said("Some 48%.", { house: off })).toEqual([]);
    expect(found("Some 48%.", { house: must })[0]?.severity).toBe("error");
    expect(said("The NDRC acted.", { passed: [{ check: "check-abbreviation-unknown", quote: "NDRC" }] })).toEqual([]);
    expect(said("The NDRC acted.", { house: { ...measure.house, words: ["NDRC"] } })).toEqual([]);
    expect(said("The MOT acted.", { expanded: ["MOT"] })).toEqual([]);
  });

  it("compares sources with those of the issue's other items, and bodies with the desk's list", () => {
    const sources = [{ title: "Another title", original: null, link: "https://example.org/notice#page" }];
    expect(said("It acted.", { others: [{ headline: "Ports", sources }] })).toEqual([["source-shared", "sources", null]]);
    expect(said("It acted.", { bodies: [{ short: "NEA", name: "National Energy Administration", original: null }] })).toEqual([
      ["body-unlisted", "bodies", null],
    ]);
  });

  it("reads briefs too: their words, their source, their day", () => {
    const brief = { list: "Policy news", date: "2026-08-20", text: [{ text: "The the port opened 48% earlier." }], source: null };
    const codes = (of: Brief, issueDate: string | null): string[] =>
      checkBrief(of, { house: measure.house, issueDate }).map((one) => one.check.slice("check-".length));
    expect(codes(brief, null)).toEqual(["doubled-word", "percent", "brief-source-missing"]);
    const whole = { ...brief, text: [{ text: "A port opened." }], source: { label: "MOT notice", link: null } };
    expect(codes(whole, "2026-10-15")).toEqual([]);
    expect(codes(whole, "2026-10-20")).toEqual(["brief-out-of-period"]);
    expect(codes(whole, "2026-08-19")).toEqual(["brief-out-of-period"]);
  });

  it("is on the list that a publication can weigh, or is what every item must have", () => {
    const must = ["check-part-missing", "check-explainer-untitled", "check-source-missing", "check-body-missing", "check-date-missing"];
    const words =
      readFileSync(new URL("../../../resources/messages/en/checks.md", import.meta.url), "utf8") +
      readFileSync(new URL("../../../resources/messages/en/issue.md", import.meta.url), "utf8");
    const codes = [...words.matchAll(/^## (check-[a-z-]+)$/gm)].map((match) => match[1] ?? "");
    expect(codes.filter((code) => !must.includes(code)).sort()).toEqual([...RULES].sort());
  });
});

/// Every finding on a whole issue, as `rank code quote`.
function judged(path: URL): string[] {
  const read = readIssueBytes(readFileSync(path));
  if (!read.ok) throw new Error(read.refusal.code);
  const { items, briefs, fields } = read.value.issue;
  let expanded: string[] = [];
  const quoted = (one: CheckFinding): string => (one.place.kind === "block" ? ` ${quotedWords(one).slice(0, 30)}` : "");
  const ofItems = items.flatMap((item, at) => {
    const others = items.filter((one) => one !== item).map((one) => ({ headline: "", sources: one.content.fields.sources }));
    const all = checkItem(item.content, { ...measure, bodies: [], others, expanded });
    expanded = [...expanded, ...expandedIn(proseOf(item.content.doc))];
    return all.map((one) => `${at + 1} ${one.check.slice("check-".length)}${quoted(one)}`);
  });
  const ofBriefs = briefs.flatMap((brief) =>
    checkBrief(brief, { house: measure.house, issueDate: fields.date }).map(
      (one) => `brief ${one.check.slice("check-".length)}${quoted(one)}`,
    ),
  );
  return [...ofItems, ...ofBriefs];
}

const SEED = new URL("../../../../shared/seed/issue.txt", import.meta.url);

describe("on whole issues", () => {
  it("the sample issue is clean", () => {
    expect(judged(new URL("../../../resources/sample/issue.json", import.meta.url))).toEqual([]);
  });

  it.skipIf(!existsSync(SEED))("the real issue has its known faults and no false alarm (skipped where it is absent)", () => {
    const all = judged(SEED);
    const count = (code: string): number => all.filter((line) => line.split(" ")[1] === code).length;
    const counts = Object.fromEntries([...new Set(all.map((line) => line.split(" ")[1] ?? ""))].map((code) => [code, count(code)]));
    console.log(`checks on the real issue: ${all.length} findings, ${JSON.stringify(counts)}`);
    expect(all.filter((line) => line.includes("lookalike"))).toEqual(["3 lookalike Al"]);
    expect(Object.keys(counts).sort()).toEqual(["link-without-target", "lookalike", "source-unlinked", "straight-quotes"]);
    expect(count("source-unlinked")).toBe(5);
  });
});
