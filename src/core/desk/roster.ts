/// Who belongs to the desk, with which rights and laptops. Computed from roster entries, each of which names the roster
/// entry that it follows; so every entry can be judged by the roster that its writer knew.

export const ROLES = ["author", "copy editor", "editor", "chief", "reader"] as const;
export type Role = (typeof ROLES)[number];

export interface Member {
  readonly id: string;
  readonly name: string;
  /// What they may do now: their own roles, and those of the person for whom they are a deputy.
  readonly roles: readonly Role[];
  readonly deputy?: Deputy;
  /// No longer on the desk; what they wrote keeps their name.
  readonly left?: true;
}

/// Someone stands in for another. `roles`: what that adds to their own. `until` only reminds people to end it: the right ends
/// with the entry that says so.
export interface Deputy {
  readonly of: string;
  readonly roles: readonly Role[];
  readonly until: string | null;
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
  /// Why it may write nothing now: stopped for the time being, given up for good, or its member has left.
  readonly out?: "suspended" | "revoked" | "left";
}

/// The public half of the desk's recovery key; its secret is on paper. It is no laptop: it lets one in.
export interface RecoveryKey {
  readonly id: string;
  readonly sign: string;
  readonly box: string;
  /// Somebody came in by it: whoever has the paper can do so again, until the desk has another one.
  readonly used?: true;
}

/// Where a laptop's entries under an older roster end to count as that roster would have them: the last one that whoever took
/// the rights away still vouched for (seq 0: none). What comes later is judged by the roster `head`.
export interface Cut {
  readonly device: string;
  readonly seq: number;
  readonly head: string;
  readonly length: number;
}

export interface Roster {
  readonly head: string;
  /// How many changes the desk has seen: of two rosters of one chain, the longer one is newer.
  readonly length: number;
  readonly members: Readonly<Record<string, Member>>;
  readonly devices: Readonly<Record<string, Device>>;
  readonly recovery: RecoveryKey | null;
  readonly cuts: readonly Cut[];
  /// Entries past a cut that a chief let count all the same.
  readonly adopted: readonly string[];
}

export const chiefs = (roster: Roster): Member[] => Object.values(roster.members).filter((one) => one.roles.includes("chief"));

/// A chief may do all that an editor may.
export const hasRole = (member: Member | undefined, ...roles: readonly Role[]): boolean =>
  member !== undefined && roles.some((role) => member.roles.includes(role) || (role === "editor" && member.roles.includes("chief")));

/// A member's roles without those of the person they stand in for.
export const ownRoles = (member: Member | undefined): readonly Role[] =>
  member?.roles.filter((role) => member.deputy?.roles.includes(role) !== true) ?? [];

/// Names of the members with one of these roles, in order of the alphabet: whom a refusal points to.
export const namesWith = (roster: Roster | undefined, ...roles: readonly Role[]): string[] =>
  Object.values(roster?.members ?? {})
    .filter((member) => hasRole(member, ...roles))
    .map((member) => member.name)
    .sort();

/// Whose laptop it is, whether it may write or not.
export const ownerOf = (roster: Roster, device: string): Member | undefined => {
  const owner = roster.devices[device]?.member;
  return owner === undefined ? undefined : roster.members[owner];
};

/// For whom a laptop may write; undefined where it may not.
export const memberOf = (roster: Roster, device: string): Member | undefined =>
  roster.devices[device]?.out === undefined ? ownerOf(roster, device) : undefined;

/// The ids under which a laptop wrote: its present one, then those before.
export function idsOf(roster: Roster | undefined, device: string): string[] {
  const ids = [device];
  for (let of = roster?.devices[device]?.of; of !== undefined && !ids.includes(of); of = roster?.devices[of]?.of) ids.push(of);
  return ids;
}

/// The laptops of the desk, without the ids that went on as others.
export function laptopsOf(roster: Roster): Device[] {
  const before = new Set(Object.values(roster.devices).map((device) => device.of));
  return Object.values(roster.devices).filter((device) => !before.has(device.id));
}

/// Those of them that may write.
export const activeDevices = (roster: Roster): Device[] => laptopsOf(roster).filter((device) => device.out === undefined);
