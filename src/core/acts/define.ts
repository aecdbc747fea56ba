import * as v from "valibot";
import type { Pen, Performed } from "./pen.ts";

/// One act that a person can ask for: its decoder, and what it does with the pen.
export interface ActDefinition<E extends v.ObjectEntries> {
  readonly input: v.StrictObjectSchema<E, undefined>;
  readonly perform: (pen: Pen, input: v.InferOutput<v.StrictObjectSchema<E, undefined>>) => Performed;
}

export const defineAct = <const E extends v.ObjectEntries>(entries: E, perform: ActDefinition<E>["perform"]): ActDefinition<E> => ({
  input: v.strictObject(entries),
  perform,
});
