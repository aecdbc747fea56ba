import type { Reply } from "../../src/contract/calls.ts";
import type { PagePlace } from "../../src/contract/issue.ts";
import { desk } from "../desk.ts";
import { notices } from "../shell/notices.svelte.ts";
import { openPdf, type OpenedPdf } from "./pages.ts";

/// The issue's pages as they are printed now, and what begins where on them. Made anew on demand, one at a time: what is asked for
/// meanwhile is made once more, with the newest words.
export class LivePages {
  pdf = $state.raw<OpenedPdf | null>(null);
  places = $state.raw<readonly PagePlace[]>([]);
  /// Why the pages go without the publication's logo, where they do.
  lacks = $state.raw<Reply<"preview.pdf">["lacks"]>(null);
  #wanted: { readonly issue: string; readonly mine: "mine" | "shared" } | null = null;
  #making = false;
  #left = false;
  #shown: Uint8Array = new Uint8Array();

  async make(issue: string, mine: boolean): Promise<void> {
    this.#wanted = { issue, mine: mine ? "mine" : "shared" };
    if (this.#making) return;
    this.#making = true;
    while (this.#wanted !== null && !this.#left) {
      const of = this.#wanted;
      this.#wanted = null;
      await this.#once(of);
    }
    this.#making = false;
  }

  async #once(of: { readonly issue: string; readonly mine: "mine" | "shared" }): Promise<void> {
    const reply = await desk.call("preview.pdf", of);
    if (this.#left) return;
    if (!reply.ok) return notices.refused(reply.refusal);
    this.lacks = reply.value.lacks;
    // What changed may print nothing.
    if (this.#same(reply.value.bytes)) return;
    const next = await openPdf(reply.value.bytes);
    if (this.#left) return next.close();
    const before = this.pdf;
    this.#shown = reply.value.bytes;
    [this.pdf, this.places] = [next, reply.value.places];
    await before?.close();
  }

  #same(bytes: Uint8Array): boolean {
    return bytes.length === this.#shown.length && bytes.every((byte, at) => byte === this.#shown[at]);
  }

  /// Nobody looks any more: what is still being made is not shown, and what is shown gives its memory back.
  async leave(): Promise<void> {
    this.#left = true;
    await this.pdf?.close();
  }
}
