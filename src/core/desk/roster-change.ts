import { same } from "../base/canonical.ts";
import { chiefs, ownRoles, type Deputy, type Device, type Member, type RecoveryKey, type Role, type Roster } from "./roster.ts";

/// What can change about the roster, who has to sign it, which of two changes prevails, and the roster after it.

/// A laptop's last good entry, as an entry names it; null where none had arrived.
export type LastGood = readonly [seq: number, id: string] | null;

type LastGoods = Readonly<Record<string, LastGood>>;

export type RosterChange =
  | { readonly change: "found"; readonly member: Member; readonly device: Device }
  | { readonly change: "enrol"; readonly member: Member; readonly device: Device }
  | { readonly change: "recover"; readonly member: Member; readonly device: Device }
  | { readonly change: "roles"; readonly member: string; readonly roles: readonly Role[]; readonly lastGood: LastGoods }
  | { readonly change: "deputise"; readonly member: string; readonly deputy: Deputy }
  | { readonly change: "end-deputy"; readonly member: string; readonly lastGood: LastGoods }
  | { readonly change: "suspend"; readonly device: string; readonly lastGood: LastGood }
  | { readonly change: "lift"; readonly device: string }
  | { readonly change: "revoke"; readonly device: string; readonly lastGood: LastGood }
  | { readonly change: "remove"; readonly member: string; readonly lastGood: LastGoods }
  | { readonly change: "recovery-key"; readonly key: RecoveryKey }
  | { readonly change: "adopt"; readonly entry: string };

const MINOR: readonly Role[] = ["author", "copy editor", "reader"];

/// Whether a change needs a second chief's signature: from the second chief on, all but inviting authors, copy editors and
/// readers, stopping a laptop at once, letting an entry past a cut count, and ending what was given for a while.
export function needsSecond(roster: Roster, change: RosterChange): boolean {
  if (chiefs(roster).length < 2) return false;
  if (change.change === "suspend" || change.change === "adopt" || change.change === "end-deputy" || change.change === "recover")
    return false;
  if (change.change !== "enrol") return true;
  if (confirms(roster, change.device)) return false;
  const known = roster.members[change.member.id];
  return !(known?.roles ?? change.member.roles).every((role) => MINOR.includes(role));
}

/// Of two changes on one roster the one with the smaller number prevails: what stops a laptop, then what takes somebody off
/// the desk, then what takes rights, then all else.
export function force(roster: Roster, change: RosterChange): number {
  if (change.change === "suspend" || change.change === "recover") return 0;
  if (change.change === "remove" || change.change === "revoke") return 1;
  if (change.change === "end-deputy") return 2;
  if (change.change === "roles") return takesRights(roster, change.member, change.roles) ? 2 : 3;
  return 3;
}

/// Whether a member loses a role by having these from now on.
export const takesRights = (roster: Roster, member: string, roles: readonly Role[]): boolean =>
  ownRoles(roster.members[member]).some((role) => !roles.includes(role));

/// Whether enrolling the device confirms one that went on under new keys by its own word.
const confirms = (roster: Roster, { id, member, sign, box }: Device): boolean => {
  const known = roster.devices[id];
  return known?.by !== undefined && known.member === member && known.sign === sign && known.box === box;
};

/// Why a change cannot be applied to this roster, as a refusal code, or null: no desk is ever left without a chief who has a
/// laptop to sign on, no laptop changes hands, an enrolment of a known member brings a laptop but no new roles.
export function rosterObstacle(roster: Roster, change: RosterChange): string | null {
  switch (change.change) {
    case "found":
      return "roster-already-founded";
    case "enrol":
    case "recover":
      if (roster.devices[change.device.id] !== undefined && !confirms(roster, change.device)) return "roster-laptop-known";
      return roster.members[change.member.id]?.left === true ? "roster-member-left" : null;
    case "recovery-key":
      return roster.recovery?.id === change.key.id ? "roster-nothing-new" : null;
    case "adopt":
      return roster.adopted.includes(change.entry) ? "roster-nothing-new" : null;
    case "suspend":
    case "lift":
    case "revoke":
      return laptopObstacle(roster, change) ?? chiefless(roster, change);
    default:
      return memberObstacle(roster, change) ?? chiefless(roster, change);
  }
}

function laptopObstacle(roster: Roster, { change, device }: Extract<RosterChange, { device: string }>): string | null {
  const known = roster.devices[device];
  if (known === undefined) return "laptop-unknown";
  if (change === "lift") return known.out === "suspended" ? null : "roster-nothing-new";
  return known.out === undefined || (change === "revoke" && known.out === "suspended") ? null : "roster-nothing-new";
}

function memberObstacle(roster: Roster, change: Extract<RosterChange, { member: string }>): string | null {
  const member = roster.members[change.member];
  if (member === undefined) return "roster-member-unknown";
  if (member.left === true) return "roster-member-left";
  if (change.change === "roles") return same([...ownRoles(member)].sort(), [...change.roles].sort()) ? "roster-nothing-new" : null;
  if (change.change === "end-deputy") return member.deputy === undefined ? "roster-nothing-new" : null;
  if (change.change !== "deputise") return null;
  const of = roster.members[change.deputy.of];
  if (of === undefined || of.left === true) return "roster-member-unknown";
  if (member.deputy !== undefined) return "roster-deputy-already";
  // Nobody lends what was lent to them: it would outlast whom it was lent by.
  const gives =
    change.deputy.roles.length > 0 && change.deputy.roles.every((role) => ownRoles(of).includes(role) && !member.roles.includes(role));
  return gives ? null : "roster-nothing-new";
}

