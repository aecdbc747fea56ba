const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// True for `YYYY-MM-DD` naming a day that exists.
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/// `2022-09-14` as `September 14, 2022`; text that is no day comes back as it is. The same in every locale.
export const longDate = (day: string): string => (isDay(day) ? `${monthDay(day)}, ${day.slice(0, 4)}` : day);

/// `2022-09-14` as `September 14`, the form that opens a brief.
export const monthDay = (day: string): string => (isDay(day) ? `${MONTHS[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8))}` : day);

/// `2022-09-14` as `September 2022`, the form under a title.
export const monthYear = (day: string): string => (isDay(day) ? `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}` : day);

/// Names of months in the other languages that an issue may come in, as the system writes them.
const elsewhere = new Map<string, number>();
function monthElsewhere(name: string): number | undefined {
  if (elsewhere.size === 0)
    for (const language of ["de", "fr", "es", "it", "nl"])
      for (const form of ["long", "short"] as const) {
        const names = new Intl.DateTimeFormat(language, { month: form, day: "numeric", timeZone: "UTC" });
        for (let month = 1; month <= 12; month++) {
          const part = names.formatToParts(Date.UTC(2000, month - 1, 1)).find((one) => one.type === "month");
          if (part !== undefined) elsewhere.set(part.value.toLowerCase().replace(/\.$/, ""), month);
        }
      }
  return elsewhere.get(name);
}

/// The month's number for its name or common short form, in English or a language that an issue may come in; null when it is none.
export function monthNumber(name: string): number | null {
  const wanted = name.toLowerCase().replace(/\.$/, "");
  if (wanted.length < 3) return null;
  const at = MONTHS.findIndex((month) => month.toLowerCase() === wanted || (month.toLowerCase().startsWith(wanted) && wanted.length <= 4));
  return at < 0 ? (monthElsewhere(wanted) ?? null) : at + 1;
}

/// `September 14, 2022`, `14 September 2022`, `14. September 2022`, `14 de septiembre de 2022`, `14.09.2022`, `2022年9月14日` or
/// `2022-09-14` as `YYYY-MM-DD`; null when the text is no such day.
export function readDate(text: string): string | null {
  const plain = text.trim().replace(/\.$/, "").replace(/ de /gi, " ");
  if (isDay(plain)) return plain;
  const chinese = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(plain);
  if (chinese) return dayOf(chinese[1], chinese[2], chinese[3]);
  const numbers = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(plain);
  if (numbers) return dayOf(numbers[3], numbers[2], numbers[1]);
  const american = /^(\p{L}+\.?) (\d{1,2}),? (\d{4})$/u.exec(plain);
  const british = /^(\d{1,2})\.? (\p{L}+\.?),? (\d{4})$/u.exec(plain);
  if (american) return day(american[3], american[1], american[2]);
  return british ? day(british[3], british[2], british[1]) : null;
}

/// `September 14`, `14 September` or `9月14日` in the given year as `YYYY-MM-DD`; null when there is no such day.
export function readMonthDay(text: string, year: string): string | null {
  const chinese = /^(\d{1,2})月(\d{1,2})日$/.exec(text.trim());
  if (chinese) return dayOf(year, chinese[1], chinese[2]);
  const parts = /^(\p{L}+\.?) (\d{1,2})$/u.exec(text.trim()) ?? /^(\d{1,2})\.? (\p{L}+\.?)$/u.exec(text.trim());
  if (!parts) return null;
  return /^\d/.test(parts[1] ?? "") ? day(year, parts[2], parts[1]) : day(year, parts[1], parts[2]);
}

const day = (year = "", monthName = "", dayNumber = ""): string | null => dayOf(year, String(monthNumber(monthName) ?? 0), dayNumber);

function dayOf(year = "", month = "", dayNumber = ""): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${dayNumber.padStart(2, "0")}`;
  return isDay(text) ? text : null;
}
