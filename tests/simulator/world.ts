import type { ActInput } from "../../src/core/acts/act.ts";
import { announce } from "../../src/core/desk/acts.ts";
import { ERASABLE } from "../../src/core/erasure/kinds.ts";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { KINDS } from "../../src/core/ledger/kinds.ts";
import { toBlocks } from "../../src/core/manuscript/blocks.ts";
import { plain } from "../../src/core/manuscript/text.ts";
import { LATE, RIGHT_ENDED } from "../../src/core/ledger/standing.ts";
import { content, found, Laptop, meet, reworded } from "../builders/desk.ts";

/// Random numbers that a seed repeats: mulberry32.
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const DECISIONS = ["submit", "recall", "claim", "take-over", "return", "take-back", "approve", "reopen", "spike", "unspike"] as const;

/// Laptops that work apart and meet now and then, all by one seed.
export class World {
  readonly random: () => number;
  readonly laptops: Laptop[];
  readonly items: string[] = [];
  readonly issue: string;
  /// Every word that anyone shared, and is not known to have been taken out again.
  readonly typed = new Map<string, string>();
  acted = 0;
  refused = 0;
  #word = 0;
  readonly #forks: boolean;
  readonly #people: boolean;
  readonly #erasures: boolean;
  /// Changes of the roster that took force, by their kind.
  readonly changed = new Map<string, number>();
  /// Entries that somebody asked to erase, as they were with their words, by the asking.
  readonly asked = new Map<string, readonly Entry[]>();

