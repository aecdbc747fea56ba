import sampleIssue from "../../../resources/sample/issue.json" with { type: "json" };
import lists from "../../../resources/sample/lists.json" with { type: "json" };
import { performNamed, perform } from "../../core/acts/perform.ts";
import { performAct, type ActInput, type ActName } from "../../core/acts/act.ts";
import type { ActPorts, Draft, Pen, Performed } from "../../core/acts/pen.ts";
import { invariant, ok, type Result } from "../../core/base/result.ts";
import { announce, enrol } from "../../core/desk/acts.ts";
import type { Role } from "../../core/desk/roster.ts";
import { importJson } from "../../core/import/json.ts";
import type { ImportedIssue } from "../../core/import/imported.ts";
import type { Content } from "../../core/item/item.ts";
import { ingest } from "../../core/ledger/ingest.ts";
import { KINDS } from "../../core/ledger/kinds.ts";
import { fromBlocks, toBlocks, type Block } from "../../core/manuscript/blocks.ts";
import { headlineOf, plain } from "../../core/manuscript/text.ts";
import { randomHex, randomIds, signWith, verifier } from "../keys/crypto.ts";
import { newContentKey, newKeys } from "../keys/vault.ts";
import type { Session } from "../session.ts";
import { clock, type Station } from "../station.ts";
import { looked } from "./board.ts";
import { foundDesk, makeKeys } from "./desk.ts";

/// A day so many days from now: the sample is always in the middle of its week.
const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/// The desk's lists: issuing bodies and the terms that are written out.
function setLists(station: Station, { publication }: ImportedIssue): void {
  const done = station.act(
    (pen) =>
      performAct(pen, "desk.change", { publication, bodies: lists.bodies }) ??
      performAct(pen, "house.change", { dialect: "british", rules: {}, terms: lists.terms }),
  );
  invariant(done.ok, "the sample desk's lists are in order", done);
}

/// A person of the sample desk, with a laptop of their own that exists only while the sample is made.
class Colleague {
  readonly member = randomHex(16);
  readonly #keys = newKeys();
  readonly #station: Station;
  readonly #drafts = new Map<string, Draft>();

  constructor(station: Station, name: string, roles: Role[]) {
    this.#station = station;
    const { device, sign, box } = this.#keys;
    const done = station.act((pen) =>
      enrol(pen, { id: this.member, name, roles }, { id: device, member: this.member, sign: sign.public, box: box.public }),
    );
    invariant(done.ok, "the sample's people can be enrolled", done);
    this.do((pen) => announce(pen, Object.keys(KINDS)));
  }

