import { performAct } from "../../core/acts/act.ts";
import { perform } from "../../core/acts/perform.ts";
import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import type { ErasureRow } from "../../core/erasure/erasure.ts";
import { aboutOf, type Target } from "../../core/erasure/kinds.ts";
import { hasRole, ownerOf } from "../../core/desk/roster.ts";
import type { DocJson } from "../../core/manuscript/schema.ts";
import { docText } from "../../core/manuscript/text.ts";
import type { StoredEntry } from "../../core/projection/lookup.ts";
import { understand } from "../../core/ledger/kinds.ts";
import type { AskedErasure, ErasableLine } from "../../contract/erasure.ts";
import type { Task } from "../../contract/issue.ts";
import type { Station } from "../station.ts";

const WHAT: Readonly<Record<Target["kind"], ErasableLine["what"]>> = {
  "item.revision": "revision",
  "brief.revision": "brief",
  "item.pitched": "pitch",
  "item.commissioned": "commission",
  "item.proposed": "proposal",
  "proposal.closed": "declined",
  "review.sent": "review",
  "note.resolved": "reply",
  "copy.returned": "copy",
  "check.passed": "check",
  "evidence.added": "evidence",
};
const isTarget = (kind: string): kind is Target["kind"] => Object.hasOwn(WHAT, kind);

/// Members of a payload that hold no words but names of things.
const NO_WORDS = [
  "item",
  "brief",
  "issue",
  "salt",
  "digest",
  "parents",
  "accepts",
  "note",
  "revision",
  "proposal",
  "names",
  "block",
  "evidence",
  "lang",
  "type",
];

const isDoc = (value: object): value is DocJson => "type" in value && value.type === "doc";

/// All words that a payload holds, in the order in which they stand there.
function wordsIn(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (isDoc(value)) return [docText(value)];
  return Object.entries(value).flatMap(([name, member]) => (NO_WORDS.includes(name) ? [] : wordsIn(member)));
}

/// What an entry says: a brief's runs, a manuscript's blocks, a note's quote and text.
function wordsOf(stored: StoredEntry): string | null {
  const known = understand(stored.entry);
  if (typeof known === "string") return null;
  if (known.kind === "brief.revision") {
    const { text, source } = known.payload.content;
    return [text.map((run) => run.text).join(""), ...wordsIn(source)].join("\n");
  }
  return known.kind === "item.revision" || known.kind === "item.proposed"
    ? wordsIn([known.payload.content.doc, known.payload.content.fields]).join("\n")
    : wordsIn(known.payload).join("\n");
}

function lineOf(station: Station, stored: StoredEntry, subject: string): ErasableLine | null {
  const { id, header } = stored.entry;
  const { roster, ledger } = station;
  if (!isTarget(header.kind)) return null;
  const [room, about = ""] = subject.split(":");
  const brief = room === "brief" ? ledger.row("brief", about) : undefined;
  const head = room === "item" ? ledger.row("item", about)?.heads.includes(id) === true : brief?.head === id;
  const by = roster === undefined ? undefined : ownerOf(roster, header.device)?.id;
  return { entry: id, what: WHAT[header.kind], by: by ?? "", at: header.at, words: wordsOf(stored), head };
}

const folded = (text: string): string => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ");

/// Every entry of an item or a brief that holds these words, in the order in which they were written.
export function findErasable(
  station: Station,
  { item, brief, words }: { item: string | null; brief: string | null; words: string },
): Result<readonly ErasableLine[]> {
  const subject = aboutOf({ item, brief });
  const wanted = folded(words);
  const lines = station.ledger.of(subject).flatMap((stored) => lineOf(station, stored, subject) ?? []);
  return ok(lines.filter((line) => line.words !== null && folded(line.words).includes(wanted)));
}

/// The headline of the item, or the first words of the brief, that an erasure speaks of.
function headlineOf({ ledger }: Station, subject: string): string {
  const [room, id = ""] = subject.split(":");
  if (room === "item") return ledger.row("item", id)?.headline ?? "";
  const text = ledger.row("brief", id)?.content.text.map((run) => run.text);
  return text?.join("").slice(0, 80) ?? "";
}

function obstacle(station: Station, erasure: string): Refusal | null {
  const ports = station.ports();
  if (ports === null) return refuse("station-locked").refusal;
  const tried = perform(station.ledger, ports, (pen) => performAct(pen, "erasure.confirm", { erasure }));
  return tried.ok ? null : tried.refusal;
}

/// What somebody asked to erase, with the words that go.
export function readErasure(station: Station, erasure: string): Result<AskedErasure> {
  const row = station.ledger.row("erasure", erasure);
  if (row === undefined) return refuse("erasure-unknown");
  const { by, at, reason, subject, targets } = row;
  const here = targets.flatMap(({ entry }) => station.ledger.entry(entry) ?? []);
  const lines = here.flatMap((stored) => lineOf(station, stored, subject) ?? []);
  return ok({ erasure, headline: headlineOf(station, subject), by, at, reason, lines, obstacle: obstacle(station, erasure) });
}

/// What I could confirm: asked by somebody else, and not confirmed by anybody yet.
export function erasureTasks(station: Station): Task[] {
  const { me, roster, ledger } = station;
  if (me === undefined || !hasRole(me, "editor")) return [];
  const open = ({ second, by, erasure }: ErasureRow): boolean =>
    second === null && by !== me.id && ledger.entry(erasure)?.standing === "ok";
  return ledger
    .rows("erasure")
    .filter(open)
    .map(({ erasure, subject, by, reason }): Task => {
      const item = subject.startsWith("item:") ? subject.slice(5) : null;
      const issue = item === null ? ledger.row("brief", subject.slice(6))?.issue : ledger.row("item", item)?.issue;
      const detail = { code: "task-erase", data: { name: roster?.members[by]?.name ?? "", reason, erasure } };
      return { kind: "erase", issue: issue ?? null, item, headline: headlineOf(station, subject), due: null, detail };
    });
}
