import type { ItemView, DraftNote } from "../../src/contract/item.ts";
import type { Refusal } from "../../src/core/base/result.ts";
import type { CheckFinding } from "../../src/core/checks/check.ts";
import { same } from "../../src/core/base/canonical.ts";
import type { Content, Fields } from "../../src/core/item/item.ts";
import type { DecisionName } from "../../src/core/item/kinds.ts";
import type { DocJson } from "../../src/core/manuscript/schema.ts";
import { desk } from "../desk.ts";
import { notices } from "../shell/notices.svelte.ts";
import { act } from "./acts.ts";
import { keep } from "./keep.ts";
import { afterPaint } from "./paint.ts";

/// My typing reaches this laptop's disk this long after a change at the latest.
const SAVE_MS = 200;
/// What the station says of my text (its checks, whether it differs) is read again when I have rested this long.
const REST_MS = 500;
/// A save that takes longer is said to be under way; the others would only flicker.
const SLOW_MS = 500;

/// One open item: what it shows, and my text of it, kept on this laptop as I type.
export class ItemRows {
  readonly item: string;
  view = $state.raw<ItemView | null>(null);
  /// The text as I have it: what the editor shows.
  text = $state.raw<Content | null>(null);
  /// Reads what I typed since, until it is in `text`.
  #typed: (() => DocJson) | null = null;
  /// What spelling and grammar found, as of a moment ago.
  language = $state.raw<readonly CheckFinding[]>([]);
  /// Why they could not be asked last; null if they were.
  languageOut = $state.raw<Refusal | null>(null);
  #reading = false;
  #again = false;
  saving = $state<"saved" | "saving" | "refused">("saved");
  #timer: ReturnType<typeof setTimeout> | null = null;
  #resting: ReturnType<typeof setTimeout> | null = null;
  #slow: ReturnType<typeof setTimeout> | null = null;
  #dirty = $state(false);
  readonly unshared = $derived(this.#dirty || (this.view?.unshared ?? false) || this.saving === "refused");
  #edits = 0;
  /// The revision that `text` began from. It moves only together with the text: a revision that arrives while I type is
  /// none that I began from, and sharing must not look as if I had taken its words out.
  #base: string | null = null;

  /// Items whose words the disk has refused so far, left or not: who comes back finds those words, and nobody writes older
  /// ones over newer.
  static readonly #unsaved = new Map<string, ItemRows>();

  /// The rows of an item: those that still hold words of mine to save, else new ones.
  static of(item: string): ItemRows {
    return ItemRows.#unsaved.get(item) ?? new ItemRows(item);
  }

  constructor(item: string) {
    this.item = item;
  }

  async read(): Promise<void> {
    const edits = this.#edits;
    const reply = await desk.call("item.read", { item: this.item });
    if (!reply.ok) return notices.refused(reply.refusal);
    this.view = keep(this.view, reply.value);
    void this.#checkLanguage();
    if (!this.#dirty && edits === this.#edits) this.#adopt(this.view);
  }

  /// Asks for spelling and grammar, one question at a time: what changed meanwhile is asked once more.
  async #checkLanguage(): Promise<void> {
    this.#again = this.#reading;
    if (this.#reading) return;
    this.#reading = true;
    const reply = await desk.call("checks.language", { item: this.item });
    this.#reading = false;
    if (reply.ok) this.language = keep(this.language, reply.value);
    this.languageOut = reply.ok ? null : reply.refusal;
    if (this.#again) await this.#checkLanguage();
  }

  #adopt(view: ItemView): void {
    this.text = keep(this.text, view.text);
    this.#base = view.base;
  }

  /// My manuscript has changed. It counts from now on; it is read when the letter is on the screen.
  editDoc(read: () => DocJson): void {
    if (this.text === null) return;
    if (this.#typed === null) afterPaint(() => this.#settle());
    this.#typed = read;
    this.#touched();
  }

  /// What was typed last becomes the text.
  #settle(): void {
    const read = this.#typed;
    this.#typed = null;
    if (read !== null && this.text !== null) this.text = { ...this.text, doc: read() };
  }

  editFields(fields: Fields): void {
    this.#settle();
    if (this.text !== null) this.#edited({ ...this.text, fields });
  }

  /// An earlier text takes the place of mine, as if I had typed it.
  async take(text: Content): Promise<void> {
    // What I typed a moment ago becomes private history first.
    if (await this.flush()) this.#edited(text);
  }

  #edited(text: Content): void {
    this.#typed = null;
    this.text = text;
    this.#touched();
  }

  #touched(): void {
    this.#dirty = true;
    this.#edits++;
    this.#timer ??= setTimeout(() => void this.#save(), SAVE_MS);
    this.#slow ??= setTimeout(() => (this.saving = "saving"), SLOW_MS);
    if (this.#resting !== null) clearTimeout(this.#resting);
    this.#resting = null;
  }

  /// Everything typed so far is on disk when this resolves true.
  async flush(): Promise<boolean> {
    while (this.#dirty) if (!(await this.#save())) return false;
    return this.saving !== "refused";
  }

  /// What is typed now is on disk when this resolves true; what comes meanwhile has a timer of its own.
  async #save(): Promise<boolean> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#settle();
    if (!this.#dirty || this.text === null) return this.saving !== "refused";
    const edits = this.#edits;
    const reply = await desk.call("draft.save", { item: this.item, base: this.#base, content: this.text });
    if (!reply.ok) {
      if (this.saving !== "refused") notices.refused(reply.refusal);
      this.#saved("refused");
      ItemRows.#unsaved.set(this.item, this);
      this.#timer ??= setTimeout(() => void this.#save(), 2000);
      return false;
    }
    if (edits === this.#edits) {
      // Until the station has said whether these words differ from the shared text, they count as unshared.
      if (this.view?.unshared === false) this.view = { ...this.view, unshared: true };
      this.#dirty = false;
      this.#saved("saved");
      ItemRows.#unsaved.delete(this.item);
      this.#resting ??= setTimeout(() => void this.read(), REST_MS);
    }
    return true;
  }

  #saved(how: "saved" | "refused"): void {
    if (this.#slow !== null) clearTimeout(this.#slow);
    this.#slow = null;
    this.saving = how;
  }

  async share(): Promise<boolean> {
    if (!(await this.flush())) return false;
    const [edits, sent] = [this.#edits, this.text];
    return (await act("item.share", { item: this.item })) && this.#shared(edits, sent);
  }

  async propose(reason: string | null): Promise<boolean> {
    if (!(await this.flush())) return false;
    const [edits, sent] = [this.#edits, this.text];
    return (await act("item.propose", { item: this.item, reason })) && this.#shared(edits, sent);
  }

  /// Lets my words go: the shared text is shown again; my private history keeps them.
  async letGo(): Promise<void> {
    if (!(await this.flush())) return;
    const reply = await desk.call("draft.drop", { item: this.item });
    if (!reply.ok) return notices.refused(reply.refusal);
    await this.read();
  }

  async decide(decision: DecisionName, reason: string | null = null, waivers: { check: string; reason: string }[] = []): Promise<boolean> {
    if (!(await this.flush())) return false;
    const digest = this.view?.item.digest ?? null;
    const names = decision === "take-back" ? (this.view?.item.returned?.entry ?? null) : null;
    const done = await act("item.decide", { item: this.item, decision, digest, reason, waivers, names });
    if (done) await this.read();
    return done;
  }

  /// My unsent notes, kept on this laptop.
  async keepReview(notes: readonly DraftNote[]): Promise<void> {
    const kept = notes.map((note) => ({ ...note, mentions: [...note.mentions] }));
    const reply = await desk.call("review.save", { item: this.item, notes: kept });
    if (!reply.ok) return notices.refused(reply.refusal);
    await this.read();
  }

  async sendReview(): Promise<boolean> {
    const { view } = this;
    if (view === null || view.item.digest === null) return false;
    const notes = view.review.notes.map((note) => ({ ...note, mentions: [...note.mentions] }));
    const sent = await act("review.send", { item: this.item, digest: view.item.digest, notes, replies: [] });
    if (sent) await this.keepReview([]);
    return sent;
  }

  /// My words up to `edits`, which made the text `sent`, are shared. What I typed since goes on from the revision that is that
  /// text; never from one that came at this moment with words of others, which mine would take out.
  async #shared(edits: number, sent: Content | null): Promise<boolean> {
    const reply = await desk.call("item.read", { item: this.item });
    if (!reply.ok) {
      notices.refused(reply.refusal);
      return true;
    }
    this.view = keep(this.view, reply.value);
    if (edits === this.#edits) this.#adopt(reply.value);
    else if (same(reply.value.item.shown, sent)) this.#base = reply.value.item.head ?? this.#base;
    return true;
  }

  /// Listens while the item is open; answers the end of it, which saves what is left.
  join(): () => void {
    void this.read();
    void desk.call("item.looked", { item: this.item });
    const end = desk.listen("desk.changed", ({ subjects }) => {
      if (subjects.includes(`item:${this.item}`) || subjects.includes("roster")) void this.read();
    });
    const leave = (): void => void this.flush();
    window.addEventListener("beforeunload", leave);
    return () => {
      end();
      window.removeEventListener("beforeunload", leave);
      void this.flush();
    };
  }
}
