import { longDate, readDate } from "./dates.ts";

/// A correction as a line of the front: the day on which it was opened, and what it corrects.
export const correctionLine = ({ date, text }: { readonly date: string; readonly text: string }): string =>
  `Correction, ${longDate(date)}: ${text}`;

const LINE = /^Correction, ([^:]+): (\S.*)$/u;

/// Reads such a line, its words as they stand; null where it is none.
export function readCorrection(line: string): { readonly date: string; readonly text: string } | null {
  const found = LINE.exec(line);
  const date = found === null ? null : readDate(found[1] ?? "");
  return found === null || date === null ? null : { date, text: found[2] ?? "" };
}
