import { same } from "../base/canonical.ts";
import type { Verifier } from "../base/ports.ts";
import { rosterAt } from "../desk/rosters.ts";
import { erasedBy, erasedKey, foldErasures, withoutWords } from "../erasure/erasure.ts";
import { factsOf, fold, foldOrder } from "../projection/fold.ts";
import type { Lookup, StoredEntry } from "../projection/lookup.ts";
import { counts, keyOf, Overlay } from "../projection/overlay.ts";
import { row, type RowChange, type Rows } from "../projection/rows.ts";
import { deviceId, ledgerOrder, type Entry } from "./entry.ts";
import { isHollow, understand } from "./kinds.ts";
import { isSigned, judge, judgeSigned, pending, UNCONFIRMED, type Vouch } from "./standing.ts";

/// What one transaction has to write. `entries` holds new ones and those whose standing changed.
export interface Ingested {
  readonly desk: string | null;
  readonly entries: readonly StoredEntry[];
  readonly rows: readonly RowChange[];
}

/// An entry is vouched for by its own signature or that of any later entry of its unbroken run: one check a run is enough
/// when the last signature is good. Each signature is tried at most once.
function voucher(arrived: readonly Entry[], verifier: Verifier): Vouch {
  const next = new Map<string, Entry[]>();
  for (const entry of arrived) {
    const { prev } = entry.header;
    const known = prev === null ? undefined : next.get(prev);
    if (known !== undefined) known.push(entry);
    else if (prev !== null) next.set(prev, [entry]);
  }
  const good = new Map<string, boolean>();
  return (entry, publicKey) => {
    // Anybody can name an entry as the one before theirs: it is for no such one to end the run.
    const after = ({ id }: Entry): Entry[] => (next.get(id) ?? []).filter((one) => one.header.device === entry.header.device);
    const run = good.has(entry.id) ? [] : [entry];
    for (const one of run) for (const later of after(one)) run.push(later);
    for (const one of run.reverse())
      good.set(one.id, after(one).some(({ id }) => good.get(id) === true) || verifier.verify(publicKey, one.id, one.signature));
    return good.get(entry.id) === true;
  };
}

/// Both branches of a forked device lose their force from the fork on; they stay readable. So does what was written under an
/// id that the device went on as, until a chief confirmed it. Answers what lost its force just now.
function contest(overlay: Overlay, stored: StoredEntry): StoredEntry[] {
  const { device, seq } = stored.entry.header;
  const fell: StoredEntry[] = [];
  if (overlay.at(device, seq).filter(isSigned).length < 2) return fell;
  const branches = overlay.from(device, seq);
  for (const one of branches) {
    if (one.standing !== "ok" && one.reason !== UNCONFIRMED) continue;
    overlay.put({ ...one, standing: "contested", reason: null });
    fell.push(one);
  }
  return [...fell, ...branches.flatMap((one) => unconfirm(overlay, one))];
}

/// What leans on a contested renewal.
function unconfirm(overlay: Overlay, { entry }: StoredEntry): StoredEntry[] {
  const known = understand(entry);
  if (typeof known === "string" || known.kind !== "device.renewed") return [];
  const { id } = known.payload.device;
  const leaning = overlay
    .from(id, 1)
    .filter((one) => one.standing === "ok" && rosterAt(overlay, one.entry.header.roster)?.devices[id]?.by === entry.id);
  for (const one of leaning) overlay.put({ ...one, standing: "contested", reason: UNCONFIRMED });
  return [...leaning, ...leaning.flatMap((one) => unconfirm(overlay, one))];
}

const issuesOf = (overlay: Overlay, subject: string): string[] => {
  const [room, id = ""] = subject.split(":");
  const issue = room === "item" ? overlay.row("item", id)?.issue : room === "brief" ? overlay.row("brief", id)?.issue : null;
  return issue == null ? [] : [`issue:${issue}`];
};

function write(overlay: Overlay, changes: readonly RowChange[]): void {
  for (const change of changes) {
    const before = overlay.row(change.kind, change.key);
    if (change.value === null ? before !== undefined : before === undefined || !same(before, change.value)) overlay.putRow(change);
  }
}

