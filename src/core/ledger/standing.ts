import { erasedBy } from "../erasure/erasure.ts";
import { hasRole, memberOf, type Device, type Roster } from "../desk/roster.ts";
import { recoveryProof, rosterAt, rosterFor } from "../desk/rosters.ts";
import type { Verifier } from "../base/ports.ts";
import type { Lookup, StoredEntry } from "../projection/lookup.ts";
import { deskId, deviceId, height, isBefore, type Entry } from "./entry.ts";
import { subjectOf, touches, understand, type Known } from "./kinds.ts";

const quarantined = (entry: Entry, reason: string): StoredEntry => ({ entry, standing: "quarantined", reason, subject: null });
/// An entry of which nothing can be said yet.
export const pending = (entry: Entry): StoredEntry => ({ entry, standing: "pending", reason: null, subject: null });

/// What an entry names must be held, be what it claims to be, and be covered by what the entry itself claims to know.
function judgeCauses(lookup: Lookup, entry: Entry): "pending" | "quarantined" | "ok" {
  const { device, seq, prev, have } = entry.header;
  if ((seq === 1) !== (prev === null) || have[device] !== undefined) return "quarantined";
  const named: { id: string; device: string; seq: number }[] = Object.entries(have).map(([of, [at, id]]) => ({ id, device: of, seq: at }));
  if (prev !== null) named.push({ id: prev, device, seq: seq - 1 });
  for (const one of named) {
    const stored = lookup.entry(one.id);
    if (stored === undefined || stored.standing === "pending") return "pending";
    const { header } = stored.entry;
    if (header.device !== one.device || header.seq !== one.seq) return "quarantined";
    if (height(header) >= height(entry.header)) return "quarantined";
    if (!covers(entry, stored.entry)) return "quarantined";
  }
  const { roster } = entry.header;
  const rosterEntry = roster === null ? undefined : lookup.entry(roster);
  if (roster !== null && (rosterEntry === undefined || rosterEntry.standing === "pending")) return "pending";
  return rosterEntry === undefined || isBefore(rosterEntry.entry, entry) ? "ok" : "quarantined";
}

/// Whether `entry` knows all that `cause` knew.
function covers(entry: Entry, cause: Entry): boolean {
  const { device, seq, have } = entry.header;
  return Object.entries(cause.header.have).every(([of, [at]]) => (of === device ? seq > at : (have[of]?.[0] ?? 0) >= at));
}

function founds(lookup: Lookup, entry: Entry, known: Known, verifier: Verifier): string | null {
  if (known.kind !== "desk.founded") return "entry-no-roster";
  const { member, device } = known.payload;
  const own = entry.header.device === device.id && device.member === member.id && deviceId(device.sign) === device.id;
  const desk = deskId(entry.header.payload);
  if (!own || entry.header.seq !== 1 || desk !== entry.header.desk || !member.roles.includes("chief")) return "entry-founding-false";
  if (lookup.desk !== null && lookup.desk !== desk) return "entry-other-desk";
  return verifier.verify(device.sign, entry.id, entry.signature) ? null : "entry-signature-bad";
}

const CHIEFS: readonly string[] = ["desk.publication", "house.style", "erasure.asked"];
const EDITORS: readonly string[] = ["item.commissioned", "item.moved", "erasure.confirmed"];
const WRITERS: readonly string[] = ["item.revision", "item.ready"];
const REVIEWERS: readonly string[] = ["item.proposed", "copy.returned", "item.pitched", "check.passed"];

/// The least right that each kind of entry needs; what needs more is judged with the item or issue it speaks of. Told by the kind,
/// so that an entry without its words is judged as it was with them.
function hasRight({ header }: Entry, known: Known | "erased", roster: Roster): boolean {
  const by = memberOf(roster, header.device);
  const { kind } = header;
  if (by === undefined) return false;
  if (known !== "erased" && known.kind === "roster.deputy-ended" && roster.members[known.payload.member]?.deputy?.of === by.id) return true;
  if (kind.startsWith("roster.") || CHIEFS.includes(kind)) return hasRole(by, "chief");
  if (kind.startsWith("issue.") || EDITORS.includes(kind)) return hasRole(by, "editor");
  if (kind.startsWith("brief.") || WRITERS.includes(kind)) return hasRole(by, "author", "editor");
  if (kind.startsWith("evidence.") || REVIEWERS.includes(kind)) return hasRole(by, "author", "copy editor", "editor");
  return true;
}

