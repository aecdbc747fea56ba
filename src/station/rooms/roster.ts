import type { ChangeLine } from "../../contract/desk.ts";
import type { Task } from "../../contract/issue.ts";
import { canonical } from "../../core/base/canonical.ts";
import { needsSecond, rosterObstacle, type RosterChange } from "../../core/desk/roster-change.ts";
import { hasRole, ownerOf, type Roster } from "../../core/desk/roster.ts";
import { changeOf } from "../../core/desk/rosters.ts";
import { isBefore } from "../../core/ledger/entry.ts";
import { understand, type Known } from "../../core/ledger/kinds.ts";
import type { Station } from "../station.ts";

const LEFT = "roster-left";

interface Asked {
  readonly known: Known;
  readonly change: RosterChange;
  readonly follows: string;
}

/// The entries that ask for a change of the roster, oldest first.
function asked(station: Station): Asked[] {
  return station.ledger.of("roster").flatMap(({ entry, standing }): Asked[] => {
    const known = understand(entry);
    if (typeof known === "string" || standing !== "ok") return [];
    const change = changeOf(known);
    return change === null || !("follows" in known.payload) ? [] : [{ known, change, follows: known.payload.follows }];
  });
}

/// Entries that took force, those under which a second chief signed among them.
function inForce(station: Station): ReadonlySet<string> {
  const heads = station.ledger.rows("roster").map((roster) => roster.head);
  const seconded = heads.flatMap((head) => {
    const stored = station.ledger.entry(head);
    const known = stored === undefined ? "unknown" : understand(stored.entry);
    return typeof known !== "string" && known.kind === "roster.seconded" ? [known.payload.change] : [];
  });
  return new Set([...heads, ...seconded]);
}

/// What a change does, whenever it is asked for.
const sense = ({ change }: Asked): string => canonical({ ...change, lastGood: null });

function line(station: Station, roster: Roster, { known, change }: Asked, state: ChangeLine["state"]): ChangeLine {
  const owner = "device" in change && typeof change.device === "string" ? ownerOf(roster, change.device)?.id : undefined;
  const member = "member" in change ? (typeof change.member === "string" ? change.member : change.member.id) : owner;
  const joins = "member" in change && typeof change.member !== "string" ? change.member : null;
  const by = ownerOf(roster, known.entry.header.device);
  return {
    entry: known.entry.id,
    change: change.change,
    about: roster.members[member ?? ""]?.name ?? joins?.name ?? "",
    of: change.change === "deputise" ? (roster.members[change.deputy.of]?.name ?? "") : "",
    roles: change.change === "roles" ? change.roles : (joins?.roles ?? []),
    by: by?.name ?? "",
    at: known.entry.header.at,
    mine: by !== undefined && by.id === station.me?.id,
    state,
  };
}

/// Changes of the roster that wait for a second chief's signature, and those of this person that another change made void and
/// that would still do something. Empty for all but chiefs.
export function rosterChanges(station: Station): ChangeLine[] {
  const { roster, me } = station;
  if (roster === undefined || !hasRole(me, "chief")) return [];
  const force = inForce(station);
  const left = new Set((station.ledger.meta(LEFT) ?? "").split(" "));
  const all = asked(station);
  const done = all.filter((one) => force.has(one.known.entry.id));
  // What was done all the same, by another's asking or by asking again, is not open again once somebody takes it back.
  const settled = (one: Asked): boolean =>
    done.some((other) => sense(other) === sense(one) && !isBefore(other.known.entry, one.known.entry));
  const open = all.filter((one) => !force.has(one.known.entry.id) && rosterObstacle(roster, one.change) === null && !settled(one));
  const waiting = open.filter((one) => one.follows === roster.head && needsSecond(roster, one.change));
  const taken = new Set(waiting.map(sense));
  const last = new Map(open.filter((one) => one.follows !== roster.head && !taken.has(sense(one))).map((one) => [sense(one), one]));
  const voided = [...last.values()].filter((one) => !left.has(one.known.entry.id) && one.change.change !== "adopt");
  return [
    ...waiting.map((one) => line(station, roster, one, "waiting")),
    ...voided.map((one) => line(station, roster, one, "void")).filter((one) => one.mine),
  ];
}

/// The changes that a chief has to decide about: to sign what another asked for, to ask anew or leave what became void.
export function rosterTasks(station: Station): Task[] {
  return rosterChanges(station)
    .filter((one) => one.state === "void" || !one.mine)
    .map(({ state, about, by }): Task => {
      const detail = { code: `task-change-${state}`, data: { name: by } };
      return { kind: "roster", issue: null, item: null, headline: about || publicationName(station), due: null, detail };
    });
}

/// A change of no person, such as another recovery key, is the desk's.
const publicationName = ({ ledger }: Station): string => ledger.row("desk", "desk")?.publication.name ?? "";

/// This person does not want a change any more that had become void.
export function leaveChange(station: Station, entry: string): void {
  station.ledger.putMeta(LEFT, `${station.ledger.meta(LEFT) ?? ""} ${entry}`.trim());
}
