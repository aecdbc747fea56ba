import type { Kind } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { activeDevices, type Device } from "./roster.ts";

/// What entries of a kind that is older may say since later: announced like a kind of its own.
export const LATER = ["publication.paper", "publication.logo"] as const;

/// The laptops whose app has not announced that it understands a kind of entry, or what one may say: until there are none, nobody writes one.
export function behind(lookup: Lookup, kind: Kind | (typeof LATER)[number]): Device[] {
  const roster = lookup.row("roster", "current");
  return roster === undefined ? [] : activeDevices(roster).filter((one) => lookup.row("announced", one.id)?.kinds.includes(kind) !== true);
}
