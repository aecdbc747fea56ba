import { readFileSync } from "node:fs";
import nspell from "nspell";
import type { Speller } from "../../core/checks/spelling.ts";
import type { Dialect } from "../../core/house/house.ts";
import { dictionaryOf } from "./files.ts";

const loaded = new Map<Dialect, ReturnType<typeof nspell>>();

function dictionary(dialect: Dialect): ReturnType<typeof nspell> {
  const known = loaded.get(dialect);
  if (known !== undefined) return known;
  const { aff, dic } = dictionaryOf(dialect);
  const made = nspell(readFileSync(aff), readFileSync(dic));
  loaded.set(dialect, made);
  return made;
}

/// The dictionary of a dialect. A dictionary is read at its first word, the other dialect's at the first strange word.
export function spellerOf(dialect: Dialect): Speller {
  const other: Dialect = dialect === "british" ? "american" : "british";
  const suggestions = new Map<string, readonly string[]>();
  return {
    knows: (word) => dictionary(dialect).correct(word),
    other: (word) => dictionary(other).correct(word),
    suggest(word) {
      const known = suggestions.get(word) ?? dictionary(dialect).suggest(word);
      suggestions.set(word, known);
      return known;
    },
  };
}
