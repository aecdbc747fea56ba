import type { Brief } from "./issue.ts";

/// Printed order of briefs within a list: by date, then by text, so that every laptop prints alike.
export const briefOrder = (a: Brief, b: Brief): number => {
  const key = (brief: Brief): string => `${brief.date}\0${brief.text.map((run) => run.text).join("")}`;
  const [x, y] = [key(a), key(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};
