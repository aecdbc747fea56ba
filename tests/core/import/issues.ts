import fc from "fast-check";
import type { Ids } from "../../../src/core/base/ports.ts";
import type { Run } from "../../../src/core/issue/issue.ts";
import { contentOf } from "../../../src/core/import/content.ts";
import { NO_ISSUE_FIELDS, USUAL_PUBLICATION } from "../../../src/core/import/imported.ts";
import { assemble, type Proof } from "../../../src/core/proof/proof.ts";
import type { Block } from "../../../src/core/proof/reading.ts";

/// Ids that count: the same in every run.
export function countingIds(): Ids {
  let n = 0;
  return { next: () => String(++n).padStart(32, "0") };
}

const NASTY = [
  "Date: May 5, 2020",
  "At a glance: again",
  "NOTEWORTHY",
  "Top 5",
  "- a point",
  "• another",
  "1. First",
  "2026",
  "Page 3",
  "Meridian comment: no",
  "small start",
  "Al and AI",
  "(Link)",
  "(in brackets)",
  "unbalanced (bracket",
  "closing) bracket",
  "a*b*c",
  "* star",
  "__under__",
  "_edge_",
  "back\\slash",
  "\\start",
  "ends with \\",
  "<u>tag</u>",
  "<script>alert(1)</script>",
  "#set page(width: 1pt)",
  "$x$ @ref <label> // no",
  "& < > \" '",
  "产业政策（草案）",
  "中文 and English",
  "September 3: like a brief",
  "contact: me",
  "AUTHORS",
  "Editor",
  "www.example.org",
  "Mail: a@b.example",
  "Contents",
  "DRAFT",
  "No. 7",
  "tab\there",
  "https://example.org/a_b",
  "[text](javascript:alert(1))",
  "```",
  "| a | b |",
  "&amp; &#60;",
  "\u0000\u0007 control",
  "é e\u0301",
  "no\u00a0break",
  "\u202eright to left",
];

const word = fc.stringMatching(/^[a-zA-Z]{1,9}$/);
/// A line of text: plain words mixed with what every format's syntax would trip over.
export const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: word },
      { weight: 1, arbitrary: fc.constantFrom(...NASTY) },
      { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((words) => words.join(" "));

const run: fc.Arbitrary<Run> = fc
  .record({
    text,
    strong: fc.boolean(),
    em: fc.boolean(),
    zh: fc.boolean(),
    link: fc.constantFrom(undefined, undefined, null, "https://example.org/?a=1&b=2", "javascript:alert(1)"),
  })
  .map(({ text, strong, em, zh, link }) => ({
    text,
    ...(strong ? { strong: true as const } : {}),
    ...(em ? { em: true as const } : {}),
    ...(zh ? { lang: "zh-Hans" } : {}),
    ...(link === undefined ? {} : { link }),
  }));
const runs = fc.array(run, { minLength: 1, maxLength: 3 });
const block: fc.Arbitrary<Block> = fc.oneof(
  runs.map((text) => ({ type: "paragraph" as const, text })),
  fc.array(runs, { minLength: 1, maxLength: 3 }).map((points) => ({ type: "points" as const, points })),
);
const day = fc.constantFrom("2026-09-03", "2026-10-15", "2025-12-31", "2024-02-29");
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

const item = fc.record({
  headline: runs,
  glance: fc.array(block, { maxLength: 3 }),
  explainers: fc.array(fc.record({ title: runs, blocks: fc.array(block, { maxLength: 2 }) }), { maxLength: 2 }),
  comment: fc.array(block, { maxLength: 3 }),
  sources: fc.array(
    fc.record({
      title: text,
      original: orNull(fc.record({ text, lang: fc.constant("zh-Hans") })),
      link: orNull(fc.constant("https://example.org/")),
    }),
    { maxLength: 2 },
  ),
  bodies: fc.array(
    fc.oneof(
      fc.record({ short: fc.constantFrom("MIIT", "NEA", "R&D"), name: orNull(text), original: orNull(text), via: orNull(text) }),
      fc.record({ short: fc.constant(null), name: text, original: fc.constant(null), via: orNull(text) }),
    ),
    { maxLength: 3 },
  ),
  date: orNull(day),
  byline: fc.array(text, { maxLength: 2 }),
});

const heading = fc.constantFrom("Authors", "Editors", "Contributing authors");
const people = fc.array(fc.record({ name: text, role: orNull(text) }), { maxLength: 3 });

/// Proofs of every shape, with hostile text in every field.
export const proofs: fc.Arbitrary<Proof> = fc
  .record({
    name: word,
    title: orNull(text),
    number: orNull(fc.constantFrom("7", "10/2026")),
    date: orNull(day),
    label: fc.constantFrom("Meridian comment", "Comment", "Our assessment"),
    sections: fc.constantFrom({ items: "Top 5", briefs: "Noteworthy" }, { items: "MERIDIAN TOP 5", briefs: "NOTEWORTHY" }),
    items: fc.array(item, { maxLength: 3 }),
    briefs: fc.array(
      fc.record({
        list: fc.constantFrom("Policy news", "Corporate news"),
        date: day,
        text: runs,
        source: orNull(fc.record({ label: text, link: orNull(fc.constant("https://example.org/b")) })),
      }),
      { maxLength: 4 },
    ),
    credits: fc.array(fc.record({ heading, people }), { maxLength: 2 }),
    contact: orNull(text),
    publisher: fc.array(text, { maxLength: 3 }),
    draft: fc.boolean(),
    corrections: fc.array(fc.record({ date: day, text }), { maxLength: 2 }),
  })
  .map(({ name, title, number, date, label, sections, items, briefs, credits, contact, publisher, draft, corrections }) => {
    const ids = countingIds();
    return assemble({
      publication: { ...USUAL_PUBLICATION, name, commentLabel: label, sections, briefLists: ["Policy news", "Corporate news"] },
      fields: { ...NO_ISSUE_FIELDS, title, number, date, credits, contact, publisher },
      items: items.map((each, at) => ({ rank: at + 1, content: contentOf(each, ids) })),
      briefs,
      draft,
      corrections,
    });
  });
