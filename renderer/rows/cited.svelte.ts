import type { Cited } from "../../src/core/item/cited.ts";
import { desk } from "../desk.ts";

/// What this desk cites often, read when a form that cites is opened.
class CitedRows {
  cited = $state.raw<Cited>({ sources: [], labels: [] });

  async read(): Promise<void> {
    const reply = await desk.call("sources.cited", {});
    // Without it there is nothing to offer, and nothing in the way of typing.
    if (reply.ok) this.cited = reply.value;
  }
}

export const citedRows = new CitedRows();
