/// A disk whose n-th call fails, once or from then on for ever. Put in the place of `node:fs` and `node:fs/promises` by a test
/// file's `vi.mock`, so that production code runs unchanged. A call that fails has done nothing, but for closing: that closes.

export const CODES = ["EIO", "EBUSY", "ENOSPC", "EACCES"] as const;
type Code = (typeof CODES)[number];
/// A reason, and whether it stays.
type Way = readonly [Code, boolean];
const EVERY: readonly Way[] = CODES.flatMap((code): Way[] => [
  [code, false],
  [code, true],
]);

interface Fault {
  readonly code: Code;
  readonly at: number;
  readonly forEver: boolean;
}

const disk = { armed: null as Fault | null, calls: 0, failed: [] as string[] };

function fails(name: string): Error | null {
  const { armed } = disk;
  if (armed === null) return null;
  disk.calls++;
  if (disk.calls < armed.at || (!armed.forEver && disk.calls > armed.at)) return null;
  disk.failed.push(name);
  return Object.assign(new Error(`${armed.code}: injected, ${name}`), { code: armed.code, syscall: name });
}

const SYNC = "open read write close fsync fdatasync rename mkdir rm unlink stat readFile writeFile appendFile readdir copyFile access";
const HANDLE = ["writeFile", "sync", "close", "read", "write", "stat", "datasync", "readFile"];

type Call = (...input: unknown[]) => unknown;

/// `node:fs` as it is, but for what fails.
export function failingFs<T extends object>(real: T): T {
  const wrapped: Record<string, unknown> = Object.fromEntries(Object.entries(real));
  for (const word of SYNC.split(" ")) {
    const call = (real as Record<string, Call | undefined>)[`${word}Sync`];
    if (call === undefined) continue;
    wrapped[`${word}Sync`] = (...input: unknown[]): unknown => {
      const error = fails(`${word}Sync`);
      if (error !== null && word === "close") call(...input);
      if (error !== null) throw error;
      return call(...input);
    };
  }
  return { ...wrapped, default: wrapped } as T;
}

function failingHandle(handle: object): object {
  return new Proxy(handle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function" || typeof name !== "string") return member;
      return async (...input: unknown[]): Promise<unknown> => {
        const error = HANDLE.includes(name) ? fails(`handle.${name}`) : null;
        if (error !== null && name === "close") await (member as Call).apply(target, input);
        if (error !== null) throw error;
        return (member as Call).apply(target, input);
      };
    },
  });
}

/// `node:fs/promises` as it is, but for what fails.
export function failingPromises<T extends object>(real: T): T {
  const wrapped: Record<string, unknown> = Object.fromEntries(Object.entries(real));
  for (const word of SYNC.split(" ")) {
    const call = (real as Record<string, Call | undefined>)[word];
    if (call === undefined) continue;
    wrapped[word] = async (...input: unknown[]): Promise<unknown> => {
      const error = fails(word);
      if (error !== null) throw error;
      const made = await call(...input);
      return word === "open" ? failingHandle(made as object) : made;
    };
  }
  return { ...wrapped, default: wrapped } as T;
}

/// Lets every call of `run` fail, one after the other, once and from it on for ever, each with every reason, until `run` gets
/// through untouched; after each, `sound` looks at what is left with the disk whole again. Answers how many faults there were.
export async function atEveryCall(
  run: () => Promise<unknown>,
  sound: (fault: string) => Promise<void>,
  ways: readonly Way[] = EVERY,
): Promise<number> {
  let faults = 0;
  for (const [code, forEver] of ways) {
    for (let at = 1; ; at++) {
      Object.assign(disk, { armed: { code, at, forEver }, calls: 0, failed: [] });
      let thrown: unknown = null;
      await Promise.resolve()
        .then(run)
        .catch((error: unknown) => (thrown = error));
      disk.armed = null;
      const failed = [...disk.failed];
      const name = `${code} at call ${at}${forEver ? " and ever after" : ""}: ${failed[0] ?? "none"}`;
      if (thrown !== null) throw new Error(`thrown, not refused, with ${name}`, { cause: thrown });
      await sound(name);
      if (failed.length === 0) break;
      faults++;
    }
  }
  return faults;
}
