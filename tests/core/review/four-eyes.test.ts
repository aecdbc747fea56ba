import { describe, expect, it } from "vitest";
import type { Content, Fields } from "../../../src/core/item/item.ts";
import { contentDigest } from "../../../src/core/item/content-digest.ts";
import { DECISIONS } from "../../../src/core/item/kinds.ts";
import { fromBlocks, toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { TRANSITIONS } from "../../../src/core/review/transitions.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";

const code = (result: { ok: boolean; refusal?: { code: string } }): string => (result.ok ? "done" : (result.refusal?.code ?? ""));

/// Every kind of change that a reader could see, each alone.
const CHANGES: Readonly<Record<string, (of: Content) => Content>> = {
  "a word": (of) => reworded(of, "c0", "It matters little."),
  "a deletion": (of) => reworded(of, "c0", "It"),
  "one character": (of) => reworded(of, "c0", "It matters!"),
  "the headline": (of) => reworded(of, "h", "Ports close"),
  "a source's title": (of) => withFields(of, { sources: of.fields.sources.map((one) => ({ ...one, title: "Another notice" })) }),
  "a source's original": (of) =>
    withFields(of, { sources: of.fields.sources.map((one) => ({ ...one, original: { text: "公告", lang: "zh-Hans" } })) }),
  "a source's link": (of) => withFields(of, { sources: of.fields.sources.map((one) => ({ ...one, link: "https://example.org/other" })) }),
  "a source less": (of) => withFields(of, { sources: [] }),
  "an issuing body": (of) => withFields(of, { bodies: [{ short: "MIIT", name: null, original: null, via: null }] }),
  "via another body": (of) => withFields(of, { bodies: of.fields.bodies.map((one) => ({ ...one, via: "CAAM" })) }),
  "the date": (of) => withFields(of, { date: "2026-10-02" }),
  "the byline": (of) => withFields(of, { byline: ["Anna", "Jonas"] }),
  bold: (of) => marked(of, { type: "strong" }),
  italic: (of) => marked(of, { type: "em" }),
  "a link": (of) => marked(of, { type: "link", attrs: { href: "https://example.org" } }),
  "a language": (of) => marked(of, { type: "lang", attrs: { lang: "zh-Hans" } }),
};

const withFields = (of: Content, fields: Partial<Fields>): Content => ({ ...of, fields: { ...of.fields, ...fields } });
const marked = (of: Content, mark: { type: string; attrs?: Record<string, string> }): Content => ({
  ...of,
  doc: fromBlocks(
    toBlocks(of.doc).map((block) =>
      block.id === "c0" ? { ...block, text: block.text.map((node) => ({ ...node, marks: [mark] })) } : block,
    ),
  ),
});

function approvedItem() {
  const [chief, anna, marek, sofia] = [new Laptop("Chief"), new Laptop("Anna"), new Laptop("Marek"), new Laptop("Sofia")];
  found(chief, [
    { laptop: anna, roles: ["author"] },
    { laptop: marek, roles: ["editor"] },
    { laptop: sofia, roles: ["editor"] },
  ]);
  const [issue, item] = [chief.ids.next(), chief.ids.next()];
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  chief.act("issue.open", { issue, fields, due: null });
  chief.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  const all = [chief, anna, marek, sofia];
  meet(...all);
  anna.write(item, () => content("Ports open", ["The ministry said."], ["It matters."]));
  anna.act("item.share", { item });
  anna.drafts.clear();
  anna.decide(item, "submit");
  meet(...all);
  marek.decide(item, "claim");
  marek.decide(item, "approve");
  meet(...all);
  return { chief, anna, marek, sofia, item, all };
}

/// Writes a revision past every guard, as an app that someone tampered with could.
function slipIn(by: Laptop, item: string, change: (of: Content) => Content): void {
  const row = by.item(item);
  const shown = row.shown;
  if (shown === null) throw new Error("nothing to change");
  by.do((pen) => {
    const done = pen.write("item.revision", { item, parents: [row.head ?? ""], content: change(shown), accepts: [], why: "edit" });
    return done.ok ? null : done.refusal;
  });
}

describe("an approval", () => {
  it.each(Object.keys(CHANGES))("ends with a change that its maker did not see: %s", (what) => {
    const { anna, marek, sofia, item, all } = approvedItem();
    const change = CHANGES[what];
    const before = anna.item(item);
    expect(before.state).toBe("approved");
    if (change === undefined || before.shown === null) throw new Error(what);
    expect(contentDigest(change(before.shown))).not.toBe(before.digest);
    slipIn(anna, item, change);
    meet(...all);
    for (const laptop of all) {
      expect(laptop.item(item).state).toBe("in review");
      expect(laptop.item(item).approval?.digest).not.toBe(laptop.item(item).digest);
    }
    expect(code(marek.decide(item, "approve"))).toBe("done");
    meet(...all);
    expect(sofia.item(item).state).toBe("approved");
  });

  it.each(Object.keys(CHANGES))("is not for who made the change: %s", (what) => {
    const { marek, sofia, item, all } = approvedItem();
    const change = CHANGES[what];
    if (change === undefined) throw new Error(what);
    slipIn(marek, item, change);
    meet(...all);
    expect(code(marek.decide(item, "approve"))).toBe("claimant-wrote-in-it");
    expect(code(sofia.decide(item, "approve"))).toBe("done");
  });

  it("of someone who wrote unseen words does not count, even if it was signed by a tampered app", () => {
    const { chief, marek, item, all } = approvedItem();
    slipIn(marek, item, (of) => reworded(of, "c0", "Nobody else saw this."));
    const { head, digest } = marek.item(item);
    marek.do((pen) => {
      const done = pen.write("item.decided", { item, decision: "approve", revision: head, digest, reason: null, waivers: [], names: null });
      return done.ok ? null : done.refusal;
    });
    meet(...all);
    expect(chief.item(item).state).toBe("in review");
    const records = chief.ledger.children("decision", `item:${item}`).filter((one) => one.decision === "approve");
    expect(records.map((one) => one.obstacle).sort()).toEqual(["claimant-wrote-in-it", null]);
  });

  it("by an author, a reader or a copy editor does not count", () => {
    const { chief, anna, item, all } = approvedItem();
    slipIn(chief, item, (of) => reworded(of, "c0", "Something else."));
    meet(...all);
    const { head, digest } = anna.item(item);
    anna.do((pen) => {
      const done = pen.write("item.decided", { item, decision: "approve", revision: head, digest, reason: null, waivers: [], names: null });
      return done.ok ? null : done.refusal;
    });
    meet(...all);
    expect(chief.item(item).state).toBe("in review");
  });
});

describe("the table of transitions", () => {
  it("has a row for each decision, and each leads to a state", () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...DECISIONS].sort());
    for (const rule of Object.values(TRANSITIONS)) expect(rule.from.length).toBeGreaterThan(0);
  });

  it("lets a return be taken back by its maker or a chief, who names it", () => {
    const { chief, anna, marek, item, all } = approvedItem();
    expect(code(marek.decide(item, "return", "one more look"))).toBe("done");
    meet(...all);
    const returned = anna.item(item).returned?.entry ?? null;
    expect(code(anna.decide(item, "take-back", null, returned))).toBe("only-returner-or-chief");
    expect(code(chief.decide(item, "take-back", null, "0".repeat(64)))).toBe("no-such-return");
    expect(code(chief.decide(item, "take-back", null, returned))).toBe("done");
  });

  it("asks for a reason where the next person needs one", () => {
    const { marek, item } = approvedItem();
    expect(code(marek.decide(item, "return", ""))).toBe("reason-missing");
    expect(code(marek.decide(item, "reopen", " "))).toBe("reason-missing");
    expect(code(marek.decide(item, "reopen", "a figure changed"))).toBe("done");
  });

  it("lets authors spike only what is still theirs, editors anything, and editors bring it back", () => {
    const { anna, marek, item, all } = approvedItem();
    expect(code(anna.decide(item, "spike", "old news"))).toBe("only-editor-or-chief");
    expect(code(marek.decide(item, "spike", "old news"))).toBe("done");
    meet(...all);
    expect(anna.item(item).state).toBe("spiked");
    expect(code(anna.decide(item, "unspike"))).toBe("only-editor-or-chief");
    expect(code(marek.decide(item, "unspike"))).toBe("done");
    expect(marek.item(item).state).toBe("writing");
  });

  it("keeps claiming from who wrote in the text, and lets a chief take over", () => {
    const { chief, anna, marek, sofia, item, all } = approvedItem();
    slipIn(marek, item, (of) => reworded(of, "c0", "Marek's words."));
    meet(...all);
    marek.decide(item, "return", "please finish");
    meet(...all);
    expect(code(anna.decide(item, "submit"))).toBe("done");
    meet(...all);
    expect(code(marek.decide(item, "claim"))).toBe("reviewer-wrote-it");
    expect(code(sofia.decide(item, "claim"))).toBe("done");
    meet(...all);
    expect(code(marek.decide(item, "take-over"))).toBe("only-chief");
    expect(code(chief.decide(item, "take-over"))).toBe("done");
    meet(...all);
    expect(anna.item(item).claimant).toBe(chief.member);
  });
});
