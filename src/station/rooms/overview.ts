import type { ExchangeView, IssueBrief, LaptopLine, Overview, QuarantineLine } from "../../contract/desk.ts";
import { refuse, ok, type Result } from "../../core/base/result.ts";
import { proposalsOn } from "../../core/review/proposal.ts";
import { LATE, RIGHT_ENDED } from "../../core/ledger/standing.ts";
import { laptopsOf, ownerOf } from "../../core/desk/roster.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import { sixWords } from "../exchange/invitation.ts";
import { ownHistory } from "../keys/renewal.ts";
import type { Session } from "../session.ts";
import type { Station } from "../station.ts";
import { joining } from "./desk.ts";
import { rosterChanges } from "./roster.ts";
import { readInbox } from "./inbox.ts";

function issueLine(row: IssueRow, headlineOf: ReadonlyMap<string, string>): IssueBrief {
  const headlines = row.ranks.flatMap((id) => headlineOf.get(id ?? "") ?? []);
  return { issue: row.issue, number: row.fields.number, title: row.fields.title, date: row.fields.date, state: row.state, headlines };
}

/// What the frame of every screen shows.
export function readOverview(station: Station): Result<Overview> {
  const desk = station.ledger.row("desk", "desk");
  const [id, roster, me] = [station.ledger.desk, station.roster, station.me];
  if (desk === undefined || id === null || roster === undefined) return refuse("no-desk-yet");
  const headlines = station.ledger.headlines();
  const issues = station.ledger.children("issue", "issues").map((row) => issueLine(row, headlines));
  issues.sort((a, b) => ((a.date ?? "") < (b.date ?? "") ? 1 : -1));
  return ok({
    desk: id,
    me: me ?? null,
    people: Object.values(roster.members).sort((a, b) => (a.name < b.name ? -1 : 1)),
    publication: desk.publication,
    bodies: desk.bodies,
    house: desk.house,
    issues,
    inbox: readInbox(station).length,
  });
}

function laptops(station: Station): LaptopLine[] {
  const roster = station.roster;
  const splits = station.ledger.splits();
  const desk = station.ledger.desk ?? "";
  return (roster === undefined ? [] : laptopsOf(roster)).map((device) => {
    const unconfirmed = device.out === undefined && device.by !== undefined && station.ledger.entry(device.by)?.standing === "contested";
    const tip = station.ledger.tips().get(device.id);
    const last = tip === undefined ? undefined : station.ledger.entry(tip.id);
    return {
      device: device.id,
      member: device.member,
      name: roster?.members[device.member]?.name ?? "",
      mine: device.id === station.device,
      lastHeard: last?.entry.header.at ?? null,
      holds: last?.entry.header.have[station.device ?? ""]?.[0] ?? 0,
      history: device.out === undefined && splits.has(device.id) ? "split" : unconfirmed ? "unconfirmed" : "whole",
      words: unconfirmed ? sixWords({ ...device, desk, device: device.id }) : [],
      out: device.out ?? null,
    };
  });
}

function quarantine(station: Station): QuarantineLine[] {
  const { roster, ledger } = station;
  const aside = ledger.withoutEffect();
  const onAside = proposalsOn(
    ledger,
    aside.filter((one) => one.standing === "quarantined").map((one) => one.entry),
  ).map((stored) => ({ ...stored, reason: "proposal-base-aside" }));
  const gone = ledger.rows("erased").flatMap((row) => ledger.entry(row.entry)?.entry ?? []);
  const onGone = proposalsOn(ledger, gone).map((stored) => ({ ...stored, reason: "proposal-base-erased" }));
  return [...aside, ...onAside, ...onGone].map(({ entry, standing, reason }) => {
    const by = roster === undefined ? undefined : ownerOf(roster, entry.header.device)?.name;
    return {
      entry: entry.id,
      kind: entry.header.kind,
      by: by ?? "",
      at: entry.header.at,
      standing,
      reason,
      adoptable: reason === LATE || reason === RIGHT_ENDED,
    };
  });
}

/// How this laptop and the others stand towards each other.
export async function readExchange(session: Session): Promise<ExchangeView> {
  const { station, lastRound } = session;
  const own = station.device === null ? 0 : (station.ledger.tips().get(station.device)?.seq ?? 0);
  const desk = station.ledger.desk;
  const recovery = station.roster?.recovery;
  const asked = await joining(session);
  return {
    folder: session.sharedFolder,
    hub: session.hub,
    lastRound: lastRound?.at ?? null,
    problem: lastRound === null || lastRound.result.ok ? null : lastRound.result.refusal,
    own,
    handed: station.handed(),
    laptops: laptops(station),
    history: ownHistory(station),
    joining: asked.map(({ request, roles }) => ({
      device: request.device,
      name: request.name,
      roles,
      words: desk === null ? [] : sixWords(request),
    })),
    waiting: station.segments.unreadable().map((one) => ({ name: one.name, reason: one.reason ?? "", since: one.first_seen })),
    quarantine: quarantine(station),
    changes: rosterChanges(station),
    recovery: recovery === null || recovery === undefined ? "none" : recovery.used === true ? "used" : "kept",
  };
}
