import { ok, refuse, type Refusal, type Result } from "../core/base/result.ts";
import { announce } from "../core/desk/acts.ts";
import { KINDS } from "../core/ledger/kinds.ts";
import { idsOf } from "../core/desk/roster.ts";
import type { StationStatus } from "../contract/station.ts";
import { fetchContentKeys, handContentKeys } from "./exchange/content-keys.ts";
import { Exchange, type ExchangeHost, type Round } from "./exchange/exchange.ts";
import { Folder } from "./exchange/folder.ts";
import { Hub, hubPlace, isHubAddress } from "./exchange/hub.ts";
import { readSegmentName, type Carried, type Transport } from "./exchange/transport.ts";
import { fetchSnapshot } from "./exchange/snapshot.ts";
import { arrive } from "./arriving.ts";
import { eraseHere, rewritesFor } from "./care/erase.ts";
import { endRenewal, renewLaptop } from "./keys/renewal.ts";
import { passphraseFromFile } from "./keys/vault.ts";
import { Language } from "./language/language.ts";
import { clock, Station, type Changed } from "./station.ts";
import { namedLogos } from "./store/file-store.ts";
import type { Arriving } from "./store/snapshot-store.ts";
import type { KeyStore } from "./worker-transport.ts";

const POLL_MS = 10_000;
const IDLE_MS = 5 * 60_000;
const SETTLE_MS_MAX = 10_000;
const WAIT_MS_MAX = 5 * 60_000;

/// How long until the next round: what is usual, and after each failure twice as long. `chance` (0 to 1) spreads many laptops
/// that lost the same hub at the same moment.
export const waitFor = (usual: number, failures: number, chance: number): number =>
  failures === 0 ? usual : Math.min(WAIT_MS_MAX, usual * 2 ** Math.min(failures, 16)) * (0.5 + chance / 2);

export interface SessionOptions {
  readonly folder: string;
  readonly keys: KeyStore | null;
  readonly changed: (changed: Changed) => void;
  readonly stateChanged: (state: StationStatus["state"]) => void;
  /// A long history moved on, or (null) is here.
  readonly arriving?: (arriving: Arriving | null) => void;
  /// How often the folder or hub is looked at; null: only when asked.
  readonly pollMs?: number | null;
}

/// A station with what comes and goes around it: locked or open, joining or in, and its rounds with the others.
export class Session {
  readonly #options: SessionOptions;
  #station: Station | null = null;
  #refusal: Refusal | null = null;
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<Result<Round>> | null = null;
  /// Something came while a round was under way: it may have missed it.
  #rang = false;
  #failures = 0;
  #way: { readonly to: string; readonly transport: Transport } | null = null;
  #tailAdopted = false;
  readonly #keysHanded = new Map<string, number>();
  #arriving: Arriving | null = null;
  #arrival: Promise<unknown> = Promise.resolve();
  #starting: Promise<unknown> = Promise.resolve();
  #closed = false;
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
      const unlocked = await this.letIn(file);
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
      return { state: "refused", folder, needsPassphrase: false, refusal: this.#refusal, words: [], notice: null, arriving: null };
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
    const { notice } = this.station;
    return {
      state,
      folder,
      needsPassphrase,
      refusal: null,
      words: words === null ? [] : words.split(" "),
      notice,
      arriving: this.station.snapshots.arriving() ?? this.#arriving,
    };
  }

  /// Opens the vault. What follows goes on by itself: whoever opens a window sees what is here, and need not wait for a slow
  /// folder or the day's backup.
  async letIn(passphrase: string | null): Promise<Result<null>> {
    const unlocked = this.station.unlock(passphrase);
    this.#starting = unlocked.then((opened) => (opened.ok ? this.started() : undefined));
    return unlocked;
  }

  /// Opens the vault, and resolves once the first round is over.
  async unlock(passphrase: string | null): Promise<Result<null>> {
    const unlocked = await this.letIn(passphrase);
    await this.#starting;
    return unlocked;
  }

