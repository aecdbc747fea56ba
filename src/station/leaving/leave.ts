import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { say, sayRefusal } from "../../../resources/messages/say.ts";
import { invariant, ok, refuse, type Result } from "../../core/base/result.ts";
import type { Publication } from "../../core/desk/publication.ts";
import type { Roster } from "../../core/desk/roster.ts";
import { manifestOf, manifestText } from "../../core/issue/manifest.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import type { ItemRow } from "../../core/item/rows.ts";
import { diskReason, isOfDisk } from "../files/disk-reason.ts";
import { FORMATS, write, type Format } from "../files/formats.ts";
import { MANIFEST_ENDING } from "../files/manifest-file.ts";
import { logoIfHere } from "../rooms/logo.ts";
import { fileStem, proofOf, recordedFiles } from "../rooms/exports.ts";
import type { Session } from "../session.ts";
import { clock, type Station } from "../station.ts";
import { fileDigest } from "../store/file-store.ts";
import { itemHistory, itemMarkdown, json, peopleText, plainName, record, wrapped } from "./texts.ts";

/// What was written. `absent`: files that entries name and that are not on this laptop, nor where it meets the others.
export interface Left {
  readonly path: string;
  readonly files: number;
  readonly entries: number;
  readonly absent: readonly string[];
}

