import type { Run } from "../issue/issue.ts";

interface Piece {
  text: string;
  strong: boolean;
  em: boolean;
  link: boolean;
}

/// Runs as running text of the house layout (see `readInline`): languages and link targets are not written.
export const writeInline = (runs: readonly Run[]): string =>
  linked(joined(runs.map(piece)))
    .map(write)
    .join("");

/// Words as they stand in the house layout, with a backslash before each sign that would be read as markup.
export const writePlain = (text: string): string => escape(text);

const piece = (run: Run): Piece => ({
  text: run.text,
  strong: run.strong === true,
  em: run.em === true,
  link: run.link !== undefined,
});

function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const each of pieces) {
    const last = out.at(-1);
    if (last && last.strong === each.strong && last.em === each.em && last.link === each.link) last.text += each.text;
    else out.push({ ...each });
  }
  return out;
}

/// Two links with only blanks between are read as one: so they are written as one.
function linked(pieces: readonly Piece[]): Piece[] {
  return joined(
    pieces.map((each, at) => (/^ *$/.test(each.text) && pieces[at - 1]?.link && pieces[at + 1]?.link ? { ...each, link: true } : each)),
  );
}

function write({ text, strong, em, link }: Piece): string {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const core = text.trim() === "" ? "" : text.replace(/^ +| +$/g, "");
  if (core === "") return text;
  const trail = text.slice(lead.length + core.length);
  const stars = em ? `*${escape(core)}*` : escape(core);
  const strongs = strong ? `__${stars}__` : stars;
  return lead + (link ? `<u>${strongs}</u>` : strongs) + trail;
}

function escape(text: string): string {
  const starred = text.replace(/[\\*]/g, "\\$&").replace(/<(?=\/?u>)/gi, "\\<");
  return /^_|__|_$/.test(starred) ? starred.replace(/_/g, "\\_") : starred;
}
