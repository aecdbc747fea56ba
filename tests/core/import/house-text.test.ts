import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportHouseText } from "../../../src/core/export/house-text.ts";
import { importHouseText } from "../../../src/core/import/house-text.ts";
import type { Imported } from "../../../src/core/import/imported.ts";
import { assemble } from "../../../src/core/proof/proof.ts";
import { itemText } from "../../../src/core/proof/reading.ts";
import { countingIds, proofs } from "./issues.ts";
import { lostWords, missing, wordsOf, wordsOfProof } from "./words.ts";

const SEED = new URL("../../../../shared/seed/issue.txt", import.meta.url);

function read(text: string): Imported {
  const result = importHouseText(text, countingIds());
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const LABELS = [
  /^ *(At a glance|Article|Issuing bod(y|ies)|Date|By|Explainer):/gm,
  /^ *[\w ]+ (comment|assessment):|^Comment:/gm,
  /\(Link\)|(?<=\()via\b/g,
  /^For more information, please contact:/gm,
  /^(PUBLISHER|AUTHORS|EDITORS|CONTRIBUTING AUTHORS|POLICY NEWS|Policy news|Corporate news|DRAFT|CONTENTS)$/gm,
  /^No\. /gm,
  /^\d+\./gm,
  /(?<=^By: .*) and /gm,
];

describe("the real issue", () => {
  if (!existsSync(SEED)) {
    test("is absent here", () => console.info("skipped: ../shared/seed/issue.txt is not here, so nothing real is imported"));
    return;
  }
  const input = readFileSync(SEED, "utf8");
  const imported = read(input);
  const items = imported.issue.items.map(({ rank, content }) => itemText(rank, content));
  const points = items.map((item) => item.glance.flatMap((block) => (block.type === "points" ? block.points : [])).length);

  test("comes in whole: items, points, paragraphs, explainer, briefs, people", () => {
    expect(items.map((item) => item.rank)).toEqual([1, 2, 3, 4, 5]);
    expect(points).toEqual([4, 4, 3, 4, 4]);
    expect(items.map((item) => item.comment.length)).toEqual([2, 3, 3, 3, 3]);
    expect(items.map((item) => item.explainers.length)).toEqual([0, 0, 0, 1, 0]);
    expect(assemble(imported.issue).briefs.map(({ entries }) => entries.length)).toEqual([8, 6]);
    expect(imported.issue.fields.credits.map(({ people }) => people.length)).toEqual([3, 2]);
    expect(items.every((item) => item.sources[0]?.original?.lang === "zh-Hans" && item.date !== null)).toBe(true);
    expect(items.map((item) => item.bodies.length)).toEqual([4, 1, 1, 1, 1]);
  });

  test("loses no word", () => {
    const label = new RegExp(`^${imported.issue.publication.commentLabel}:`, "gm");
    expect(lostWords(input, imported, [...LABELS, label])).toEqual([]);
  });

  test("is healed where extraction broke it, and each healing is listed", () => {
    const codes = new Set(imported.findings.map((finding) => finding.code));
    for (const code of [
      "contents-list",
      "ordinal-missing",
      "look-alike",
      "look-alike-doubt",
      "break-joined",
      "brief-mark-missing",
      "stray-letters",
      "imprint-parted",
      "role-parted",
      "link-joined",
      "brief-year-assumed",
    ])
      expect(codes).toContain(code);
    expect(imported.findings.filter((finding) => finding.severity === "not-understood")).toEqual([]);
    expect(imported.findings.every((finding) => finding.line !== null && finding.line > 0)).toBe(true);
  });

  test("comes out as text, and from that the same text again", () => {
    const text = exportHouseText(assemble(imported.issue));
    expect(exportHouseText(assemble(read(text).issue))).toBe(text);
  });
});

test("no word of any issue is lost on the way through text", () => {
  fc.assert(
    fc.property(proofs, (proof) => {
      expect(missing(wordsOfProof(proof), wordsOf(read(exportHouseText(proof))))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe("damage", () => {
  const ISSUE = `Asia Notes

Top 5

1. Rules for AI exports

At a glance: The ministry published rules. Key points
include:

- First point, which goes on
after the line end
- Second point

Meridian comment: The rules are new. They were
\f
announced in May.

12

They hold until Ja-
nuary.

Source: Notice on Exports (出口通知（试行）) (Link)

Issuing bodies: MIIT, MOF and NDRC

Date: 14 September 2022

NOTEWORTHY

Policy news

September 3: One thing happened (Daily article)
• 4 September: Another (<u>Weekly</u> <u>article</u>).
`;

  test("line ends, page breaks, page numbers and other list marks are healed", () => {
    const { issue, findings } = read(ISSUE);
    const item = itemText(1, issue.items[0]!.content);
    expect(item.glance.map((block) => block.type)).toEqual(["paragraph", "points"]);
    expect(item.comment).toEqual([
      { type: "paragraph", text: [{ text: "The rules are new. They were announced in May." }] },
      { type: "paragraph", text: [{ text: "They hold until Ja-nuary." }] },
    ]);
    expect(item.sources).toEqual([{ title: "Notice on Exports", original: { text: "出口通知（试行）", lang: "zh-Hans" }, link: null }]);
    expect(item.bodies.map((body) => body.short)).toEqual(["MIIT", "MOF", "NDRC"]);
    expect(item.date).toBe("2022-09-14");
    expect(issue.briefs.map(({ date, source }) => [date, source?.label])).toEqual([
      ["2022-09-03", "Daily article"],
      ["2022-09-04", "Weekly article"],
    ]);
    expect(findings.map((finding) => finding.code)).toEqual(
      expect.arrayContaining(["page-number", "break-joined", "hyphen-at-line-end", "brief-mark-missing"]),
    );
  });

  test("lines of any end read alike", () => {
    const plain = read(ISSUE).issue;
    for (const end of ["\r\n", "\r", "\u2028"]) expect(read(ISSUE.replace(/\n/g, end)).issue).toEqual(plain);
  });

  test("what has no place is listed with all its words", () => {
    const { findings } = read(ISSUE.replace("• 4", "\nA stray remark without a date.\n\n• 4"));
    expect(findings.filter((finding) => finding.severity === "not-understood").map((finding) => finding.excerpt)).toEqual([
      "A stray remark without a date.",
    ]);
  });
});

describe("input of every kind", () => {
  test("never makes the reader throw: it answers with an issue and findings, or with a refusal", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 400 }),
          fc.string({
            unit: fc.constantFrom(
              "\n",
              "A",
              "a",
              " ",
              "(",
              ")",
              "*",
              "_",
              "<u>",
              "</u>",
              "\\",
              "1. ",
              "At a glance:",
              "- ",
              "\f",
              "May 3: ",
              "中",
            ),
          }),
        ),
        (text) => {
          const result = importHouseText(text, countingIds());
          if (result.ok) exportHouseText(assemble(result.value.issue));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("text that is no issue is listed, not lost", () => {
    const text = "Dear colleague,\n\nthe meeting is on Tuesday.\n\nBest regards\n";
    expect(lostWords(text, read(text), [])).toEqual([]);
    expect(read(text).issue.items).toEqual([]);
  });

  test.each(["", "  \n\n ", "---", "\ufeff"])("nothing to read in %j is refused", (text) =>
    expect(importHouseText(text, countingIds())).toMatchObject({ ok: false, refusal: { code: "import-empty" } }),
  );
});
