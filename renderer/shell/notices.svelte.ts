import { sayRefusal } from "../../resources/messages/say.ts";
import { routes, type Place } from "./routes.svelte.ts";

export interface Said {
  readonly id: number;
  readonly tone: "word" | "fault";
  readonly text: string;
  readonly help: string;
  readonly undo: (() => void) | null;
  /// Where it was said.
  readonly place: Place;
}

type Refused = Parameters<typeof sayRefusal>[0];

/// What the window says beside the place where it happened: done with an undo, or refused with the way out.
class Notices {
  #said = $state<Said[]>([]);
  #last = 0;

  get all(): readonly Said[] {
    return this.#said;
  }

  #add(said: Omit<Said, "id" | "place">): void {
    this.#said = [...this.#said.slice(-2), { ...said, id: ++this.#last, place: routes.current }];
  }

  /// Says that something is done; with `undo` it can be taken back from here.
  done(text: string, undo: (() => void) | null = null): void {
    this.#add({ tone: "word", text, help: "", undo });
  }

  /// Says what stands in the way and how to clear it.
  refused(refusal: Refused): void {
    this.#add({ tone: "fault", ...sayRefusal(refusal), undo: null });
  }

  /// Closes what was said last. False when nothing stands.
  closeLast(): boolean {
    const last = this.#said.at(-1);
    if (last) this.close(last.id);
    return last !== undefined;
  }

  /// Closes what was said elsewhere: the person has gone on.
  leave(): void {
    this.#said = this.#said.filter((each) => routes.is(each.place));
  }

  close(id: number): void {
    this.#said = this.#said.filter((each) => each.id !== id);
  }
}

export const notices = new Notices();
