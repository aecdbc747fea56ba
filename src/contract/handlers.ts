import { refuse, type Result } from "../core/base/result.ts";
import type { AnnounceName, AnswerOf, CallName, Channels, InputOf } from "./channel.ts";
import { decodeCall } from "./decode.ts";

/// One function per channel that is answered; a missing one does not compile. A handler returns refusals; what it
/// throws is a bug and reaches the window as `internal`.
export type Handlers<C extends Channels> = {
  readonly [K in CallName<C>]: (input: InputOf<C, K>) => Result<AnswerOf<C, K>> | Promise<Result<AnswerOf<C, K>>>;
};

/// Tells every window; typed by the list of calls.
export type Tell<C extends Channels> = <K extends AnnounceName<C>>(channel: K, data: InputOf<C, K>) => void;

/// Takes any message of any window: decodes, finds the handler, answers a result. Never throws.
export type Dispatch = (channel: unknown, input: unknown) => Promise<Result<unknown>>;

/// What a dispatcher needs of the world when a handler throws: a fresh incident id, and a place for the full error.
export interface Incidents {
  next(): string;
  report(incident: string, channel: string, error: unknown): void;
}

type AnyHandler = (input: unknown) => Result<unknown> | Promise<Result<unknown>>;

/// Joins a list of channels and its handlers.
export function dispatcher<C extends Channels>(channels: C, handlers: Handlers<C>, incidents: Incidents): Dispatch {
  const table = new Map<string, AnyHandler>(Object.entries(handlers));
  return async (channel, input) => {
    const decoded = decodeCall(channels, channel, input);
    if (!decoded.ok) return decoded;
    const handler = table.get(String(channel));
    if (!handler) return refuse("channel-unknown", { channel: String(channel) });
    try {
      return await handler(decoded.value);
    } catch (error) {
      const incident = incidents.next();
      incidents.report(incident, String(channel), error);
      return refuse("internal", { incident });
    }
  };
}