/// Who could sign for the desk: chiefs who have a laptop that may write.
const signing = (roster: Roster): Member[] =>
  chiefs(roster).filter((one) => Object.values(roster.devices).some((device) => device.member === one.id && device.out === undefined));

const chiefless = (roster: Roster, change: RosterChange): string | null =>
  signing(roster).length > 0 && signing(applyChange(roster, change, "")).length === 0 ? "roster-last-chief" : null;

/// The roster after the change; `head` is the id of the entry that makes it count.
export function applyChange(roster: Roster | null, change: RosterChange, head: string): Roster {
  const before = roster ?? { members: {}, devices: {}, recovery: null, cuts: [], adopted: [] };
  const length = (roster?.length ?? 0) + 1;
  const cuts = Object.entries(cutsOf(before, change)).map(([device, good]) => ({ device, seq: good?.[0] ?? 0, head, length }));
  return {
    head,
    length,
    members: { ...before.members, ...withoutDeputies(before.members, change), ...changedMember(before.members, change) },
    devices: { ...before.devices, ...changedDevices(before.devices, change) },
    recovery: recoveryAfter(before.recovery, change),
    cuts: [...before.cuts, ...cuts],
    adopted: change.change === "adopt" ? [...before.adopted, change.entry] : before.adopted,
  };
}

function recoveryAfter(before: RecoveryKey | null, change: RosterChange): RecoveryKey | null {
  if (change.change === "recovery-key") return change.key;
  return change.change === "recover" && before !== null ? { ...before, used: true } : before;
}

const laptopsWith = (devices: Roster["devices"], member: string): Device[] =>
  Object.values(devices).filter((device) => device.member === member);

/// Who stands in for a member: whoever leaves lends nothing any more.
export const deputiesOf = (members: Roster["members"], member: string): Member[] =>
  Object.values(members).filter((one) => one.deputy?.of === member);

/// Up to where each laptop that loses rights was still good. One that was stopped before keeps the end that it was given then:
/// what it had written until that is its member's, whatever becomes of them.
function cutsOf({ members, devices }: Pick<Roster, "members" | "devices">, change: RosterChange): LastGoods {
  if (change.change === "suspend" || change.change === "revoke") return { [change.device]: change.lastGood };
  if (change.change !== "roles" && change.change !== "end-deputy" && change.change !== "remove") return {};
  const { lastGood, member } = change;
  const named = [member, ...(change.change === "remove" ? deputiesOf(members, member).map((one) => one.id) : [])];
  const leaves = (device: Device): boolean => change.change === "remove" && device.member === member;
  const writing = Object.values(devices).filter(
    (one) => one.out === undefined && (leaves(one) || (named.includes(one.member) && one.id in lastGood)),
  );
  return Object.fromEntries(writing.map(({ id }) => [id, lastGood[id] ?? null]));
}

function withoutDeputies(members: Roster["members"], change: RosterChange): Roster["members"] {
  if (change.change !== "remove") return {};
  return Object.fromEntries(
    deputiesOf(members, change.member).map((one) => {
      const { deputy: _ended, ...plain } = one;
      return [one.id, { ...plain, roles: ownRoles(one) }];
    }),
  );
}

function changedMember(members: Roster["members"], change: RosterChange): Roster["members"] {
  if (!("member" in change)) return {};
  const id = typeof change.member === "string" ? change.member : change.member.id;
  const known = members[id] ?? (typeof change.member === "string" ? undefined : change.member);
  if (known === undefined) return {};
  const { deputy, ...plain } = known;
  const also = (roles: readonly Role[], more: readonly Role[]): Role[] => [...roles, ...more.filter((role) => !roles.includes(role))];
  if (change.change === "roles") {
    const more = deputy?.roles.filter((role) => !change.roles.includes(role)) ?? [];
    return {
      [id]: { ...plain, roles: [...change.roles, ...more], ...(deputy === undefined ? {} : { deputy: { ...deputy, roles: more } }) },
    };
  }
  if (change.change === "deputise") return { [id]: { ...known, roles: also(known.roles, change.deputy.roles), deputy: change.deputy } };
  if (change.change === "end-deputy") return { [id]: { ...plain, roles: ownRoles(known) } };
  if (change.change === "remove") return { [id]: { ...plain, roles: [], left: true } };
  return { [id]: change.change === "recover" ? { ...known, roles: also(known.roles, ["chief"]) } : known };
}

function changedDevices(devices: Roster["devices"], change: RosterChange): Roster["devices"] {
  if (change.change === "remove") {
    return Object.fromEntries(laptopsWith(devices, change.member).map((device) => [device.id, { ...device, out: "left" as const }]));
  }
  if (!("device" in change)) return {};
  if (typeof change.device !== "string") {
    const of = devices[change.device.id]?.of;
    return { [change.device.id]: of === undefined ? change.device : { ...change.device, of } };
  }
  const known = devices[change.device];
  if (known === undefined) return {};
  const { out: _before, ...device } = known;
  if (change.change === "lift") return { [device.id]: device };
  return { [device.id]: { ...device, out: change.change === "suspend" ? "suspended" : "revoked" } };
}
