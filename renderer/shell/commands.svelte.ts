import { untrack } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import { COMMANDS, isCommand, type Command, type CommandId } from "../../src/contract/commands.ts";
import { desk } from "../desk.ts";
import { commandFor } from "./keys.ts";

type Run = () => void;

/// Who waits longer for a screen has gone on to something else.
const PATIENCE_MS = 3000;

/// What the window can do now. Each screen offers its commands while it is shown; menu, palette and keys run them.
class Offered {
  #runs = new SvelteMap<CommandId, Run[]>();
  #wanted: { readonly id: CommandId; readonly until: number } | null = null;

  /// Offers commands; answers a function that takes them back. The latest offer of a command wins.
  offer(runs: Partial<Record<CommandId, Run>>): () => void {
    const mine = COMMANDS.flatMap(({ id }) => {
      const run = runs[id];
      return run === undefined ? [] : [{ id, run }];
    });
    // Offering is no reading: a screen's effect must not run again because another screen offers something.
    untrack(() => mine.forEach(({ id, run }) => this.#runs.set(id, [...(this.#runs.get(id) ?? []), run])));
    this.#serve(mine);
    return () => untrack(() => mine.forEach(({ id, run }) => this.#takeBack(id, run)));
  }

  /// Runs what was wanted, once it is offered.
  #serve(offered: readonly { readonly id: CommandId; readonly run: Run }[]): void {
    const wanted = this.#wanted;
    const found = offered.find(({ id }) => id === wanted?.id);
    if (wanted === null || found === undefined) return;
    this.#wanted = null;
    if (performance.now() < wanted.until) queueMicrotask(found.run);
  }

  #takeBack(id: CommandId, run: Run): void {
    const rest = (this.#runs.get(id) ?? []).filter((each) => each !== run);
    if (rest.length > 0) this.#runs.set(id, rest);
    else this.#runs.delete(id);
  }

  has(id: CommandId): boolean {
    return this.#runs.has(id);
  }

  /// The commands that can be run now, in the order of the menus.
  get all(): Command[] {
    return COMMANDS.filter(({ id }) => this.#runs.has(id));
  }

  /// Runs a command as soon as the screen that the person goes to offers it.
  want(id: CommandId): void {
    this.#wanted = { id, until: performance.now() + PATIENCE_MS };
  }

  /// Runs a command. False when it is not offered now.
  run(id: CommandId): boolean {
    const run = this.#runs.get(id)?.at(-1);
    run?.();
    return run !== undefined;
  }

  /// Runs the command of a pressed key, if it is one that is offered.
  pressed(key: KeyboardEvent): void {
    const id = key.defaultPrevented || key.isComposing ? null : commandFor(key);
    if (id !== null && this.run(id)) key.preventDefault();
  }

  /// Joins the native menu: it hears what is offered, and its choices run here. Answers the end of it.
  joinMenu(): () => void {
    return desk.listen("menu.chosen", ({ command }) => void (isCommand(command) && this.run(command)));
  }

  /// Tells the native menu what it may offer. Called whenever that changes.
  async tellMenu(): Promise<void> {
    await desk.call("menu.offer", { commands: [...this.#runs.keys()] });
  }
}

export const commands = new Offered();
