import { ledgerOrder } from "../ledger/entry.ts";
import { understand, type Known } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { row, type RowChange } from "../projection/rows.ts";
import { applyChange, chiefs, hasRole, memberOf, needsSecond, rosterObstacle, type Roster, type RosterChange } from "./roster.ts";

/// The change that a roster entry brings; null for the second signature under another one.
export function changeOf(known: Known): RosterChange | null {
  if (known.kind === "desk.founded") return { change: "found", member: known.payload.member, device: known.payload.device };
  if (known.kind === "roster.enrolled") return { change: "enrol", member: known.payload.member, device: known.payload.device };
  if (known.kind === "roster.roles") return { change: "roles", member: known.payload.member, roles: known.payload.roles };
  return null;
}

type Renewal = Extract<Known, { kind: "device.renewed" }>;

/// With the laptops that went on under new keys, wherever the old id belongs. They are no changes of the roster: what a chief
/// decides meanwhile does not make them void.
function withRenewed(roster: Roster, renewals: readonly Renewal[]): Roster {
  const devices = { ...roster.devices };
  for (const { entry, payload } of renewals) {
    const of = entry.header.device;
    if (devices[of] !== undefined) devices[payload.device.id] ??= { ...payload.device, of, by: entry.id };
  }
  return { ...roster, devices };
}

/// What the folding of the roster reads: its entries by id, and which of them a fork has taken the force from.
interface RosterEntries {
  readonly all: ReadonlyMap<string, Known>;
  readonly contested: ReadonlySet<string>;
}

/// The only chief of a desk is nobody's to confirm but their own: they may confirm the laptop that they write on.
function confirmsOnlyChief(roster: Roster, known: Known): boolean {
  const by = memberOf(roster, known.entry.header.device);
  const own = known.kind === "roster.enrolled" && known.payload.device.id === known.entry.header.device;
  return own && chiefs(roster).length === 1 && hasRole(by, "chief");
}

/// The roster that `known` makes when it follows `roster`; null if it does not count (not yet, or never).
function after(roster: Roster, known: Known, { all, contested }: RosterEntries): Roster | null {
  if (contested.has(known.entry.id) && !confirmsOnlyChief(roster, known)) return null;
  const by = memberOf(roster, known.entry.header.device);
  if (!hasRole(by, "chief")) return null;
  if (known.kind === "roster.seconded") {
    const first = all.get(known.payload.change);
    const change = first === undefined ? null : changeOf(first);
    if (first === undefined || contested.has(first.entry.id) || change === null || !follows(first, roster.head)) return null;
    const firstBy = memberOf(roster, first.entry.header.device);
    if (!hasRole(firstBy, "chief") || firstBy?.id === by?.id || rosterObstacle(roster, change) !== null) return null;
    return applyChange(roster, change, known.entry.id);
  }
  const change = changeOf(known);
  if (change === null || rosterObstacle(roster, change) !== null || needsSecond(roster, change)) return null;
  return applyChange(roster, change, known.entry.id);
}

const follows = (known: Known, head: string): boolean => "follows" in known.payload && known.payload.follows === head;

/// Of two changes on one roster head the one that takes rights away prevails, then ledger order; the loser is void.
function winner(candidates: readonly { known: Known; roster: Roster }[]): Roster | undefined {
  const force = (known: Known): number => (known.kind === "roster.enrolled" ? 1 : 0);
  return [...candidates].sort((a, b) => force(a.known) - force(b.known) || ledgerOrder(a.known.entry, b.known.entry))[0]?.roster;
}

/// The rosters of the desk, one for each entry of the chain that counts, and the last one as `current`.
export function foldRoster(lookup: Lookup): RowChange[] {
  const all = new Map<string, Known>();
  const contested = new Set<string>();
  for (const stored of lookup.of("roster")) {
    const known = understand(stored.entry);
    if (typeof known !== "string") all.set(stored.entry.id, known);
    if (stored.standing === "contested") contested.add(stored.entry.id);
  }
  const renewals = [...all.values()].filter((known): known is Renewal => known.kind === "device.renewed");
  const founded = [...all.values()].find((known) => known.kind === "desk.founded");
  const change = founded === undefined ? null : changeOf(founded);
  if (founded === undefined || change === null) return [];
  const rosters = [withRenewed(applyChange(null, change, founded.entry.id), renewals)];
  for (let now = rosters[0]; now !== undefined;) {
    const roster: Roster = now;
    const next = winner(
      [...all.values()]
        .filter((known) => follows(known, roster.head))
        .flatMap((known) => {
          const made = after(roster, known, { all, contested });
          return made === null ? [] : [{ known, roster: withRenewed(made, renewals) }];
        }),
    );
    if (next !== undefined) rosters.push(next);
    now = next;
  }
  const last = rosters.at(-1);
  return [
    ...rosters.map((roster) => row("roster", roster.head, "roster", roster)),
    ...(last === undefined ? [] : [row("roster", "current", "current", last)]),
  ];
}

/// The roster by which an entry that names `head` is judged: that of `head`, or of the nearest entry before it that counts.
export function rosterAt(lookup: Lookup, head: string | null): Roster | undefined {
  for (let at = head; at !== null;) {
    const roster = lookup.row("roster", at);
    if (roster !== undefined) return roster;
    const stored = lookup.entry(at);
    const known = stored === undefined ? "unknown" : understand(stored.entry);
    at = typeof known !== "string" && "follows" in known.payload ? known.payload.follows : null;
  }
  return undefined;
}
