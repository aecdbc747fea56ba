import { describe, expect, it } from "vitest";
import { sources, type Source } from "./sources.ts";

const all = sources();
const made = (file: Source): boolean => file.path.endsWith(".generated.ts");

const limit = (file: Source): number => (file.path.endsWith(".svelte") ? 200 : file.path.startsWith("tests/") ? 600 : 400);

/// Each line of a file that matches, as `path:line text`.
const found = (files: readonly Source[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    file.text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1} ${line.trim()}`] : [])),
  );

const here = "tests/tidy/style.test.ts";
const rest = all.filter((file) => file.path !== here && !made(file));

describe("sizes", () => {
  it("modules have at most 400 lines, components 200, tests 600", () => {
    const large = rest.filter((file) => file.lines > limit(file));
    expect(large.map((file) => `${file.path}: ${file.lines} of ${limit(file)} lines`)).toEqual([]);
  });

  it("lines have at most 160 letters", () => expect(found(rest, /^.{161,}$/)).toEqual([]));
});

describe("leftovers", () => {
  it.each([
    ["reminders", /\b(TODO|FIXME|XXX|HACK)\b/],
    ["focused or switched-off tests", /\b(it|test|describe)(\.\w+)*\.(only|skip|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/],
    ["casts around the type checker", /\bas any\b|\bas unknown as\b|:\s*any\b|<any>|@ts-ignore|@ts-nocheck/],
    ["empty catches", /catch\s*(\([^)]*\))?\s*\{\s*\}/],
    ["debugger stops", /^\s*debugger\b/],
  ])("no %s", (_name, pattern) => expect(found(rest, pattern)).toEqual([]));

  it("no printing from pure code or windows", () =>
    expect(
      found(
        rest.filter((file) => /^(src\/(core|contract)|renderer)\//.test(file.path)),
        /\bconsole\./,
      ),
    ).toEqual([]));

  it("no sleeping in tests", () =>
    expect(
      found(
        rest.filter((file) => file.path.startsWith("tests/")),
        /setTimeout\(\s*\w+\s*,\s*\d|waitForTimeout|retry:/,
      ),
    ).toEqual([]));

  it("no clock and no chance in pure code", () =>
    expect(
      found(
        rest.filter((file) => /^src\/(core|contract)\//.test(file.path)),
        /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|crypto\./,
      ),
    ).toEqual([]));

  it("no HTML by string in components", () =>
    expect(
      found(
        rest.filter((file) => file.path.startsWith("renderer/")),
        /\{@html|(inner|outer)HTML\s*=[^=]|insertAdjacentHTML/,
      ),
    ).toEqual([]));
});
