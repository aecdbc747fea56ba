import { array, boolean, integer, maxLength, minLength, minValue, number, picklist, pipe, strictObject, string } from "valibot";
import { Id } from "../core/ledger/entry.ts";
import { act, answer, read } from "./channel.ts";

/// A place that holds the words looked for, with what stands around it. `obstacle`: why I cannot change it.
export interface FoundPlace {
  readonly kind: "item" | "brief";
  readonly id: string;
  readonly title: string;
  readonly block: string;
  readonly from: number;
  readonly before: string;
  readonly quote: string;
  readonly after: string;
  readonly obstacle: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
}

/// How many places were changed, and how many left because their words had changed or may not be.
export interface Replaced {
  readonly replaced: number;
  readonly left: number;
}

const query = strictObject({ text: pipe(string(), minLength(1), maxLength(500)), matchCase: boolean(), wholeWord: boolean() });
const place = strictObject({
  kind: picklist(["item", "brief"]),
  id: Id,
  block: pipe(string(), maxLength(80)),
  from: pipe(number(), integer(), minValue(0)),
});

export const findCalls = {
  "issue.find": read({ issue: Id, query }, answer<readonly FoundPlace[]>()),
  "issue.replace": act(
    { issue: Id, query, words: pipe(string(), maxLength(500)), places: pipe(array(place), maxLength(5000)) },
    answer<Replaced>(),
  ),
};
