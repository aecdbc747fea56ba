import { refuse, type Result } from "../core/base/result.ts";
import { calls, type Ask, type Audible, type Callable, type News, type Reply } from "./calls.ts";
import { decodeNews } from "./decode.ts";

/// What carries calls: the preload's bridge in a window, a worker's port for the command line, two queues in a test.
export interface Transport {
  call(channel: string, input: unknown): Promise<unknown>;
  /// Every announcement; answers a function that stops listening.
  listen(hear: (channel: string, data: unknown) => void): () => void;
}

/// The typed door of the desk. A call answers a result and never rejects.
export interface Client {
  call<K extends Callable>(channel: K, input: Ask<K>): Promise<Result<Reply<K>>>;
  /// Hears one channel; answers a function that stops listening.
  listen<K extends Audible>(channel: K, hear: (news: News<K>) => void): () => void;
}

const isResult = (value: unknown): value is Result<never> =>
  typeof value === "object" && value !== null && "ok" in value && (value.ok === true ? "value" in value : "refusal" in value);

/// Builds the desk's API over a transport. A transport that fails answers the refusal `station-unreachable`.
export const client = (transport: Transport): Client => ({
  async call(channel, input) {
    try {
      const reply = await transport.call(channel, input);
      return isResult(reply) ? reply : refuse("station-unreachable", { channel, reason: "no result" });
    } catch (error) {
      return refuse("station-unreachable", { channel, reason: error instanceof Error ? error.message : String(error) });
    }
  },
  listen<K extends Audible>(channel: K, hear: (news: News<K>) => void) {
    return transport.listen((name, data) => {
      if (name !== channel) return;
      const news = decodeNews(calls, name, data);
      // The decoder of this very channel made the value.
      if (news.ok) hear(news.value as News<K>);
    });
  },
});
