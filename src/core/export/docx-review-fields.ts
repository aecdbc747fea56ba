import type { Publication } from "../desk/publication.ts";
import { FIELD_NAMES, type FieldName, type Fields } from "../item/item.ts";
import { longDate } from "../proof/dates.ts";
import { bodyText } from "../proof/reading.ts";

/// A suggestion in a few characters, where it cannot stand in the text: what it replaces, adds or takes away.
export const inShort = (before: string, after: string): string =>
  before === "" ? `+ “${after}”` : after === "" ? `− “${before}”` : `“${before}” → “${after}”`;

/// One line of the copy that shows a printed field, or a piece of one. `key` names it within the copy.
export interface FieldLine {
  readonly key: string;
  readonly field: FieldName;
  readonly label: string;
  readonly text: string;
  readonly lang: string | null;
}

/// The printed fields as lines: of each source title, original title and address by themselves, so that each can be put right.
export function fieldLines({ sources, bodies, date, byline }: Fields, { labels }: Pick<Publication, "labels">): FieldLine[] {
  const line = (key: string, field: FieldName, label: string, text: string, lang: string | null = null): FieldLine[] =>
    text === "" ? [] : [{ key, field, label, text, lang }];
  return [
    ...sources.flatMap(({ title, original, link }, at) => [
      ...line(`s${at}t`, "sources", labels.article, title),
      ...line(`s${at}o`, "sources", "Original title", original?.text ?? "", original?.lang ?? null),
      ...line(`s${at}l`, "sources", labels.link, link ?? ""),
    ]),
    ...bodies.flatMap((body, at) => line(`b${at}`, "bodies", labels.body, bodyText(body))),
    ...line("d", "date", labels.date, date === null ? "" : longDate(date)),
    ...line("y", "byline", "By", byline.join(", ")),
  ];
}

/// A line of the fields as it is, as it would be, or both.
export interface FieldPair {
  readonly was: FieldLine | null;
  readonly is: FieldLine | null;
}

/// The lines of the fields beside those that one suggestion each would have: `suggested` gives the fields of the first who
/// suggests on a field, null where nobody does.
export function fieldPairs(
  fields: Fields,
  suggested: (field: FieldName) => Fields | null,
  publication: Pick<Publication, "labels">,
): FieldPair[] {
  const now = fieldLines(fields, publication);
  return FIELD_NAMES.flatMap((field): FieldPair[] => {
    const [was, other] = [now.filter((one) => one.field === field), suggested(field)];
    if (other === null) return was.map((one) => ({ was: one, is: one }));
    const is = fieldLines(other, publication).filter((one) => one.field === field);
    const kept = was.map((one) => ({ was: one, is: is.find((each) => each.key === one.key) ?? null }));
    return [...kept, ...is.filter((one) => !was.some((each) => each.key === one.key)).map((one) => ({ was: null, is: one }))];
  });
}