/// Folds the subjects, and the issues that their items and briefs were or are in.
export function refold(overlay: Overlay, subjects: Iterable<string>): void {
  const issues = new Set<string>();
  for (const subject of foldOrder(subjects)) {
    issuesOf(overlay, subject).forEach((issue) => issues.add(issue));
    write(overlay, fold(overlay, subject));
    issuesOf(overlay, subject).forEach((issue) => issues.add(issue));
  }
  for (const issue of foldOrder(issues)) write(overlay, fold(overlay, issue));
}

/// Judges entries in ledger order, so that each finds all that it builds on judged. Answers what has to be folded, and
/// whether a roster that counted so far no longer does.
function judgeAll(
  overlay: Overlay,
  entries: readonly Entry[],
  verifier: Verifier,
  { rosterStays = false } = {},
): { subjects: Set<string>; rosterTurned: boolean } {
  const open = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort(ledgerOrder);
  const vouched = voucher(open, verifier);
  const subjects = new Set<string>();
  let rosterTurned = false;
  const touch = ({ subject }: StoredEntry): void => {
    if (subject === "roster") rosterTurned = (!rosterStays && writeRoster(overlay)) || rosterTurned;
    else if (subject !== null) subjects.add(subject);
  };
  for (const one of open) {
    const entry = one.payloadText !== null && erasedBy(overlay, one) !== undefined ? withoutWords(one) : one;
    const held = overlay.entry(entry.id);
    // Its words have come after it: that its laptop wrote it is known, even where only a later entry of its run says so.
    const came = held !== undefined && held.entry.payloadText === null && entry.payloadText !== null && isSigned(held);
    const stored = came
      ? judgeSigned(overlay, { ...entry, signature: held.entry.signature }, verifier)
      : judge(overlay, entry, verifier, vouched);
    overlay.put(stored);
    // It was set aside, and what came after it was judged without it.
    const late = came || (held?.standing === "quarantined" && counts(stored));
    if (late && stored.subject === "roster") rosterTurned ||= !rosterStays;
    else if (late && stored.subject !== null) clear(overlay, stored.subject);
    const fell = contest(overlay, stored);
    // A branch that comes late was "known" to all who knew the other: what they decided is judged anew.
    for (const one of stored.standing === "contested" ? [stored, ...fell] : fell)
      if (one.subject !== null && one.subject !== "roster") clear(overlay, one.subject);
    fell.forEach(touch);
    if (counts(stored)) touch(stored);
  }
  return { subjects, rosterTurned };
}

/// Writes the rosters anew. True if entries that are held stand otherwise by them: one that counted was turned down by an
/// earlier or stronger change on the same head, or one took rights from a laptop, or gave its late entries back their force, or a
/// laptop is known now whose entries came before.
function writeRoster(overlay: Overlay): boolean {
  const before = overlay.row("roster", "current");
  const changes = fold(overlay, "roster");
  const kept = new Set(changes.map((change) => change.key));
  const turnedDown = overlay.children("roster", "roster").filter((roster) => !kept.has(roster.head));
  write(overlay, [...changes, ...turnedDown.map((roster) => row("roster", roster.head, "roster", null))]);
  const now = overlay.row("roster", "current");
  const cuts = (now?.cuts ?? []).filter((cut) => before?.cuts.some((one) => same(one, cut)) !== true);
  const cutOff = cuts.some((cut) => overlay.from(cut.device, cut.seq + 1).length > 0);
  const adopted = now?.adopted.some((id) => before?.adopted.includes(id) !== true && overlay.entry(id) !== undefined);
  // Of a renewal that stands beside another in a fork an entry may name the other alone, and come before its own laptop is known.
  const known = Object.values(now?.devices ?? {}).filter((one) => one.by !== undefined && before?.devices[one.id]?.by !== one.by);
  const unknown = known.some((one) => overlay.from(one.id, 1).some(({ reason }) => reason === "entry-laptop-unknown"));
  return turnedDown.length > 0 || cutOff || adopted === true || unknown;
}

