import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { hasRole, idsOf, laptopsOf, ownerOf, type Roster } from "../../core/desk/roster.ts";
import { leftOver } from "../exchange/rewrite.ts";
import type { Transport } from "../exchange/transport.ts";
import { diskReason } from "../files/disk-reason.ts";
import { clock, type Station } from "../station.ts";
import { purge } from "../store/database.ts";
import { backUpAnew, dropHolding } from "./backup.ts";
import { erasedMark, markErased } from "./erased-mark.ts";
import { ASIDE } from "./restore.ts";

/// Whether a laptop writes the segments of a device anew: its own, and where it is a chief's, those of devices that will not come
/// again.
export function rewritesFor(roster: Roster | undefined, own: string, of: string): boolean {
  if (idsOf(roster, own).includes(of)) return true;
  if (roster === undefined || !hasRole(ownerOf(roster, own), "chief")) return false;
  return !laptopsOf(roster).some((one) => one.id === of && one.out === undefined);
}

/// My drafts and unsent reviews of what was erased, by their keys.
const privateOf = (subject: string): string[] => [subject, ...(subject.startsWith("item:") ? [`review:${subject.slice(5)}`] : [])];

/// Takes what was erased off this laptop's disk: the private history of those texts, what the database and its log still hold of
/// the words, backups with them, and files. The ledger says what is gone; a mark says how far the disk follows, and is made last,
/// so that what a crash has stopped is done again. Refused where the disk will not.
async function eraseFromDisk(station: Station): Promise<Result<null>> {
  const { entries, files } = station.erased();
  const mark = createHash("sha256")
    .update(JSON.stringify([entries, files]))
    .digest("hex");
  if (entries.length === 0 || erasedMark(station.ledger) === mark) return ok(null);
  const erased = new Set(entries.map((one) => one.id));
  const subjects = station.ledger
    .rows("erased")
    .filter((one) => erased.has(one.entry))
    .map((one) => one.subject);
  const keys = [...new Set(subjects.flatMap(privateOf))];
  const backups = join(station.folder, "backups");
  try {
    station.drafts.forgetHistory(keys);
    station.journal.compact();
    if (!purge(station.db)) return ok(null);
    const backup = await backUpAnew(station.db, backups, clock.now());
    if (!backup.ok) return backup;
    dropHolding(backups, backup.value ?? "", { entries: [...erased], keys });
    for (const digest of files) station.files.remove(digest);
    markErased(station.ledger, mark);
    return ok(null);
  } catch (error) {
    return refuse("disk-refuses", { path: station.folder, why: diskReason(error) });
  }
}

/// Copies of the database that were set aside because they were damaged: nobody but a person may delete them.
function setAside(folder: string): string[] {
  const aside = join(folder, ASIDE);
  return existsSync(aside) ? readdirSync(aside).map((name) => join(aside, name)) : [];
}

const TOLD = "erased-left-over";

/// Follows the desk's erasures on this laptop's disk, and tells where words may be left that cannot be reached from here.
export async function eraseHere(station: Station, transport: Transport | null): Promise<void> {
  const { ledger, roster } = station;
  if (station.snapshots.active || station.erased().entries.length === 0) return;
  const done = await eraseFromDisk(station);
  if (!done.ok) {
    station.tell(done.refusal);
    return;
  }
  const laptops = leftOver(station.segments).map((device) => (roster === undefined ? undefined : ownerOf(roster, device))?.name ?? device);
  const hub = transport !== null && transport.remove === undefined ? [transport.place] : [];
  const places = [...setAside(station.folder), ...hub, ...laptops];
  const told = createHash("sha256")
    .update(JSON.stringify([erasedMark(ledger), places]))
    .digest("hex");
  if (ledger.meta(TOLD) === told) return;
  ledger.putMeta(TOLD, told);
  if (places.length > 0) station.tell(refuse("erasure-left-over", { places }).refusal);
  else if (station.notice?.code === "erasure-left-over") station.tell(null);
}
