import * as v from "valibot";
import { ListedBodySchema } from "../desk/kinds.ts";
import { defineKind } from "../ledger/define.ts";
import { Id } from "../ledger/entry.ts";
import { DIALECTS, WEIGHTS } from "./house.ts";

const CheckName = v.pipe(v.string(), v.regex(/^check-[a-z-]{1,60}$/));
export const Word = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80), v.regex(/^\S+$/u));

export const StyleSchema = v.object({
  dialect: v.picklist(DIALECTS),
  rules: v.record(CheckName, v.picklist(WEIGHTS)),
  terms: v.pipe(v.array(ListedBodySchema), v.maxLength(2000)),
});

/// One finding that a person let stand: this check, on these words of this item.
export const PassedSchema = v.object({ item: Id, check: CheckName, quote: v.pipe(v.string(), v.maxLength(500)), passed: v.boolean() });

export const houseKinds = {
  /// The chief's choice of spelling, rules and terms; the latest holds.
  "house.style": defineKind({ subject: () => "desk", payload: StyleSchema }),
  /// A word that is right on this desk, or no longer.
  "house.word": defineKind({ subject: () => "desk", payload: v.object({ word: Word, listed: v.boolean() }) }),
  "check.passed": defineKind({ subject: ({ item }) => `item:${item}`, payload: PassedSchema }),
};
