import { afterAll, describe, expect, it } from "vitest";
import { compareTexts, draftHistory } from "../../src/station/rooms/compare.ts";
import { readItem } from "../../src/station/rooms/item.ts";
import type { Session } from "../../src/station/session.ts";
import { content, reworded } from "../builders/desk.ts";
import { act, must, newDesk, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const ITEM = "0123456789abcdef0123456789abcdef";

/// My text of the item becomes a revision; answers its id.
function share(session: Session, first: string): string {
  const head = session.station.ledger.row("item", ITEM)?.head ?? null;
  const text = reworded(content("Ports open", ["The ministry said."], ["It matters."]), "g0", first);
  must(session.station.saveDraft(`item:${ITEM}`, head, { content: text }));
  must(act(session, "item.share", { item: ITEM }));
  return session.station.ledger.row("item", ITEM)?.head ?? "";
}

async function written() {
  const { chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
  const anna = others[0] as Session;
  const authors = [chief.station.me?.id ?? "", anna.station.me?.id ?? ""];
  must(
    act(chief, "item.commission", {
      item: ITEM,
      issue: null,
      headline: "Ports",
      authors: { glance: authors, comment: authors },
      due: null,
    }),
  );
  must(await chief.exchange());
  must(await anna.exchange());
  return { chief, anna };
}

describe("the history of an item", () => {
  it("compares any two texts, with who changed what, and brings an earlier one back as a new revision", async () => {
    const { chief, anna } = await written();
    const first = share(chief, "The ministry said much.");
    must(await chief.exchange());
    must(await anna.exchange());
    const second = share(anna, "The transport ministry said much.");
    must(await anna.exchange());
    must(await chief.exchange());
    const compared = must(compareTexts(chief.station, { item: ITEM, from: first, to: second }));
    expect(compared.blocks.flatMap((block) => block.pieces).filter((piece) => piece.kind !== "same")).toEqual([
      { kind: "inserted", text: "transport ", by: [anna.station.me?.id] },
    ]);
    must(act(chief, "item.restore", { item: ITEM, revision: first }));
    const view = must(readItem(chief.station, ITEM));
    expect(view.text).toEqual(chief.station.ledger.row("revision", first)?.content);
    expect(view.history[0]).toMatchObject({ kind: "revision", what: "restored" });
    expect(view.history.filter((line) => line.kind === "revision").length).toBe(3);
    expect(act(chief, "item.restore", { item: ITEM, revision: first })).toMatchObject({ refusal: { code: "nothing-to-share" } });
    await Promise.all([chief.close(), anna.close()]);
  });

  it("keeps my earlier texts on this laptop, compares them, and never restores over words that are not shared", async () => {
    const { chief, anna } = await written();
    const first = share(chief, "The ministry said much.");
    share(chief, "The ministry said little.");
    const earlier = draftHistory(chief.station, ITEM);
    expect(earlier.length).toBeGreaterThan(0);
    const at = earlier.at(-1)?.at ?? "";
    const compared = must(compareTexts(chief.station, { item: ITEM, from: at, to: "mine" }));
    expect(compared.blocks.flatMap((block) => block.pieces).some((piece) => piece.kind === "inserted" && piece.text === "little")).toBe(
      true,
    );
    const head = chief.station.ledger.row("item", ITEM)?.head ?? null;
    must(chief.station.saveDraft(`item:${ITEM}`, head, { content: content("Ports open", ["Not shared yet."], ["It matters."]) }));
    expect(act(chief, "item.restore", { item: ITEM, revision: first })).toMatchObject({ refusal: { code: "unshared-words" } });
    expect(compareTexts(chief.station, { item: ITEM, from: "0".repeat(64), to: "mine" })).toMatchObject({
      refusal: { code: "revision-unknown" },
    });
    await Promise.all([chief.close(), anna.close()]);
  });
});
