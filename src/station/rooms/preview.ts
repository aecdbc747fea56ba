import { ok, refuse, type Result } from "../../core/base/result.ts";
import { printedBriefs } from "../../core/issue/fold-issue.ts";
import { printedIds } from "../../core/proof/reading.ts";
import type { PagePlace } from "../../contract/issue.ts";
import type { PrintedPlace } from "../files/pdf.ts";
import type { Station } from "../station.ts";
import { draftReason, proofOf } from "./exports.ts";

/// How far letters reach over the baseline, in points: of the text, and of a headline on its own page.
const ASCENT = 11;
const HEADLINE_ASCENT = 18;

/// The issue's pages as its PDF has them, and what begins where on them.
export async function previewPdf(
  station: Station,
  input: { readonly issue: string; readonly mine: "shared" | "mine" },
): Promise<Result<{ bytes: Uint8Array; places: PagePlace[] }>> {
  const row = station.ledger.row("issue", input.issue);
  if (row === undefined) return refuse("issue-unknown");
  const proof = proofOf(station, row, { mine: input.mine === "mine", draft: draftReason(station, row) !== null });
  // The compiler is large: it is loaded when the first page is asked for.
  const { pdf, places } = await (await import("../files/pdf.ts")).exportPages(proof);
  const items = row.ranks.filter((id) => id !== null);
  const lines = proof.items.map(({ content }) => printedIds(content));
  const rows = printedBriefs(station.ledger.children("brief", `issue:${row.issue}`), row.publication.briefLists);
  const idOfBrief = new Map(rows.map((brief) => [brief.content, brief.brief]));
  const briefs = proof.briefs.flatMap(({ entries }) => entries.map((entry) => idOfBrief.get(entry)));
  const told = ({ item, line, contents, page, baseline }: PrintedPlace): PagePlace[] => {
    const isBrief = item === -1;
    const id = isBrief ? briefs[line] : items[item];
    if (id === undefined) return [];
    const block = isBrief || line < 0 ? null : (lines[item]?.[line] ?? null);
    const ascent = !isBrief && line === 0 && !contents ? HEADLINE_ASCENT : ASCENT;
    return [{ kind: isBrief ? "brief" : "item", id, block, page, top: baseline - ascent, contents }];
  };
  return ok({ bytes: pdf, places: places.flatMap(told) });
}
