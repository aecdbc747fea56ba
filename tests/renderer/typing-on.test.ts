import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ItemRows } from "../../renderer/rows/item.svelte.ts";
import type { Content } from "../../src/core/item/item.ts";
import { content } from "../builders/desk.ts";

interface Saved {
  readonly base: string | null;
  readonly content: Content;
}

/// A station that answers at once, but for what a test holds back.
class Answers {
  head = "first";
  shown = content("Ports", ["a"], ["b"]);
  saved: Saved | null = null;
  during: () => void = () => {};

  call(channel: string, input: unknown): unknown {
    if (channel === "draft.save") this.saved = input as Saved;
    if (channel === "desk.act") this.during();
    const { saved } = this;
    const read = { item: { head: this.head, shown: this.shown }, text: saved?.content ?? this.shown, base: saved?.base ?? this.head };
    return { ok: true, value: channel === "item.read" ? { ...read, unshared: saved !== null } : [] };
  }
}

let answers = new Answers();
let Rows: typeof ItemRows;

beforeAll(async () => {
  const transport = { call: (channel: string, input: unknown) => Promise.resolve(answers.call(channel, input)), listen: () => () => {} };
  vi.stubGlobal("window", { desk: transport, addEventListener: () => {}, removeEventListener: () => {} });
  vi.stubGlobal("document", { hidden: true });
  Rows = (await import("../../renderer/rows/item.svelte.ts")).ItemRows;
});
afterAll(() => void vi.unstubAllGlobals());

/// Shares my text while I type on; `after` is what the shared text has become when the window next reads it.
async function typedOn(after: (mine: Content) => { head: string; shown: Content }): Promise<Saved | null> {
  answers = new Answers();
  const rows = new Rows("1".repeat(32));
  await rows.read();
  const typed = content("Ports", ["a typed"], ["b"]);
  rows.editDoc(() => typed.doc);
  answers.during = () => {
    Object.assign(answers, after(typed), { saved: null });
    rows.editDoc(() => content("Ports", ["a typed on"], ["b"]).doc);
  };
  expect(await rows.share()).toBe(true);
  expect(await rows.flush()).toBe(true);
  return answers.saved;
}

describe("typing on while my text is shared", () => {
  it("goes on from the revision that holds it", async () => {
    expect(await typedOn((mine) => ({ head: "mine", shown: mine }))).toMatchObject({ base: "mine" });
  });

  it("never begins from a revision with words of another that came at that moment", async () => {
    const saved = await typedOn(() => ({ head: "theirs", shown: content("Ports", ["a typed"], ["b and theirs"]) }));
    expect(saved?.base).toBe("first");
  });
});