/// Takes all rows of a subject away, so that folding it anew takes nothing over.
function clear(overlay: Overlay, subject: string): void {
  const [room, id = ""] = subject.split(":");
  if (room === "item" || room === "issue" || room === "brief") write(overlay, [row(room, id, "", null)]);
  if (room === "desk") {
    write(
      overlay,
      overlay.children("announced", "announced").map((one) => row("announced", one.device, "announced", null)),
    );
  }
  for (const kind of ["revision", "decision", "note", "proposal", "evidence", "erasure"] as const) {
    if (kind === "erasure") for (const { targets, erasure } of overlay.children(kind, subject)) dropErased(overlay, erasure, targets);
    write(
      overlay,
      overlay.children(kind, subject).map((value) => row(kind, keyOf(kind, value), subject, null)),
    );
  }
}

const dropErased = (overlay: Overlay, erasure: string, targets: readonly { readonly entry: string }[]): void =>
  write(
    overlay,
    targets.map(({ entry }) => row("erased", erasedKey({ entry, erasure }), entry, null)),
  );

/// Lets what an erasure in force names go without its words, or, where it lost its force, stand for itself again. Before rows are
/// folded: what an entry counts for depends on it. Answers all subjects whose rows are touched by it.
function settleErasures(overlay: Overlay, subjects: ReadonlySet<string>, verifier: Verifier): Set<string> {
  const touched = new Set(subjects);
  for (const subject of foldOrder(subjects)) {
    const before = overlay.children("erasure", subject);
    const facts = before.length > 0 || overlay.of(subject).some(isErasure) ? factsOf(overlay, subject) : [];
    const rows = foldErasures(subject, facts);
    const now = rows.flatMap((change) => (change.kind === "erasure" ? [change.value as Rows["erasure"]] : []));
    if (same(before, now)) continue;
    clear(overlay, subject);
    write(overlay, rows);
    for (const id of new Set([...before, ...now].flatMap((one) => one.targets.map((target) => target.entry)))) {
      const stored = overlay.entry(id);
      if (stored === undefined) continue;
      const gone = erasedBy(overlay, stored.entry) !== undefined;
      const entry = gone && stored.entry.payloadText !== null ? withoutWords(stored.entry) : stored.entry;
      const after = isSigned(stored) ? judgeSigned(overlay, entry, verifier) : { ...stored, entry };
      overlay.put(after);
      for (const one of [stored.subject, after.subject]) {
        if (one === null) continue;
        if (one !== subject) clear(overlay, one);
        touched.add(one);
      }
    }
  }
  return touched;
}

const isErasure = ({ entry }: StoredEntry): boolean => entry.header.kind.startsWith("erasure.");

const PASSES_MAX = 8;

/// Another roster means other rights: every entry is judged again, and nothing judged before is taken over. First as if
/// all had just come, in ledger order; then by the rosters that this made, until they make themselves. So the outcome is that
/// of the set, not of what was known on the way. Rare: two chiefs changed the roster without knowing of each other, or
/// somebody who lost rights had gone on writing.
function judgeAnew(overlay: Overlay, verifier: Verifier): void {
  const all = overlay.all();
  const entries = all.map((stored) => stored.entry);
  const forget = (): void => entries.forEach((entry) => overlay.put(pending(entry)));
  for (const subject of new Set(all.map((stored) => stored.subject))) if (subject !== null) clear(overlay, subject);
  write(overlay, [
    ...overlay.children("roster", "roster").map((roster) => row("roster", roster.head, "roster", null)),
    row("roster", "current", "current", null),
  ]);
  forget();
  let turned = judgeAll(overlay, entries, verifier).rosterTurned;
  for (let pass = 0; turned && pass < PASSES_MAX; pass++) {
    const before = overlay.children("roster", "roster");
    forget();
    judgeAll(overlay, entries, verifier, { rosterStays: true });
    writeRoster(overlay);
    turned = !same(before, overlay.children("roster", "roster"));
  }
  const subjects = overlay.all().flatMap((stored) => (stored.subject === null || stored.subject === "roster" ? [] : [stored.subject]));
  refold(overlay, settleErasures(overlay, new Set(subjects), verifier));
}

