import { describe, expect, it } from "vitest";
import { cutAtMentions, mentionedIn } from "../../../src/core/review/mentions.ts";

const people = [
  { id: "1", name: "Anna" },
  { id: "2", name: "Anna Berg" },
  { id: "3", name: "李 (Lin)" },
];

describe("a mention", () => {
  it("is an @ before a whole name, the longest that fits", () => {
    expect(mentionedIn("Could @Anna Berg check, then @Anna?", people)).toEqual(["2", "1"]);
    expect(mentionedIn("@Anna", [...people, { id: "4", name: "Anna" }]), "two of one name").toEqual(["1", "4"]);
    expect(mentionedIn("@李 (Lin): the source?", people)).toEqual(["3"]);
  });

  it("is no mail address, no part of a word, nobody unknown", () => {
    expect(mentionedIn("desk@Anna.example, @Annabel, @Someone", people)).toEqual([]);
    expect(mentionedIn("", people)).toEqual([]);
  });

  it("leaves the words as they are", () => {
    const text = "Well, @Anna Berg: see @Anna\nand @Bo.";
    expect(
      cutAtMentions(text, people)
        .map((one) => one.text)
        .join(""),
    ).toBe(text);
  });
});
