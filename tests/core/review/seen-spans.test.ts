import { describe, expect, it } from "vitest";
import { seenSpans, type SeenSpan } from "../../../src/core/review/seen-spans.ts";
import { unseen } from "../../../src/core/review/seen.ts";
import { fromBlocks, toBlocks } from "../../../src/core/manuscript/blocks.ts";
import { plain } from "../../../src/core/manuscript/text.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";

function desk() {
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
  const share = (by: Laptop, text: ReturnType<typeof content>): void => {
    by.write(item, () => text);
    by.act("item.share", { item });
    by.drafts.clear();
    meet(...all);
  };
  const name = (member: string): string => all.find((one) => one.member === member)?.name ?? member;
  const spans = (): SeenSpan[] => {
    const row = chief.item(item);
    const graph = new Map(chief.ledger.children("revision", `item:${item}`).map((one) => [one.id, one]));
    return row.head === null ? [] : seenSpans(graph, row.head, row.approved, row.sights);
  };
  /// Each stretch as `words: writers > readers`, with a minus before words that are gone.
  const said = (): string[] =>
    spans().map((one) => {
      const who = `${one.writers.map(name).join("+")} > ${one.seen.map(name).join("+") || "nobody"}`;
      return `${one.gone ? "-" : ""}${one.field ?? one.words}: ${who}${one.alone ? " !" : ""}`;
    });
  return { chief, anna, marek, sofia, item, all, share, said, spans };
}

const FIRST = content("Ports open", ["The ministry said."], ["It matters."]);

describe("who has seen what", () => {
  it("is told of the whole text while none was approved", () => {
    const { anna, marek, item, all, share, said } = desk();
    share(anna, FIRST);
    expect(said().slice(0, 3)).toEqual([
      "Ports open: Anna > nobody !",
      "The ministry said.: Anna > nobody !",
      "It matters.: Anna > nobody !",
    ]);
    anna.decide(item, "submit");
    meet(...all);
    expect(said()[0], "one's own signature is no second pair of eyes").toBe("Ports open: Anna > nobody !");
    marek.decide(item, "claim");
    meet(...all);
    expect(said()[0], "claiming is not seeing").toBe("Ports open: Anna > nobody !");
    const digest = marek.item(item).digest ?? "";
    marek.act("review.send", { item, digest, notes: [], replies: [] });
    meet(...all);
    expect(said()[0]).toBe("Ports open: Anna > Marek");
  });

  it("is told after an approval of what changed since alone, each stretch by itself", () => {
    const { anna, marek, sofia, item, all, share, said } = desk();
    share(anna, FIRST);
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    marek.decide(item, "approve");
    meet(...all);
    expect(said()).toEqual([]);
    sofia.act("item.decide", { ...asked(sofia, item), decision: "reopen", reason: "One more look" });
    meet(...all);
    share(marek, reworded(FIRST, "c0", "It matters a lot."));
    const digest = sofia.item(item).digest ?? "";
    sofia.act("review.send", { item, digest, notes: [], replies: [] });
    meet(...all);
    share(marek, reworded(reworded(FIRST, "c0", "It matters a lot."), "h", "Ports"));
    expect(said()).toEqual(["- open: Marek > nobody !", " a lot: Marek > Sofia"]);
  });

  it("names what a field and a split line changed, and marks as alone just when four eyes do not hold", () => {
    const { anna, chief, marek, item, all, share, said, spans } = desk();
    share(anna, FIRST);
    anna.decide(item, "submit");
    meet(...all);
    marek.decide(item, "claim");
    marek.decide(item, "approve");
    meet(...all);
    chief.act("item.decide", { ...asked(chief, item), decision: "reopen", reason: "One more look" });
    meet(...all);
    const blocks = toBlocks(FIRST.doc).flatMap((block) =>
      block.id === "c0" ? [block, { ...block, id: "c1", text: [{ type: "text", text: "So they say." }] }] : [block],
    );
    share(marek, { ...FIRST, doc: fromBlocks(blocks), fields: { ...FIRST.fields, date: "2026-10-03" } });
    expect(said()).toEqual(["So they say.: Marek > nobody !", "date: Marek > nobody !"]);
    expect(chief.item(item).unseen.length > 0).toBe(spans().some((one) => one.alone));
    const split = toBlocks(chief.item(item).shown?.doc ?? FIRST.doc).flatMap((block) =>
      block.id !== "c1"
        ? [block]
        : [
            { ...block, text: [{ type: "text", text: "So they" }] },
            { ...block, id: "c2", text: [{ type: "text", text: " say." }] },
          ],
    );
    share(marek, { ...FIRST, doc: fromBlocks(split), fields: { ...FIRST.fields, date: "2026-10-03" } });
    const words = toBlocks(fromBlocks(split)).map(plain).join("");
    expect(words).toContain("So they say.");
    for (const span of spans()) {
      const block = toBlocks(chief.item(item).shown?.doc ?? FIRST.doc).find((one) => one.id === span.block);
      if (block !== undefined && !span.gone && span.words !== "¶") expect(plain(block).slice(span.from, span.to)).toBe(span.words);
    }
  });
});

