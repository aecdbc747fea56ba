import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBench, type Bench } from "../builders/page.ts";

const css = readFileSync(join(import.meta.dirname, "../../renderer/theme/tokens.css"), "utf8");

/// The colours of one mode, by token.
function tokens(mode: "light" | "dark"): Map<string, string> {
  const block = css.split("\n}\n").find((each) => each.includes(`data-theme="${mode}"`)) ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

const GROUNDS = ["ground", "panel", "paper"];
const TEXTS = ["ink", "ink-2", "accent", "writing-text", "submitted-text", "review-text", "changes-text", "approved-text"];
const MARKS = ["edge", "writing", "submitted", "review", "changes", "approved"];
const PAIRS = [
  ["on-accent", "accent"],
  ["accent", "chosen"],
  ["ink", "chosen"],
  ["ink-2", "chosen"],
  ["ink-2", "hover"],
  ["inserted", "inserted-ground"],
  ["deleted", "deleted-ground"],
  ["ink", "noted-ground"],
];

describe.each(["light", "dark"] as const)("%s", (mode) => {
  const colour = tokens(mode);
  const measured = (a: string, b: string): number => contrast(colour.get(a) ?? "", colour.get(b) ?? "");

  it("texts keep 4.5 to 1 on every ground", () => {
    const pairs = [...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground])), ...PAIRS];
    expect(
      pairs.filter(([a = "", b = ""]) => !(measured(a, b) >= 4.5)).map(([a = "", b = ""]) => `${a} on ${b}: ${measured(a, b).toFixed(2)}`),
    ).toEqual([]);
  });

  it("dots and edges keep 3 to 1", () => {
    const pairs = MARKS.flatMap((mark) => GROUNDS.map((ground) => [mark, ground]));
    expect(
      pairs.filter(([a = "", b = ""]) => !(measured(a, b) >= 3)).map(([a = "", b = ""]) => `${a} on ${b}: ${measured(a, b).toFixed(2)}`),
    ).toEqual([]);
  });
});

describe("axe", () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterAll(() => bench.close());

  it.each([
    ["the editor", ""],
    ["the controls", "#gallery"],
  ])("finds nothing serious in %s, light or dark", async (_name, hash) => {
    for (const dark of [false, true]) {
      const page = await bench.open(hash, { dark });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter((each) => each.impact === "serious" || each.impact === "critical");
      expect(serious.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    }
  });
});
