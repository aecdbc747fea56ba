import { client, type Client, type Transport } from "../src/contract/client.ts";

declare global {
  interface Window {
    /// Exposed by the preload: the only thing a page can reach outside itself.
    readonly desk: Transport;
  }
}

/// The desk as this window reaches it. The only place that touches `window.desk`.
export const desk: Client = client(window.desk);
