import { same } from "../base/canonical.ts";
import { refuse, type Refusal } from "../base/result.ts";
import { factsOf } from "../projection/fold.ts";
import type { Lookup } from "../projection/lookup.ts";
import { pastOf } from "../projection/past.ts";
import { entryOf } from "../review/facts.ts";
import { isSignedOff } from "./course.ts";
import { manifestOf, type Manifest } from "./manifest.ts";
import type { IssueRow } from "./rows.ts";

/// One thing that does not hold, as its wording's code and data.
const found = (code: string, data: Refusal["data"] = {}): Refusal => refuse(code, data).refusal;

type Line = Manifest["items"][number] | Manifest["briefs"][number];
type Decision = Line["approvals"][number];

const subjectOf = (line: Line): string => ("item" in line ? `item:${line.item}` : `brief:${line.brief}`);
const nameOf = (line: Line): string => ("item" in line ? `${line.rank}. ${line.headline}` : `${line.list}, ${line.date}`);

/// The entries by which an issue was signed and put out with this digest.
const ofEdition = (lookup: Lookup, { issue, digest }: Pick<Manifest, "issue" | "digest">) =>
  factsOf(lookup, `issue:${issue}`).filter(
    ({ known, contested }) =>
      (known.kind === "issue.signed" || known.kind === "issue.exported") && known.payload.digest === digest && !contested,
  );

/// Every text that the issue holds or the manifest names.
function subjects(lookup: Lookup, manifest: Manifest): Set<string> {
  const parent = `issue:${manifest.issue}`;
  return new Set([
    parent,
    ...lookup.children("item", parent).map((one) => `item:${one.item}`),
    ...lookup.children("brief", parent).map((one) => `brief:${one.brief}`),
    ...[...manifest.items, ...manifest.briefs].map(subjectOf),
  ]);
}

/// Whether the ledger has this entry as an approval of exactly this text, in force when it was made: the fold has judged that.
function approves(past: Lookup, line: Line, entry: string): boolean {
  if ("item" in line) {
    const row = past.row("decision", entry);
    return row?.item === line.item && row.decision === "approve" && row.digest === line.digest && row.obstacle === null;
  }
  return factsOf(past, subjectOf(line)).some(
    ({ known, contested }) =>
      known.kind === "brief.decided" &&
      known.entry.id === entry &&
      known.payload.decision === "approve" &&
      known.payload.digest === line.digest &&
      !contested,
  );
}

function ofDecision(lookup: Lookup, past: Lookup, line: Line, { entry, by, at }: Decision): Refusal | null {
  const stored = lookup.entry(entry);
  const data = { text: nameOf(line), by };
  if (stored === undefined || stored.standing === "pending") return found("verify-decision-not-here", data);
  if (stored.standing !== "ok") return found("verify-decision-no-force", data);
  if (!approves(past, line, entry)) return found("verify-decision-other", data);
  const { header } = stored.entry;
  const roster = lookup.row("roster", "current");
  const name = roster?.members[roster.devices[header.device]?.member ?? ""]?.name;
  return name === by && header.at === at ? null : found("verify-line-other", { text: nameOf(line) });
}

/// Whether a text still stands approved with these words; where its words are others by now, the issue says so as a whole.
function standsNow(lookup: Lookup, line: Line): boolean {
  const row = "item" in line ? lookup.row("item", line.item) : lookup.row("brief", line.brief);
  return row === undefined || row.digest !== line.digest || row.state === "approved";
}

/// Whether the words of a text that was printed were erased since: its digest is known still, what it was called is not.
function wordsGone(lookup: Lookup, past: Lookup, line: Line): boolean {
  const head = "item" in line ? past.row("item", line.item)?.head : past.row("brief", line.brief)?.head;
  return lookup
    .children("erasure", subjectOf(line))
    .some((one) => one.second !== null && one.targets.some((target) => target.entry === head));
}

const named = (line: Line): Partial<Line> => ("item" in line ? { headline: line.headline } : {});

