import { docOfBrief } from "../issue/brief-doc.ts";
import type { Brief } from "../issue/issue.ts";
import type { HouseStyle } from "../house/house.ts";
import { error, hint, type CheckFinding } from "./check.ts";
import { figures } from "./figures.ts";
import { weighed } from "./item.ts";
import { lookalikes } from "./lookalikes.ts";
import { proseOf } from "./prose.ts";
import { typography } from "./typography.ts";

/// What a brief is checked against: the desk's style, and the issue's day (`YYYY-MM-DD`; null: not set yet).
export interface BriefMeasure {
  readonly house: HouseStyle;
  readonly issueDate: string | null;
}

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 60;

/// A brief belongs to the weeks before its issue: more than 60 days back, or after the issue's date, is out of period.
function outOfPeriod(brief: string, issue: string | null): boolean {
  if (issue === null) return false;
  const days = (Date.parse(issue) - Date.parse(brief)) / DAY_MS;
  return days < 0 || days > PERIOD_DAYS;
}

/// All that house style has to say of one brief: its words, its source, its day. Empty when all is well. Abbreviations are left
/// alone: one sentence has no room to write names out. Offsets count in the block of `docOfBrief`.
export function checkBrief(brief: Brief, measure: BriefMeasure): CheckFinding[] {
  const all = proseOf(docOfBrief(brief));
  const findings = all.flatMap((prose) => [...typography(prose), ...lookalikes(prose), ...figures(prose)]);
  if (brief.source === null) findings.push(hint("check-brief-source-missing", { kind: "field", field: "source" }));
  if (outOfPeriod(brief.date, measure.issueDate)) findings.push(error("check-brief-out-of-period", { kind: "field", field: "date" }));
  return weighed(findings, { house: measure.house, passed: [] });
}
