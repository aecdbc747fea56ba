import { ok, refuse, type Result } from "../base/result.ts";
import type { Entry } from "../ledger/entry.ts";
import type { Ingested } from "../ledger/ingest.ts";
import type { Lookup } from "../projection/lookup.ts";
import { performAct, type ActName } from "./act.ts";
import { Pen, type ActPorts, type Performed } from "./pen.ts";

/// What an act came to: its entries, and all that a store has to write with them.
export interface Prepared {
  readonly entries: readonly Entry[];
  readonly ingested: Ingested;
}

/// Runs what an act does on the desk as `lookup` has it: what to commit together, or the refusal. Nothing is stored.
export function prepare(lookup: Lookup, ports: ActPorts, act: (pen: Pen) => Performed): Result<Prepared> {
  const pen = new Pen(lookup, ports);
  const out = pen.roster?.devices[ports.signer.device]?.out;
  if (out !== undefined) return refuse("laptop-out", { out });
  const refusal = act(pen);
  return refusal === null ? ok({ entries: pen.entries, ingested: pen.ingested }) : { ok: false, refusal };
}

/// The same, where only its entries or the refusal are wanted.
export function perform(lookup: Lookup, ports: ActPorts, act: (pen: Pen) => Performed): Result<readonly Entry[]> {
  const done = prepare(lookup, ports, act);
  return done.ok ? ok(done.value.entries) : done;
}

/// The act of a window or the command line, by name.
export const performNamed = (lookup: Lookup, ports: ActPorts, name: ActName, input: unknown): Result<readonly Entry[]> =>
  perform(lookup, ports, (pen) => performAct(pen, name, input));
