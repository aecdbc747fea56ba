/// Who belongs to the desk, with which rights and laptops. Computed from roster entries, each of which names the roster
/// entry that it follows; so every entry can be judged by the roster that its writer knew.

export const ROLES = ["author", "copy editor", "editor", "chief", "reader"] as const;
export type Role = (typeof ROLES)[number];

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/// A laptop: its signing key (Ed25519) and its key for receiving the desk's content keys (X25519), 64 hex digits each.
export interface Device {
  readonly id: string;
  readonly member: string;
  readonly sign: string;
  readonly box: string;
  /// The id that this laptop had before it went on under new keys.
  readonly of?: string;
  /// The entry by which it went on. Absent once a chief has confirmed it: then it no longer leans on the old id.
  readonly by?: string;
}

export interface Roster {
  readonly head: string;
  /// How many changes the desk has seen: of two rosters of one chain, the longer one is newer.
  readonly length: number;
  readonly members: Readonly<Record<string, Member>>;
  readonly devices: Readonly<Record<string, Device>>;
}

export type RosterChange =
  | { readonly change: "found"; readonly member: Member; readonly device: Device }
  | { readonly change: "enrol"; readonly member: Member; readonly device: Device }
  | { readonly change: "roles"; readonly member: string; readonly roles: readonly Role[] };

export const chiefs = (roster: Roster): Member[] => Object.values(roster.members).filter((one) => one.roles.includes("chief"));

/// A chief may do all that an editor may.
export const hasRole = (member: Member | undefined, ...roles: readonly Role[]): boolean =>
  member !== undefined && roles.some((role) => member.roles.includes(role) || (role === "editor" && member.roles.includes("chief")));

/// Names of the members with one of these roles, in order of the alphabet: whom a refusal points to.
export const namesWith = (roster: Roster | undefined, ...roles: readonly Role[]): string[] =>
  Object.values(roster?.members ?? {})
    .filter((member) => hasRole(member, ...roles))
    .map((member) => member.name)
    .sort();

const MINOR: readonly Role[] = ["author", "copy editor", "reader"];

/// Whether a change needs a second chief's signature: from the second chief on, all but inviting authors, copy editors
/// and readers.
export function needsSecond(roster: Roster, change: RosterChange): boolean {
  if (chiefs(roster).length < 2) return false;
  if (change.change !== "enrol") return true;
  if (confirms(roster, change.device)) return false;
  const known = roster.members[change.member.id];
  return !(known?.roles ?? change.member.roles).every((role) => MINOR.includes(role));
}

/// Whether enrolling the device confirms one that went on under new keys by its own word.
const confirms = (roster: Roster, { id, member, sign, box }: Device): boolean => {
  const known = roster.devices[id];
  return known?.by !== undefined && known.member === member && known.sign === sign && known.box === box;
};

/// Why a change cannot be applied to this roster, as a refusal code, or null: no desk is ever left without a chief, no
/// laptop changes hands, an enrolment of a known member brings a laptop but no new roles.
export function rosterObstacle(roster: Roster, change: RosterChange): string | null {
  if (change.change === "found") return "roster-already-founded";
  if (change.change === "enrol")
    return roster.devices[change.device.id] === undefined || confirms(roster, change.device) ? null : "roster-laptop-known";
  if (roster.members[change.member] === undefined) return "roster-member-unknown";
  const left = chiefs(roster).filter((one) => one.id !== change.member);
  return left.length === 0 && !change.roles.includes("chief") ? "roster-last-chief" : null;
}

/// The roster after the change; `head` is the id of the entry that makes it count.
export function applyChange(roster: Roster | null, change: RosterChange, head: string): Roster {
  const [members, devices] = [{ ...roster?.members }, { ...roster?.devices }];
  if (change.change === "roles") {
    const member = members[change.member];
    if (member !== undefined) members[change.member] = { ...member, roles: change.roles };
  } else {
    members[change.member.id] = members[change.member.id] ?? change.member;
    const of = devices[change.device.id]?.of;
    devices[change.device.id] = of === undefined ? change.device : { ...change.device, of };
  }
  return { head, length: (roster?.length ?? 0) + 1, members, devices };
}

export const memberOf = (roster: Roster, device: string): Member | undefined => {
  const owner = roster.devices[device]?.member;
  return owner === undefined ? undefined : roster.members[owner];
};

/// The ids under which a laptop wrote: its present one, then those before.
export function idsOf(roster: Roster | undefined, device: string): string[] {
  const ids = [device];
  for (let of = roster?.devices[device]?.of; of !== undefined && !ids.includes(of); of = roster?.devices[of]?.of) ids.push(of);
  return ids;
}

/// The laptops that write: without the ids that went on as others.
export function activeDevices(roster: Roster): Device[] {
  const before = new Set(Object.values(roster.devices).map((device) => device.of));
  return Object.values(roster.devices).filter((device) => !before.has(device.id));
}
