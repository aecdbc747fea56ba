import { existsSync, readFileSync } from "node:fs";
import { ok, refuse, type Refusal, type Result } from "../core/base/result.ts";
import { announce } from "../core/desk/acts.ts";
import { KINDS } from "../core/ledger/kinds.ts";
import { chiefs, type Roster } from "../core/desk/roster.ts";
import type { StationStatus } from "../contract/station.ts";
import { FolderExchange, type Round } from "./exchange/exchange.ts";
import { Folder } from "./exchange/folder.ts";
import { openWelcome, readInvitation } from "./exchange/invitation.ts";
import { Language } from "./language/language.ts";
import { clock, Station, type Changed } from "./station.ts";
import type { KeyStore } from "./worker-transport.ts";

const POLL_MS = 10_000;

export interface SessionOptions {
  readonly folder: string;
  readonly keys: KeyStore | null;
  readonly changed: (changed: Changed) => void;
  readonly stateChanged: (state: StationStatus["state"]) => void;
  /// How often the shared folder is looked at; null: only when asked.
  readonly pollMs?: number | null;
}

/// A station with what comes and goes around it: locked or open, joining or in, and its rounds with the shared folder.
export class Session {
  readonly #options: SessionOptions;
  #station: Station | null = null;
  #refusal: Refusal | null = null;
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<Result<Round>> | null = null;
  #tailAdopted = false;
  /// Spelling and grammar, on a thread of their own.
  readonly language = new Language();
  lastRound: { readonly at: string; readonly result: Result<Round> } | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /// Opens the station; a vault that the system or a passphrase file can open is unlocked at once.
  async open(): Promise<void> {
    const opened = Station.open(this.#options.folder, this.#options.keys, this.#options.changed);
    if (!opened.ok) {
      this.#refusal = opened.refusal;
      return;
    }
    this.#station = opened.value;
    if (!this.station.vault.exists) return;
    const file = passphraseFromFile();
    if (file !== null || !(await this.station.vault.needsPassphrase())) {
      const unlocked = await this.unlock(file);
      if (!unlocked.ok && unlocked.refusal.code !== "passphrase-wrong") this.#refusal = unlocked.refusal;
    }
  }

  /// Whether this process has the folder, so that it may answer for it.
  get holdsFolder(): boolean {
    return this.#station !== null;
  }

  /// The open station. Throws where it was refused: callers ask `ready` first.
  get station(): Station {
    if (this.#station === null) throw new Error(`broken invariant: no station: ${this.#refusal?.code ?? "not opened"}`);
    return this.#station;
  }

  /// The station if it can act and read as a member of a desk; or what is in the way.
  ready(): Result<Station> {
    if (this.#refusal !== null) return { ok: false, refusal: this.#refusal };
    if (this.station.device === null)
      return refuse(this.station.vault.exists && this.station.ledger.desk !== null ? "station-locked" : "no-desk-yet");
    return this.station.me === undefined ? refuse("not-admitted-yet") : ok(this.station);
  }

  async status(): Promise<StationStatus> {
    const { folder } = this.#options;
    if (this.#refusal !== null || this.#station === null)
      return { state: "refused", folder, needsPassphrase: false, refusal: this.#refusal, words: [] };
    const needsPassphrase = await this.station.vault.needsPassphrase();
    const words = this.station.ledger.meta("join-words");
    const state =
      !this.station.vault.exists || this.station.ledger.desk === null
        ? "first-start"
        : this.station.device === null
          ? "locked"
          : this.station.me === undefined
            ? "joining"
            : "ready";
    return { state, folder, needsPassphrase, refusal: null, words: words === null ? [] : words.split(" ") };
  }

  async unlock(passphrase: string | null): Promise<Result<null>> {
    const unlocked = await this.station.unlock(passphrase);
    if (!unlocked.ok) return unlocked;
    await this.started();
    return unlocked;
  }

  /// The keys are there: begin to exchange, and back up what was left over from yesterday.
  async started(): Promise<void> {
    await this.station.backUp();
    await this.exchange();
    if (this.station.me !== undefined) this.station.act((pen) => announce(pen, Object.keys(KINDS)));
    const every = this.#options.pollMs === undefined ? POLL_MS : this.#options.pollMs;
    if (every !== null && this.#timer === null) {
      this.#timer = setInterval(() => void this.exchange(), every);
      this.#timer.unref();
    }
    this.#options.stateChanged((await this.status()).state);
  }

  get appearance(): string | null {
    return this.#station?.ledger.meta("appearance") ?? null;
  }

  set appearance(value: string) {
    this.#station?.ledger.putMeta("appearance", value);
  }

  setFolder(path: string | null): void {
    this.station.ledger.putMeta("folder", path ?? "");
    this.station.segments.clear();
  }

  get sharedFolder(): string | null {
    const path = this.station.ledger.meta("folder");
    return path === null || path === "" ? null : path;
  }

  /// One round with the shared folder; rounds never overlap. Refused where there is no folder, or it cannot be reached.
  exchange(): Promise<Result<Round>> {
    this.#round ??= this.#exchangeOnce().finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  async #exchangeOnce(): Promise<Result<Round>> {
    const { station, sharedFolder } = this;
    const [desk, device] = [station.ledger.desk, station.device];
    if (sharedFolder === null || desk === null || device === null) return refuse("no-folder-yet");
    const before = station.me === undefined;
    await this.#fetchContentKeys(desk, sharedFolder);
    const exchange = this.#exchangeIn(sharedFolder, desk, device);
    if (!this.#tailAdopted) {
      await exchange.adoptOwnTail();
      this.#tailAdopted = true;
    }
    const result = await exchange.round();
    this.lastRound = { at: clock.now(), result };
    if (before && station.me !== undefined) {
      station.ledger.putMeta("join-words", "");
      this.station.act((pen) => announce(pen, Object.keys(KINDS)));
      this.#options.stateChanged("ready");
    }
    this.#options.changed({ subjects: ["exchange"] });
    return result;
  }

  #exchangeIn(path: string, desk: string, device: string): FolderExchange {
    const station = this.station;
    return new FolderExchange(
      new Folder(path, desk),
      {
        desk,
        device,
        keys: () => station.vault.keys?.content ?? {},
        now: clock.now,
        takeIn: (entries) => station.takeIn(entries),
        own: (seq) => station.ledger.from(device, seq).map((stored) => stored.entry),
        files: () => station.filesNamed(),
        file: (digest) => station.files.read(digest),
        keep: (bytes) => station.files.put(bytes),
      },
      station.segments,
    );
  }

  /// The bytes of a file that an entry names: from this laptop, else from the shared folder; null while it is in neither.
  async file(digest: string, size: number): Promise<Buffer | null> {
    const { station } = this;
    const here = await station.files.read(digest);
    const { sharedFolder } = this;
    const [desk, device] = [station.ledger.desk, station.device];
    if (here !== null || sharedFolder === null || desk === null || device === null) return here;
    return (await this.#exchangeIn(sharedFolder, desk, device).fetch(digest, size)) ? station.files.read(digest) : null;
  }

  /// A joiner, and after a key change everyone, finds the desk's content keys in `DESK/keys/`, wrapped for this laptop.
  async #fetchContentKeys(desk: string, path: string): Promise<void> {
    const { keys } = this.station.vault;
    if (keys === null) return;
    const folder = new Folder(path, desk);
    for (const file of (await folder.list(".t5k")).filter((one) => one.name.startsWith(`keys/${keys.device}-`))) {
      const bytes = await folder.read(file);
      const opened =
        bytes === null
          ? null
          : openWelcome(bytes.toString("utf8"), desk, { device: keys.device, secret: keys.box.secret }, (of) => this.#chiefKey(of));
      if (opened === null || !opened.ok || Object.keys(opened.value).every((number) => keys.content[number] !== undefined)) continue;
      await this.station.vault.save({ ...keys, content: { ...opened.value, ...keys.content } }, null);
    }
  }

  /// The signing key of a chief's laptop: by the roster, or before that arrived by the invitation.
  #chiefKey(device: string): string | undefined {
    const roster: Roster | undefined = this.station.roster;
    if (roster === undefined) {
      const invitation = readInvitation(this.station.ledger.meta("invitation") ?? "");
      return invitation.ok && invitation.value.inviter.device === device ? invitation.value.inviter.sign : undefined;
    }
    const known = roster.devices[device];
    return known !== undefined && chiefs(roster).some((chief) => chief.id === known.member) ? known.sign : undefined;
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#round;
    await this.language.close();
    this.#station?.close();
    this.#station = null;
  }
}

/// The passphrase that `TOP5_PASSPHRASE_FILE` names, without its line end; null where none is named or it cannot be read.
export function passphraseFromFile(): string | null {
  const path = process.env["TOP5_PASSPHRASE_FILE"];
  if (path === undefined || !existsSync(path)) return null;
  return readFileSync(path, "utf8").replace(/\r?\n$/, "");
}
