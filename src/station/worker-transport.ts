import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import type { Transport } from "../contract/client.ts";
import { answerOn, connect, type Port } from "../contract/wire.ts";

/// What a station is started with.
export interface StationOptions {
  /// The folder that holds this station's data.
  readonly folder: string;
  readonly version: string;
  /// The packed app's resources folder; none in the project folder. A worker does not know it by itself.
  readonly resources?: string;
}

/// The operating system's safe for small secrets, as the station asks for it. `available` false: ask for a passphrase.
export interface KeyStore {
  available(): Promise<boolean>;
  protect(secret: Uint8Array): Promise<Uint8Array>;
  unprotect(sealed: Uint8Array): Promise<Uint8Array>;
}

/// A running station: the transport to it, and its end. `ended` resolves with the reason when the worker is gone.
export interface RunningStation extends Transport {
  stop(): Promise<void>;
  readonly ended: Promise<string>;
}

/// What the worker gets in `workerData`.
export interface WorkerStart {
  readonly options: StationOptions;
  readonly keys: MessagePort | null;
}

interface Sender {
  postMessage(message: unknown): void;
  on(event: "message", hear: (message: unknown) => void): unknown;
}

/// A worker's port, or either end of a message channel, as the wire's port.
export const portOf = (port: Sender): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (hear) => void port.on("message", hear),
});

/// Lets the worker ask the key store of the process that started it.
function lendKeys(store: KeyStore): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const bytes = (input: unknown): Uint8Array => {
    if (input instanceof Uint8Array) return input;
    throw new TypeError(`not bytes: ${typeof input}`);
  };
  answerOn(portOf(port1), async (channel, input) => {
    try {
      if (channel === "available") return { ok: true, value: await store.available() };
      if (channel === "protect") return { ok: true, value: await store.protect(bytes(input)) };
      return { ok: true, value: await store.unprotect(bytes(input)) };
    } catch (error) {
      return { ok: false, refusal: { code: "key-store-failed", data: { reason: error instanceof Error ? error.message : String(error) } } };
    }
  });
  port1.unref();
  return port2;
}

/// The key store at the worker's end of the port. Rejects with the store's own reason.
export function borrowedKeys(port: MessagePort): KeyStore {
  const asking = connect(portOf(port));
  port.unref();
  const ask = async (channel: string, input: unknown): Promise<unknown> => {
    const reply = await asking.call(channel, input);
    if (typeof reply === "object" && reply !== null && "ok" in reply && reply.ok === true && "value" in reply) return reply.value;
    throw new Error(`the key store failed at ${channel}: ${JSON.stringify(reply)}`);
  };
  const bytes = async (channel: string, input: Uint8Array): Promise<Uint8Array> => {
    const value = await ask(channel, input);
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`the key store answered no bytes at ${channel}`);
  };
  return {
    available: async () => (await ask("available", null)) === true,
    protect: (secret) => bytes("protect", secret),
    unprotect: (sealed) => bytes("unprotect", sealed),
  };
}

/// Starts a station on a worker thread of its own. `serve` is the worker's file: `serve.ts` here, or its build.
/// Without a key store the station asks for a passphrase.
export function startStation(
  options: StationOptions,
  keys: KeyStore | null = null,
  serve: URL | string = new URL("./serve.ts", import.meta.url),
): RunningStation {
  const port = keys === null ? null : lendKeys(keys);
  const start: WorkerStart = { options, keys: port };
  const worker = new Worker(serve, { workerData: start, transferList: port === null ? [] : [port] });
  const wire = connect(portOf(worker));
  const ended = new Promise<string>((done) => {
    worker.once("error", (error) => done(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    worker.once("exit", (code) => done(`the station ended with code ${code}`));
  });
  void ended.then((reason) => wire.close(reason));
  return {
    call: wire.call,
    listen: wire.listen,
    ended,
    async stop() {
      worker.postMessage({ stop: true });
      await ended;
    },
  };
}
