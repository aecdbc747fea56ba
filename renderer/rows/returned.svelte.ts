import { say } from "../../resources/messages/say.ts";
import type { CopyBrings, CopyFile } from "../../src/contract/copies.ts";
import type { Refusal } from "../../src/core/base/result.ts";
import { desk } from "../desk.ts";
import { notices } from "../shell/notices.svelte.ts";
import { routes } from "../shell/routes.svelte.ts";

/// The returned copy that is being looked at before it is brought in: on the page of the item that it was made of.
class ReturnedCopy {
  brings = $state.raw<CopyBrings | null>(null);
  #file: CopyFile | null = null;

  /// Reads a copy and goes to its item. `item`: where to look if the file says nothing of itself; null: everywhere.
  async read(file: CopyFile, item: string | null): Promise<void> {
    const refusal = await this.tries(file, item);
    if (refusal !== null) notices.refused(refusal);
  }

  /// The same where it may be no copy at all: answers why it is none.
  async tries(file: CopyFile, item: string | null): Promise<Refusal | null> {
    const reply = await desk.call("copy.read", { item, file });
    if (!reply.ok) return reply.refusal;
    [this.#file, this.brings] = [file, reply.value];
    if (item !== reply.value.item) routes.go({ name: "item", id: reply.value.item });
    return null;
  }

  /// Brings it in under this name.
  async take(from: string): Promise<boolean> {
    if (this.brings === null || this.#file === null) return false;
    const { item, digest } = this.brings;
    const reply = await desk.call("copy.take", { item, file: this.#file, from, digest });
    if (!reply.ok) {
      notices.refused(reply.refusal);
      return false;
    }
    this.close();
    notices.done(say("copy.taken", { name: from.trim() }));
    return true;
  }

  close(): void {
    [this.brings, this.#file] = [null, null];
  }
}

export const returned = new ReturnedCopy();

/// Asks for a returned copy.
export async function chooseCopy(item: string | null): Promise<void> {
  const kinds = [{ name: say("copy.kinds"), extensions: ["docx"] }];
  const chosen = await desk.call("dialog.open", { purpose: "open", title: say("copy.bring-title"), kinds });
  if (chosen.ok && chosen.value.path !== null) await returned.read({ path: chosen.value.path }, item);
}

/// A file name of letters, digits and hyphens.
const stem = (headline: string): string =>
  headline
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "item";

/// Asks where to, and writes a review copy of an item there.
export async function writeCopy({ item, headline }: { readonly item: string; readonly headline: string }): Promise<void> {
  const kinds = [{ name: say("copy.kinds"), extensions: ["docx"] }];
  const chosen = await desk.call("dialog.save", { title: say("copy.write-title"), suggested: `${stem(headline)}-review.docx`, kinds });
  if (!chosen.ok || chosen.value.path === null) return;
  const reply = await desk.call("copy.write", { item, path: chosen.value.path });
  if (!reply.ok) return notices.refused(reply.refusal);
  notices.done(say("copy.written", { name: reply.value.path.split(/[/\\]/).at(-1) ?? "" }));
}
