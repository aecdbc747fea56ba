import { describe, expect, it } from "vitest";
import { ENVIRONMENTS, ENTRIES, ONLY_HERE, type Environment } from "./environments.ts";
import { environmentOf, isNode, packageOf, sources, type Source } from "./sources.ts";

const all = sources();
const own = (environment: Environment): Source[] => all.filter((file) => environmentOf(file.path) === environment);
const wrong = (files: readonly Source[], bad: (name: string, file: Source) => boolean): string[] =>
  files.flatMap((file) => file.imports.filter((name) => bad(name, file)).map((name) => `${file.path} imports ${name}`));

describe.each(ENVIRONMENTS.map((each) => [each.folder, each] as const))("%s", (_folder, environment) => {
  const files = own(environment);

  it(`imports of ours only ${environment.ours.join(", ") || "itself"}`, () => {
    const bad = (name: string): boolean => {
      const other = environmentOf(name);
      return other !== null && other !== environment && !environment.ours.includes(other.folder);
    };
    expect(wrong(files, bad)).toEqual([]);
  });

  it("imports only files that are there, by their full name", () => {
    const known = new Set(all.map((file) => file.path));
    expect(wrong(files, (name) => /\.(ts|svelte)$/.test(name) && environmentOf(name) !== null && !known.has(name))).toEqual([]);
  });

  it("imports only packages of its list", () =>
    expect(
      wrong(files, (name) => {
        const from = packageOf(name);
        return from !== null && !environment.packages.includes(from);
      }),
    ).toEqual([]));

  it(environment.node ? "may use Node" : "uses nothing of Node", () => expect(environment.node ? [] : wrong(files, isNode)).toEqual([]));
});

describe("one home", () => {
  it.each(ONLY_HERE.map((rule) => [rule.name ?? rule.module, rule] as const))("%s", (_name, rule) => {
    const takes = (file: Source): boolean =>
      file.imports.includes(rule.module) &&
      (rule.name === null || new RegExp(`import\\s*\\{[^}]*\\b${rule.name}\\b[^}]*\\}\\s*from\\s*"${rule.module}"`).test(file.text));
    const away = all.filter((file) => environmentOf(file.path) !== null && takes(file) && !file.path.startsWith(rule.home));
    expect(away.map((file) => file.path)).toEqual([]);
  });

  it("window.desk", () => {
    const users = all.filter((file) => file.path.startsWith("renderer/") && /\bwindow\s*(\.\s*desk\b|\[)/.test(file.text));
    expect(users.map((file) => file.path).filter((path) => path !== "renderer/desk.ts")).toEqual([]);
  });

  it("nobody imports tests but tests", () =>
    expect(
      wrong(
        all.filter((file) => !file.path.startsWith("tests/")),
        (name) => name.startsWith("tests/"),
      ),
    ).toEqual([]));
});

describe("dead files", () => {
  it("every file is imported, or is an entry or a test", () => {
    const used = new Set(all.flatMap((file) => file.imports));
    const dead = all.filter((file) => !used.has(file.path) && !ENTRIES.includes(file.path) && !file.path.endsWith(".test.ts"));
    expect(dead.map((file) => file.path)).toEqual([]);
  });
});

describe("the reader of imports itself", () => {
  it("sees every environment", () => {
    const empty = ENVIRONMENTS.filter((each) => each.folder !== "src/cli" && own(each).length === 0);
    expect(empty.map((each) => each.folder)).toEqual([]);
  });

  it("knows packages, Node and ours apart", () => {
    expect(packageOf("@noble/hashes/sha2.js")).toBe("@noble/hashes");
    expect(packageOf("valibot")).toBe("valibot");
    expect(packageOf("fs")).toBe(null);
    expect(packageOf("src/core/base/result.ts")).toBe(null);
    expect(environmentOf("electron/stand-in/launch.ts")?.folder).toBe("electron/stand-in");
    expect(environmentOf("electron/main.ts")?.folder).toBe("electron");
  });
});
