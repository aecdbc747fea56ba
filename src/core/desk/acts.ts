import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Pen, type Performed } from "../acts/pen.ts";
import { same } from "../base/canonical.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { understand } from "../ledger/kinds.ts";
import { LATE, RIGHT_ENDED } from "../ledger/standing.ts";
import { behind, LATER } from "./announced.ts";
import { Day, ListedBodySchema, PublicationSchema, RolesSchema } from "./kinds.ts";
import type { Publication } from "./publication.ts";
import { deputiesOf, rosterObstacle, takesRights, type LastGood, type RosterChange } from "./roster-change.ts";
import { hasRole, namesWith, ownRoles, type Device, type Member, type RecoveryKey, type Roster } from "./roster.ts";
import { changeOf, recoveryProof } from "./rosters.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;
const onlyChief = (pen: Pen): Performed => (hasRole(pen.me, "chief") ? null : no("only-chief", { who: namesWith(pen.roster, "chief") }));

/// Writes a change of the roster as one chief's entry: in force at once, or waiting for a second chief's signature. What it
/// names as a laptop's last good entry is what has arrived here by now.
function change(pen: Pen, asked: RosterChange): Performed {
  const inTheWay = onlyChief(pen);
  return inTheWay ?? writeChange(pen, asked);
}

function writeChange(pen: Pen, asked: RosterChange): Performed {
  const roster = pen.roster;
  if (roster === undefined) return no("not-a-member");
  const what = withLastGood(pen, roster, asked);
  const obstacle = rosterObstacle(roster, what);
  return obstacle === null ? written(writeOn(pen, roster.head, what)) : no(obstacle);
}

function writeOn(pen: Pen, follows: string, what: RosterChange): ReturnType<Pen["write"]> {
  switch (what.change) {
    case "enrol": {
      const { id, name, roles } = what.member;
      const { id: laptop, member, sign, box } = what.device;
      return pen.write("roster.enrolled", { follows, member: { id, name, roles: [...roles] }, device: { id: laptop, member, sign, box } });
    }
    case "roles":
      return pen.write("roster.roles", { follows, member: what.member, roles: [...what.roles], lastGood: what.lastGood });
    case "deputise": {
      const { of, roles, until } = what.deputy;
      return pen.write("roster.deputised", { follows, member: what.member, of, roles: [...roles], until });
    }
    case "end-deputy":
      return pen.write("roster.deputy-ended", { follows, member: what.member, lastGood: what.lastGood });
    case "suspend":
      return pen.write("roster.suspended", { follows, device: what.device, lastGood: what.lastGood });
    case "lift":
      return pen.write("roster.lifted", { follows, device: what.device });
    case "revoke":
      return pen.write("roster.revoked", { follows, device: what.device, lastGood: what.lastGood });
    case "remove":
      return pen.write("roster.removed", { follows, member: what.member, lastGood: what.lastGood });
    case "adopt":
      return pen.write("roster.adopted", { follows, entry: what.entry });
    case "recovery-key":
      return pen.write("roster.recovery-key", { follows, key: what.key });
    case "found":
    case "recover":
      throw new Error(`broken invariant: no chief's change: ${what.change}`);
  }
}

function withLastGood(pen: Pen, roster: Roster, asked: RosterChange): RosterChange {
  if (asked.change === "suspend" || asked.change === "revoke") return { ...asked, lastGood: lastGood(pen, asked.device) };
  const takes = asked.change === "remove" || asked.change === "end-deputy";
  if (!takes && !(asked.change === "roles" && takesRights(roster, asked.member, asked.roles))) return asked;
  const deputies = asked.change === "remove" ? deputiesOf(roster.members, asked.member).map((one) => one.id) : [];
  const losing = [asked.member, ...deputies];
  const laptops = Object.values(roster.devices).filter((device) => losing.includes(device.member) && device.out === undefined);
  return { ...asked, lastGood: Object.fromEntries(laptops.map(({ id }) => [id, lastGood(pen, id)])) };
}

/// The last entry of a laptop that has arrived here; null where none has.
function lastGood(pen: Pen, device: string): LastGood {
  const own = pen.entries.at(-1);
  const { seq, prev, have } = pen.ports.local.position();
  if (device !== pen.ports.signer.device) return have[device] ?? null;
  if (own !== undefined) return [own.header.seq, own.id];
  return prev === null ? null : [seq - 1, prev];
}

/// Enrols a laptop whose owner a chief has compared words with. No window asks for this directly: the station does, once
/// the invitation's proof has been checked.
export const enrol = (pen: Pen, member: Member, device: Device): Performed => change(pen, { change: "enrol", member, device });

/// Gives the desk a recovery key, or another one.
export const changeRecoveryKey = (pen: Pen, key: RecoveryKey): Performed => change(pen, { change: "recovery-key", key });

/// The first entry of a laptop that comes in by the recovery key; `prove` signs with its secret.
export function recover(pen: Pen, member: Member, device: Device, prove: (message: string) => string): Performed {
  const roster = pen.roster;
  const desk = pen.lookup.desk;
  if (roster === undefined || desk === null) return no("no-desk-yet");
  const obstacle = rosterObstacle(roster, { change: "recover", member, device });
  if (obstacle !== null) return no(obstacle);
  const { id, name, roles } = member;
  const proof = prove(recoveryProof(desk, roster.head, device.id));
  return written(pen.write("roster.recovered", { follows: roster.head, member: { id, name, roles: [...roles] }, device, proof }));
}

