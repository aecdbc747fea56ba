import { appendFileSync } from "node:fs";

/// One call that the shell made to Electron, as the stand-in saw it. Functions are told as "function".
export interface Recorded {
  readonly call: string;
  readonly with: readonly unknown[];
}

const file = process.env["DESK_STAND_IN_RECORD"];

const plain = (value: unknown): unknown => {
  if (typeof value === "function") return "function";
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (Object.getPrototypeOf(value) !== Object.prototype) return `[${value.constructor.name}]`;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
};

/// Keeps a call for the tests: a line of JSON in the file that `DESK_STAND_IN_RECORD` names.
export function record(call: string, given: readonly unknown[]): void {
  if (file === undefined) return;
  const recorded: Recorded = { call, with: given.map(plain) };
  appendFileSync(file, `${JSON.stringify(recorded)}\n`);
}

/// Shows only what the stand-in can do: every call is recorded, and a call it does not know throws, saying which.
export const guarded = <T extends object>(name: string, made: T): T =>
  new Proxy(made, {
    get(target, key) {
      if (typeof key === "symbol" || key === "then" || key === "constructor") return Reflect.get(target, key) as unknown;
      if (!(key in target)) throw new Error(`the stand-in has no ${name}.${key}`);
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function") return member;
      return (...given: unknown[]): unknown => {
        record(`${name}.${key}`, given);
        return Reflect.apply(member, target, given);
      };
    },
  });
