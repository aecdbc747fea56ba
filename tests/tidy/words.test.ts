import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generate, OUTPUT, parse, readMessages } from "../../resources/messages/generate.ts";
import { help, isCode, say, sayRefusal } from "../../resources/messages/say.ts";
import { sources } from "./sources.ts";

const messages = readMessages();
const all = sources();
const product = all.filter((file) => /^(src|electron|renderer|resources)\//.test(file.path) && !file.path.endsWith(".generated.ts"));

/// The words that the product does not use for its own things, and what it says instead.
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bworkspaces?\b/i, "desk"],
  [/\bteams?\b/i, "desk"],
  [/\btemplates?\b/i, "publication"],
  [/\bstor(y|ies)\b/i, "item"],
  [/\bsidebars?\b/i, "explainer"],
  [/\bopinions?\b/i, "comment"],
  [/\bcitations?\b/i, "source"],
  [/\bagenc(y|ies)\b/i, "issuing body"],
  [/\bsummar(y|ies)\b/i, "at a glance"],
  [/\bconflicts?\b/i, "two versions"],
  [/\bautosaved?\b/i, "draft"],
  [/\bpending comments?\b/i, "review"],
  [/\btracked changes?\b(?!.*\bWord\b)/i, "suggestion"],
  [/\battachments?\b/i, "evidence"],
  [/\bevents?\b/i, "entry"],
  [/\bdumps?\b/i, "bundle"],
  [/\bpublish (the|this|an) issue\b/i, "sign off"],
  [/\bposts?\b/i, "issue"],
  [/\bsuccessful(ly)?\b|\binvalid\b|\boops\b|\bplease wait\b|\bare you sure\b/i, "plain words: what happened, what it means, what to do"],
];

describe("the words of the product", () => {
  it.each(BANNED)("never say %s", (word, instead) => {
    const bad = messages.filter((each) => word.test(`${each.text} ${each.help}`.replaceAll(/\{[^}|]*/g, "")));
    expect(bad.map((each) => `${each.code} should say "${instead}": ${each.text} ${each.help}`)).toEqual([]);
  });

  it("are in sentence case, without exclamation marks or straight quotes", () => {
    expect(messages.filter((each) => /!|"/.test(each.text + each.help)).map((each) => each.code)).toEqual([]);
    expect(messages.filter((each) => /\b[A-Z]{5,}\b/.test(each.text.replace("DRAFT", ""))).map((each) => each.code)).toEqual([]);
  });

  it("are generated: run `npm run messages` after a change", () => expect(readFileSync(OUTPUT, "utf8") === generate(messages)).toBe(true));

  it("exist for every refusal", () => {
    const codes = product.flatMap((file) =>
      [...file.text.matchAll(/\brefuse\(\s*"([^"]+)"/g)].map((match) => ({ code: match[1] ?? "", path: file.path })),
    );
    expect(codes.length).toBeGreaterThan(0);
    expect(
      codes.filter((each) => !isCode(each.code)).map((each) => `${each.code} of ${each.path} has no words in resources/messages/en`),
    ).toEqual([]);
  });

  it("are all used", () => {
    const text = product.map((file) => file.text).join("\n");
    const heads = [...text.matchAll(/`([a-z][a-z0-9.-]*[.-])\$\{/g)].map((match) => match[1] ?? "");
    const unused = messages.filter((each) => !text.includes(`"${each.code}"`) && !heads.some((head) => each.code.startsWith(head)));
    expect(unused.map((each) => each.code)).toEqual([]);
  });
});

describe("reading messages", () => {
  it("refuses a code without words, a wrong code and a broken hole", () => {
    expect(() => parse("## a-code\n\nonly help\n", "x.md")).toThrow("x.md: a-code has no words");
    expect(() => parse("## A Code\n\n> words\n", "x.md")).toThrow('"A Code" is no code');
    expect(() => parse("## a\n\n> {broken\n", "x.md")).toThrow("broken hole");
  });

  it("takes quote, help and holes apart", () =>
    expect(parse("# File\n\n## a\n\n> {who} wrote {n|one note|# notes}\n\nAsk\nthem.\n", "x.md")).toEqual([
      { code: "a", text: "{who} wrote {n|one note|# notes}", help: "Ask them.", holes: ["n", "who"] },
    ]));
});

describe("saying", () => {
  it("fills holes in words and help", () => {
    expect(say("internal", { incident: "4f" })).toContain("Incident 4f.");
    expect(sayRefusal({ code: "internal", data: { incident: "4f" } })).toEqual({
      text: say("internal", { incident: "4f" }),
      help: help("internal"),
    });
  });

  it("shows an unknown refusal as it is", () => expect(sayRefusal({ code: "no-such", data: { a: 1 } }).text).toBe('no-such {"a":1}'));
});
