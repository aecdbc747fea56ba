import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { performNamed, perform } from "../../src/core/acts/perform.ts";
import type { ActInput, ActName } from "../../src/core/acts/act.ts";
import type { ActPorts, Draft, Pen, Performed } from "../../src/core/acts/pen.ts";
import type { Result } from "../../src/core/base/result.ts";
import { enrol, renew } from "../../src/core/desk/acts.ts";
import { ENGLISH_LABELS, type Publication } from "../../src/core/desk/publication.ts";
import type { Role } from "../../src/core/desk/roster.ts";
import { NO_FIELDS, type Content } from "../../src/core/item/item.ts";
import { deviceId, nextPlace, type Entry } from "../../src/core/ledger/entry.ts";
import { isSigned, renewalProof } from "../../src/core/ledger/standing.ts";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { emptyDoc } from "../../src/core/manuscript/blocks.ts";
import type { DocJson } from "../../src/core/manuscript/schema.ts";
import { signWith, verifier, type KeyPair } from "../../src/station/keys/crypto.ts";
import { MemoryLedger } from "./memory.ts";

export const PUBLICATION: Publication = {
  name: "Test Briefing",
  language: "en-GB",
  commentLabel: "Test comment",
  sections: { items: "Top 5", briefs: "Noteworthy" },
  briefLists: ["Policy news", "Corporate news"],
  labels: ENGLISH_LABELS,
  brand: { accent: "#0b5c6b" },
  targets: { glance: 120, explainer: 80, comment: 220 },
};

/// Identifiers that come out the same in every run of one test: the digest of a seed and a count.
export function seededIds(seed: string): { next(): string } {
  let count = 0;
  return { next: () => createHash("sha256").update(`${seed}:${count++}`).digest("hex").slice(0, 32) };
}

/// A pair that comes out the same in every run of one test: its secret is the digest of a seed (PKCS #8, RFC 8410).
function seededPair(kind: "ed25519" | "x25519", seed: string): KeyPair {
  const secret =
    (kind === "ed25519" ? "302e020100300506032b657004220420" : "302e020100300506032b656e04220420") +
    createHash("sha256").update(`${kind}:${seed}`).digest("hex");
  const key = createPublicKey(createPrivateKey({ key: Buffer.from(secret, "hex"), type: "pkcs8", format: "der" }));
  return { secret, public: key.export({ type: "spki", format: "der" }).subarray(12).toString("hex") };
}

/// One person's laptop with a ledger in memory: acts, and takes in what others made.
export class Laptop {
  readonly name: string;
  readonly member: string;
  keys: KeyPair;
  box: KeyPair;
  readonly ledger = new MemoryLedger();
  readonly drafts = new Map<string, Draft>();
  readonly ids: { next(): string };
  device: string;
  /// How far the wall clock of this laptop is off.
  clockSkewMs = 0;

  /// `from`: what its identifiers come out of, where they are to differ from those of another laptop of this name.
  constructor(name: string, from: string | null = null) {
    this.name = name;
    this.ids = seededIds(name);
    this.keys = seededPair("ed25519", name);
    this.box = seededPair("x25519", name);
    this.member = this.ids.next();
    this.device = deviceId(this.keys.public);
    if (from !== null) this.ids = seededIds(from);
  }

  /// A copy of this laptop's disk that goes on by itself.
  twin(): Laptop {
    const twin = new Laptop(this.name, this.ids.next());
    [twin.keys, twin.box, twin.device] = [this.keys, this.box, this.device];
    twin.ledger.apply({ desk: this.ledger.desk, entries: [...this.ledger.entries.values()], rows: [...this.ledger.rows.values()] });
    return twin;
  }

  /// Goes on under new keys; answers the entry that says so.
  renew(): readonly Entry[] {
    const seed = this.ids.next();
    const [sign, box] = [seededPair("ed25519", seed), seededPair("x25519", seed)];
    const device = { id: deviceId(sign.public), member: this.member, sign: sign.public, box: box.public };
    const proof = signWith(sign.secret)(renewalProof(this.ledger.desk ?? "", this.device));
    const done = this.do((pen) => renew(pen, device, proof));
    [this.keys, this.box, this.device] = [sign, box, device.id];
    return done;
  }

  get ports(): ActPorts {
    return {
      clock: { now: () => new Date(Date.UTC(2026, 9, 12) + this.clockSkewMs).toISOString() },
      ids: this.ids,
      verifier,
      signer: { device: this.device, sign: signWith(this.keys.secret) },
      local: { draft: (item) => this.drafts.get(item), position: () => this.#position() },
    };
  }

  #position(): ReturnType<ActPorts["local"]["position"]> {
    const tips = new Map<string, Entry>();
    for (const stored of this.ledger.entries.values()) {
      const { entry } = stored;
      const known = tips.get(entry.header.device);
      if (isSigned(stored) && (known === undefined || known.header.seq < entry.header.seq)) tips.set(entry.header.device, entry);
    }
    const own = tips.get(this.device);
    return nextPlace(
      this.ledger.desk ?? "",
      own,
      [...tips.values()].filter((entry) => entry.header.device !== this.device),
    );
  }

