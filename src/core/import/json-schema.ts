import * as v from "valibot";
import { LOGO_TYPES } from "../desk/logo.ts";
import { isDay } from "../proof/dates.ts";
import type { KeyTree } from "./json.ts";

const text = v.string("should be text");
const textOrNull = v.nullable(text);
const day = v.pipe(text, v.check(isDay, "should be a day as YYYY-MM-DD"));
const dayOrNull = v.nullable(day);
const list = <T extends v.GenericSchema>(of: T) => v.array(of, "should be a list");
const tree = <T extends v.ObjectEntries>(entries: T) => v.looseObject(entries);

const run = tree({
  text,
  strong: v.optional(v.literal(true)),
  em: v.optional(v.literal(true)),
  lang: v.optional(v.pipe(text, v.regex(/^[A-Za-z0-9-]{1,35}$/, "should be a language tag"))),
  link: v.optional(textOrNull),
});
const runs = list(run);
const block = v.variant("type", [
  tree({ type: v.literal("paragraph"), text: runs }),
  tree({ type: v.literal("points"), points: list(runs) }),
]);
const blocks = list(block);

const source = tree({
  title: text,
  original: v.nullable(tree({ text, lang: v.pipe(text, v.regex(/^[A-Za-z0-9-]{1,35}$/, "should be a language tag")) })),
  link: textOrNull,
});
const body = v.pipe(
  tree({ short: textOrNull, name: textOrNull, original: textOrNull, via: textOrNull }),
  v.check(({ short, name }) => short !== null || name !== null, "should have a short form or a name"),
);
const count = v.pipe(v.number("should be a number"), v.integer("should be a whole number"), v.minValue(1, "should be 1 or more"));
const item = tree({
  rank: count,
  headline: text,
  headlineText: v.optional(runs),
  glance: blocks,
  explainers: list(tree({ title: text, titleText: v.optional(runs), blocks })),
  comment: blocks,
  sources: list(source),
  bodies: list(body),
  date: dayOrNull,
  byline: list(text),
});

const logo = tree({
  digest: v.pipe(text, v.regex(/^[0-9a-f]{64}$/, "should be a SHA-256 digest")),
  type: v.picklist(LOGO_TYPES, "should be image/png or image/jpeg"),
  size: count,
  width: count,
  height: count,
});

/// Decodes `top5-issue/1`; keys it does not know pass through.
export const issueSchema = tree({
  format: v.literal("top5-issue/1"),
  draft: v.optional(v.literal(true)),
  publication: tree({
    name: text,
    language: v.pipe(text, v.regex(/^[A-Za-z0-9-]{1,35}$/, "should be a language tag")),
    commentLabel: text,
    sections: tree({ items: text, briefs: text }),
    labels: v.optional(v.record(text, text)),
    brand: v.optional(tree({ accent: v.pipe(text, v.regex(/^#[0-9a-fA-F]{6}$/, "should be a colour as #rrggbb")) })),
    paper: v.exactOptional(v.literal("us-letter")),
    logo: v.exactOptional(logo),
  }),
  issue: tree({
    title: textOrNull,
    number: textOrNull,
    date: dayOrNull,
    embargo: v.optional(text),
    corrections: v.optional(list(tree({ date: day, text }))),
  }),
  items: list(item),
  briefs: list(
    tree({
      list: text,
      entries: list(tree({ date: day, text: runs, source: v.nullable(tree({ label: text, link: textOrNull })) })),
    }),
  ),
  credits: list(tree({ heading: text, people: list(tree({ name: text, role: textOrNull })) })),
  contact: textOrNull,
  publisher: list(text),
});

const RUNS: KeyTree = [{ text: null, strong: null, em: null, lang: null, link: null }];
const BLOCKS: KeyTree = [{ type: null, text: RUNS, points: [RUNS] }];

/// The keys of the format; every other key of an input is unknown.
export const KNOWN_KEYS: KeyTree = {
  format: null,
  draft: null,
  publication: {
    name: null,
    language: null,
    commentLabel: null,
    sections: { items: null, briefs: null },
    labels: null,
    brand: { accent: null },
    paper: null,
    logo: { digest: null, type: null, size: null, width: null, height: null },
  },
  issue: { title: null, number: null, date: null, embargo: null, corrections: [{ date: null, text: null }] },
  items: [
    {
      rank: null,
      headline: null,
      headlineText: RUNS,
      glance: BLOCKS,
      explainers: [{ title: null, titleText: RUNS, blocks: BLOCKS }],
      comment: BLOCKS,
      sources: [{ title: null, original: { text: null, lang: null }, link: null }],
      bodies: [{ short: null, name: null, original: null, via: null }],
      date: null,
      byline: null,
    },
  ],
  briefs: [{ list: null, entries: [{ date: null, text: RUNS, source: { label: null, link: null } }] }],
  credits: [{ heading: null, people: [{ name: null, role: null }] }],
  contact: null,
  publisher: null,
};