  /// Resolves once this laptop has looked where it left off before it writes anything, or could not for a while: a restored
  /// database would write a second time what it has written before.
  settled(): Promise<unknown> {
    const enough = new Promise((done) => setTimeout(done, SETTLE_MS_MAX).unref());
    return Promise.race([this.#starting, enough]);
  }

  /// The keys are there: begin to exchange, and back up what was left over from yesterday.
  async started(): Promise<void> {
    await endRenewal(this.station);
    await eraseHere(this.station, null);
    await this.exchange();
    await this.station.backUp();
    await this.#goOnRestored();
    if (this.station.me !== undefined) this.station.act((pen) => announce(pen, Object.keys(KINDS)));
    this.#waitForNext();
    this.#options.stateChanged((await this.status()).state);
  }

  /// An older database may lack what this laptop wrote under its name: unless all of it has come back, it takes another.
  async #goOnRestored(): Promise<void> {
    const { station } = this;
    if (station.restored === null || station.me === undefined) return;
    if (!station.lacksOwn() || (await this.renew()).ok) station.restored = null;
  }

  /// This laptop goes on under new keys.
  async renew(): Promise<Result<null>> {
    const { device: before, segments, ledger } = this.station;
    const done = await renewLaptop(this.station);
    // Its last word may stand beside another's, in a place that counts as handed over.
    const split = ledger.splits().get(before ?? "") ?? Infinity;
    for (const name of segments.own(before ?? "")) if ((readSegmentName(name)?.last ?? 0) >= split) segments.forget(name);
    void this.#way?.transport.close();
    this.#way = null;
    if (!done.ok) return done;
    this.station.act((pen) => announce(pen, Object.keys(KINDS)));
    await this.exchange();
    return done;
  }

  async #roundOrCare(): Promise<void> {
    await this.exchange();
    if (!this.#closed && this.station.idleMs() > IDLE_MS) await this.station.careWhenIdle();
  }

  get appearance(): string | null {
    return this.#station?.ledger.meta("appearance") ?? null;
  }

  set appearance(value: string) {
    this.#station?.ledger.putMeta("appearance", value);
  }

  #waitForNext(): void {
    const usual = this.#options.pollMs === undefined ? POLL_MS : this.#options.pollMs;
    if (usual === null || this.#closed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#roundOrCare(), waitFor(usual, this.#failures, Math.random()));
    this.#timer.unref();
  }

  /// Where this laptop meets the others from now on: a folder's path, a hub's address, or nowhere. A hub's address may hold a
  /// password: it is kept with this laptop's keys. Refused, with nothing changed, where it cannot be reached now.
  async meetAt(where: string | null): Promise<Result<null>> {
    const { vault, ledger, segments } = this.station;
    const hub = where !== null && isHubAddress(where) ? where.trim() : null;
    if (hub !== null && hubPlace(hub) === null) return refuse("hub-address-malformed");
    const { keys } = vault;
    if (keys === null) return refuse("station-locked");
    const way = where === null ? null : this.wayTo(where, ledger.desk ?? "", keys.device);
    const reachable = await way?.reachable();
    await way?.close();
    if (reachable?.ok === false) return reachable;
    if ((keys.hub ?? null) !== hub) {
      const { hub: _old, ...rest } = keys;
      const saved = await vault.save(hub === null ? rest : { ...rest, hub }, null);
      if (!saved.ok) return saved;
    }
    ledger.putMeta("folder", hub === null ? (where ?? "") : "");
    segments.clear();
    this.#keysHanded.clear();
    this.#failures = 0;
    this.lastRound = null;
    return ok(null);
  }

  get sharedFolder(): string | null {
    const path = this.station.ledger.meta("folder");
    return path === null || path === "" ? null : path;
  }

  /// The hub's host and database, to be shown; null where there is no hub.
  get hub(): string | null {
    const address = this.station.vault.keys?.hub;
    return address === undefined ? null : hubPlace(address);
  }

  /// The way to the other laptops; null where none is set, or this laptop is in no desk or locked.
  get transport(): Transport | null {
    const { station } = this;
    const [desk, device] = [station.ledger.desk, station.device];
    const to = station.vault.keys?.hub ?? this.sharedFolder;
    if (to === null || desk === null || device === null) return null;
    if (this.#way?.to !== to) {
      void this.#way?.transport.close();
      this.#way = { to, transport: this.wayTo(to, desk, device) };
    }
    return this.#way.transport;
  }

  /// The way to a folder's path or a hub's address; whoever asks for another than the session's own closes it.
  wayTo(to: string, desk: string, device: string): Transport {
    if (!isHubAddress(to)) return new Folder(to, desk);
    const rang = (): void => {
      this.#rang = true;
      void this.exchange();
    };
    return new Hub(to, { desk, device, rang, lost: () => this.#waitForNext() });
  }

  /// Leaves a request to join and meets there from now on. Refused, with nothing set, where it cannot be left.
  async askToJoin(where: string, desk: string, request: Carried): Promise<Result<null>> {
    const transport = this.wayTo(where, desk, this.station.device ?? "");
    const reachable = await transport.reachable();
    const put = reachable.ok ? await transport.put([request]) : reachable;
    await transport.close();
    if (!put.ok) return put;
    this.station.ledger.putMeta("desk", desk);
    return this.meetAt(where);
  }

  /// One round with the others; rounds never overlap. Refused where there is no way to them, or it cannot be reached.
  exchange(): Promise<Result<Round>> {
    this.#round ??= this.#rounds().finally(() => {
      this.#round = null;
      this.#waitForNext();
    });
    return this.#round;
  }

  async #rounds(): Promise<Result<Round>> {
    for (;;) {
      this.#rang = false;
      const result = await this.#exchangeOnce();
      this.#failures = result.ok ? 0 : this.#failures + 1;
      await eraseHere(this.station, result.ok ? this.transport : null);
      if (!this.#rang || !result.ok || this.#closed) return result;
    }
  }

  async #exchangeOnce(): Promise<Result<Round>> {
    const { transport } = this;
    if (transport === null) return refuse("no-folder-yet");
    const result = await this.admittedBy(() => this.#meet(transport));
    this.lastRound = { at: clock.now(), result };
    this.#options.changed({ subjects: ["exchange"] });
    return result;
  }

  /// Takes something in; where that lets this laptop in, it says what it understands, and windows learn of it.
  async admittedBy<T>(take: () => Promise<T>): Promise<T> {
    const [before, showed] = [this.station.me === undefined, this.station.snapshots.active];
    const done = await take();
    const { active } = this.station.snapshots;
    if ((before || showed) && !active && this.station.me !== undefined) {
      this.station.ledger.putMeta("join-words", "");
      this.station.act((pen) => announce(pen, Object.keys(KINDS)));
      this.#options.stateChanged("ready");
    }
    return done;
  }

  async #meet(transport: Transport): Promise<Result<Round>> {
    const reachable = await transport.reachable();
    if (!reachable.ok) return reachable;
    const found = await fetchContentKeys(this.station, transport);
    if (!found.ok) return found;
    await this.showSnapshot(transport);
    // What goes out now is under a key that whoever was stopped or left has not got.
    const handed = await handContentKeys(this.station, transport, this.#keysHanded, "known");
    if (!handed.ok) return handed;
    const exchange = new Exchange(transport, this.host(), this.station.segments);
    if (!this.#tailAdopted) {
      await exchange.adoptOwnTail();
      this.#tailAdopted = true;
    }
    const round = await exchange.round();
    if (!round.ok) return round;
    // What a laptop that is new builds on lies there now.
    const again = await handContentKeys(this.station, transport, this.#keysHanded, "all");
    return again.ok ? round : again;
  }

  /// Shows what the laptop that let this one in left for it, if there is such a snapshot.
  async showSnapshot(from: Transport): Promise<void> {
    if (!(await fetchSnapshot(this.station, from))) return;
    this.station.ledger.putMeta("join-words", "");
    this.#options.stateChanged("ready");
  }

  /// What an exchange needs of this station. Throws before it is in a desk and open: callers have a transport, or asked `ready`.
  host(): ExchangeHost {
    const { station } = this;
    const [desk, device] = [station.ledger.desk, station.device];
    if (desk === null || device === null) throw new Error("broken invariant: an exchange without a desk");
    return {
      desk,
      device,
      ids: () => idsOf(station.roster, device),
      keys: () => station.vault.keys?.content ?? {},
      now: clock.now,
      takeIn: (entries) => {
        const arrived = arrive(station, entries, (part) => {
          this.#arriving = part;
          this.#options.arriving?.(station.snapshots.arriving() ?? part);
        });
        this.#arrival = arrived.catch(() => null);
        return arrived;
      },
      pending: () => station.ledger.waiting().flatMap(({ entry, standing }) => (standing === "pending" ? [entry] : [])),
      own: (id, seq) => station.ledger.from(id, seq).map((stored) => stored.entry),
      splitAt: (id, seq) => (station.ledger.splits().get(id) ?? Infinity) <= seq,
      erased: () => station.erased(),
      rewrites: (of) => rewritesFor(station.roster, device, of),
      files: () => station.filesNamed(),
      wanted: () => namedLogos(station.ledger).filter(({ digest }) => !station.files.has(digest)),
      file: (digest) => station.files.read(digest),
      keep: (bytes) => station.files.put(bytes),
    };
  }

  /// The bytes of a file that an entry names: from this laptop, else from the folder or hub; null while it is in neither.
  async file(digest: string, size: number): Promise<Buffer | null> {
    const { station } = this;
    const here = await station.files.read(digest);
    const transport = here === null ? this.transport : null;
    if (transport === null || !(await transport.reachable()).ok) return here;
    return (await new Exchange(transport, this.host(), station.segments).fetch(digest, size)) ? station.files.read(digest) : null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#starting;
    await this.#round;
    await this.#arrival;
    await this.#way?.transport.close();
    await this.language.close();
    this.#station?.close();
    this.#station = null;
  }
}
