import { afterAll, describe, expect, it } from "vitest";
import { findIn, replaceIn } from "../../src/core/manuscript/find.ts";
import { docText } from "../../src/core/manuscript/text.ts";
import { findInIssue, replaceInIssue } from "../../src/station/rooms/find.ts";
import { importIssue } from "../../src/station/rooms/imports.ts";
import { readItem } from "../../src/station/rooms/item.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const SAMPLE = new URL("../../resources/sample/issue.json", import.meta.url).pathname;
const any = { matchCase: false, wholeWord: false };

describe("finding words", () => {
  it("counts what a person would", () => {
    const at = (text: string, query: Parameters<typeof findIn>[1]): number[] => findIn(text, query).map((one) => one.from);
    expect(at("Ports and ports, airports.", { ...any, text: "ports" })).toEqual([0, 10, 20]);
    expect(at("Ports and ports, airports.", { ...any, text: "ports", wholeWord: true })).toEqual([0, 10]);
    expect(at("Ports and ports, airports.", { ...any, text: "ports", matchCase: true })).toEqual([10, 20]);
    expect(at("a.b a*b (x) 工业部", { ...any, text: "a.b" })).toEqual([0]);
    expect(at("工业和信息化部与工业部", { ...any, text: "工业" })).toEqual([0, 8]);
    expect(at("x", { ...any, text: "  " })).toEqual([]);
    expect(at("aaaa", { ...any, text: "aa" })).toEqual([0, 2]);
  });

  it("puts other words in their place with the marks that were there", () => {
    const strong = { type: "text", text: "bold words here", marks: [{ type: "strong" }] };
    const text = content("Head", ["x"], ["c"]);
    const doc = JSON.parse(JSON.stringify(text.doc).replace('{"type":"text","text":"x"}', JSON.stringify(strong))) as typeof text.doc;
    const changed = replaceIn(
      doc,
      [
        { block: "g0", from: 5, to: 10 },
        { block: "g0", from: 0, to: 4 },
      ],
      "set",
    );
    expect(JSON.stringify(changed)).toContain('"marks":[{"type":"strong"}],"text":"set set here"');
    expect(docText(replaceIn(doc, [{ block: "g0", from: 0, to: 5 }], ""))).toContain("words here");
  });
});

describe("find and replace across an issue", () => {
  it("shows every place, changes the chosen ones in my drafts, and nothing that I may not change", async () => {
    const { chief, others } = await newDesk([{ name: "Marek", roles: ["editor"] }]);
    const marek = others[0] as Session;
    const { issue } = must(await importIssue(chief.station, { path: SAMPLE, words: null, into: null }));
    const query = { text: "storage", ...any };
    const found = must(findInIssue(chief.station, { issue, query }));
    expect(found.length).toBeGreaterThan(3);
    expect(found.every((place) => place.quote.toLowerCase() === "storage")).toBe(true);
    // The imported items are nobody's yet: an editor can suggest nothing in a text that is being written.
    const closed = found.filter((place) => place.kind === "item");
    expect(closed.every((place) => place.obstacle !== null)).toBe(true);
    const id = closed[0]?.id ?? "";
    const mine = [chief.station.me?.id ?? ""];
    const row = chief.station.ledger.row("item", id);
    must(
      act(chief, "item.commission", {
        item: id,
        issue,
        headline: row?.headline ?? "",
        authors: { glance: mine, comment: mine },
        due: null,
      }),
    );
    const open = must(findInIssue(chief.station, { issue, query })).filter((place) => place.id === id);
    expect(open.every((place) => place.obstacle === null)).toBe(true);
    const chosen = open.slice(1).map(({ kind, block, from }) => ({ kind, id, block, from }));
    const gone = { kind: "item" as const, id, block: open[0]?.block ?? "", from: 9999 };
    expect(must(replaceInIssue(chief.station, { issue, query, words: "batteries", places: [...chosen, gone] }))).toEqual({
      replaced: chosen.length,
      left: 1,
    });
    const view = must(readItem(chief.station, id));
    expect(view.unshared).toBe(true);
    expect(docText(view.text.doc).match(/batteries/g)?.length).toBeGreaterThanOrEqual(chosen.length);
    expect(must(findInIssue(chief.station, { issue, query })).filter((place) => place.id === id).length).toBe(1);
    must(await chief.exchange());
    must(await marek.exchange());
    expect(docText(must(readItem(marek.station, id)).text.doc)).not.toBe(docText(view.text.doc));
    expect(findInIssue(chief.station, { issue: "0".repeat(32), query })).toMatchObject({ refusal: { code: "issue-unknown" } });
    await Promise.all([chief.close(), marek.close()]);
  });
});
