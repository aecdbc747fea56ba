import { ledgerOrder, type Entry } from "../ledger/entry.ts";
import { understand, type Known } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { row, type RowChange } from "../projection/rows.ts";
import { applyChange, force, needsSecond, rosterObstacle, type LastGood, type RosterChange } from "./roster-change.ts";
import { chiefs, hasRole, memberOf, type Cut, type Device, type Member, type Roster } from "./roster.ts";

/// The change that a roster entry brings; null for the second signature under another one.
export function changeOf(known: Known): RosterChange | null {
  switch (known.kind) {
    case "desk.founded":
      return { change: "found", ...pick(known.payload) };
    case "roster.enrolled":
      return { change: "enrol", ...pick(known.payload) };
    case "roster.recovered":
      return { change: "recover", ...pick(known.payload) };
    case "roster.roles":
      return { change: "roles", member: known.payload.member, roles: known.payload.roles, lastGood: known.payload.lastGood };
    case "roster.deputised": {
      const { member, of, roles, until } = known.payload;
      return { change: "deputise", member, deputy: { of, roles, until } };
    }
    case "roster.deputy-ended":
      return { change: "end-deputy", member: known.payload.member, lastGood: knownGood(known.entry, known.payload.lastGood) };
    case "roster.suspended":
      return {
        change: "suspend",
        device: known.payload.device,
        lastGood: laterGood(known.entry, known.payload.device, known.payload.lastGood),
      };
    case "roster.lifted":
      return { change: "lift", device: known.payload.device };
    case "roster.revoked":
      return { change: "revoke", device: known.payload.device, lastGood: known.payload.lastGood };
    case "roster.removed":
      return { change: "remove", member: known.payload.member, lastGood: known.payload.lastGood };
    case "roster.adopted":
      return { change: "adopt", entry: known.payload.entry };
    case "roster.recovery-key":
      return { change: "recovery-key", key: known.payload.key };
    default:
      return null;
  }
}

/// Two chiefs need not be asked for this one: it takes nothing back that had arrived where it was written.
const knownGood = (entry: Entry, said: Readonly<Record<string, LastGood>>): Record<string, LastGood> =>
  Object.fromEntries(Object.entries(said).map(([device, good]) => [device, laterGood(entry, device, good)]));

/// The later of a laptop's entry that is said to be its last good one, and its last one that had arrived where that was said.
function laterGood({ header: { device: by, seq, prev, have } }: Entry, device: string, said: LastGood): LastGood {
  const own: LastGood = prev === null ? null : [seq - 1, prev];
  const arrived = device === by ? own : (have[device] ?? null);
  return (arrived?.[0] ?? 0) > (said?.[0] ?? 0) ? arrived : said;
}

const pick = ({ member, device }: { member: Member; device: Device }): { member: Member; device: Device } => ({ member, device });

type Renewal = Extract<Known, { kind: "device.renewed" }>;

/// With the laptops that went on under new keys, wherever the old id belongs. They are no changes of the roster: what a chief
/// decides meanwhile does not make them void.
function withRenewed(roster: Roster, renewals: readonly Renewal[]): Roster {
  const devices = { ...roster.devices };
  for (const { entry, payload } of renewals) {
    const of = entry.header.device;
    // A thief goes on under no new keys: what comes past a laptop's last good entry brings none in, and takes away what it brought.
    const late = devices[of]?.out !== undefined && roster.cuts.some((cut) => isLate(entry, cut));
    if (late && devices[payload.device.id]?.by === entry.id) delete devices[payload.device.id];
    if (devices[of] !== undefined && !late) devices[payload.device.id] ??= { ...payload.device, of, by: entry.id };
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

/// What the recovery key signs, so that it lets in that laptop alone, on this roster alone.
export const recoveryProof = (desk: string, follows: string, device: string): string => `top5/recovered/v1\0${desk}\0${follows}\0${device}`;

/// The roster that `known` makes when it follows `roster`; null if it does not count (not yet, or never).
function after(roster: Roster, known: Known, { all, contested }: RosterEntries): Roster | null {
  if (contested.has(known.entry.id) && !confirmsOnlyChief(roster, known)) return null;
  // Its proof was judged with the entry: by the key of the roster that it follows.
  if (known.kind === "roster.recovered") return alone(roster, known);
  const by = memberOf(roster, known.entry.header.device);
  const mayEnd = known.kind === "roster.deputy-ended" && roster.members[known.payload.member]?.deputy?.of === by?.id;
  if (!hasRole(by, "chief") && !(by !== undefined && mayEnd)) return null;
  if (known.kind === "roster.seconded") {
    const first = all.get(known.payload.change);
    const change = first === undefined ? null : changeOf(first);
    if (first === undefined || contested.has(first.entry.id) || change === null || !follows(first, roster.head)) return null;
    const firstBy = memberOf(roster, first.entry.header.device);
    if (!hasRole(firstBy, "chief") || firstBy?.id === by?.id || rosterObstacle(roster, change) !== null) return null;
    return applyChange(roster, change, known.entry.id);
  }
  return alone(roster, known);
}

/// The roster after a change that one signature makes.
function alone(roster: Roster, known: Known): Roster | null {
  const change = changeOf(known);
  if (change === null || rosterObstacle(roster, change) !== null || needsSecond(roster, change)) return null;
  return applyChange(roster, change, known.entry.id);
}

const follows = (known: Known, head: string): boolean => "follows" in known.payload && known.payload.follows === head;

/// Of two changes on one roster head the stronger prevails, then ledger order; the loser is void.
function winner(on: Roster, candidates: readonly { known: Known; roster: Roster }[], all: RosterEntries["all"]): Roster | undefined {
  const strength = (known: Known): number => {
    const of = known.kind === "roster.seconded" ? all.get(known.payload.change) : known;
    const change = of === undefined ? null : changeOf(of);
    return change === null ? Infinity : force(on, change);
  };
  return [...candidates].sort((a, b) => strength(a.known) - strength(b.known) || ledgerOrder(a.known.entry, b.known.entry))[0]?.roster;
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
      roster,
      [...all.values()]
        .filter((known) => follows(known, roster.head))
        .flatMap((known) => {
          const made = after(roster, known, { all, contested });
          const next = made === null ? null : withRenewed(made, renewals);
          // One that takes away the very laptop which signed it would not count if it counted.
          return next?.devices[known.entry.header.device] === undefined ? [] : [{ known, roster: next }];
        }),
      all,
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

/// The roster by which an entry is judged, and whether it came past its laptop's last good entry: then that is not the one which
/// it names, but the later one that took rights from its laptop. Changes of the roster itself are no matter of cuts: what
/// follows an older roster has lost there anyway.
export function rosterFor(lookup: Lookup, entry: Entry): { readonly roster: Roster | undefined; readonly late: boolean } {
  const named = rosterAt(lookup, entry.header.roster);
  const current = lookup.row("roster", "current");
  if (named === undefined || current === undefined || entry.header.kind.startsWith("roster.")) return { roster: named, late: false };
  const cut = current.cuts.findLast((one) => one.length > named.length && isLate(entry, one) && !current.adopted.includes(entry.id));
  const roster = cut === undefined ? undefined : lookup.row("roster", cut.head);
  return roster === undefined ? { roster: named, late: false } : { roster, late: true };
}

/// Whether an entry came past a laptop's last good one.
export const isLate = ({ header }: Entry, cut: Cut): boolean => header.device === cut.device && header.seq > cut.seq;