  /// `forks`: now and then a laptop's disk is copied and both go on, and one or the other goes on under new keys. `people`: two
  /// chiefs change who may do what, while those whom it concerns go on.
  /// `erasures`: a chief asks to erase what was said, and somebody else confirms it.
  constructor(seed: number, { forks = false, people = false, erasures = false } = {}) {
    this.#forks = forks;
    this.#people = people;
    this.#erasures = erasures;
    this.random = randomOf(seed);
    const [chief, anna, jonas, marek, sofia] = ["Chief", "Anna", "Jonas", "Marek", "Sofia"].map((name) => new Laptop(`${name}${seed}`));
    if (!chief || !anna || !jonas || !marek || !sofia) throw new Error("five laptops");
    this.laptops = [chief, anna, jonas, marek, sofia];
    found(chief, [
      { laptop: anna, roles: ["author"] },
      { laptop: jonas, roles: ["author"] },
      { laptop: marek, roles: ["editor"] },
      { laptop: sofia, roles: people ? ["editor", "chief"] : ["editor"] },
    ]);
    this.issue = chief.ids.next();
    chief.act("issue.open", {
      issue: this.issue,
      due: null,
      fields: { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] },
    });
    for (let at = 0; at < 2; at++) this.#commission(chief, [anna, jonas]);
    if (erasures) for (const one of this.laptops) one.do((pen) => announce(pen, Object.keys(KINDS)));
    meet(...this.laptops);
  }

  #commission(chief: Laptop, authors: Laptop[]): void {
    const item = chief.ids.next();
    const ids = authors.map((one) => one.member);
    chief.act("item.commission", { item, issue: this.issue, headline: "Ports", authors: { glance: ids, comment: ids }, due: null });
    this.items.push(item);
  }

  pick<T>(of: readonly T[]): T {
    const found = of[Math.floor(this.random() * of.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  }

  #count(done: { ok: boolean }): boolean {
    if (done.ok) this.acted++;
    else this.refused++;
    return done.ok;
  }

  #edit(laptop: Laptop, item: string): void {
    if (laptop.item(item).heads.length > 1) return this.#choose(laptop, item);
    const word = `w${this.#word++}`;
    const shown = laptop.item(item).shown;
    const ids =
      shown === null
        ? []
        : toBlocks(shown.doc)
            .filter((block) => block.kind === "paragraph")
            .map((block) => block.id);
    const id = ids.length === 0 ? "" : this.pick(ids);
    laptop.write(item, (now) => {
      if (shown === null) return content("Ports", [`first ${word}`, "second"], ["third"]);
      const before = toBlocks(now.doc).find((block) => block.id === id);
      return reworded(now, id, `${before === undefined ? "" : plain(before)} ${word}`.trim());
    });
    const name = this.random() < 0.8 ? "item.share" : "item.propose";
    const done = name === "item.share" ? laptop.try(name, { item }) : laptop.try(name, { item, reason: null });
    if (this.#count(done)) this.typed.set(word, item);
    laptop.drafts.delete(item);
  }

  #review(laptop: Laptop, item: string): void {
    const row = laptop.item(item);
    const proposals = laptop.ledger.children("proposal", `item:${item}`);
    if (proposals.length > 0 && this.random() < 0.7) {
      const proposal = this.pick(proposals);
      this.#count(laptop.try("suggestion.accept", { item, proposal: proposal.proposal, names: [this.pick(proposal.open)] }));
    } else if (row.digest !== null) {
      const note = {
        note: laptop.ids.next(),
        anchor: { block: "g0", field: null, from: 0, to: 5, quote: "first" },
        text: "Why?",
        blocking: this.random() < 0.3,
        mentions: [],
      };
      this.#count(laptop.try("review.send", { item, digest: row.digest, notes: [note], replies: [] }));
    }
    for (const note of laptop.ledger.children("note", `item:${item}`).filter((one) => !one.resolved)) {
      if (this.random() < 0.5) this.#count(laptop.try("note.resolve", { item, note: note.note, resolved: true, text: null }));
    }
  }

  /// What the item's state asks for next, by someone who could do it, on what their laptop knows.
  #advance(item: string): void {
    const [chief, anna, , marek, sofia] = this.laptops;
    if (!chief || !anna || !marek || !sofia) return;
    const editor = this.pick([marek, sofia]);
    const laptop = this.pick([anna, editor]).item(item).state === "submitted" ? editor : this.pick([anna, marek, sofia, chief]);
    const { state, claimant } = laptop.item(item);
    if (state === "writing" || state === "changes requested") {
      if (laptop.item(item).heads.length === 0) this.#edit(anna, item);
      this.#count(anna.decide(item, "submit"));
    } else if (state === "submitted") this.#count(editor.decide(item, "claim"));
    else if (state === "in review") {
      const reviewer = this.random() < 0.7 ? (this.laptops.find((one) => one.member === claimant) ?? editor) : editor;
      this.#count(reviewer.decide(item, this.random() < 0.8 ? "approve" : "return", "why"));
    }
  }

  #choose(laptop: Laptop, item: string): void {
    const row = laptop.item(item);
    const [a, b] = row.heads;
    if (a === undefined || b === undefined || row.shown === null || row.versions.length > 0) return;
    this.#count(laptop.try("item.choose", { item, heads: [a, b], content: row.shown }));
  }

  /// A disk is copied; a laptop goes on under new keys; the chief gives their word for one that did.
  #split(): void {
    const what = this.random();
    if (what < 0.3 && this.laptops.length < 9) this.laptops.push(this.pick(this.laptops).twin());
    else if (what < 0.6) {
      const one = this.pick(this.laptops);
      const own = one.ledger.row("roster", "current")?.devices[one.device];
      if (own !== undefined && own.out === undefined) one.renew();
    } else {
      const chief = this.pick(this.laptops);
      const asking = Object.values(chief.ledger.row("roster", "current")?.devices ?? {}).filter((one) => one.by !== undefined);
      if (asking.length > 0) this.#count(chief.try("roster.confirm", { device: this.pick(asking).id }));
    }
  }

  /// One chief changes the roster, signs under the other's change, or offers one again that had become void.
  #changeRoster(): void {
    const chief = this.pick(this.laptops);
    const roster = chief.ledger.row("roster", "current");
    if (roster === undefined) return;
    const [device, member, of] = [this.pick(Object.keys(roster.devices)), this.pick(this.laptops).member, this.pick(this.laptops).member];
    const changes = chief.ledger
      .of("roster")
      .filter((one) => one.entry.header.kind.startsWith("roster."))
      .map((one) => one.entry.id);
    const late = [...chief.ledger.entries.values()].filter((one) => one.reason === LATE || one.reason === RIGHT_ENDED);
    const asks = [
      () => chief.try("roster.second", { change: this.pick(changes) }),
      () => chief.try("roster.second", { change: changes.at(-1) ?? "" }),
      () => chief.try("roster.again", { change: this.pick(changes) }),
      () => chief.try("roster.suspend", { device }),
      () => chief.try("roster.lift", { device }),
      () => chief.try("roster.revoke", { device }),
      () => chief.try("roster.remove", { member }),
      () => chief.try("roster.change-roles", { member, roles: this.pick([["author"], ["editor"], ["editor", "author"]] as const).slice() }),
      () => chief.try("roster.deputise", { member, of, until: null }),
      () => chief.try("roster.end-deputy", { member }),
      () => (late.length === 0 ? null : chief.try("roster.adopt", { entry: this.pick(late).entry.id })),
    ];
    // Who is gone does nothing more: most changes are such that can be taken back.
    const final = this.random() < 0.15;
    const done = this.pick(asks.filter((_, at) => final === (at === 5 || at === 6)))();
    if (done !== null && this.#count(done) && done.ok)
      for (const { header } of done.value) this.changed.set(header.kind, (this.changed.get(header.kind) ?? 0) + 1);
  }

  /// A chief asks to erase an entry or two; somebody signs under what was asked.
  #erase(): void {
    const [chief, , , marek, sofia] = this.laptops;
    const laptop = this.pick([chief ?? this.pick(this.laptops), marek ?? this.pick(this.laptops), sofia ?? this.pick(this.laptops)]);
    const item = this.pick(this.items);
    const open = laptop.ledger.children("erasure", `item:${item}`).filter((one) => one.second === null);
    if (open.length > 0 && this.random() < 0.8) {
      this.#count(laptop.try("erasure.confirm", { erasure: this.pick(open).erasure }));
      return;
    }
    const heads = laptop.item(item).heads;
    const all = laptop.ledger
      .of(`item:${item}`)
      .filter(({ entry }) => ERASABLE.includes(entry.header.kind) && (!heads.includes(entry.id) || this.random() < 0.1));
    if (all.length === 0) return;
    const entries = [...new Set([this.pick(all), this.pick(all)].map((one) => one.entry.id))];
    const done = laptop.try("erasure.ask", { item, brief: null, entries, reason: "by law" });
    if (!this.#count(done) || !done.ok) return;
    const words = entries.flatMap((id) => laptop.ledger.entry(id)?.entry ?? []);
    for (const { id } of done.value) this.asked.set(id, words);
  }

  /// One random thing that one person does on their own laptop.
  step(): void {
    if (this.#people && this.random() < 0.25) this.#changeRoster();
    if (this.#forks && this.random() < 0.15) this.#split();
    if (this.#erasures && this.random() < 0.4) this.#erase();
    const laptop = this.pick(this.laptops);
    laptop.clockSkewMs = Math.floor((this.random() - 0.5) * 2 * 10 * 365 * 86_400_000);
    const item = this.pick(this.items);
    const what = this.random();
    if (what < 0.25) this.#edit(laptop, item);
    else if (what < 0.6) this.#advance(item);
    else if (what < 0.7) {
      const decision: ActInput<"item.decide">["decision"] = this.pick(this.random() < 0.9 ? DECISIONS.slice(0, 7) : DECISIONS);
      this.#count(laptop.decide(item, decision, "why", laptop.item(item).returned?.entry ?? null));
    } else if (what < 0.85) this.#review(laptop, item);
    else if (what < 0.9) this.#choose(laptop, item);
    else this.#count(laptop.try("issue.rank", { issue: this.issue, places: [{ item, rank: this.pick([1, 2, 3, 4, 5, null]) }] }));
  }

  /// Some of what one laptop holds reaches another, in any order, some of it twice.
  leak(): void {
    const [from, to] = [this.pick(this.laptops), this.pick(this.laptops)];
    const some = from.all().filter(() => this.random() < 0.6);
    to.take(this.shuffled([...some, ...some.slice(0, 3)]));
  }

  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let at = out.length - 1; at > 0; at--) {
      const other = Math.floor(this.random() * (at + 1));
      [out[at], out[other]] = [out[other] as T, out[at] as T];
    }
    return out;
  }

  /// Runs the world apart, then lets all meet.
  run(steps: number): void {
    for (let at = 0; at < steps; at++) {
      this.step();
      if (this.random() < 0.5) this.leak();
      if (this.random() < 0.1) meet(...this.laptops);
    }
    meet(...this.laptops);
  }
}
