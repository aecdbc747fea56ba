import { describe, expect, it } from "vitest";
import { completions } from "../../../src/core/house/completion.ts";

const MIIT = { short: "MIIT", name: "Ministry of Industry and Information Technology", original: "工业和信息化部" };
const MOT = { short: "MOT", name: "Ministry of Transport", original: "交通运输部" };
const PLAN = { short: null, name: "Digital Silk Road", original: "数字丝绸之路" };
const NAMES = [MIIT, MOT, PLAN];

/// What the text reads after each offered name was taken.
const after = (before: string, earlier = before): string[] =>
  completions(before, earlier, NAMES).map((one) => before.slice(0, before.length - one.replaces) + one.insert);

describe("a name that is being typed", () => {
  it("is written out where its abbreviation is used first", () => {
    expect(after("The MIIT")).toEqual(["The Ministry of Industry and Information Technology (MIIT)"]);
    expect(after("The M")).toEqual([]);
    expect(after("The MI")).toEqual(["The Ministry of Industry and Information Technology (MIIT)"]);
  });

  it("is its abbreviation from then on", () => {
    const earlier = "The Ministry of Transport (MOT) wrote. Then the ";
    expect(after("Then the Minist", `${earlier}Minist`)).toEqual([
      "Then the Ministry of Industry and Information Technology (MIIT)",
      "Then the MOT",
    ]);
    expect(after("Then the MOT", `${earlier}MOT`)).toEqual([]);
  });

  it("goes on from the beginning of its name, never from the middle of a word", () => {
    expect(after("the Ministry of Tr")).toEqual(["the Ministry of Transport (MOT)"]);
    expect(after("the Ministry of Transport")).toEqual(["the Ministry of Transport (MOT)"]);
    expect(after("preMinistry of Tr")).toEqual([]);
    expect(after("Min")).toEqual([]);
    expect(after("along the Digi")).toEqual(["along the Digital Silk Road"]);
    expect(after("along the Digital Silk Road")).toEqual([]);
    expect(completions("the MOT", "the MOT", NAMES)[0]?.whole).toBe(true);
    expect(completions("the MO", "the MO", NAMES)[0]?.whole).toBe(false);
  });

  it("stands in English for its Chinese name", () => {
    expect(after("据交通运")).toEqual(["据Ministry of Transport (MOT)"]);
    expect(after("交")).toEqual([]);
    expect(after("数字丝")).toEqual(["Digital Silk Road"]);
  });

  it("finds its beginning however much was written before it", () => {
    const long = "x ".repeat(400);
    expect(after(`${long}Ministry of Tra`)).toEqual([`${long}Ministry of Transport (MOT)`]);
  });
});