/// The last entry of the unbroken run that begins with `entry`, among those that arrive with it or are held already.
export type Vouch = (entry: Entry, publicKey: string) => boolean;

/// How far an entry counts, given all that it builds on. Everything that stands below it must have been judged before.
export function judge(lookup: Lookup, entry: Entry, verifier: Verifier, vouched: Vouch): StoredEntry {
  const causes = judgeCauses(lookup, entry);
  if (causes !== "ok") return causes === "pending" ? pending(entry) : quarantined(entry, "entry-causes-false");
  if (lookup.desk !== null && entry.header.desk !== lookup.desk) return quarantined(entry, "entry-other-desk");
  const known = understand(entry);
  if (entry.header.roster === null) {
    if (typeof known === "string") return quarantined(entry, "entry-no-roster");
    const why = founds(lookup, entry, known, verifier);
    return why === null ? { entry, standing: "ok", reason: null, subject: subjectOf(known) } : quarantined(entry, why);
  }
  if (typeof known !== "string" && known.kind === "roster.recovered") return judgeRecovery(lookup, entry, known, verifier);
  const { roster } = rosterFor(lookup, entry);
  const device = roster?.devices[entry.header.device];
  if (roster === undefined || device === undefined || deviceId(device.sign) !== device.id)
    return quarantined(entry, "entry-laptop-unknown");
  if (!rosterAdvances(lookup, entry, roster)) return quarantined(entry, "entry-roster-older");
  if (device.by !== undefined && !knows(lookup, entry, device.by)) return quarantined(entry, "entry-laptop-unknown");
  if (!vouched(entry, device.sign)) return quarantined(entry, "entry-signature-bad");
  if (wentOn(lookup, entry)) return quarantined(entry, "entry-laptop-renewed");
  return judgeSigned(lookup, entry, verifier);
}

/// How far an entry counts of which it is known that its laptop wrote it, with all that it builds on: also anew, once its words
/// are gone or have come.
export function judgeSigned(lookup: Lookup, entry: Entry, verifier: Verifier): StoredEntry {
  const known = understand(entry);
  const { roster, late } = rosterFor(lookup, entry);
  const device = roster?.devices[entry.header.device];
  if (roster === undefined || device === undefined) return quarantined(entry, "entry-laptop-unknown");
  const signedErasure = typeof known !== "string" && (late ? mayErase(lookup, entry, known) : false);
  // A renewal stays readable: what leans on it is known by it.
  if (device.out !== undefined)
    return signedErasure || (typeof known !== "string" && known.kind === "device.renewed" && renews(known, device, verifier))
      ? { entry, standing: "contested", reason: LATE, subject: subjectOf(known as Known) }
      : quarantined(entry, late ? LATE : "entry-laptop-out");
  if (known === "unknown") return { entry, standing: "unknown", reason: null, subject: touches(entry) };
  if (known === "malformed") return quarantined(entry, "entry-malformed");
  if (known !== "erased" && known.kind === "device.renewed" && !renews(known, device, verifier))
    return quarantined(entry, "entry-malformed");
  const subject = known === "erased" ? (erasedBy(lookup, entry)?.subject ?? null) : subjectOf(known);
  if (!hasRight(entry, known, roster)) {
    if (signedErasure) return { entry, standing: "contested", reason: RIGHT_ENDED, subject };
    return quarantined(entry, late ? RIGHT_ENDED : "entry-no-right");
  }
  const forked = lookup.at(entry.header.device, entry.header.seq).some((other) => other.entry.id !== entry.id && isSigned(other));
  if (forked || prevContested(lookup, entry)) return { entry, standing: "contested", reason: null, subject };
  const leans = device.by !== undefined && lookup.entry(device.by)?.standing === "contested";
  return leans ? { entry, standing: "contested", reason: UNCONFIRMED, subject } : { entry, standing: "ok", reason: null, subject };
}

/// Whether an entry signed an erasure with the right to it by the roster that it names. What took that right later brings no words
/// back: they are gone by then, on some laptops and not on others, and all must end alike.
function mayErase(lookup: Lookup, entry: Entry, known: Known): boolean {
  const named = rosterAt(lookup, entry.header.roster);
  return known.kind.startsWith("erasure.") && named !== undefined && hasRight(entry, known, named);
}