describe("who has seen what, against what four eyes demand", () => {
  const doc = (glance: string[], date = "2026-10-01") => {
    const text = content("Ports", glance, ["It matters."]);
    return { ...text, fields: { ...text.fields, date } };
  };
  const graphOf = (
    list: readonly { id: string; parents: string[]; writers: string[]; content: ReturnType<typeof doc>; digest?: string }[],
  ) => new Map(list.map((one) => [one.id, { ...one, digest: one.digest ?? one.id }]));
  const first = { id: "r0", parents: [], writers: ["ann"], content: doc(["One."]) };

  it("follows words through a merge to whoever wrote them, however far back", () => {
    const graph = graphOf([
      first,
      { id: "c1", parents: ["r0"], writers: ["clara"], content: doc(["One.", "Clara wrote this."]) },
      { id: "b1", parents: ["c1"], writers: ["bert"], content: doc(["One.", "Clara wrote this.", "Bert too."]) },
      { id: "a1", parents: ["r0"], writers: ["ann"], content: doc(["One, said Ann."]) },
      { id: "m", parents: ["a1", "b1"], writers: ["ann"], content: doc(["One, said Ann.", "Clara wrote this.", "Bert too."]) },
    ]);
    const signed = [{ member: "clara", revision: "m", only: false }];
    expect(unseen(graph, "m", ["r0"], signed)).toEqual([{ revision: "c1", writer: "clara" }]);
    const clara = seenSpans(graph, "m", ["r0"], signed).find((one) => one.words.startsWith("Clara"));
    expect(clara).toMatchObject({ alone: true });
    expect(clara?.writers).toContain("clara");
  });

  it("counts every change of a field, not the last alone", () => {
    const graph = graphOf([
      first,
      { id: "r1", parents: ["r0"], writers: ["ann"], content: doc(["One."], "2026-10-02") },
      { id: "r2", parents: ["r1"], writers: ["bert"], content: doc(["One."], "2026-10-03") },
    ]);
    const accepted = [{ member: "ann", revision: "r2", only: true }];
    expect(seenSpans(graph, "r2", ["r0"], accepted)).toMatchObject([{ field: "date", alone: true, writers: ["ann", "bert"] }]);
  });

  it("marks words that went and came back elsewhere, joined lines, and nothing of a text that reads as an approved one", () => {
    const turned = graphOf([
      { ...first, content: doc(["not guilty innocent"]) },
      { id: "r1", parents: ["r0"], writers: ["ann"], content: doc(["innocent"]) },
      { id: "r2", parents: ["r1"], writers: ["ann"], content: doc(["innocent not guilty"]) },
    ]);
    const words = seenSpans(turned, "r2", ["r0"], []).map((one) => one.words);
    expect(words.join(" ")).toMatch(/innocent|not guilty/);
    const joined = graphOf([
      { ...first, content: doc(["One. ", "Two."]) },
      { id: "r1", parents: ["r0"], writers: ["ann"], content: doc(["One. Two."]) },
    ]);
    expect(seenSpans(joined, "r1", ["r0"], []).length).toBeGreaterThan(0);
    const twins = graphOf([
      first,
      { id: "x", parents: ["r0"], writers: ["ann"], content: doc(["Two."]), digest: "same" },
      { id: "y", parents: ["r0"], writers: ["bert"], content: doc(["Two."]), digest: "same" },
      { id: "z", parents: ["y"], writers: ["bert"], content: doc(["Two. Three."]) },
    ]);
    expect(seenSpans(twins, "z", ["x"], []).map((one) => one.words.trim())).toEqual(["Three."]);
  });
});

const asked = (by: Laptop, item: string) => ({ item, digest: by.item(item).digest ?? "", waivers: [], names: null });
