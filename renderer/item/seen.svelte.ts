import { say } from "../../resources/messages/say.ts";
import type { ItemView } from "../../src/contract/item.ts";
import type { SeenSpan } from "../../src/core/review/seen-spans.ts";
import { desk } from "../desk.ts";
import type { Highlight } from "../editor/highlights.ts";

type Name = (member: string) => string;

function said({ writers, outside, seen, alone, gone }: SeenSpan, name: Name): string {
  const names = writers.map(name);
  const who = { writers: outside.length === 0 ? names : [say("copy.writer", { from: outside, by: names })], readers: seen.map(name) };
  if (alone) return say(gone ? "seen.gone-alone" : "seen.span-alone", who);
  return say(gone ? "seen.gone" : "seen.span", who);
}

function highlightOf(span: SeenSpan, at: number, name: Name): Highlight[] {
  const { block, from, to, words, gone, alone } = span;
  if (block === null) return [];
  const place = { id: `seen:${at}`, block, from, to, title: said(span, name) };
  if (gone) return [{ ...place, kind: "deletion", text: words }];
  return words === "¶" ? [{ ...place, kind: "insertion", text: "¶" }] : [{ ...place, kind: alone ? "alone" : "seen" }];
}

/// Who has seen what since the text was last approved, read while a person wants it shown on the page.
export class SeenOnPage {
  shown = $state(false);
  spans = $state.raw<readonly SeenSpan[]>([]);
  readonly highlights: readonly Highlight[] = $derived(
    this.shown ? this.spans.flatMap((span, at) => highlightOf(span, at, this.#name)) : [],
  );
  readonly #name: Name;

  constructor(view: () => ItemView | null, name: Name) {
    this.#name = name;
    $effect(() => {
      const now = view();
      if (this.shown && now !== null) void this.#read(now.item);
    });
  }

  #head: string | null = null;

  /// Of another text than the one read last nothing is shown until the answer is there.
  async #read({ item, head }: ItemView["item"]): Promise<void> {
    if (this.#head !== head) this.spans = [];
    this.#head = head;
    const reply = await desk.call("item.seen", { item });
    if (this.#head === head) this.spans = reply.ok ? reply.value : [];
  }
}
