import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EpubCheck } from "@likecoin/epubcheck-ts";
import { caniemail } from "caniemail";
import { HtmlValidate, type ConfigData } from "html-validate";
import { describe, expect, test } from "vitest";
import { present } from "../../packages.ts";
import { bytesOf, ISSUES, letterParts, proofOf } from "./proofs.ts";

const require = createRequire(import.meta.url);
const version = (name: string): string => {
  let folder = dirname(require.resolve(name));
  while (!existsSync(join(folder, "package.json")) || !readFileSync(join(folder, "package.json"), "utf8").includes(`"${name}"`))
    folder = dirname(folder);
  return `${name} ${(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version}`;
};
const EPUBCHECK = "/usr/bin/epubcheck";
const VNU = join(dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
const java = present("java");
const debians = java && existsSync(EPUBCHECK) ? /EPUBCheck v\S+/.exec(jar(EPUBCHECK, "--version").said)?.[0] : undefined;
const judges = ["@likecoin/epubcheck-ts", "html-validate", ...(java ? ["vnu-jar"] : []), "caniemail"].map(version);
console.log(`judged by ${[...judges, ...(debians === undefined ? [] : [`Debian's ${debians}`])].join(", ")}`);
const folder = mkdtempSync(join(tmpdir(), "top5-validators-"));
const DRAFTS = [false, true];

function jar(...args: string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync("java", ["-jar", ...args], { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

describe("an EPUB has no error and no warning", () => {
  test.each(ISSUES)(`in ${version("@likecoin/epubcheck-ts")}: %s`, async (_name, file) => {
    for (const draft of DRAFTS) {
      const { messages } = await EpubCheck.validate(await bytesOf(proofOf(file, draft), "epub"));
      expect(messages).toEqual([]);
    }
  });

  if (java && existsSync(EPUBCHECK))
    test.each(ISSUES)("in Debian's epubcheck: %s", async (_name, file) => {
      const out = join(folder, "issue.epub");
      writeFileSync(out, await bytesOf(proofOf(file), "epub"));
      const { status, said } = jar(EPUBCHECK, "--failonwarnings", out);
      expect(said).toContain("0 fatals / 0 errors / 0 warnings");
      expect(status, said).toBe(0);
    });
  else test("in Debian's epubcheck", () => console.info("skipped: Debian's epubcheck or Java is absent"));
});

const htmlErrors = async (html: string, config: ConfigData): Promise<unknown[]> => {
  const report = await new HtmlValidate(config).validateString(html);
  return report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`));
};

/// How long a title may be is a matter of search engines: the issue's is what it is.
const RULES = {
  extends: ["html-validate:recommended"],
  rules: { "long-title": "off", "doctype-style": ["error", { style: "lowercase" }] },
} satisfies ConfigData;

describe("a web page has no error", () => {
  test.each(ISSUES)(`in ${version("html-validate")}: %s`, async (_name, file) => {
    for (const draft of DRAFTS) {
      const html = new TextDecoder().decode(await bytesOf(proofOf(file, draft), "html"));
      expect(await htmlErrors(html, RULES)).toEqual([]);
    }
  });

  if (java)
    test(`in the Nu Html Checker, ${version("vnu-jar")}: all of them`, async () => {
      const files = await Promise.all(
        ISSUES.flatMap(([, file], at) =>
          DRAFTS.map(async (draft) => {
            const out = join(folder, `${at}-${draft}.html`);
            writeFileSync(out, await bytesOf(proofOf(file, draft), "html"));
            return out;
          }),
        ),
      );
      const { status, said } = jar(VNU, "--errors-only", ...files);
      expect(said).toBe("");
      expect(status).toBe(0);
    });
  else test("in the Nu Html Checker", () => console.info("skipped: Java is absent"));
});

/// What caniemail says that some of these programs lack, and why the letter is the same letter there.
const KNOWN_GAPS: Readonly<Record<string, string>> = {
  "@media": "the dark colours; without them the light ones stand, each on its own ground",
  "color-scheme meta tag": "as above",
  "<style> element": "as above: nothing else is in it",
  "<body> element": "its ground; the outer table has the same",
  "role attribute": "a screen reader may announce the layout's tables",
  "aria-label attribute": "a source's link is read as “Link”, behind its title",
};

describe("a letter", () => {
  test.each(ISSUES)(`has no error in ${version("html-validate")}: %s`, async (_name, file) => {
    for (const draft of DRAFTS) {
      const html = letterParts(await bytesOf(proofOf(file, draft), "email"))["text/html"] ?? "";
      // Mail programs need styles on the elements, and Outlook the old attributes of tables.
      const rules = {
        ...RULES.rules,
        "no-inline-style": "off",
        "no-deprecated-attr": "off",
        "presentation-role-style": "off",
      } as const;
      expect(await htmlErrors(html, { ...RULES, rules })).toEqual([]);
    }
  });

  test.each(ISSUES)(`uses nothing that Gmail or Outlook cannot draw, in ${version("caniemail")}: %s`, async (_name, file) => {
    const html = letterParts(await bytesOf(proofOf(file), "email"))["text/html"] ?? "";
    const { issues } = caniemail({ clients: ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*"], html });
    const lacking = [...issues.errors].flatMap(([client, found]) => found.map(({ title }) => ({ title, client })));
    expect(lacking.filter(({ title }) => KNOWN_GAPS[title] === undefined)).toEqual([]);
  });
});
