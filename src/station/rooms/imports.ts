import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { setImmediate as others } from "node:timers/promises";
import { canonical } from "../../core/base/canonical.ts";
import { digest } from "../../core/base/digest.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import type { Imported, ImportedIssue } from "../../core/import/imported.ts";
import { guessLayout, layoutOf, wordsOfLayout, type LayoutWords } from "../../core/import/layout.ts";
import { takeIn, takeInto } from "../../core/issue/take-in.ts";
import { headlineOf, partWords } from "../../core/manuscript/text.ts";
import { assemble, type Proof } from "../../core/proof/proof.ts";
import { numberAndDate, reading } from "../../core/proof/reading.ts";
import { ISSUE_ENDINGS, type Brought, type BroughtIssue, type HereAlready, type ImportLook } from "../../contract/imports.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import { diskReason } from "../files/disk-reason.ts";
import { readIssueFile } from "../files/read-issue.ts";
import { randomHex, randomIds } from "../keys/crypto.ts";
import type { Station } from "../station.ts";
import { proofOf } from "./exports.ts";

const textsOf = (proof: Proof): string => digest(canonical(reading(proof).items));
const nameOf = ({ issue, fields }: IssueRow): string => numberAndDate(fields) || issue;

/// The issues of this desk by their very texts.
class KnownIssues {
  readonly #known = new Map<string, HereAlready>();
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
    for (const row of station.ledger.rows("issue")) this.add(row.issue);
  }

  add(issue: string): void {
    const row = this.#station.ledger.row("issue", issue);
    if (row !== undefined)
      this.#known.set(textsOf(proofOf(this.#station, row, { mine: false, draft: false })), { issue, name: nameOf(row) });
  }

  /// The issue that has the very items that were read; null where none has.
  same(read: ImportedIssue): HereAlready | null {
    return read.items.length === 0 ? null : (this.#known.get(textsOf(assemble(read))) ?? null);
  }
}

/// Reads the issue in a file by the words that a person named, else by those that explain most of it.
function read(station: Station, path: string, words: LayoutWords | null): Promise<Result<Imported>> {
  const desk = station.ledger.row("desk", "desk")?.publication;
  return readIssueFile(path, randomIds, (lines) => (words === null ? guessLayout(lines, desk) : layoutOf(words, desk)));
}

/// A Word file of one item is no issue: it comes home as a review copy.
const isCopy = (path: string, { issue }: Imported): boolean => /\.docx$/i.test(path) && issue.items.length <= 1;

/// What bringing in the issue in a file would give, before anything is written: what was read, by which words, and what was
/// healed, doubted or not understood. Refused: what cannot be read.
export async function lookAtIssue(
  station: Station,
  { path, words }: { path: string; words: LayoutWords | null },
): Promise<Result<ImportLook>> {
  const found = await read(station, path, words);
  if (!found.ok) return found;
  const { issue, findings } = found.value;
  const { title, number, date } = issue.fields;
  return ok({
    file: basename(path),
    name: issue.publication.name,
    title,
    number,
    date,
    items: issue.items.map(({ rank, content }) => ({ rank, headline: headlineOf(content.doc), words: partWords(content.doc).total })),
    briefs: issue.briefs.length,
    words: wordsOfLayout(issue.publication),
    findings,
    here: new KnownIssues(station).same(issue),
    copy: isCopy(path, found.value),
  });
}

async function bringIn(station: Station, path: string, words: LayoutWords | null, known: KnownIssues): Promise<Result<BroughtIssue>> {
  const found = await read(station, path, words);
  if (!found.ok) return found;
  if (isCopy(path, found.value)) return refuse("import-is-copy");
  const { items, briefs } = found.value.issue;
  if (items.length === 0 && briefs.length === 0) return refuse("import-nothing-found");
  const here = known.same(found.value.issue);
  if (here !== null) return refuse("issue-here-already", { name: here.name });
  const issue = randomHex(16);
  const done = station.act((pen) => takeIn(pen, issue, found.value.issue));
  if (!done.ok) return done;
  known.add(issue);
  return ok({ issue, number: found.value.issue.fields.number, findings: found.value.findings });
}

/// Reads an issue from a file and opens it on this desk, or adds what is in it to the one `into`, in one step. Answers what was
/// healed, doubted or not understood. Refused: what cannot be read; where it is to be an issue, a Word file of one item, what has
/// neither item nor brief, and one that stands here already.
export async function importIssue(
  station: Station,
  { path, words, into }: { path: string; words: LayoutWords | null; into: string | null },
): Promise<Result<BroughtIssue>> {
  if (into === null) return bringIn(station, path, words, new KnownIssues(station));
  const found = await read(station, path, words);
  if (!found.ok) return found;
  const done = station.act((pen) => takeInto(pen, into, found.value.issue));
  return done.ok ? ok({ issue: into, number: null, findings: found.value.findings }) : done;
}

/// So many files of one folder are brought in at a time.
const FILES_MAX = 1000;
const isIssueFile = (name: string): boolean => ISSUE_ENDINGS.some((ending) => extname(name).toLowerCase() === `.${ending}`);

/// The names of the files in a folder that may be issues, in order.
async function issueFiles(folder: string): Promise<Result<string[]>> {
  try {
    const all = await readdir(folder, { withFileTypes: true });
    const names = all.filter((one) => one.isFile() && isIssueFile(one.name)).map((one) => one.name);
    if (names.length === 0) return refuse("import-nothing-there", { path: folder });
    return names.length > FILES_MAX ? refuse("import-too-many", { count: names.length, limit: FILES_MAX }) : ok(names.sort());
  } catch (error) {
    return refuse("file-unreadable", { path: folder, detail: diskReason(error) });
  }
}

/// Brings in every issue in a folder, one after another in order of their names: each whole or not at all.
export class ImportFolder {
  readonly #station: () => Station;
  readonly #tell: (done: number, total: number) => void;
  #running = false;
  #stopped = false;

  constructor(station: () => Station, tell: (done: number, total: number) => void) {
    this.#station = station;
    this.#tell = tell;
  }

  /// Ends it behind the issue that is being brought in. What is in stays in.
  stop(): void {
    this.#stopped = true;
  }

  /// Answers what became of each file. Refused: no such folder, one with nothing or far too much in it, or a folder that is being
  /// brought in already.
  async from(folder: string): Promise<Result<Brought>> {
    if (this.#running) return refuse("import-running");
    [this.#running, this.#stopped] = [true, false];
    try {
      const names = await issueFiles(folder);
      return names.ok ? ok(await this.#bring(folder, names.value)) : names;
    } finally {
      this.#running = false;
    }
  }

  async #bring(folder: string, names: readonly string[]): Promise<Brought> {
    const station = this.#station();
    const known = new KnownIssues(station);
    const files: Brought["files"][number][] = [];
    for (const [at, name] of names.entries()) {
      this.#tell(at, names.length);
      await others();
      if (this.#stopped) break;
      const done = await bringIn(station, join(folder, name), null, known);
      files.push(done.ok ? { name, brought: done.value, refusal: null } : { name, brought: null, refusal: done.refusal });
      // Nobody may write: the rest would fail likewise.
      if (!done.ok && done.refusal.code === "only-editor-or-chief") break;
    }
    this.#tell(names.length, names.length);
    return { files, left: names.length - files.length };
  }
}
