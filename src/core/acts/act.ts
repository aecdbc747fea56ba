import * as v from "valibot";
import { deskActs } from "../desk/acts.ts";
import { erasureActs } from "../erasure/acts.ts";
import { evidenceActs } from "../evidence/acts.ts";
import { houseActs } from "../house/acts.ts";
import { issueActs } from "../issue/acts.ts";
import { briefActs } from "../issue/brief-acts.ts";
import { itemActs } from "../item/acts.ts";
import { reviewActs } from "../review/acts.ts";
import type { Performed, Pen } from "./pen.ts";

/// Every act that a person can ask of the station; each room defines its own.
export const ACTS = { ...deskActs, ...itemActs, ...reviewActs, ...issueActs, ...briefActs, ...houseActs, ...evidenceActs, ...erasureActs };

export type ActName = keyof typeof ACTS;
export type ActInput<N extends ActName> = v.InferOutput<(typeof ACTS)[N]["input"]>;

/// An act as it comes from a window or the command line: its name and its input.
export type Act = { [N in ActName]: { readonly name: N; readonly input: ActInput<N> } }[ActName];

export const isActName = (name: string): name is ActName => Object.hasOwn(ACTS, name);

/// Performs one decoded act with the pen: null, or why it is refused. After a refusal nothing of the pen may be kept.
export function performAct(pen: Pen, name: ActName, input: unknown): Performed {
  const definition: { input: v.GenericSchema; perform: (pen: Pen, input: never) => Performed } = ACTS[name];
  const decoded = v.safeParse(definition.input, input);
  if (!decoded.success) return { code: "act-malformed", data: { kind: name, fault: decoded.issues[0]?.message ?? "" } };
  return definition.perform(pen, decoded.output as never);
}
