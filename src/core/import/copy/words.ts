import { diffArrays } from "diff";
import type { Run } from "../../issue/issue.ts";
import type { Block, Inline } from "../../manuscript/blocks.ts";
import { inline, splitWords, type Token } from "../../manuscript/flow.ts";
import { inlineOf, runOf } from "../../manuscript/runs.ts";
import type { DocJson } from "../../manuscript/schema.ts";
import { plain } from "../../manuscript/text.ts";
import { languageOf } from "../../proof/languages.ts";
import { safeLink } from "../../proof/link.ts";
import type { SettledRun } from "../docx/settle.ts";

type Marks = NonNullable<DocJson["marks"]>;

/// What programs may do to an address on the way: a redirect around it, a slash at its end.
function bare(link: string | null): string | null {
  const asked = /^https?:\/\/www\.google\.com\/url\?(?:[^#]*&)?q=([^&#]+)/i.exec(link ?? "")?.[1];
  if (asked === undefined) return safeLink(link);
  try {
    return safeLink(decodeURIComponent(asked));
  } catch {
    // No address in it that can be read.
    return safeLink(link);
  }
}

const alike = (a: string | null, b: string | null): boolean => a?.replace(/\/$/, "") === b?.replace(/\/$/, "");

/// A letter's look as it comes back, and the marks that a new letter of that look gets.
interface Look {
  readonly strong: boolean;
  readonly em: boolean;
  readonly link: string | null;
}

const lookOf = (run: SettledRun, kind: Block["kind"]): Look => {
  const bound = kind === "headline" || kind === "title";
  return { strong: !bound && run.look.strong, em: run.look.em, link: bound ? null : bare(run.link) };
};

/// How letters with these marks go out.
function sentAs(marks: Marks, kind: Block["kind"]): Look {
  const { strong, em, link } = runOf({ type: "text", text: "", marks });
  const bound = kind === "headline" || kind === "title";
  return { strong: !bound && strong === true, em: em === true, link: bound ? null : safeLink(link) };
}

function marked(text: string, { strong, em, link }: Look, lang: string | null): Marks {
  const run: Run = {
    text,
    ...(strong ? { strong } : {}),
    ...(em ? { em } : {}),
    ...(lang === null ? {} : { lang }),
    ...(link === null ? {} : { link }),
  };
  return inlineOf([{ ...run, text: "x" }])[0]?.marks ?? [];
}

const langIn = (marks: Marks): string | null => runOf({ type: "text", text: "", marks }).lang ?? null;

/// The letters of runs, each with what holds of it.
const spread = <T>(runs: readonly { readonly text: string; readonly of: T }[]): T[] =>
  runs.flatMap(({ text, of }) => Array.from({ length: text.length }, () => of));

/// Letters that nothing of the page shows are none; blanks of any kind are one.
const tidy = (text: string): string => text.replace(/[\t\n\v\f\r\u2028\u2029]/g, " ").replace(/[\u0000-\u001f\ufeff]/g, "");

/// Texts that differ in more words than this have nothing to do with each other.
const EDITS_MAX = 3000;

/// Which letters of one text are which of another: by position, null for those that are new.
export function lettersKept(before: string, after: string): (number | null)[] {
  if (before === after) return identity(after.length);
  const out: (number | null)[] = [];
  let at = 0;
  const found = diffArrays(splitWords(before), splitWords(after), { maxEditLength: EDITS_MAX });
  for (const run of found ?? [{ value: [after], added: true, removed: false }]) {
    const length = run.value.reduce((sum, word) => sum + word.length, 0);
    if (run.added) out.push(...Array.from({ length }, () => null));
    else {
      if (!run.removed) out.push(...identity(length).map((one) => one + at));
      at += length;
    }
  }
  return out;
}

const identity = (length: number): number[] => Array.from({ length }, (_one, at) => at);

/// The text of a block as it came back. What reads and looks as it went out is as it was, with all its marks: programs put
/// languages and addresses in their own way. `base` null: a new block.
export function returnedText(base: Block | null, kind: Block["kind"], runs: readonly SettledRun[]): Inline {
  const cleaned = runs.map((run) => ({ text: tidy(run.text), of: lookOf(run, kind) }));
  const text = cleaned.map((run) => run.text).join("");
  const looks = spread(cleaned);
  const was =
    base === null ? [] : spread(base.text.map((node): { text: string; of: Marks } => ({ text: node.text ?? "", of: node.marks ?? [] })));
  const kept = base === null ? Array.from({ length: text.length }, () => null) : lettersKept(plain(base), text);
  const tokens: Token[] = [];
  let done = 0;
  for (const word of splitWords(text)) {
    for (let at = done; at < done + word.length; at++) {
      const look = looks[at] ?? { strong: false, em: false, link: null };
      const before = was[kept[at] ?? -1] ?? null;
      const sent = before === null ? null : sentAs(before, kind);
      const same = sent !== null && sent.strong === look.strong && sent.em === look.em && alike(sent.link, look.link);
      const letter = text[at] ?? "";
      tokens.push({
        text: letter,
        marks: same && before !== null ? before : marked(letter, look, before === null ? languageOf(word) : langIn(before)),
      });
    }
    done += word.length;
  }
  return inline(tokens);
}
