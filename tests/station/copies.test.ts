import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CopyBrings } from "../../src/contract/copies.ts";
import { saveCopy } from "../../src/station/rooms/evidence.ts";
import { readCopy, takeCopy } from "../../src/station/rooms/copies.ts";
import { readItem, readSeen } from "../../src/station/rooms/item.ts";
import { writeCopy } from "../../src/station/rooms/review-copy.ts";
import type { Session } from "../../src/station/session.ts";
import { docText } from "../../src/core/manuscript/text.ts";
import { content, reworded } from "../builders/desk.ts";
import { OUTSIDER, replacedIn, rewritten } from "../builders/word.ts";
import { act, must, newDesk, newFolder, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const ITEM = "0123456789abcdef0123456789abcdef";
const TEXT = content("Ports on the river", ["The ministry said so in May.", "Ships wait."], ["It matters.", "Ports decide."]);

/// An item of Lena's in review with Marek, who suggested "June" and asked a question.
async function inReview() {
  const { chief, others } = await newDesk([
    { name: "Marek", roles: ["editor"] },
    { name: "Lena", roles: ["author"] },
  ]);
  const [marek, lena] = others as [Session, Session];
  const authors = [lena.station.me?.id ?? ""];
  must(
    act(chief, "item.commission", {
      item: ITEM,
      issue: null,
      headline: "Ports",
      authors: { glance: authors, comment: authors },
      due: null,
    }),
  );
  await meet(chief, lena, marek);
  must(lena.station.saveDraft(`item:${ITEM}`, null, { content: TEXT }));
  for (const part of ["glance", "comment"] as const) must(act(lena, "item.ready", { item: ITEM, part, ready: true }));
  must(act(lena, "item.share", { item: ITEM }));
  must(decide(lena, "submit"));
  await meet(chief, lena, marek);
  must(decide(marek, "claim"));
  must(marek.station.saveDraft(`item:${ITEM}`, head(marek), { content: reworded(TEXT, "g0", "The ministry said so in June.") }));
  must(act(marek, "item.propose", { item: ITEM, reason: null }));
  const anchor = { block: "c0", field: null, from: 0, to: 2, quote: "It" };
  const note = { note: "ab".repeat(16), anchor, text: "What does?", blocking: false, mentions: [] };
  must(act(marek, "review.send", { item: ITEM, digest: row(marek).digest ?? "", notes: [note], replies: [] }));
  await meet(chief, lena, marek);
  return { chief, marek, lena };
}

const row = (session: Session) => {
  const found = session.station.ledger.row("item", ITEM);
  if (found === undefined) throw new Error("no such item");
  return found;
};
const head = (session: Session): string => row(session).head ?? "";
const decide = (session: Session, decision: "submit" | "claim" | "approve") =>
  act(session, "item.decide", { item: ITEM, decision, digest: row(session).digest, reason: null, waivers: [], names: null });
async function meet(...all: Session[]): Promise<void> {
  for (const one of [...all, ...all]) must(await one.exchange());
}

/// The copy with changes made by hand, as somebody outside makes them, in a file of its own.
function changed(path: string, change: (part: string) => string, part = "word/document.xml"): string {
  const to = join(newFolder("returned"), "returned.docx");
  writeFileSync(to, rewritten(new Uint8Array(readFileSync(path)), change, part));
  return to;
}

async function sent(session: Session): Promise<string> {
  const path = join(newFolder("out"), "copy.docx");
  must(await writeCopy(session.station, { item: ITEM, path }));
  return path;
}

const take = async (session: Session, path: string, from = "Dr Weber") => {
  const brings: CopyBrings = must(await readCopy(session.station, { item: null, file: { path } }));
  return takeCopy(session, { item: brings.item, file: { path }, from, digest: brings.digest });
};

describe("a returned review copy", () => {
  it("brings its changes home as suggestions in the outsider's name, and leaves those that went out with it alone", async () => {
    const { chief, marek, lena } = await inReview();
    const back = changed(await sent(chief), (document) => replacedIn(document, "Ships", "Barges"));
    const brings = must(await readCopy(chief.station, { item: null, file: { path: back } }));
    expect(brings).toMatchObject({ item: ITEM, from: "Dr Weber", movedOn: false, known: null, notes: [], replies: [], unplaced: [] });
    expect(brings.suggestions.map(({ before, after }) => [before, after])).toEqual([["Ships", "Barges"]]);
    must(await take(chief, back));
    await meet(chief, lena, marek);
    const { proposals } = must(readItem(lena.station, ITEM));
    const [ours, theirs] = [proposals.find((one) => one.from === undefined), proposals.find((one) => one.from !== undefined)];
    expect(proposals.length).toBe(2);
    expect([ours?.from, theirs?.from, theirs?.by, theirs?.open.length]).toEqual([undefined, "Dr Weber", chief.station.me?.id, 1]);
    expect(must(readItem(lena.station, ITEM)).copies.map(({ name, by, copy }) => [name, by, copy?.from])).toEqual([
      ["returned.docx", chief.station.me?.id, "Dr Weber"],
    ]);
    const kept = join(newFolder("kept"), "kept.docx");
    const { evidence } = must(readItem(lena.station, ITEM)).copies[0] ?? { evidence: "" };
    must(await saveCopy(lena, { item: ITEM, evidence, path: kept }));
    expect(readFileSync(kept).equals(readFileSync(back))).toBe(true);
    await Promise.all([chief, marek, lena].map((one) => one.close()));
  });

  it("says which of our suggestions were rejected in it, and leaves them to be answered", async () => {
    const { chief, marek, lena } = await inReview();
    // What Word's Reject All leaves: the words that were there, and no trace of those suggested.
    const back = changed(await sent(chief), (document) =>
      replacedIn(document, "Ships", "Barges")
        .replaceAll(/<w:ins [^>]*w:author="Marek"[^>]*>.*?<\/w:ins>/g, "")
        .replaceAll(/<w:del [^>]*w:author="Marek"[^>]*>(.*?)<\/w:del>/g, (_all, words: string) => words.replaceAll("delText", "t")),
    );
    const brings = must(await readCopy(chief.station, { item: null, file: { path: back } }));
    expect(brings.suggestions.map(({ before, after }) => [before, after])).toEqual([["Ships", "Barges"]]);
    expect(brings.unplaced).toEqual([{ code: "copy-declined", words: "Marek: “May” → “June”" }]);
    must(await take(chief, back));
    expect(must(readItem(chief.station, ITEM)).proposals.find((one) => one.from === undefined)?.open.length).toBe(1);
    await Promise.all([chief, marek, lena].map((one) => one.close()));
  });

  it("is no second pair of eyes: who brought it in neither accepts it nor has seen the text, and the outsider counts for nobody", async () => {
    const { chief, marek, lena } = await inReview();
    const sights = row(marek).sights.length;
    must(
      await take(
        marek,
        changed(await sent(marek), (document) => replacedIn(document, "Ships", "Barges")),
      ),
    );
    expect(row(marek).sights.length).toBe(sights);
    const proposal = must(readItem(marek.station, ITEM)).proposals.find((one) => one.from !== undefined);
    const names = proposal?.open.map((one) => one.name) ?? [];
    const accept = { item: ITEM, proposal: proposal?.proposal ?? "", names };
    expect(act(marek, "suggestion.accept", accept)).toMatchObject({ refusal: { code: "own-suggestion" } });
    await meet(marek, lena, chief);
    must(act(lena, "suggestion.accept", accept));
    await meet(lena, marek, chief);
    const revision = marek.station.ledger.row("revision", head(marek));
    expect([revision?.writers, revision?.outside]).toEqual([[marek.station.me?.id], ["Dr Weber"]]);
    expect(docText(revision?.content.doc ?? TEXT.doc)).toContain("Barges wait.");
    const span = must(readSeen(chief.station, ITEM)).find((one) => one.words.includes("Barges"));
    expect([span?.outside, span?.seen, span?.alone]).toEqual([["Dr Weber"], [lena.station.me?.id], false]);
    // Marek has claimed it, and words that he brought in stand in it: another editor has to approve.
    const june = must(readItem(lena.station, ITEM)).proposals.find((one) => one.from === undefined);
    must(
      act(lena, "suggestion.close", {
        item: ITEM,
        proposal: june?.proposal ?? "",
        names: june?.open.map((one) => one.name) ?? [],
        reason: null,
      }),
    );
    await meet(lena, marek, chief);
    expect(decide(marek, "approve").ok).toBe(false);
    must(decide(chief, "approve"));
    expect(row(chief).state).toBe("approved");
    await Promise.all([chief, marek, lena].map((one) => one.close()));
  });

  it("comes home although the text moved on, and keeps my draft", async () => {
    const { chief, marek, lena } = await inReview();
    const path = await sent(chief);
    must(marek.station.saveDraft(`item:${ITEM}`, head(marek), { content: reworded(TEXT, "c1", "Ports decide much.") }));
    must(act(marek, "item.share", { item: ITEM }));
    await meet(marek, chief, lena);
    must(chief.station.saveDraft(`item:${ITEM}`, head(chief), { content: reworded(TEXT, "h", "Mine") }));
    const back = changed(path, (document) => replacedIn(document, "Ships", "Barges"));
    expect(must(await readCopy(chief.station, { item: ITEM, file: { path: back } })).movedOn).toBe(true);
    must(await take(chief, back));
    expect(chief.station.draftOf(ITEM)).toBeDefined();
    const [line] = must(readItem(marek.station, ITEM)).proposals.filter((one) => one.from !== undefined);
    expect(line).toBeUndefined();
    await meet(chief, marek);
    const theirs = must(readItem(marek.station, ITEM)).proposals.find((one) => one.from !== undefined);
    expect(theirs?.open[0]?.places.map(({ words }) => words)).toEqual(["Ships", "Barges"]);
    await Promise.all([chief, marek, lena].map((one) => one.close()));
  });

  it("is noticed when it comes a second time, unchanged, changed meanwhile, nameless, or no Word file at all", async () => {
    const { chief, marek, lena } = await inReview();
    const path = await sent(chief);
    expect(await take(chief, path)).toMatchObject({ refusal: { code: "copy-unchanged" } });
    const back = changed(path, (document) => replacedIn(document, "Ships", "Barges"));
    expect(await takeCopy(chief, { item: ITEM, file: { path: back }, from: "W", digest: "0".repeat(64) })).toMatchObject({
      refusal: { code: "copy-changed-since" },
    });
    expect(await take(chief, back, "  ")).toMatchObject({ refusal: { code: "copy-needs-name" } });
    must(await take(chief, back));
    expect(must(await readCopy(chief.station, { item: null, file: { path: back } })).known?.by).toBe(chief.station.me?.id);
    expect(await take(chief, back)).toMatchObject({ refusal: { code: "copy-known", data: { who: "Chief" } } });
    const other = changed(path, (rels) => rels.replaceAll(/Top5(Item|Revision|Digest)/g, "Other$1"), "docProps/custom.xml");
    expect(must(await readCopy(chief.station, { item: null, file: { path: other } })).item).toBe(ITEM);
    const none = join(newFolder("none"), "none.docx");
    writeFileSync(none, "no zip");
    expect(await readCopy(chief.station, { item: null, file: { path: none } })).toMatchObject({ refusal: { code: "docx-none" } });
    expect(await readCopy(chief.station, { item: null, file: { path: `${none}.gone` } })).toMatchObject({
      refusal: { code: "file-unreadable" },
    });
    await Promise.all([chief, marek, lena].map((one) => one.close()));
  });

  it("has notes and answers beside its changes, and drops none of its words", async () => {
    const { chief, marek, lena } = await inReview();
    const path = await sent(chief);
    const comment = (id: number, key: string, text: string): string =>
      `<w:comment w:id="${id}" ${OUTSIDER.replace('w:id="900" ', "")} w:initials="W"><w:p w14:paraId="${key}"><w:r><w:t>${text}</w:t></w:r></w:p></w:comment>`;
    const answered = changed(
      path,
      (comments) => comments.replace("</w:comments>", `${comment(50, "0000AAAA", "The port does.")}</w:comments>`),
      "word/comments.xml",
    );
    const threaded = changed(
      answered,
      (threads) =>
        threads.replace(
          "</w15:commentsEx>",
          `<w15:commentEx w15:paraId="0000AAAA" w15:paraIdParent="40001000" w15:done="0"/></w15:commentsEx>`,
        ),
      "word/commentsExtended.xml",
    );
    const stray = changed(threaded, (document) =>
      document.replace("<w:sectPr>", "<w:p><w:r><w:t>Also see my book.</w:t></w:r></w:p><w:sectPr>"),
    );
    const brings = must(await readCopy(chief.station, { item: null, file: { path: stray } }));
    expect(brings).toMatchObject({
      suggestions: [],
      notes: [],
      replies: [{ from: "Dr Weber", text: "The port does." }],
      unplaced: [{ code: "copy-elsewhere", words: "Also see my book." }],
    });
    must(await take(chief, stray));
    const view = must(readItem(chief.station, ITEM));
    expect(view.notes[0]?.replies).toMatchObject([{ from: "Dr Weber", by: chief.station.me?.id, text: "The port does." }]);
    expect(view.copies[0]?.copy?.unplaced).toEqual([{ code: "copy-elsewhere", words: "Also see my book." }]);
    await Promise.all([chief, marek, lena].map((one) => one.close()));
  });
});
