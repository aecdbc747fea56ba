import type { Brief } from "../issue/issue.ts";
import { readDate, readMonthDay } from "../proof/dates.ts";
import { lastBracket, POINT, readBriefStart } from "./house-grammar.ts";
import { listLinks } from "./house-item.ts";
import { isBrief } from "./house-sections.ts";
import type { Finding } from "./imported.ts";
import { readInline, readPlain } from "./inline.ts";
import { linkIn } from "./signs.ts";
import type { Unit } from "./units.ts";

/// What the reader of briefs knows beforehand: list names, the list before the first name, the year of undated years.
export interface BriefContext {
  readonly lists: readonly string[];
  readonly section: string;
  readonly year: string | null;
}

/// Reads the units of the briefs' section. A unit that is neither a list's name nor a dated entry is listed with its text.
export function readBriefs(units: readonly Unit[], context: BriefContext, findings: Finding[]): { briefs: Brief[]; lists: string[] } {
  const briefs: Brief[] = [];
  const lists: string[] = [];
  let list = context.section;
  units.forEach((unit, at) => {
    if (context.lists.includes(unit.text) || isListName(unit, units[at + 1])) {
      list = readPlain(unit.text);
      if (!lists.includes(list)) lists.push(list);
      return;
    }
    const brief = readBrief(unit, list, context.year, findings);
    if (brief) briefs.push(brief);
    else findings.push({ code: "text-not-placed", severity: "not-understood", data: { place: list }, line: unit.n, excerpt: unit.text });
  });
  return { briefs, lists };
}

const isListName = (unit: Unit, next: Unit | undefined): boolean =>
  !POINT.test(unit.text) && !isBrief(unit) && unit.text.length <= 60 && !/[.!?:)]$/.test(unit.text) && isBrief(next);

function readBrief(unit: Unit, list: string, year: string | null, findings: Finding[]): Brief | null {
  const mark = POINT.exec(unit.text);
  const start = readBriefStart(mark ? unit.text.slice(mark[0].length) : unit.text);
  if (!start) return null;
  const date = readDate(start.day) ?? (year === null ? null : readMonthDay(start.day, year));
  if (date === null) return null;
  if (!mark) findings.push({ code: "brief-mark-missing", severity: "healed", data: { day: start.day }, line: unit.n, excerpt: start.day });
  listLinks(start.rest, unit.n, findings);
  const text = start.rest.replace(/\)\.$/, ")");
  const at = lastBracket(text);
  const label = at === null ? "" : readPlain(text.slice(at + 1, -1));
  if (at === null || label === "") return { list, date, text: readInline(start.rest), source: null };
  return { list, date, text: readInline(text.slice(0, at)), source: { label, link: linkIn(text.slice(at)) } };
}
