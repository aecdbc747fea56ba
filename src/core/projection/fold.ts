import { foldRoster, rosterAt, rosterFor } from "../desk/rosters.ts";
import { memberOf } from "../desk/roster.ts";
import { foldErasures, withErasures } from "../erasure/erasure.ts";
import { usualStyle } from "../house/house.ts";
import { foldBrief } from "../issue/fold-brief.ts";
import { foldIssue } from "../issue/fold-issue.ts";
import { foldItem } from "../item/fold.ts";
import type { Entry } from "../ledger/entry.ts";
import { ofKind, understand } from "../ledger/kinds.ts";
import { LATE, RIGHT_ENDED } from "../ledger/standing.ts";
import type { Fact } from "../review/facts.ts";
import type { Lookup } from "./lookup.ts";
import { row, type RowChange } from "./rows.ts";

/// The entries about a subject that this app understands, with their signers, in ledger order.
export function factsOf(lookup: Lookup, subject: string): Fact[] {
  const facts: Fact[] = [];
  const bare: (Omit<Fact, "known"> & { entry: Entry })[] = [];
  for (const { entry, standing, reason } of lookup.of(subject)) {
    const known = understand(entry);
    const { roster } = rosterFor(lookup, entry);
    const signed = entry.header.kind.startsWith("erasure.") ? rosterAt(lookup, entry.header.roster) : undefined;
    const ended = signed !== undefined && (reason === LATE || reason === RIGHT_ENDED) ? (roster?.length ?? null) : null;
    // The roster that took its signer's right knows no such member, or not with that right.
    const judged = ended === null ? roster : signed;
    const by = judged === undefined ? undefined : memberOf(judged, entry.header.device);
    if (by === undefined) continue;
    const contested = standing === "contested";
    const rosters = signed === undefined ? {} : { rosters: { named: signed.length, ended } };
    if (typeof known !== "string") facts.push({ known, by, contested, ...rosters });
    else if (known === "erased") bare.push({ entry, by, contested });
  }
  const { knew } = lookup;
  const all = withErasures(subject, facts, bare);
  return knew === undefined ? all : all.filter((fact) => knew(fact.known.entry));
}

function foldDesk(lookup: Lookup): RowChange[] {
  const founded = lookup
    .of("roster")
    .map((stored) => understand(stored.entry))
    .find((known) => typeof known !== "string" && known.kind === "desk.founded");
  if (founded === undefined || typeof founded === "string" || founded.kind !== "desk.founded") return [];
  const all = factsOf(lookup, "desk")
    .filter((fact) => !fact.contested)
    .map((fact) => fact.known);
  const settings = ofKind(all, "desk.publication").at(-1)?.payload ?? { publication: founded.payload.publication, bodies: [] };
  const usual = usualStyle(settings.publication.language);
  const listed = new Map(ofKind(all, "house.word").map(({ payload }) => [payload.word, payload.listed]));
  const words = [...listed].flatMap(([word, is]) => (is ? [word] : [])).sort();
  return [row("desk", "desk", "", { ...settings, house: { ...usual, ...ofKind(all, "house.style").at(-1)?.payload, words } })];
}

function foldAnnounced(lookup: Lookup): RowChange[] {
  const last = new Map(
    ofKind(
      factsOf(lookup, "desk").map((fact) => fact.known),
      "device.announced",
    ).map((known) => [known.entry.header.device, known.payload.kinds]),
  );
  return [...last].map(([device, kinds]) => row("announced", device, "announced", { device, kinds }));
}

/// Raised whenever the same entries give other rows than before: every laptop then folds its own anew at its next start.
export const FOLD_VERSION = 2;

/// All rows of one subject, computed anew from its entries: the one fold of the project. Pure; the same set of entries
/// gives the same rows whatever the order of arrival. Issues read their items' and briefs' rows: fold those first.
export function fold(lookup: Lookup, subject: string): RowChange[] {
  const [room, id = ""] = subject.split(":");
  if (room === "roster") return [...foldRoster(lookup), ...foldDesk(lookup)];
  if (room === "desk") return [...foldDesk(lookup), ...foldAnnounced(lookup)];
  const facts = factsOf(lookup, subject);
  if (room === "item") return [...foldErasures(subject, facts), ...foldItem(lookup, id, facts)];
  if (room === "brief") return [...foldErasures(subject, facts), ...foldBrief(id, facts)];
  if (room === "issue") return foldIssue(lookup, id, facts);
  throw new Error(`broken invariant: a subject that no room folds: ${subject}`);
}

const ORDER = ["roster", "desk", "item", "brief", "issue"];

/// Subjects in the order in which they must be folded.
export const foldOrder = (subjects: Iterable<string>): string[] =>
  [...new Set(subjects)].sort(
    (a, b) => ORDER.indexOf(a.split(":")[0] ?? "") - ORDER.indexOf(b.split(":")[0] ?? "") || (a < b ? -1 : a > b ? 1 : 0),
  );
