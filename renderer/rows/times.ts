/// Times as people say them; the full date belongs on hover. Language and zone are the window's own.

const MINUTE = 60_000;
const DAY = 86_400_000;
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" });
const dayLong = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });

/// When something happened: "just now", "10:41", "yesterday", "3 Oct".
export function saidTime(at: string, now: Date = new Date()): string {
  const then = new Date(at);
  const ago = now.getTime() - then.getTime();
  if (ago < MINUTE && ago > -MINUTE) return "just now";
  const days = Math.round((startOfDay(now) - startOfDay(then)) / DAY);
  if (days === 0) return clock.format(then);
  return days > 0 && days < 7 ? relative.format(-days, "day") : short.format(then);
}

/// When something is due: "Thu", "tomorrow", "2 days late". `late` once the day is over.
export function saidDue(day: string | null, now: Date = new Date()): { readonly text: string; readonly late: boolean } {
  if (day === null) return { text: "", late: false };
  const due = new Date(`${day.slice(0, 10)}T00:00:00`);
  const days = Math.round((due.getTime() - startOfDay(now)) / DAY);
  if (days < 0) return { text: `${-days} ${days === -1 ? "day" : "days"} late`, late: true };
  if (days < 2) return { text: relative.format(days, "day"), late: false };
  return { text: days < 7 ? weekday.format(due) : short.format(due), late: false };
}

export const fullTime = (at: string): string => long.format(new Date(at));
export const shortDay = (day: string): string => short.format(new Date(`${day}T00:00:00`));
export const longDay = (day: string): string => dayLong.format(new Date(`${day}T00:00:00`));

const startOfDay = (of: Date): number => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
