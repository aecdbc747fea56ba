import { readMonthDay } from "../../src/core/proof/dates.ts";
import type { EditedBrief } from "./BriefForm.svelte";

const LINE = /^(?:[-–•*]\s*)?([A-Z][a-z]+\s+\d{1,2}):\s*(.+)$/u;
const SOURCE = /^(.*\S)\s*\(([^()]+)\)\.?$/u;

/// Reads briefs as the house prints them, a line each: "September 8: what happened (source label)". Lines that are not of
/// this form are given back, never dropped.
export function readPasted(text: string, list: string, year: string): { readonly briefs: EditedBrief[]; readonly rest: string[] } {
  const briefs: EditedBrief[] = [];
  const rest: string[] = [];
  for (const line of text
    .split("\n")
    .map((one) => one.trim())
    .filter(Boolean)) {
    const found = LINE.exec(line);
    const date = found === null ? null : readMonthDay(found[1] ?? "", year);
    if (found === null || date === null) {
      rest.push(line);
      continue;
    }
    const source = SOURCE.exec(found[2] ?? "");
    briefs.push({
      list,
      date,
      text: [{ text: source?.[1] ?? found[2] ?? "" }],
      source: source === null ? null : { label: source[2] ?? "", link: null },
    });
  }
  return { briefs, rest };
}
