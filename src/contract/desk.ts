import {
  array,
  boolean,
  maxLength,
  maxValue,
  minLength,
  minValue,
  nullable,
  number,
  optional,
  picklist,
  pipe,
  string,
  trim,
  unknown,
} from "valibot";
import type { ListedBody } from "../core/desk/kinds.ts";
import { RolesSchema } from "../core/desk/kinds.ts";
import type { Publication } from "../core/desk/publication.ts";
import type { HouseStyle } from "../core/house/house.ts";
import type { IssueState } from "../core/issue/rows.ts";
import type { RosterChange } from "../core/desk/roster-change.ts";
import type { Role } from "../core/desk/roster.ts";
import { act, announce, answer, read } from "./channel.ts";
import { Path } from "./path.ts";

const Words = pipe(string(), trim(), minLength(1), maxLength(200));
const Key = pipe(string(), maxLength(64));
const Passphrase = nullable(pipe(string(), maxLength(1000)));

export interface Person {
  readonly id: string;
  readonly name: string;
  /// All that they may do now, what they do for somebody else included.
  readonly roles: readonly Role[];
  /// For whom they stand in, with which of the roles, and the day on which one is reminded of it.
  readonly deputy?: { readonly of: string; readonly roles: readonly Role[]; readonly until: string | null };
  readonly left?: true;
}

/// A change of the roster that is not in force: it waits for a second chief, or another one made it void.
export interface ChangeLine {
  readonly entry: string;
  readonly change: RosterChange["change"];
  /// The name of whom it is about, and of whom they would stand in for.
  readonly about: string;
  readonly of: string;
  readonly roles: readonly Role[];
  readonly by: string;
  readonly at: string;
  readonly mine: boolean;
  readonly state: "waiting" | "void";
}

/// An issue in the rail and the archive.
export interface IssueBrief {
  readonly issue: string;
  readonly number: string | null;
  readonly title: string | null;
  readonly date: string | null;
  readonly state: IssueState;
  readonly headlines: readonly string[];
}

/// What every screen's frame shows.
export interface Overview {
  readonly desk: string;
  readonly me: Person | null;
  readonly people: readonly Person[];
  readonly publication: Publication;
  readonly bodies: readonly ListedBody[];
  readonly house: HouseStyle;
  readonly issues: readonly IssueBrief[];
  readonly inbox: number;
}

/// Someone's laptop and what it is known to hold. `holds`: of my entries, how many had arrived there when it last spoke.
export interface LaptopLine {
  readonly device: string;
  readonly member: string;
  readonly name: string;
  readonly mine: boolean;
  readonly lastHeard: string | null;
  readonly holds: number;
  /// `split`: two hands wrote under its name. `unconfirmed`: it went on from there under new keys, and a chief's word is wanted.
  readonly history: "whole" | "split" | "unconfirmed";
  /// While unconfirmed: the six words to compare by voice.
  readonly words: readonly string[];
  /// Why it may write nothing; null where it may.
  readonly out: "suspended" | "revoked" | "left" | null;
}

/// A laptop that asks to join, and the words to compare by voice.
export interface JoinLine {
  readonly device: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly words: readonly string[];
}

export interface QuarantineLine {
  readonly entry: string;
  readonly kind: string;
  readonly by: string;
  readonly at: string;
  readonly standing: string;
  readonly reason: string | null;
  /// Whether a chief can let it count all the same.
  readonly adoptable: boolean;
}

export interface ExchangeView {
  readonly folder: string | null;
  /// The hub's host and database, where the desk meets in one instead of a folder.
  readonly hub: string | null;
  readonly lastRound: string | null;
  readonly problem: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
  /// My entries, and how many of them the folder or hub holds.
  readonly own: number;
  readonly handed: number;
  readonly laptops: readonly LaptopLine[];
  /// How this laptop's own history is; `elsewhere`: a copy of it has gone on under new keys.
  readonly history: "whole" | "split" | "elsewhere" | "unconfirmed";
  readonly joining: readonly JoinLine[];
  readonly waiting: readonly { readonly name: string; readonly reason: string; readonly since: string }[];
  readonly quarantine: readonly QuarantineLine[];
  readonly changes: readonly ChangeLine[];
  /// Whether the desk has a key on paper; `used`: somebody came in by it, and it should be replaced.
  readonly recovery: "none" | "kept" | "used";
}