/// Whether its own laptop signed this copy of an entry, as far as its key is known by now: by the roster, or by the very entry that
/// brings the laptop in.
function signs(lookup: Lookup, entry: Entry, verifier: Verifier): boolean {
  const { device, roster } = entry.header;
  const known = understand(entry);
  const own = typeof known !== "string" && (known.kind === "desk.founded" || known.kind === "roster.recovered") ? known.payload : null;
  const key = own?.device ?? (rosterAt(lookup, roster) ?? lookup.row("roster", "current"))?.devices[device];
  return key !== undefined && deviceId(key.sign) === device && verifier.verify(key.sign, entry.id, entry.signature);
}

/// What is new of what arrived: entries that are not here, the words of such as came without, and the signature of such as
/// came under another's: whoever carries an entry can spoil both, and must not keep it out by that. One copy may bring the words
/// and another the signature. An entry without the payload that its kind cannot lose has not arrived.
function newOf(lookup: Lookup, arrived: readonly Entry[], verifier: Verifier): Entry[] {
  const out = new Map<string, Entry>();
  for (const entry of arrived) {
    if (isHollow(entry)) continue;
    const held = lookup.entry(entry.id);
    const before = out.get(entry.id) ?? held?.entry;
    const mended = before === undefined ? entry : mend(before, entry, (one) => signs(lookup, one, verifier));
    if (mended === before) continue;
    const words = mended.payloadText !== before?.payloadText && erasedBy(lookup, entry) === undefined;
    if (held === undefined || words || (!isSigned(held) && mended.signature !== held.entry.signature)) out.set(entry.id, mended);
  }
  return [...out.values()];
}

/// One copy of an entry with what another has of it; itself where that brings nothing.
function mend(before: Entry, other: Entry, good: (copy: Entry) => boolean): Entry {
  const payloadText = before.payloadText ?? other.payloadText;
  const better = before.signature !== other.signature && good(other);
  const same = payloadText === before.payloadText && !better;
  return same ? before : { ...before, payloadText, signature: better ? other.signature : before.signature };
}

const copyOf = ({ id, signature, payloadText }: Entry): string => `${id} ${signature} ${payloadText === null}`;

/// Judges what is new with all that waits, and folds what it touches.
function take(overlay: Overlay, fresh: readonly Entry[], verifier: Verifier): void {
  const { subjects, rosterTurned } = judgeAll(overlay, [...overlay.waiting().map((one) => one.entry), ...fresh], verifier);
  if (rosterTurned) judgeAnew(overlay, verifier);
  else refold(overlay, settleErasures(overlay, subjects, verifier));
}

/// Takes entries in, own or foreign, in any order and any number of times: judges each with all it builds on, and folds
/// what changed. Pure: reads from `lookup`, returns what is to be written. The same set of entries ends in the same
/// standings and rows on every laptop.
export function ingest(lookup: Lookup, arrived: readonly Entry[], verifier: Verifier): Ingested {
  const overlay = new Overlay(lookup);
  const taken = new Set<string>();
  let fresh = newOf(overlay, arrived, verifier);
  do {
    take(overlay, fresh, verifier);
    fresh.forEach((entry) => taken.add(copyOf(entry)));
    // Words that an erasure kept out, which lost its force by what came with them; signatures whose key came with them.
    fresh = newOf(overlay, arrived, verifier).filter((entry) => !taken.has(copyOf(entry)));
  } while (fresh.length > 0);
  const changed = [...overlay.entries.values()].filter((stored) => {
    const before = lookup.entry(stored.entry.id);
    if (before === undefined || before.standing !== stored.standing || before.reason !== stored.reason) return true;
    const { payloadText, signature } = stored.entry;
    return before.subject !== stored.subject || before.entry.payloadText !== payloadText || before.entry.signature !== signature;
  });
  return { desk: overlay.desk, entries: changed, rows: [...overlay.rows.values()] };
}