  do(what: (pen: Pen) => Performed): void {
    const ports: ActPorts = {
      clock,
      ids: randomIds,
      verifier,
      signer: { device: this.#keys.device, sign: signWith(this.#keys.sign.secret) },
      local: { draft: (item) => this.#drafts.get(item), position: () => this.#station.ledger.position(this.#keys.device) },
    };
    const done = perform(this.#station.ledger, ports, what);
    invariant(done.ok, "the sample's acts succeed", done);
    this.#station.ledger.commit(ingest(this.#station.ledger, done.value, verifier));
  }

  act<N extends ActName>(name: N, input: ActInput<N>): void {
    this.do((pen) => performAct(pen, name, input));
  }

  write(item: string, content: Content): void {
    this.#drafts.set(item, { base: this.#station.ledger.row("item", item)?.head ?? null, content });
    this.act("item.share", { item });
    this.#drafts.delete(item);
  }

  propose(item: string, content: Content, reason: string): void {
    this.#drafts.set(item, { base: this.#station.ledger.row("item", item)?.head ?? null, content });
    this.act("item.propose", { item, reason });
    this.#drafts.delete(item);
  }

  decide(item: string, decision: ActInput<"item.decide">["decision"], reason: string | null = null): void {
    this.act("item.decide", {
      item,
      decision,
      digest: this.#station.ledger.row("item", item)?.digest ?? null,
      reason,
      waivers: [],
      names: null,
    });
  }
}

/// The content with the words of one block changed by `edit`.
function edited(content: Content, which: (block: Block) => boolean, edit: (words: string) => string): Content {
  const blocks = toBlocks(content.doc);
  const at = blocks.findIndex(which);
  invariant(at >= 0, "the sample holds the block to edit", headlineOf(content.doc));
  const changed = blocks.map((block, index) => (index === at ? { ...block, text: [{ type: "text", text: edit(plain(block)) }] } : block));
  return { ...content, doc: fromBlocks(changed) };
}

const lastParagraph = (content: Content): ((block: Block) => boolean) => {
  const last = toBlocks(content.doc)
    .filter((block) => block.kind === "paragraph")
    .at(-1);
  return (block) => block.id === last?.id;
};
const firstPoint = (block: Block): boolean => block.kind === "point";

interface People {
  readonly lena: Colleague;
  readonly marek: Colleague;
  readonly sofia: Colleague;
  readonly ines: Colleague;
  readonly tom: Colleague;
}

function write(people: People, issue: string, imported: ImportedIssue): string[] {
  const authors = [people.lena, people.marek, people.sofia, people.lena, people.marek];
  const ids = imported.items.map(() => randomHex(16));
  const places: ActInput<"issue.rank">["places"] = [];
  imported.items.forEach(({ content }, at) => {
    const [item, author] = [ids[at] ?? "", authors[at] ?? people.lena];
    people.ines.act("item.commission", {
      item,
      issue,
      headline: headlineOf(content.doc),
      authors: { glance: [author.member], comment: [at === 1 ? people.sofia.member : author.member] },
      due: dayFromNow(at === 4 ? 2 : 1),
    });
    places.push({ item, rank: ([1, 2, 3, 4, 5] as const)[at] ?? null });
    if (at < 4) author.write(item, content);
    else author.write(item, { ...content, doc: fromBlocks(toBlocks(content.doc).filter((block) => !lastParagraph(content)(block))) });
  });
  people.ines.act("issue.rank", { issue, places });
  return ids;
}

function review(station: Station, people: People, items: readonly string[]): void {
  const [one = "", two = "", three = "", four = ""] = items;
  const { lena, marek, sofia, ines, tom } = people;
  const text = (item: string): Content => {
    const shown = station.ledger.row("item", item)?.shown;
    invariant(shown != null, "the sample's items have a text", item);
    return shown;
  };
  const digest = (item: string): string => station.ledger.row("item", item)?.digest ?? "";
  const note = (item: string, block: Block | undefined, words: string, blocking: boolean): ActInput<"review.send"> => {
    const quote = block === undefined ? "" : plain(block).split(" ").slice(0, 4).join(" ");
    const anchor = { block: block?.id ?? null, field: null, from: 0, to: quote.length, quote };
    return { item, digest: digest(item), notes: [{ note: randomHex(16), anchor, text: words, blocking, mentions: [] }], replies: [] };
  };
  lena.decide(one, "submit");
  ines.decide(one, "claim");
  ines.decide(one, "approve");
  sofia.act("item.ready", { item: two, part: "comment", ready: true });
  marek.decide(two, "submit");
  const mine = (name: ActName, input: unknown): void => actAsMe(station, name, input);
  mine("item.decide", { item: two, decision: "claim", digest: digest(two), reason: null, waivers: [], names: null });
  mine(
    "review.send",
    note(
      two,
      toBlocks(text(two).doc).find((block) => block.kind === "paragraph"),
      "Which ministry set this threshold? The annex names another one.",
      true,
    ),
  );
  const asked = station.ledger.children("note", `item:${two}`)[0]?.note ?? "";
  marek.act("note.reply", { item: two, note: asked, text: "Checking: the annex is newer." });
  tom.propose(
    two,
    edited(text(two), firstPoint, (words) => `${words}, free of charge`),
    "The notice says so in section 4.",
  );
  sofia.decide(three, "submit");
  ines.decide(three, "claim");
  ines.decide(three, "approve");
  const late = edited(text(three), lastParagraph(text(three)), (words) => `${words} A second round is due in spring.`);
  const parents = [station.ledger.row("item", three)?.head ?? ""];
  sofia.do((pen) => {
    const done = pen.write("item.revision", { item: three, parents, content: late, accepts: [], why: "share" });
    return done.ok ? null : done.refusal;
  });
  lena.decide(four, "submit");
  ines.decide(four, "claim");
  ines.act("review.send", note(four, toBlocks(text(four).doc).find(firstPoint), "Where does this figure come from?", true));
  ines.decide(four, "return", "Source for the 40 percent?");
}

function actAsMe(station: Station, name: ActName, input: unknown): void {
  const ports = station.ports();
  invariant(ports !== null, "the sample's owner can sign", name);
  const done = performNamed(station.ledger, ports, name, input);
  invariant(done.ok, "the sample's acts succeed", done);
  station.takeIn(done.value);
}

function briefs(station: Station, people: People, issue: string, imported: ImportedIssue): void {
  imported.briefs.forEach((brief, at) => {
    const id = randomHex(16);
    people.marek.act("brief.share", { brief: id, issue, parents: [], content: { ...brief, text: [...brief.text] } });
    const digest = station.ledger.row("brief", id)?.digest ?? "";
    if (at < imported.briefs.length - 1)
      people.marek.act("brief.decide", { briefs: [{ brief: id, digest }], decision: "submit", reason: null });
    if (at < imported.briefs.length - 2)
      people.ines.act("brief.decide", { briefs: [{ brief: id, digest }], decision: "approve", reason: null });
  });
}

function reserve(people: People, issue: string): void {
  const commission = (headline: string, author: Colleague): void =>
    people.ines.act("item.commission", {
      item: randomHex(16),
      issue,
      headline,
      authors: { glance: [author.member], comment: [author.member] },
      due: null,
    });
  commission("Steel quotas move to provinces", people.lena);
  commission("A fund for second-tier chip makers", people.sofia);
  people.sofia.act("item.pitch", {
    item: randomHex(16),
    issue,
    headline: "Who insures driverless lorries?",
    why: "Two insurers published their terms this week; nobody has compared them.",
  });
}

/// A desk to look around in: the sample issue with its items in all states, and colleagues who have been at work. This
/// person is its chief.
export async function createSample(
  session: Session,
  input: { name: string; passphrase: string | null },
): Promise<Result<{ issue: string }>> {
  const { station } = session;
  const imported = importJson(JSON.stringify(sampleIssue), randomIds);
  if (!imported.ok) return imported;
  const { issue: sample } = imported.value;
  const keys = await makeKeys(station, input.passphrase, { 1: newContentKey() });
  if (!keys.ok) return keys;
  const founded = foundDesk(station, keys.value, input.name, sample.publication);
  if (!founded.ok) return founded;
  setLists(station, sample);
  const person = (name: string, roles: Role[]): Colleague => new Colleague(station, name, roles);
  const people: People = {
    lena: person("Lena Hoffmann", ["author"]),
    marek: person("Marek Dvořák", ["author"]),
    sofia: person("Sofia Lindqvist", ["author"]),
    ines: person("Ines Carvalho", ["editor"]),
    tom: person("Tom Ashworth", ["copy editor"]),
  };
  const issue = randomHex(16);
  const { fields } = sample;
  people.ines.act("issue.open", {
    issue,
    due: dayFromNow(2),
    fields: { ...fields, credits: fields.credits.map((one) => ({ ...one, people: [...one.people] })), publisher: [...fields.publisher] },
  });
  const items = write(people, issue, sample);
  review(station, people, items);
  briefs(station, people, issue, sample);
  reserve(people, issue);
  for (const item of items.slice(0, 1).concat(items.slice(4))) looked(station, item);
  await session.started();
  return ok({ issue });
}
