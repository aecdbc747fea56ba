import { ok, refuse, type Result } from "../../core/base/result.ts";
import { behind } from "../../core/desk/announced.ts";
import { confirm, renew } from "../../core/desk/acts.ts";
import { chiefs } from "../../core/desk/roster.ts";
import { renewalProof } from "../../core/ledger/standing.ts";
import type { Station } from "../station.ts";
import { signWith } from "./crypto.ts";
import { newKeys, type Keys, type OwnKeys } from "./vault.ts";

/// How this laptop's own history is. `split`: two hands wrote under its name. `elsewhere`: a copy of it has gone on under new
/// keys. `unconfirmed`: it has gone on itself, from a history that has split, and no chief has given their word yet.
export type OwnHistory = "whole" | "split" | "elsewhere" | "unconfirmed";

export function ownHistory(station: Station): OwnHistory {
  const { device, roster, ledger } = station;
  const own = device === null ? undefined : roster?.devices[device];
  if (own === undefined) return "whole";
  const splits = ledger.splits();
  if (splits.has(own.id)) return "split";
  if (Object.values(roster?.devices ?? {}).some((one) => one.of === own.id)) return "elsewhere";
  return own.by !== undefined && ledger.entry(own.by)?.standing === "contested" ? "unconfirmed" : "whole";
}

const promoted = ({ next: _next, ...keys }: Keys, next: OwnKeys): Keys => ({ ...keys, ...next });

/// Ends what a crash left half done: the entry is written, the new keys were not in use yet.
export async function endRenewal(station: Station): Promise<Result<null>> {
  const { keys } = station.vault;
  if (keys?.next === undefined || station.roster?.devices[keys.next.device] === undefined) return ok(null);
  const saved = await station.vault.save(promoted(keys, keys.next), null);
  if (saved.ok && station.vault.keys !== null) station.signAs(station.vault.keys);
  return saved;
}

/// Goes on under new keys: the old key's last word names them. From a whole history that is all; from one that has split a
/// chief confirms it, or, where this is the desk's only chief, they themselves do. The new keys are kept before the entry is
/// written, so that no crash can leave the laptop without either.
export async function renewLaptop(station: Station): Promise<Result<null>> {
  const { keys } = station.vault;
  const { roster, me, ledger } = station;
  if (keys === null || roster === undefined || me === undefined || ledger.desk === null) return refuse("station-locked");
  const lagging = behind(ledger, "device.renewed").filter((one) => one.id !== keys.device);
  if (lagging.length > 0) return refuse("laptops-behind", { who: lagging.map((one) => roster.members[one.member]?.name ?? "") });
  const next = keys.next ?? newKeys();
  const kept = await station.vault.save({ ...keys, next }, null);
  if (!kept.ok) return kept;
  const device = { id: next.device, member: me.id, sign: next.sign.public, box: next.box.public };
  const proof = signWith(next.sign.secret)(renewalProof(ledger.desk, keys.device));
  const done = station.act((pen) => renew(pen, device, proof));
  if (!done.ok) return done;
  const ended = await endRenewal(station);
  if (!ended.ok) return ended;
  const alone = chiefs(roster).length === 1 && chiefs(roster)[0]?.id === me.id;
  if (!alone || ownHistory(station) !== "unconfirmed") return ok(null);
  const confirmed = station.act((pen) => confirm(pen, next.device));
  return confirmed.ok ? ok(null) : confirmed;
}
