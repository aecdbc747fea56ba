import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Role } from "../../src/core/desk/roster.ts";
import { briefOrder } from "../../src/core/issue/brief-order.ts";
import type { Brief } from "../../src/core/issue/issue.ts";
import { briefDigest, issueDigest } from "../../src/core/issue/issue-digest.ts";
import { contentDigest } from "../../src/core/item/content-digest.ts";
import type { Content } from "../../src/core/item/item.ts";
import { deskId, makeEntry, type Entry, type Header } from "../../src/core/ledger/entry.ts";
import { fromBlocks, toBlocks } from "../../src/core/manuscript/blocks.ts";
import { readIssueBytes } from "../../src/station/files/read-issue.ts";
import { signWith } from "../../src/station/keys/crypto.ts";
import { newKeys, type OwnKeys } from "../../src/station/keys/vault.ts";
import { PUBLICATION, seededIds } from "./desk.ts";
import { must } from "./stations.ts";

/// A desk's life over many issues, as entries: what a laptop that joins late, or rebuilds, has before it. Made without
/// stations, so that a hundred thousand entries take seconds.

const SAMPLE = fileURLToPath(new URL("../../resources/sample/issue.json", import.meta.url));
const PEOPLE: readonly { readonly name: string; readonly roles: Role[] }[] = [
  { name: "Chief", roles: ["chief"] },
  { name: "Marek", roles: ["editor"] },
  { name: "Sofia", roles: ["editor"] },
  { name: "Anna", roles: ["author"] },
  { name: "Bert", roles: ["author"] },
  { name: "Chen", roles: ["author"] },
  { name: "Dora", roles: ["copy editor"] },
  { name: "Emil", roles: ["author"] },
];
const [CHIEF, MAREK, SOFIA, ANNA, , , DORA] = [0, 1, 2, 3, 4, 5, 6] as const;
const AUTHORS = [ANNA, 4, 5, 7] as const;
const EDITORS = [MAREK, SOFIA, CHIEF] as const;

type Known = ReadonlyMap<string, readonly [number, string]>;
type Write = (kind: string, payload: object) => Entry;
/// One person at their laptop: knows what had arrived, and writes a few entries.
interface Sitting {
  readonly who: number;
  readonly write: (write: Write) => void;
}

interface Person {
  readonly member: string;
  readonly keys: OwnKeys;
  readonly sign: (message: string) => string;
  known: Known;
}

/// The laptops of the desk. Each sitting knows all of those before but the one just before it, unless it is about the same text.
class Desk {
  readonly entries: Entry[] = [];
  readonly ids = seededIds("long ledger");
  readonly people: readonly Person[];
  #roster: string | null = null;
  #now: Known = new Map();
  #before: Known = new Map();
  #minutes = 0;
  #desk = "";

  constructor() {
    this.people = PEOPLE.map(() => {
      const keys = newKeys();
      return { member: this.ids.next(), keys, sign: signWith(keys.sign.secret), known: new Map() };
    });
    this.#found();
  }

  person(at: number): Person {
    const person = this.people[at];
    if (person === undefined) throw new Error(`nobody: ${at}`);
    return person;
  }

