import { isDay, longDate, monthNumber } from "../proof/dates.ts";
import type { CheckFinding } from "./check.ts";
import { matches, onWords, type Prose } from "./prose.ts";

const MONTH = `(${[
  "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?",
  "Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?",
].join("|")})`;
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of )?${MONTH},? (\\d{4})\\b`, "g");
const MONTH_FIRST = new RegExp(`(?<!\\d )\\b${MONTH} (\\d{1,2})(st|nd|rd|th)?(,?) (\\d{4})\\b`, "g");
const NUMERIC = /(?<![\d/.-])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))(?![\d/-])/g;

/// The day in house form, `September 14, 2022`; null where there is no such day.
function inForm(year: string, month: number | null, day: string): string | null {
  const iso = `${year}-${String(month ?? 0).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(iso) ? longDate(iso) : null;
}

const dated = (prose: Prose, at: number, whole: string, fix: string | null): CheckFinding | null =>
  fix === whole ? null : onWords(prose, "check-date-form", at, at + whole.length, fix);

function dates(prose: Prose): CheckFinding[] {
  return [
    ...matches(prose, DAY_FIRST, ([whole, day = "", month = "", year = ""], at) =>
      dated(prose, at, whole, inForm(year, monthNumber(month), day)),
    ),
    ...matches(prose, MONTH_FIRST, ([whole, month = "", day = "", , , year = ""], at) => {
      const fix = inForm(year, monthNumber(month), day);
      return fix === null ? null : dated(prose, at, whole, fix);
    }),
    ...matches(prose, NUMERIC, ([whole, year, month = "", day = "", first = "", second = "", ended = ""], at) => {
      if (year !== undefined) return dated(prose, at, whole, inForm(year, Number(month), day));
      // Only where no month has that number is it clear which of the two is the day.
      const fix =
        Number(first) > 12 ? inForm(ended, Number(second), first) : Number(second) > 12 ? inForm(ended, Number(first), second) : null;
      return inForm(ended, Number(second), first) === null && inForm(ended, Number(first), second) === null
        ? null
        : dated(prose, at, whole, fix);
    }),
  ];
}

const percent = (prose: Prose): CheckFinding[] => [
  ...matches(prose, /(?<=\d) ?%(?!\w)/g, ([whole], at) => onWords(prose, "check-percent", at, at + whole.length, " percent")),
  ...matches(prose, /\bper cent\b/gi, ([whole], at) => onWords(prose, "check-percent", at, at + whole.length, "percent")),
];

const SIGNS: Readonly<Record<string, string>> = {
  RMB: "CNY",
  "¥": "CNY",
  "￥": "CNY",
  $: "USD",
  US$: "USD",
  "€": "EUR",
  "£": "GBP",
  HK$: "HKD",
};
const SCALES: Readonly<Record<string, string>> = {
  bn: "billion",
  b: "billion",
  mn: "million",
  m: "million",
  tn: "trillion",
  trn: "trillion",
  k: "000",
};
const AMOUNT = /(US\$|HK\$|RMB|CNY|USD|EUR|[¥￥€£$]) ?(\d[\d,.]*\d|\d) ?(trillion|billion|million|trn|bn|mn|tn|b|m)?(?![\p{L}\d])/gu;
const YUAN = /(\d[\d,.]*\d|\d) ?(trillion|billion|million|bn|mn|tn)? (?:yuan|renminbi|RMB)\b/gi;
const scaled = (scale: string | undefined): string => (scale === undefined ? "" : ` ${SCALES[scale.toLowerCase()] ?? scale.toLowerCase()}`);

/// Currencies by their three letters before the number, scales in words: CNY 500 billion.
function money(prose: Prose): CheckFinding[] {
  const form = (at: number, whole: string, fix: string): CheckFinding | null =>
    whole === fix ? null : onWords(prose, "check-currency-form", at, at + whole.length, fix);
  return [
    ...matches(prose, AMOUNT, ([whole, sign = "", number = "", scale], at) =>
      form(at, whole, `${SIGNS[sign] ?? sign} ${number}${scaled(scale)}`),
    ),
    ...matches(prose, YUAN, ([whole, number = "", scale], at) =>
      /(?:CNY|RMB|[¥￥]) ?$/.test(prose.text.slice(0, at)) ? null : form(at, whole, `CNY ${number}${scaled(scale)}`),
    ),
  ];
}

/// Numbers of five digits and more are set apart by thousands. Years and codes have four digits or letters.
const thousands = (prose: Prose): CheckFinding[] =>
  matches(prose, /(?<![\p{L}\d.,/:_#-])\d{5,}(?![\p{L}\d_/:-]|[.,]\d)/gu, ([whole], at) =>
    onWords(prose, "check-thousands", at, at + whole.length, whole.replace(/\B(?=(\d{3})+$)/g, ",")),
  );

/// Numbers in house form: dates, percentages, currencies, thousands.
export const figures = (prose: Prose): CheckFinding[] => [...dates(prose), ...percent(prose), ...money(prose), ...thousands(prose)];
