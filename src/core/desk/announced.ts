import type { Kind } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { activeDevices, type Device } from "./roster.ts";

/// The laptops whose app has not announced that it understands a kind of entry: until there are none, nobody writes one.
export function behind(lookup: Lookup, kind: Kind): Device[] {
  const roster = lookup.row("roster", "current");
  return roster === undefined ? [] : activeDevices(roster).filter((one) => lookup.row("announced", one.id)?.kinds.includes(kind) !== true);
}