/// One printed text: known, with these words, by an approval that counts and still stands.
function ofLine(lookup: Lookup, past: Lookup, line: Line, then: readonly Line[]): Refusal[] {
  const text = nameOf(line);
  const real = then.find((one) => subjectOf(one) === subjectOf(line));
  if (real === undefined) return [found("verify-text-not-here", { text })];
  const out: Refusal[] = [];
  if (real.digest !== line.digest || ("item" in real && "item" in line && real.rank !== line.rank))
    out.push(found("verify-text-other", { text }));
  if (line.approvals.length === 0) out.push(found("verify-text-uncovered", { text }));
  out.push(...line.approvals.flatMap((one) => ofDecision(lookup, past, line, one) ?? []));
  if (!standsNow(lookup, line)) out.push(found("verify-decision-gone", { text }));
  const told = { ...line, approvals: real.approvals, ...(wordsGone(lookup, past, line) ? named(real) : {}) };
  if (out.length === 0 && !same(told, real)) out.push(found("verify-line-other", { text }));
  return out;
}

/// The signatures under the edition: each here and in force, and together a sign-off.
function ofSignatures(lookup: Lookup, row: IssueRow, manifest: Manifest): Refusal[] {
  const under = row.signatures.filter((one) => one.digest === manifest.digest);
  const named = manifest.signatures.filter((one) => !under.some((real) => real.entry === one.entry && real.chief === one.chief));
  const out = named.map((one) =>
    found(lookup.entry(one.entry) === undefined ? "verify-signature-not-here" : "verify-signature-no-force", { by: one.by }),
  );
  const signed = under.filter((real) => manifest.signatures.some((one) => one.entry === real.entry));
  if (!isSignedOff(signed.map((one) => ({ ...one, live: true })))) out.push(found("verify-not-signed-off"));
  return out;
}

/// What became of the issue since.
function since(row: IssueRow, past: IssueRow, digest: string): Refusal[] {
  if (row.state === "withdrawn") return [found("verify-withdrawn")];
  if (row.corrections.length > past.corrections.length || row.correction !== null) return [found("verify-corrected")];
  return row.digest === digest ? [] : [found("verify-changed-since")];
}

/// The files that somebody of the desk signed for as exports of this edition.
function ofFiles(lookup: Lookup, manifest: Manifest): Refusal[] {
  const recorded = new Set(
    ofEdition(lookup, manifest).flatMap(({ known }) =>
      known.kind === "issue.exported" ? known.payload.files.map((one) => `${one.digest} ${one.bytes}`) : [],
    ),
  );
  const others = manifest.files.filter((one) => !recorded.has(`${one.digest} ${one.bytes}`));
  return others.map((one) => found("verify-file-unrecorded", { name: one.name }));
}

/// Holds a manifest against the ledger: what does not hold, in order of the printed issue; nothing where all does. Texts and
/// decisions are judged by the project's one fold, over what was known when the edition was signed and put out.
export function verifyManifest(lookup: Lookup, manifest: Manifest): Refusal[] {
  if (manifest.desk !== lookup.desk) return [found("verify-other-desk")];
  const row = lookup.row("issue", manifest.issue);
  if (row === undefined) return [found("verify-issue-not-here")];
  const past = pastOf(lookup, ofEdition(lookup, manifest).map(entryOf), subjects(lookup, manifest));
  const then = past.row("issue", manifest.issue);
  const real = then === undefined ? null : manifestOf(past, then, []);
  if (then === undefined || real === null) return [found("verify-issue-not-here")];
  const lines = [...manifest.items, ...manifest.briefs];
  const printed = [...real.items, ...real.briefs];
  const out: Refusal[] = [];
  if (real.digest !== manifest.digest) out.push(found("verify-issue-other"));
  for (const line of lines) out.push(...ofLine(lookup, past, line, printed));
  for (const one of printed)
    if (!lines.some((line) => subjectOf(line) === subjectOf(one))) out.push(found("verify-text-left-out", { text: nameOf(one) }));
  out.push(...ofSignatures(lookup, row, manifest));
  if (lookup.entry(manifest.roster.entry)?.standing !== "ok") out.push(found("verify-roster-not-here"));
  if (!same([real.title, real.number, real.date], [manifest.title, manifest.number, manifest.date])) out.push(found("verify-fields-other"));
  out.push(...since(row, then, manifest.digest), ...ofFiles(lookup, manifest));
  return out;
}
