import { describe, expect, it } from "vitest";
import type { ActInput } from "../../../src/core/acts/act.ts";
import { content, found, Laptop, meet, reworded } from "../../builders/desk.ts";

const code = (result: { ok: boolean; refusal?: { code: string } }): string => (result.ok ? "done" : (result.refusal?.code ?? ""));

/// A desk whose issue has five approved items: Anna wrote, Marek approved; the chief and Sofia are there to sign.
function complete() {
  const [chief, anna, marek, sofia] = [new Laptop("Chief"), new Laptop("Anna"), new Laptop("Marek"), new Laptop("Sofia")];
  found(chief, [
    { laptop: anna, roles: ["author"] },
    { laptop: marek, roles: ["editor"] },
    { laptop: sofia, roles: ["editor"] },
  ]);
  const all = [chief, anna, marek, sofia];
  const issue = chief.ids.next();
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  chief.act("issue.open", { issue, fields, due: null });
  const items = [1, 2, 3, 4, 5].map(() => chief.ids.next());
  for (const item of items) {
    chief.act("item.commission", { item, issue, headline: "Ports", authors: { glance: [anna.member], comment: [anna.member] }, due: null });
  }
  chief.act("issue.rank", { issue, places: items.map((item, at) => ({ item, rank: ([1, 2, 3, 4, 5] as const)[at] ?? null })) });
  meet(...all);
  for (const item of items) {
    anna.write(item, () => content(`Ports ${item.slice(0, 4)}`, ["The ministry said."], ["It matters."]));
    anna.act("item.share", { item });
    anna.drafts.delete(item);
    anna.decide(item, "submit");
  }
  meet(...all);
  for (const item of items) {
    marek.decide(item, "claim");
    marek.decide(item, "approve");
  }
  meet(...all);
  return { chief, anna, marek, sofia, issue, items, all };
}

type Desk = ReturnType<typeof complete>;
const rowOf = (laptop: Laptop, issue: string) => {
  const row = laptop.ledger.row("issue", issue);
  if (row === undefined) throw new Error("no issue");
  return row;
};
const sign = (laptop: Laptop, issue: string, digest = rowOf(laptop, issue).digest) =>
  laptop.try("issue.sign", { issue, digest: digest ?? "", waivers: [] });
const decide = (laptop: Laptop, issue: string, decision: ActInput<"issue.decide">["decision"], reason = "a wrong figure") =>
  laptop.try("issue.decide", { issue, decision, digest: rowOf(laptop, issue).digest, reason });

function exported({ marek, issue, all }: Pick<Desk, "marek" | "issue" | "all">): void {
  const { digest } = rowOf(marek, issue);
  marek.do((pen) => {
    const done = pen.write("issue.exported", { issue, digest: digest ?? "", manifest: [], files: [] });
    return done.ok ? null : done.refusal;
  });
  meet(...all);
}

function signedOff(desk: Desk): void {
  expect(code(sign(desk.marek, desk.issue))).toBe("done");
  meet(...desk.all);
  expect(code(sign(desk.chief, desk.issue))).toBe("done");
  meet(...desk.all);
}

describe("sign-off", () => {
  it("takes a chief and a second person on one exact issue", () => {
    const desk = complete();
    const { chief, anna, marek, sofia, issue, all } = desk;
    expect(code(sign(anna, issue))).toBe("only-editor-or-chief");
    expect(code(sign(marek, issue))).toBe("done");
    expect(code(sign(marek, issue))).toBe("signed-already");
    meet(...all);
    expect(rowOf(sofia, issue).state).toBe("open");
    expect(code(sign(sofia, issue))).toBe("sign-off-needs-chief");
    expect(code(sign(chief, issue, "0".repeat(64)))).toBe("issue-moved-on");
    expect(code(sign(chief, issue))).toBe("done");
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue).state).toBe("signed off");
    expect(new Set(all.map((laptop) => laptop.ledger.projections())).size).toBe(1);
  });

  it("is void once anything in the issue changes: rank, field or text", () => {
    const desk = complete();
    const { chief, issue, items, all } = desk;
    signedOff(desk);
    const places = [
      { item: items[0] ?? "", rank: 2 as const },
      { item: items[1] ?? "", rank: 1 as const },
    ];
    expect(code(chief.try("issue.rank", { issue, places }))).toBe("done");
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue)).toMatchObject({ state: "open", signatures: [{ live: false }, { live: false }] });
  });

  it("waits for what is not approved, and says how much", () => {
    const { marek, chief, issue, items, all } = complete();
    marek.decide(items[2] ?? "", "reopen", "one figure");
    meet(...all);
    expect(code(sign(chief, issue))).toBe("preflight-open");
  });

  it("by two tampered apps on an issue that is not approved does not sign it off", () => {
    const { marek, chief, issue, items, all } = complete();
    marek.decide(items[2] ?? "", "reopen", "one figure");
    meet(...all);
    for (const laptop of [marek, chief]) {
      const { digest } = rowOf(laptop, issue);
      laptop.do((pen) => {
        const done = pen.write("issue.signed", { issue, digest: digest ?? "", waivers: [] });
        return done.ok ? null : done.refusal;
      });
    }
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue).state).toBe("open");
  });
});

