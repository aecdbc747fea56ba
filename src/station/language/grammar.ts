import { pathToFileURL } from "node:url";
import { createBinaryModuleFromUrl, Dialect as Spoken, LocalLinter } from "harper.js";
import { onWords, isForeign, type Prose } from "../../core/checks/prose.ts";
import type { CheckFinding } from "../../core/checks/check.ts";
import type { Dialect } from "../../core/house/house.ts";
import { languageFile } from "./files.ts";

/// What a grammar can judge. Spelling and doubled words have checks of their own, and style is the publication's.
const KINDS = new Set([
  "Agreement",
  "BoundaryError",
  "Eggcorn",
  "Grammar",
  "Malapropism",
  "Miscellaneous",
  "Nonstandard",
  "Punctuation",
  "Usage",
  "WordChoice",
]);

/// Rules that took good sentences of real briefings for faulty ones.
const LEFT_OUT = ["MassNouns", "MissingTo", "QuantifierNumeralConflict", "ToTwoToo", "UnclosedQuotes", "OxfordComma"];

const linters = new Map<Dialect, Promise<LocalLinter>>();

async function load(dialect: Dialect): Promise<LocalLinter> {
  const binary = createBinaryModuleFromUrl(pathToFileURL(languageFile("grammar.wasm")).href, "slim");
  const linter = new LocalLinter({ binary, dialect: dialect === "british" ? Spoken.British : Spoken.American });
  await linter.setup();
  const config = await linter.getDefaultLintConfig();
  await linter.setLintConfig({ ...config, ...Object.fromEntries(LEFT_OUT.filter((rule) => rule in config).map((rule) => [rule, false])) });
  return linter;
}

const linterOf = (dialect: Dialect): Promise<LocalLinter> => {
  const known = linters.get(dialect) ?? load(dialect);
  linters.set(dialect, known);
  return known;
};

/// What the grammar finds in one block; nothing in headlines, which are no sentences, nor in another language.
export async function grammar(prose: Prose, dialect: Dialect): Promise<CheckFinding[]> {
  if (prose.kind === "headline" || prose.kind === "title") return [];
  const linter = await linterOf(dialect);
  const signs = [...prose.text];
  const lints = await linter.lint(prose.text, { language: "plaintext" });
  return lints.flatMap((lint) => {
    const span = lint.span();
    // Its offsets count code points.
    const [from, to] = [signs.slice(0, span.start).join("").length, signs.slice(0, span.end).join("").length];
    const [first] = lint.suggestions();
    const message = lint
      .message()
      .replaceAll("`", "“")
      .replace(/“([^“]*)“/g, "“$1”");
    const fix = first === undefined ? null : first.kind() === 0 ? first.get_replacement_text() : null;
    const kind = lint.lint_kind();
    lint.free();
    if (isForeign(prose, from, to) || !KINDS.has(kind)) return [];
    return [onWords(prose, "check-grammar", from, to, fix, { message })];
  });
}
