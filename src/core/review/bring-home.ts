import { written, type Pen, type Performed } from "../acts/pen.ts";
import { refuse } from "../base/result.ts";
import { hasRole } from "../desk/roster.ts";
import type { Payload } from "../ledger/kinds.ts";
import { factsOf } from "../projection/fold.ts";
import { entryOf } from "./facts.ts";

/// Brings a returned copy home: what its writer suggests, their notes and answers, and the file itself, in one entry. Refused:
/// for readers, on a text that is not known here, for the same file a second time, and where nothing would come of it.
export function bringHome(pen: Pen, copy: Payload<"copy.returned">): Performed {
  if (pen.me === undefined) return refuse("not-a-member").refusal;
  if (pen.lookup.row("item", copy.item) === undefined) return refuse("item-unknown").refusal;
  if (!hasRole(pen.me, "author", "copy editor", "editor")) return refuse("readers-bring-no-copies").refusal;
  const base = pen.lookup.row("revision", copy.base);
  if (base?.item !== copy.item) return refuse("copy-of-no-text").refusal;
  if (base.erased !== undefined) return refuse("revision-erased").refusal;
  const before = factsOf(pen.lookup, `item:${copy.item}`).find(
    ({ known }) => known.kind === "copy.returned" && known.payload.file.digest === copy.file.digest,
  );
  if (before !== undefined) return refuse("copy-known", { who: before.by.name, day: entryOf(before).header.at.slice(0, 10) }).refusal;
  const nothing = copy.content === null && copy.notes.length + copy.replies.length + copy.unplaced.length === 0;
  return nothing ? refuse("copy-unchanged").refusal : written(pen.write("copy.returned", copy));
}