describe("after it is out", () => {
  it("an export without two signatures does not put it out; with them it does", () => {
    const desk = complete();
    exported(desk);
    expect(rowOf(desk.anna, desk.issue).state).toBe("open");
    signedOff(desk);
    exported(desk);
    for (const laptop of desk.all) expect(rowOf(laptop, desk.issue).state).toBe("out");
    expect(code(desk.chief.try("issue.rank", { issue: desk.issue, places: [{ item: desk.items[0] ?? "", rank: null }] }))).toBe(
      "issue-wrong-state",
    );
  });

  it("what arrives late is shown, and a chief closes it with a reason or opens a correction", () => {
    const desk = complete();
    const { chief, anna, marek, issue, items, all } = desk;
    signedOff(desk);
    exported(desk);
    const item = items[0] ?? "";
    const [shown, head] = [anna.item(item).shown, anna.item(item).head];
    if (shown === null) throw new Error("no text");
    anna.do((pen) => {
      const done = pen.write("item.revision", {
        item,
        parents: [head ?? ""],
        content: reworded(shown, "c0", "It came late."),
        accepts: [],
        why: "share",
      });
      return done.ok ? null : done.refusal;
    });
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue)).toMatchObject({ state: "out", late: true });
    expect(code(decide(marek, issue, "close-late"))).toBe("only-chief");
    expect(code(decide(chief, issue, "close-late", ""))).toBe("reason-missing");
    expect(code(decide(chief, issue, "close-late"))).toBe("done");
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue)).toMatchObject({ state: "out", late: false });
  });

  it("a correction goes the whole way again: approved, signed by two anew, exported, dated", () => {
    const desk = complete();
    const { chief, marek, issue, items, all } = desk;
    signedOff(desk);
    exported(desk);
    expect(code(decide(marek, issue, "correct"))).toBe("only-chief");
    expect(code(decide(chief, issue, "correct", "The figure in item 1 was wrong."))).toBe("done");
    meet(...all);
    for (const laptop of all)
      expect(rowOf(laptop, issue)).toMatchObject({
        state: "open",
        corrections: [{ date: "2026-10-12", text: "The figure in item 1 was wrong." }],
      });
    marek.decide(items[0] ?? "", "reopen", "the figure");
    marek.write(items[0] ?? "", (now) => reworded(now, "g0", "The ministry said 14."));
    marek.act("item.share", { item: items[0] ?? "" });
    marek.drafts.clear();
    meet(...all);
    expect(code(chief.decide(items[0] ?? "", "approve"))).toBe("done");
    meet(...all);
    signedOff(desk);
    exported(desk);
    for (const laptop of all) expect(rowOf(laptop, issue)).toMatchObject({ state: "corrected", correction: null });
    expect(rowOf(chief, issue).corrections).toHaveLength(1);
  });

  it("is withdrawn by two, one of them a chief", () => {
    const desk = complete();
    const { chief, marek, issue, all } = desk;
    signedOff(desk);
    exported(desk);
    expect(code(decide(marek, issue, "withdraw"))).toBe("only-chief");
    expect(code(decide(chief, issue, "withdraw"))).toBe("done");
    meet(...all);
    expect(rowOf(marek, issue).state).toBe("out");
    expect(code(decide(chief, issue, "withdraw"))).toBe("signed-already");
    expect(code(decide(marek, issue, "withdraw"))).toBe("done");
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue).state).toBe("withdrawn");
  });

  it("ranks given twice apart stand in two versions until someone ranks again", () => {
    const { chief, marek, issue, items, all } = complete();
    const place = (rank: 1 | 5) => [{ item: items[2] ?? "", rank }];
    chief.act("issue.rank", { issue, places: [...place(1), { item: items[0] ?? "", rank: 3 as const }] });
    marek.act("issue.rank", { issue, places: [...place(5), { item: items[4] ?? "", rank: 3 as const }] });
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue).rankVersions.length).toBeGreaterThan(0);
    expect(new Set(all.map((laptop) => laptop.ledger.projections())).size).toBe(1);
    chief.act("issue.rank", { issue, places: items.map((item, at) => ({ item, rank: ([1, 2, 3, 4, 5] as const)[at] ?? null })) });
    meet(...all);
    for (const laptop of all) expect(rowOf(laptop, issue)).toMatchObject({ rankVersions: [], ranks: items });
  });
});
