/// `electron` as the preload sees it in the stand-in: the same two objects, over the bridge. Runs in the page's
/// process, in a world of its own; built together with `preload.ts`.

interface World {
  deskSend(text: string): void;
  deskHear?: (text: string) => void;
  addEventListener(name: "desk-port", hear: (message: { readonly ports: readonly Port[] }) => void, options: { once: true }): void;
}

interface Port {
  postMessage(message: unknown): void;
  onmessage: ((message: { readonly data: FromPage }) => void) | null;
}

type FromPage = { readonly id: number } & ({ readonly call: readonly [string, unknown] } | { readonly listen: boolean });
type FromMain = { readonly id: number; readonly reply: unknown } | { readonly channel: string; readonly given: readonly unknown[] };
type Hear = (message: unknown, ...given: readonly unknown[]) => void;

declare const globalThis: World;

const toBase64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
};

const toText = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (each instanceof Uint8Array ? { $bytes: toBase64(each) } : each));

/// Letter by letter: an iterator over a whole PDF takes longer than drawing a page of it.
function fromBase64(text: string): Uint8Array {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

const fromText = (text: string): FromMain =>
  JSON.parse(text, (_key, each: { $bytes?: unknown } | null) =>
    each !== null && typeof each === "object" && typeof each.$bytes === "string" ? fromBase64(each.$bytes) : each,
  ) as FromMain;

let last = 0;
const open = new Map<number, (reply: unknown) => void>();
const hearers = new Map<string, Set<Hear>>();

globalThis.deskHear = (text) => {
  const message = fromText(text);
  if ("id" in message) {
    open.get(message.id)?.(message.reply);
    open.delete(message.id);
  } else hearers.get(message.channel)?.forEach((hear) => hear(null, ...message.given));
};

export const ipcRenderer = {
  invoke: (channel: string, ...given: readonly unknown[]): Promise<unknown> =>
    new Promise((done) => {
      const id = ++last;
      open.set(id, done);
      globalThis.deskSend(toText({ id, channel, given }));
    }),
  on(channel: string, hear: Hear): void {
    const known = hearers.get(channel) ?? new Set();
    hearers.set(channel, known.add(hear));
  },
  removeListener: (channel: string, hear: Hear): void => void hearers.get(channel)?.delete(hear),
};

interface Exposed {
  call(channel: string, input: unknown): Promise<unknown>;
  listen(hear: (...given: readonly unknown[]) => void): () => void;
}

export const contextBridge = {
  exposeInMainWorld(name: "desk", api: Exposed): void {
    if (name !== "desk") throw new Error(`the stand-in exposes only desk, not ${String(name)}`);
    const deaf = new Map<number, () => void>();
    const take = (port: Port, asked: FromPage): void => {
      const { id } = asked;
      if ("call" in asked) void api.call(...asked.call).then((reply) => port.postMessage({ id, reply }));
      else if (asked.listen)
        deaf.set(
          id,
          api.listen((...given) => port.postMessage({ told: id, given })),
        );
      else deaf.get(id)?.();
    };
    const join = ({ ports: [port] }: { readonly ports: readonly Port[] }): void => {
      if (port) port.onmessage = ({ data }) => take(port, data);
    };
    globalThis.addEventListener("desk-port", join, { once: true });
  },
};