const listed = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${head}\n${lines.map((one) => `  ${one}`).join("\n")}`];

type Step = () => Promise<void>;

class Stopped extends Error {}

/// The whole desk as files that need no app of ours: written into a folder beside the wanted one, which takes its name once
/// everything is there. What one person has not shared is not in it.
class Leaving {
  readonly #session: Session;
  readonly #station: Station;
  readonly #roster: Roster;
  readonly #root: string;
  readonly #absent: string[] = [];
  readonly #unwritten: string[] = [];
  #files = 0;
  #entries = 0;

  constructor(session: Session, roster: Roster, root: string) {
    this.#session = session;
    this.#station = session.station;
    this.#roster = roster;
    this.#root = root;
  }

  async #put(path: string, content: string | Uint8Array): Promise<void> {
    const whole = join(this.#root, path);
    await mkdir(dirname(whole), { recursive: true });
    const file = await open(whole, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    this.#files++;
  }

  /// Everything that is to be written, in steps short enough to be stopped in between.
  steps(): Step[] {
    const { ledger } = this.#station;
    return [
      () => this.#desk(),
      ...ledger.children("issue", "issues").map((row) => () => this.#issue(row)),
      ...ledger.rows("item").map((row) => () => this.#item(row)),
      () => this.#ledger(ledger.devices()),
      () => this.#readme(),
    ];
  }

  async #desk(): Promise<void> {
    const { ledger } = this.#station;
    await this.#put("people.txt", peopleText(this.#roster));
    await this.#put("people.json", json(this.#roster));
    const row = ledger.row("desk", "desk");
    await this.#put("publication.json", json(row));
    if (row !== undefined) await this.#logo(row.publication, "");
  }

  /// A publication's logo as a file in a folder. Answers its bytes; null where it has none, or none that is to be had.
  async #logo(publication: Publication, folder: string): Promise<Uint8Array | null> {
    if (publication.logo === undefined) return null;
    const path = join(folder, publication.logo.type === "image/png" ? "logo.png" : "logo.jpg");
    const { logo } = await logoIfHere(this.#station, publication);
    if (logo === null) this.#absent.push(path);
    else await this.#put(path, logo);
    return logo;
  }

  /// The issue in every format: as it went out where it still stands as that, else marked DRAFT.
  async #issue(row: IssueRow): Promise<void> {
    const { ledger } = this.#station;
    const folder = join("issues", plainName(`${row.fields.date ?? ""} ${fileStem(row)}`, row.issue));
    const clean = row.exported !== null && row.exported.digest === row.digest;
    const proof = proofOf(this.#station, row, { mine: false, draft: !clean });
    const stem = `${fileStem(row)}${clean ? "" : "-DRAFT"}`;
    const recorded = recordedFiles(this.#station, row);
    const logo = await this.#logo(row.publication, folder);
    const lines: { name: string; format: string; bytes: number; digest: string }[] = [];
    for (const [format, ending] of Object.entries(FORMATS) as [Format, string][]) {
      const made = await write(proof, format, { logo });
      const name = `${stem}.${ending}`;
      // An email that is too long for any mail program is the one thing that cannot be written; the others say the same.
      if (!made.ok) this.#unwritten.push(`${join(folder, name)}: ${sayRefusal(made.refusal).text}`);
      if (!made.ok) continue;
      await this.#put(join(folder, name), made.value);
      lines.push({ name, format, bytes: made.value.length, digest: fileDigest(made.value) });
    }
    const same = lines.filter((file) => recorded.has(`${file.name} ${file.digest}`));
    const manifest = clean && same.length > 0 ? manifestOf(ledger, row, same) : null;
    if (manifest !== null) await this.#put(join(folder, `${stem}${MANIFEST_ENDING}`), manifestText(manifest));
    await this.#put(
      join(folder, "issue-record.json"),
      json({ issue: row, record: record(this.#station, `issue:${row.issue}`, this.#roster) }),
    );
    const briefs = ledger.children("brief", `issue:${row.issue}`);
    const told = briefs.map((brief) => ({ brief, record: record(this.#station, `brief:${brief.brief}`, this.#roster) }));
    if (told.length > 0) await this.#put(join(folder, "briefs.json"), json(told));
  }

  async #item(row: ItemRow): Promise<void> {
    const { ledger } = this.#station;
    const [subject, folder] = [`item:${row.item}`, join("items", plainName(row.headline, row.item))];
    const text = itemMarkdown(this.#station, row);
    if (text !== null) await this.#put(join(folder, "text.md"), text);
    await this.#put(join(folder, "history.txt"), itemHistory(this.#station, row, this.#roster));
    const whole = {
      item: row,
      revisions: ledger.children("revision", subject),
      decisions: ledger.children("decision", subject),
      notes: ledger.children("note", subject),
      suggestions: ledger.children("proposal", subject),
      evidence: ledger.children("evidence", subject),
      record: record(this.#station, subject, this.#roster),
    };
    await this.#put(join(folder, "item.json"), json(whole));
    for (const one of whole.evidence) {
      const bytes = await this.#session.file(one.digest, one.size);
      const ending = /\.[A-Za-z0-9]{1,8}$/.exec(one.name)?.[0] ?? "";
      const name = `${plainName(one.name.slice(0, one.name.length - ending.length), one.evidence)}${ending}`;
      if (bytes === null) this.#absent.push(join(folder, "evidence", name));
      else await this.#put(join(folder, "evidence", name), bytes);
    }
  }

  /// Every entry as it was signed, one line each, laptop by laptop.
  async #ledger(devices: readonly string[]): Promise<void> {
    await mkdir(join(this.#root, "ledger"), { recursive: true });
    const file = await open(join(this.#root, "ledger", "entries.jsonl"), "wx", 0o600);
    try {
      for (const device of devices) {
        const lines = this.#station.ledger.from(device, 1).map(({ entry, standing, reason }) => {
          const { id, headerText: header, payloadText: payload, signature } = entry;
          return `${JSON.stringify({ id, header, payload, signature, standing, reason })}\n`;
        });
        this.#entries += lines.length;
        await file.write(lines.join(""));
        await breathe();
      }
      await file.sync();
    } finally {
      await file.close();
    }
    this.#files++;
  }

  async #readme(): Promise<void> {
    const name = this.#station.ledger.row("desk", "desk")?.publication.name ?? "";
    const paragraphs = [
      say("leave.readme-what", { name, date: clock.now().slice(0, 10), who: this.#station.me?.name ?? "" }),
      say("leave.readme-plain"),
      say("leave.readme-issues"),
      say("leave.readme-items"),
      say("leave.readme-people"),
      say("leave.readme-ledger", { entries: this.#entries }),
      say("leave.readme-check"),
      say("leave.readme-not"),
      ...listed(say("leave.readme-unwritten"), this.#unwritten),
      ...listed(say("leave.readme-absent"), this.#absent),
    ];
    await this.#put("README.txt", `${paragraphs.map(wrapped).join("\n\n")}\n`);
  }

  done(path: string): Left {
    return { path, files: this.#files, entries: this.#entries, absent: this.#absent };
  }
}

/// Exports desks whole, one at a time, and can be stopped in between: then nothing is left of it.
export class Leave {
  readonly #session: Session;
  readonly #tell: (done: number, total: number) => void;
  #running = false;
  #stopped = false;

  constructor(session: Session, tell: (done: number, total: number) => void) {
    this.#session = session;
    this.#tell = tell;
  }

  stop(): void {
    this.#stopped = this.#running;
  }

  /// Writes the whole desk into a new folder. Refused, with nothing left behind: something stands there already, the desk's
  /// history is still arriving, it was stopped, or the disk fails it.
  async into(path: string): Promise<Result<Left>> {
    const { station } = this.#session;
    const { roster } = station;
    if (this.#running) return refuse("leave-under-way");
    if (existsSync(path)) return refuse("leave-there-already", { path });
    if ((await this.#session.status()).arriving !== null) return refuse("leave-arriving");
    invariant(roster !== undefined, "a member of a desk has its roster", station.device);
    const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.part`);
    [this.#running, this.#stopped] = [true, false];
    try {
      await mkdir(dirname(path), { recursive: true });
      await mkdir(beside, { mode: 0o700 });
      const leaving = new Leaving(this.#session, roster, beside);
      await this.#go(leaving.steps());
      if (existsSync(path)) return refuse("leave-there-already", { path });
      await rename(beside, path);
      return ok(leaving.done(path));
    } catch (error) {
      if (error instanceof Stopped) return refuse("leave-stopped");
      if (isOfDisk(error)) return refuse("file-not-written", { path, why: diskReason(error) });
      throw error;
    } finally {
      this.#running = false;
      this.#tell(1, 1);
      // What a failing disk does not let go of stays under a name that begins with a dot.
      await rm(beside, { recursive: true, force: true }).catch(() => null);
    }
  }

  async #go(steps: readonly Step[]): Promise<void> {
    for (const [at, step] of steps.entries()) {
      this.#tell(at, steps.length);
      await breathe();
      if (this.#stopped) throw new Stopped();
      await step();
    }
    if (this.#stopped) throw new Stopped();
  }
}