/// The reason of an entry that came past the last good one of a laptop that may write nothing any more.
export const LATE = "entry-past-last-good";
/// The same of one whose member has lost the right to it.
export const RIGHT_ENDED = "entry-right-ended";

/// A laptop that nobody let in, but the recovery key.
function judgeRecovery(lookup: Lookup, entry: Entry, known: Extract<Known, { kind: "roster.recovered" }>, verifier: Verifier): StoredEntry {
  const { member, device, proof, follows } = known.payload;
  const key = rosterAt(lookup, follows)?.recovery;
  const own = entry.header.device === device.id && device.member === member.id && deviceId(device.sign) === device.id;
  if (key == null || !own || entry.header.seq !== 1 || entry.header.roster !== follows) return quarantined(entry, "entry-recovery-false");
  const proved = verifier.verify(key.sign, recoveryProof(entry.header.desk, follows, device.id), proof);
  const signed = verifier.verify(device.sign, entry.id, entry.signature);
  return proved && signed ? { entry, standing: "ok", reason: null, subject: subjectOf(known) } : quarantined(entry, "entry-recovery-false");
}

/// The reason of a contested entry whose own chain is whole: its laptop goes on from an id that has forked, and no chief had
/// confirmed it when the entry was made.
export const UNCONFIRMED = "laptop-unconfirmed";

function knows(lookup: Lookup, entry: Entry, cause: string): boolean {
  const stored = lookup.entry(cause);
  return stored !== undefined && isBefore(stored.entry, entry);
}

/// What the new key of a laptop signs, so that nobody can claim another's.
export const renewalProof = (desk: string, old: string): string => `top5/renewed/v1\0${desk}\0${old}`;

/// Whether the laptop goes on as itself: the same member, a key of its own that was there to sign.
function renews(known: Extract<Known, { kind: "device.renewed" }>, old: Device, verifier: Verifier): boolean {
  const { device, proof } = known.payload;
  if (device.member !== old.member || device.id === old.id || deviceId(device.sign) !== device.id) return false;
  return verifier.verify(device.sign, renewalProof(known.entry.header.desk, old.id), proof);
}

/// Whether the laptop had gone on under another id before it wrote this one.
function wentOn(lookup: Lookup, entry: Entry): boolean {
  const prev = entry.header.prev === null ? undefined : lookup.entry(entry.header.prev);
  if (prev === undefined) return false;
  const inForce = prev.standing === "ok" || prev.standing === "contested";
  return prev.reason === "entry-laptop-renewed" || (inForce && prev.entry.header.kind === "device.renewed");
}

/// Whether its own device signed it, whatever became of it: only such an entry can show that the device has forked, and tells
/// how far the device has come.
export const isSigned = ({ standing, reason }: StoredEntry): boolean =>
  standing === "ok" || standing === "contested" || standing === "unknown" || SIGNED_REASONS.includes(reason ?? "");

/// The reasons that say nothing against its signature.
export const SIGNED_REASONS: readonly string[] = ["entry-no-right", RIGHT_ENDED, "entry-laptop-out", LATE, "entry-malformed"];

/// Whether the chain before an entry has split, even where it was set aside for another reason.
function prevContested(lookup: Lookup, entry: Entry): boolean {
  for (let id = entry.header.prev; id !== null;) {
    const prev = lookup.entry(id);
    if (prev === undefined || prev.standing === "ok" || prev.standing === "unknown") return false;
    if (prev.standing === "contested") return prev.reason === null;
    const { device, seq } = prev.entry.header;
    if (lookup.at(device, seq).filter(isSigned).length > 1) return true;
    id = prev.entry.header.prev;
  }
  return false;
}

/// A device never goes back to a roster older than one it has named before.
function rosterAdvances(lookup: Lookup, entry: Entry, roster: Roster): boolean {
  const prev = entry.header.prev === null ? undefined : lookup.entry(entry.header.prev);
  if (prev === undefined || prev.entry.header.roster === null) return true;
  return (rosterAt(lookup, prev.entry.header.roster)?.length ?? 0) <= roster.length;
}
