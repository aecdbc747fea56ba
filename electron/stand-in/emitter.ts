import { EventEmitter } from "node:events";
import { record } from "./record.ts";

/// What is told can be prevented, as in Electron.
export interface Preventable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/// A fresh message that listeners may prevent, with further fields.
export function preventable<F extends object>(fields: F): Preventable & F {
  let prevented = false;
  return {
    ...fields,
    get defaultPrevented() {
      return prevented;
    },
    preventDefault() {
      prevented = true;
    },
  };
}

/// Listeners of one Electron object: only names that the stand-in emits, or knowingly never does, are taken.
export class Listeners {
  readonly #name: string;
  readonly #known: ReadonlySet<string>;
  readonly #emitter = new EventEmitter();

  constructor(name: string, known: readonly string[]) {
    this.#name = name;
    this.#known = new Set(known);
  }

  #check(what: string): void {
    if (!this.#known.has(what)) throw new Error(`the stand-in never tells ${this.#name} "${what}"`);
  }

  on(what: string, hear: (...args: never[]) => void): this {
    this.#check(what);
    record(`${this.#name}.on`, [what]);
    this.#emitter.on(what, hear as (...args: unknown[]) => void);
    return this;
  }

  once(what: string, hear: (...args: never[]) => void): this {
    this.#check(what);
    this.#emitter.once(what, hear as (...args: unknown[]) => void);
    return this;
  }

  removeListener(what: string, hear: (...args: never[]) => void): this {
    this.#emitter.removeListener(what, hear as (...args: unknown[]) => void);
    return this;
  }

  /// Tells the listeners. Answers whether there were any.
  emit(what: string, ...given: unknown[]): boolean {
    this.#check(what);
    return this.#emitter.emit(what, ...given);
  }
}
