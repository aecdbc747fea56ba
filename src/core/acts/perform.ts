import { ok, type Result } from "../base/result.ts";
import type { Entry } from "../ledger/entry.ts";
import type { Lookup } from "../projection/lookup.ts";
import { performAct, type ActName } from "./act.ts";
import { Pen, type ActPorts, type Performed } from "./pen.ts";

/// Runs what an act does on the desk as `lookup` has it: the entries to commit together, or the refusal. Nothing is stored.
export function perform(lookup: Lookup, ports: ActPorts, act: (pen: Pen) => Performed): Result<readonly Entry[]> {
  const pen = new Pen(lookup, ports);
  const refusal = act(pen);
  return refusal === null ? ok(pen.entries) : { ok: false, refusal };
}

/// The act of a window or the command line, by name.
export const performNamed = (lookup: Lookup, ports: ActPorts, name: ActName, input: unknown): Result<readonly Entry[]> =>
  perform(lookup, ports, (pen) => performAct(pen, name, input));