  #commit(done: Result<readonly Entry[]>): Result<readonly Entry[]> {
    if (done.ok) this.take(done.value);
    return done;
  }

  take(entries: readonly Entry[]): void {
    this.ledger.apply(ingest(this.ledger, entries, verifier));
  }

  /// Performs an act as its window would; answers the entries or the refusal.
  try<N extends ActName>(name: N, input: ActInput<N>): Result<readonly Entry[]> {
    return this.#commit(performNamed(this.ledger, this.ports, name, input));
  }

  /// Performs an act that must succeed.
  act<N extends ActName>(name: N, input: ActInput<N>): readonly Entry[] {
    const done = this.try(name, input);
    if (!done.ok) throw new Error(`${this.name} was refused ${name}: ${JSON.stringify(done.refusal)}`);
    return done.value;
  }

  do(what: (pen: Pen) => Performed): readonly Entry[] {
    const done = this.#commit(perform(this.ledger, this.ports, what));
    if (!done.ok) throw new Error(`${this.name} was refused: ${JSON.stringify(done.refusal)}`);
    return done.value;
  }

  all(): Entry[] {
    return [...this.ledger.entries.values()].map((stored) => stored.entry);
  }

  item(item: string) {
    const row = this.ledger.row("item", item);
    if (row === undefined) throw new Error(`no such item: ${item}`);
    return row;
  }

  /// Writes a draft of the item's text as it stands here, changed by `edit`.
  write(item: string, edit: (content: Content) => Content): void {
    const row = this.item(item);
    this.drafts.set(item, { base: row.head, content: edit(row.shown ?? emptyContent(this.ids)) });
  }

  decide(item: string, decision: ActInput<"item.decide">["decision"], reason: string | null = null, names: string | null = null) {
    return this.try("item.decide", { item, decision, digest: this.item(item).digest, reason, waivers: [], names });
  }
}

export const emptyContent = (ids: { next(): string }): Content => ({ schema: 1, fields: NO_FIELDS, doc: emptyDoc(() => ids.next()) });

const text = (words: string) => (words === "" ? {} : { content: [{ type: "text", text: words }] });

/// A whole item's text in few words, good enough for Submit.
export function content(headline: string, glance: string[], comment: string[]): Content {
  const block = (type: string, id: string, words: string): DocJson => ({ type, attrs: { id }, ...text(words) });
  return {
    schema: 1,
    fields: {
      sources: [{ title: "Notice", original: { text: "通知", lang: "zh-Hans" }, link: "https://example.org/notice" }],
      bodies: [{ short: "MOT", name: null, original: null, via: null }],
      date: "2026-10-01",
      byline: ["Anna"],
    },
    doc: {
      type: "doc",
      content: [
        block("headline", "h", headline),
        { type: "glance", content: glance.map((words, at) => block("paragraph", `g${at}`, words)) },
        { type: "comment", content: comment.map((words, at) => block("paragraph", `c${at}`, words)) },
      ],
    },
  };
}

/// The content with the words of one block replaced.
export const reworded = (of: Content, id: string, words: string): Content => ({
  ...of,
  doc: JSON.parse(JSON.stringify(of.doc), (_key, value: unknown) =>
    typeof value === "object" && value !== null && "attrs" in value && (value as DocJson).attrs?.["id"] === id
      ? { type: (value as DocJson).type, attrs: { id }, ...text(words) }
      : value,
  ) as DocJson,
});

/// Everything that each laptop holds reaches every other.
export function meet(...laptops: Laptop[]): void {
  const all = laptops.flatMap((one) => one.all());
  for (const one of laptops) one.take(all);
}

/// A desk: its founder is chief; the others are enrolled with the roles given and hold everything.
export function found(chief: Laptop, others: readonly { laptop: Laptop; roles: Role[] }[]): void {
  const device = (of: Laptop) => ({ id: of.device, member: of.member, sign: of.keys.public, box: of.box.public });
  chief.do((pen) => {
    const done = pen.write("desk.founded", {
      member: { id: chief.member, name: chief.name, roles: ["chief"] },
      device: device(chief),
      publication: { ...PUBLICATION, briefLists: [...PUBLICATION.briefLists] },
    });
    return done.ok ? null : done.refusal;
  });
  for (const { laptop, roles } of others) chief.do((pen) => enrol(pen, { id: laptop.member, name: laptop.name, roles }, device(laptop)));
  meet(chief, ...others.map((one) => one.laptop));
}