export const deskRoomCalls = {
  /// Opens the keys of this laptop.
  "desk.unlock": act({ passphrase: Passphrase }, answer<null>()),
  /// Starts a desk with this person as its founder and chief. `passphrase` where the system keeps no secrets.
  "desk.create": act({ name: Words, publication: Words, institute: Words, passphrase: Passphrase }, answer<null>()),
  /// A whole desk with an issue in all states, to look around in.
  "desk.sample": act({ name: Words, passphrase: Passphrase }, answer<{ readonly issue: string }>()),
  /// Asks to join by an invitation file and the shared folder, or the hub's address; answers the words to compare.
  "desk.join": act(
    { invitation: Path, folder: Path, name: Words, passphrase: Passphrase },
    answer<{ readonly words: readonly string[] }>(),
  ),
  /// Comes in as a chief by the words of the desk's recovery key.
  "desk.recover": act(
    { words: pipe(string(), maxLength(1000)), desk: pipe(string(), maxLength(200)), folder: Path, name: Words, passphrase: Passphrase },
    answer<null>(),
  ),
  "desk.overview": read({}, answer<Overview>()),
  /// Anything that a person decides or writes: `name` and `input` as in `core/acts`.
  "desk.act": act({ name: pipe(string(), maxLength(40)), input: unknown() }, answer<{ readonly entries: number }>(), {
    size: 4 * 1024 * 1024,
  }),
  /// Entries came in, from here or elsewhere: views of these subjects read again.
  "desk.changed": announce({ subjects: array(string()) }),
  /// Writes an invitation for one person's one laptop; `member`: for another laptop of somebody of the desk.
  "people.invite": act({ name: Words, roles: RolesSchema, path: Path, member: optional(nullable(Key), null) }, answer<null>()),
  /// Lets a laptop in whose words were compared.
  "people.admit": act({ device: Key }, answer<null>()),
  /// This laptop, whose history has split or went on elsewhere, goes on under new keys.
  "people.renew": act({}, answer<null>()),
  /// A new recovery key for the desk. Its words are answered this once and kept nowhere.
  "people.recovery-key": act({}, answer<{ readonly words: readonly string[]; readonly desk: string }>()),
  /// A change that became void is not wanted any more.
  "people.leave-change": act({ entry: Key }, answer<null>()),
  /// Meets the others in this folder, or at this hub's address, from now on; null: nowhere.
  "exchange.meet": act({ at: nullable(Path) }, answer<null>()),
  "exchange.now": act({}, answer<{ readonly taken: number; readonly handed: number }>()),
  /// Writes one file for a stick or a mail: everybody's entries, or what one laptop lacked when it last spoke; if asked, with
  /// the files that entries name.
  "bundle.write": act(
    { path: Path, to: nullable(Key), files: boolean() },
    answer<{ readonly entries: number; readonly files: number; readonly bytes: number }>(),
  ),
  /// Takes in such a file. `waiting`: segments in it that cannot be opened here.
  "bundle.take": act({ path: Path }, answer<{ readonly taken: number; readonly files: number; readonly waiting: number }>()),
  "exchange.read": read({}, answer<ExchangeView>()),
  /// Writes the whole desk, not encrypted, into this new folder. It tells its progress as the job `leave`. `absent`: files of
  /// evidence that were not to be had.
  "desk.leave": act(
    { folder: Path },
    answer<{ readonly path: string; readonly files: number; readonly entries: number; readonly absent: readonly string[] }>(),
  ),
  /// Stops that; nothing is left of it.
  "desk.leave-stop": act({}, answer<null>()),
  /// How this laptop's window looks: null before the first choice. `size`: in percent.
  "settings.read": read({}, answer<{ readonly appearance: "system" | "light" | "dark"; readonly size: number } | null>()),
  "settings.appearance": act(
    { appearance: picklist(["system", "light", "dark"]), size: pipe(number(), minValue(50), maxValue(300)) },
    answer<null>(),
  ),
};
