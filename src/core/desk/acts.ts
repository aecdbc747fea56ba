import * as v from "valibot";
import { defineAct } from "../acts/define.ts";
import { written, type Pen, type Performed } from "../acts/pen.ts";
import { same } from "../base/canonical.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { Hash, Id } from "../ledger/entry.ts";
import { ListedBodySchema, PublicationSchema, RolesSchema } from "./kinds.ts";
import { hasRole, namesWith, rosterObstacle, type Device, type Member } from "./roster.ts";

const no = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;
const onlyChief = (pen: Pen): Performed => (hasRole(pen.me, "chief") ? null : no("only-chief", { who: namesWith(pen.roster, "chief") }));

/// Enrols a laptop whose owner a chief has compared words with. No window asks for this directly: the station does, once
/// the invitation's proof has been checked.
export function enrol(pen: Pen, member: Member, device: Device): Performed {
  const inTheWay = onlyChief(pen);
  const roster = pen.roster;
  if (inTheWay !== null || roster === undefined) return inTheWay ?? no("not-a-member");
  const obstacle = rosterObstacle(roster, { change: "enrol", member, device });
  if (obstacle !== null) return no(obstacle);
  return written(pen.write("roster.enrolled", { follows: roster.head, member: { ...member, roles: [...member.roles] }, device }));
}

/// Says which kinds of entry this app understands, where that is news to the others.
export function announce(pen: Pen, kinds: readonly string[]): Performed {
  const before = pen.lookup.row("announced", pen.ports.signer.device)?.kinds;
  const now = [...kinds].sort();
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

/// The acts on the desk itself: its publication, and who may do what.
export const deskActs = {
  "desk.change": defineAct(
    { publication: PublicationSchema, bodies: v.array(ListedBodySchema) },
    (pen, input) => onlyChief(pen) ?? written(pen.write("desk.publication", input)),
  ),
  "roster.change-roles": defineAct({ member: Id, roles: RolesSchema }, (pen, { member, roles }) => {
    const inTheWay = onlyChief(pen);
    const roster = pen.roster;
    if (inTheWay !== null || roster === undefined) return inTheWay ?? no("not-a-member");
    const obstacle = rosterObstacle(roster, { change: "roles", member, roles });
    return obstacle === null ? written(pen.write("roster.roles", { follows: roster.head, member, roles })) : no(obstacle);
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
