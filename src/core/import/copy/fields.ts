import type { FieldLine } from "../../export/docx-review-fields.ts";
import type { Body, Fields } from "../../item/item.ts";
import { tidyText } from "../../manuscript/runs.ts";
import { readDate } from "../../proof/dates.ts";
import { safeLink } from "../../proof/link.ts";
import { bodyText } from "../../proof/reading.ts";

/// A body as printed, read back with the parts that it had. Null where it cannot be told which is which.
function readBody(text: string, was: Body): Body | null {
  const [, all = text, via = null] = /^(.*?) \(via ([^()]+)\)$/.exec(text) ?? [];
  const [, head = all, inside = null] = /^(.*?) \(([^()]*)\)$/.exec(all) ?? [];
  const parts = inside === null ? [] : inside.split(", ");
  const found: Body =
    was.name === null && inside === null
      ? { short: head, name: null, original: null, via }
      : was.name === null
        ? { short: head, name: null, original: inside, via }
        : was.short === null && was.original !== null
          ? { short: null, name: head, original: inside, via }
          : { short: parts[0] ?? null, name: head, original: parts[1] ?? null, via };
  return bodyText(found) === text ? found : null;
}

const at = <T>(list: readonly T[], index: number, change: (one: T) => T): T[] =>
  list.map((one, place) => (place === index ? change(one) : one));

/// The fields with one of their lines as it came back; null where what it says now is not known to be such a field.
export function withLine(fields: Fields, { key }: FieldLine, returned: string): Fields | null {
  const text = tidyText(returned);
  const index = Number(/\d+/.exec(key)?.[0] ?? -1);
  if (key === "d") {
    const date = text === "" ? null : readDate(text);
    return text !== "" && date === null ? null : { ...fields, date };
  }
  if (key === "y") {
    if (fields.byline.some((name) => name.includes(","))) return null;
    return {
      ...fields,
      byline: text
        .split(",")
        .map(tidyText)
        .filter((name) => name !== ""),
    };
  }
  if (key.startsWith("b")) {
    const was = fields.bodies[index];
    const body = was === undefined || text === "" ? null : readBody(text, was);
    return body === null ? null : { ...fields, bodies: at(fields.bodies, index, () => body) };
  }
  if (key.endsWith("t")) return text === "" ? null : { ...fields, sources: at(fields.sources, index, (one) => ({ ...one, title: text })) };
  if (key.endsWith("l")) {
    const link = safeLink(text);
    return text !== "" && link === null ? null : { ...fields, sources: at(fields.sources, index, (one) => ({ ...one, link })) };
  }
  const original = (lang: string) => (text === "" ? null : { text, lang });
  return { ...fields, sources: at(fields.sources, index, (one) => ({ ...one, original: original(one.original?.lang ?? "zh-Hans") })) };
}

/// What a line says behind its label.
export const behindLabel = (text: string, { label }: FieldLine): string =>
  tidyText(text.startsWith(`${label}:`) ? text.slice(label.length + 1) : text);
