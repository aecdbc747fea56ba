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