  #found(): void {
    const of = (at: number) => {
      const { member, keys } = this.person(at);
      const { name, roles } = PEOPLE[at] ?? { name: "", roles: [] };
      return {
        member: { id: member, name, roles },
        device: { id: keys.device, member, sign: keys.sign.public, box: keys.box.public },
      };
    };
    const write = (kind: string, payload: object): void => {
      this.sit({ who: CHIEF, write: (put) => void (this.#roster = put(kind, payload).id) }, true);
    };
    write("desk.founded", { ...of(CHIEF), publication: PUBLICATION });
    for (let at = 1; at < PEOPLE.length; at++) write("roster.enrolled", { follows: this.#roster, ...of(at) });
  }

  /// `close`: the one just before has arrived too.
  sit({ who, write }: Sitting, close: boolean): void {
    const person = this.person(who);
    const before = close ? this.#now : this.#before;
    this.#before = this.#now;
    const known = new Map(before.size >= person.known.size ? before : person.known);
    for (const [device, tip] of person.known) if (tip[0] > (known.get(device)?.[0] ?? 0)) known.set(device, tip);
    write((kind, payload) => this.#write(person, known, kind, payload));
    person.known = known;
    const now = new Map(this.#now);
    const own = known.get(person.keys.device);
    if (own !== undefined) now.set(person.keys.device, own);
    this.#now = now;
  }

  #write(person: Person, known: Map<string, readonly [number, string]>, kind: string, payload: object): Entry {
    const own = this.#now.get(person.keys.device);
    const mine = known.get(person.keys.device) ?? own;
    const have: Header["have"] = Object.fromEntries(
      [...known].filter(([device]) => device !== person.keys.device).map(([device, [seq, id]]) => [device, [seq, id] as [number, string]]),
    );
    const signer = { device: person.keys.device, sign: person.sign };
    const at = new Date(Date.UTC(2020, 0, 6) + this.#minutes++ * 60_000).toISOString();
    const position = { desk: this.#desk, seq: (mine?.[0] ?? 0) + 1, prev: mine?.[1] ?? null, have, roster: this.#roster };
    const entry = must(makeEntry(position, kind, payload, at, { ids: this.ids, signer }));
    if (this.#desk === "") this.#desk = deskId(entry.header.payload);
    known.set(person.keys.device, [entry.header.seq, entry.id]);
    this.entries.push(entry);
    return entry;
  }
}

const texts = (): Content[] => must(readIssueBytes(readFileSync(SAMPLE))).issue.items.map((item) => item.content);

/// The text with a sentence more in one of its paragraphs.
function written(content: Content, count: number): Content {
  const blocks = toBlocks(content.doc);
  const bodies = blocks.flatMap((block, at) => (block.kind === "paragraph" || block.kind === "point" ? [at] : []));
  const place = bodies[count % bodies.length];
  const said = { type: "text", text: ` It was said ${count} times that the port opens.` };
  return { ...content, doc: fromBlocks(blocks.map((block, at) => (at === place ? { ...block, text: [...block.text, said] } : block))) };
}

/// An item from its commission to its approval: about two dozen entries, seven of them with the whole text.
function* itemLife(desk: Desk, issue: string, text: Content, count: number): Generator<Sitting, { item: string; digest: string }> {
  const item = desk.ids.next();
  const author = AUTHORS[count % AUTHORS.length] ?? ANNA;
  const editor = EDITORS[count % EDITORS.length] ?? MAREK;
  const { member } = desk.person(author);
  let [content, head, digest] = [text, "", ""];
  const headline = `Item ${count}`;
  const share = (write: Write): void => {
    content = written(content, count++);
    digest = contentDigest(content);
    head = write("item.revision", { item, parents: head === "" ? [] : [head], content, accepts: [], why: "share" }).id;
  };
  const decide = (write: Write, decision: string, named: boolean, reason: string | null = null): void =>
    void write("item.decided", {
      item,
      decision,
      revision: named ? head : null,
      digest: named ? digest : null,
      reason,
      waivers: [],
      names: null,
    });
  const review = (write: Write, blocking: boolean): string[] => {
    const block = toBlocks(content.doc)[3]?.id ?? null;
    const notes = [1, 2, 3].map((at) => ({
      note: desk.ids.next(),
      anchor: { block, field: null, from: 0, to: 8, quote: "the port" },
      text: `Which port is meant here, and since when is it open? (${at})`,
      blocking,
      mentions: [],
    }));
    write("review.sent", { item, revision: head, digest, notes, replies: [] });
    return notes.map((one) => one.note);
  };
  const authors = { glance: [member], comment: [member] };
  yield { who: CHIEF, write: (write) => void write("item.commissioned", { item, issue, headline, authors, due: "2026-10-01" }) };
  for (let at = 0; at < 3; at++) yield { who: author, write: share };
  yield {
    who: author,
    write: (write) => {
      for (const part of ["glance", "comment"]) write("item.ready", { item, part, ready: true });
      decide(write, "submit", true);
    },
  };
  yield { who: editor, write: (write) => decide(write, "claim", false) };
  let notes: string[] = [];
  yield { who: DORA, write: (write) => void (notes = review(write, false)) };
  yield {
    who: editor,
    write: (write) => {
      notes.push(...review(write, true));
      decide(write, "return", true, "Please answer the notes.");
    },
  };
  yield { who: author, write: share };
  yield {
    who: author,
    write: (write) => {
      share(write);
      decide(write, "submit", true);
    },
  };
  yield { who: editor, write: (write) => decide(write, "claim", false) };
  yield {
    who: editor,
    write: (write) => {
      for (const note of notes) write("note.resolved", { item, note, resolved: true, text: "Said." });
      decide(write, "approve", true);
    },
  };
  return { item, digest };
}

function* briefLife(desk: Desk, issue: string, count: number): Generator<Sitting, Brief> {
  const brief = desk.ids.next();
  const who = AUTHORS[count % AUTHORS.length] ?? ANNA;
  const text = (at: number): Brief => ({
    list: "Policy news",
    date: "2026-10-01",
    text: [{ text: `A port opened to ships of any flag, which pay by the hour (${count}, ${at}).` }],
    source: { label: "Notice", link: "https://example.org/" },
  });
  let head: string | null = null;
  const share = (at: number) => (write: Write) => {
    head = write("brief.revision", { brief, issue, parents: head === null ? [] : [head], content: text(at) }).id;
  };
  const decide = (decision: string) => (write: Write) =>
    void write("brief.decided", { brief, issue, decision, revision: head, digest: briefDigest(text(1)), reason: null });
  yield { who, write: share(0) };
  yield { who, write: share(1) };
  yield { who, write: decide("submit") };
  yield { who: CHIEF, write: decide("approve") };
  return text(1);
}

/// Sittings on several texts of one issue, one from each in turn.
function inTurns<T>(desk: Desk, lives: readonly Generator<Sitting, T>[]): T[] {
  const made: T[] = [];
  let open = lives.map((life, at) => ({ life, at }));
  while (open.length > 0) {
    open = open.filter(({ life, at }) => {
      const next = life.next();
      if (next.done === true) made[at] = next.value;
      else desk.sit(next.value, open.length === 1);
      return next.done !== true;
    });
  }
  return made;
}

/// An issue from its opening until it is out.
function issueLife(desk: Desk, number: number, contents: readonly Content[]): void {
  const issue = desk.ids.next();
  const fields = { title: null, number: String(number), date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  const by = (who: number, kind: string, payload: object): void =>
    desk.sit({ who, write: (write) => void write(kind, { issue, ...payload }) }, true);
  by(CHIEF, "issue.opened", { fields, publication: PUBLICATION, due: null });
  const items = inTurns(
    desk,
    contents.map((content, at) => itemLife(desk, issue, content, number * 5 + at)),
  );
  const briefs = inTurns(
    desk,
    Array.from({ length: 12 }, (_one, at) => briefLife(desk, issue, number * 12 + at)),
  );
  by(CHIEF, "issue.ranked", { places: items.map(({ item }, at) => ({ item, rank: at + 1 })) });
  const digest = issueDigest({
    items: items.map((one, at) => ({ rank: at + 1, digest: one.digest })),
    briefs: briefs.sort(briefOrder).map(briefDigest),
    fields,
    publication: PUBLICATION,
    corrections: [],
  });
  for (const who of [CHIEF, SOFIA]) by(who, "issue.signed", { digest, waivers: [] });
  by(CHIEF, "issue.exported", { digest, manifest: [], files: [] });
}

/// A desk's history, and the keys of its chief's laptop.
export interface LongLedger {
  /// In the order in which they were written.
  readonly entries: readonly Entry[];
  readonly chief: OwnKeys;
}

/// So many entries of one desk.
export function longLedger(count: number): LongLedger {
  const desk = new Desk();
  const contents = texts();
  for (let number = 1; desk.entries.length < count; number++) issueLife(desk, number, contents);
  // What was written last is named by nothing before it.
  return { entries: desk.entries.slice(0, count), chief: desk.person(CHIEF).keys };
}