/// Says which kinds of entry this app understands, where that is news to the others.
export function announce(pen: Pen, kinds: readonly string[]): Performed {
  const before = pen.lookup.row("announced", pen.ports.signer.device)?.kinds;
  const now = [...kinds, ...LATER].sort();
  return before !== undefined && same(before, now) ? null : written(pen.write("device.announced", { kinds: now }));
}

/// The last entry of this laptop's chain: from here on it writes under new keys. Works on a split history too; a chief then
/// has to confirm it.
export const renew = (pen: Pen, { id, member, sign, box }: Device, proof: string): Performed =>
  written(pen.write("device.renewed", { device: { id, member, sign, box }, proof }, { forked: true }));

/// A chief's word that a laptop which went on under new keys is whose it says: the words were compared.
export function confirm(pen: Pen, laptop: string): Performed {
  const roster = pen.roster;
  const known = roster?.devices[laptop];
  const member = known === undefined ? undefined : roster?.members[known.member];
  const inTheWay = onlyChief(pen);
  if (inTheWay !== null) return inTheWay;
  if (roster === undefined || known?.by === undefined || member === undefined) return no("laptop-needs-no-word");
  const { id, sign, box } = known;
  const payload = { follows: roster.head, member: { ...member, roles: [...member.roles] }, device: { id, member: member.id, sign, box } };
  const done = pen.write("roster.enrolled", payload, { forked: true });
  if (!done.ok) return done.refusal;
  return pen.roster?.devices[laptop]?.by === undefined ? null : no("laptop-forked");
}

/// An app that knows no other page than A4, or no logo, would read another issue digest: none may be behind.
export function printObstacle(pen: Pen, { paper, logo }: Publication): Performed {
  const said = { "publication.paper": paper, "publication.logo": logo };
  const others = LATER.filter((one) => said[one] !== undefined)
    .flatMap((one) => behind(pen.lookup, one))
    .filter((one) => one.id !== pen.ports.signer.device);
  const who = new Set(others.map((one) => pen.roster?.members[one.member]?.name ?? ""));
  return who.size === 0 ? null : no("print-laptops-behind", { who: [...who] });
}

/// The acts on the desk itself: its publication, and who may do what.
export const deskActs = {
  "desk.change": defineAct(
    { publication: PublicationSchema, bodies: v.array(ListedBodySchema) },
    (pen, input) => onlyChief(pen) ?? printObstacle(pen, input.publication) ?? written(pen.write("desk.publication", input)),
  ),
  "roster.change-roles": defineAct({ member: Id, roles: RolesSchema }, (pen, { member, roles }) =>
    change(pen, { change: "roles", member, roles, lastGood: {} }),
  ),
  "roster.remove": defineAct({ member: Id }, (pen, { member }) => change(pen, { change: "remove", member, lastGood: {} })),
  /// One member stands in for another, with the roles that only the other has.
  "roster.deputise": defineAct({ member: Id, of: Id, until: v.nullable(Day) }, (pen, { member, of, until }) => {
    const own = pen.roster?.members[member]?.roles ?? [];
    const roles = ownRoles(pen.roster?.members[of]).filter((role) => !own.includes(role));
    return change(pen, { change: "deputise", member, deputy: { of, roles, until } });
  }),
  /// By a chief, or by the person stood in for, who is back.
  "roster.end-deputy": defineAct({ member: Id }, (pen, { member }) => {
    const back = pen.me !== undefined && pen.roster?.members[member]?.deputy?.of === pen.me.id;
    return (back ? writeChange : change)(pen, { change: "end-deputy", member, lastGood: {} });
  }),
  "roster.suspend": defineAct({ device: Id }, (pen, { device }) => change(pen, { change: "suspend", device, lastGood: null })),
  "roster.lift": defineAct({ device: Id }, (pen, { device }) => change(pen, { change: "lift", device })),
  "roster.revoke": defineAct({ device: Id }, (pen, { device }) => change(pen, { change: "revoke", device, lastGood: null })),
  /// Lets an entry count that came past its laptop's last good one.
  "roster.adopt": defineAct({ entry: Hash }, (pen, { entry }) => {
    const reason = pen.lookup.entry(entry)?.reason;
    return reason === LATE || reason === RIGHT_ENDED ? change(pen, { change: "adopt", entry }) : no("entry-not-late");
  }),
  /// A change that another one made void, once more.
  "roster.again": defineAct({ change: Hash }, (pen, { change: id }) => {
    const stored = pen.lookup.entry(id);
    const known = stored === undefined ? "unknown" : understand(stored.entry);
    const what = typeof known === "string" ? null : changeOf(known);
    return what === null || what.change === "found" || what.change === "recover" ? no("roster-second-void") : change(pen, what);
  }),
  "roster.confirm": defineAct({ device: Id }, (pen, { device }) => confirm(pen, device)),
  /// The second chief's signature under a change that needs two.
  "roster.second": defineAct({ change: Hash }, (pen, { change }) => {
    const inTheWay = onlyChief(pen);
    const roster = pen.roster;
    if (inTheWay !== null || roster === undefined) return inTheWay ?? no("not-a-member");
    const head = roster.head;
    const done = pen.write("roster.seconded", { follows: head, change });
    if (!done.ok) return done.refusal;
    return pen.roster?.head === head ? no("roster-second-void") : null;
  }),
};
