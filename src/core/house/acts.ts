import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written } from "../acts/pen.ts";
import { refuse } from "../base/result.ts";
import { hasRole, namesWith } from "../desk/roster.ts";
import { PassedSchema, StyleSchema, Word } from "./kinds.ts";

/// The acts on the house style: a chief sets it, anyone adds a word, authors and editors let a finding stand.
export const houseActs = {
  "house.change": defineAct(StyleSchema.entries, (pen, style) =>
    hasRole(pen.me, "chief")
      ? written(pen.write("house.style", style))
      : refuse("only-chief", { who: namesWith(pen.roster, "chief") }).refusal,
  ),
  "house.word": defineAct({ word: Word, listed: v.boolean() }, (pen, input) => written(pen.write("house.word", input))),
  "check.pass": defineAct(PassedSchema.entries, (pen, input) => {
    if (pen.lookup.row("item", input.item) === undefined) return refuse("item-unknown").refusal;
    return hasRole(pen.me, "author", "copy editor", "editor")
      ? written(pen.write("check.passed", input))
      : refuse("readers-do-not-write").refusal;
  }),
};
