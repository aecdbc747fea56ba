import type { Transport } from "./client.ts";
import type { Dispatch } from "./handlers.ts";

/// Two-way delivery of plain messages: a worker's port, a message port, two queues.
export interface Port {
  post(message: unknown): void;
  onMessage(hear: (message: unknown) => void): void;
}

type Asked = { readonly id: number; readonly channel: unknown; readonly input: unknown };
type Answered = { readonly id: number; readonly reply: unknown };
type Told = { readonly told: string; readonly data: unknown };

const isObject = (message: unknown): message is object => typeof message === "object" && message !== null;
const isAsked = (message: unknown): message is Asked =>
  isObject(message) && "id" in message && typeof message.id === "number" && "channel" in message;
const isAnswered = (message: unknown): message is Answered => isObject(message) && "id" in message && "reply" in message;
const isTold = (message: unknown): message is Told => isObject(message) && "told" in message && typeof message.told === "string";

/// The asking end: numbers each call and matches the replies. `close` answers every open call with a rejection.
export function connect(port: Port): Transport & { close(reason: string): void } {
  let last = 0;
  let closed: string | null = null;
  const open = new Map<number, { done(reply: unknown): void; fail(error: Error): void }>();
  const hearers = new Set<(channel: string, data: unknown) => void>();
  port.onMessage((message) => {
    if (isAnswered(message)) {
      open.get(message.id)?.done(message.reply);
      open.delete(message.id);
    } else if (isTold(message)) for (const hear of hearers) hear(message.told, message.data);
  });
  return {
    call(channel, input) {
      if (closed !== null) return Promise.reject(new Error(closed));
      const id = ++last;
      const reply = new Promise<unknown>((done, fail) => open.set(id, { done, fail }));
      port.post({ id, channel, input });
      return reply;
    },
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    close(reason) {
      closed = reason;
      for (const call of open.values()) call.fail(new Error(reason));
      open.clear();
    },
  };
}

/// The answering end: every well-formed question is answered, anything else is ignored. Answers the way to tell.
export function answerOn(port: Port, dispatch: Dispatch): (channel: string, data: unknown) => void {
  port.onMessage((message) => {
    if (!isAsked(message)) return;
    const { id, channel, input } = message;
    void dispatch(channel, input).then((reply) => port.post({ id, reply }));
  });
  return (told, data) => port.post({ told, data });
}
