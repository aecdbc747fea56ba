import { ok, refuse, type Refusal, type Result } from "../../core/base/result.ts";
import { printedBriefs } from "../../core/issue/fold-issue.ts";
import type { IssueRow } from "../../core/issue/rows.ts";
import type { Proof } from "../../core/proof/proof.ts";
import { printedLines } from "../../core/proof/reading.ts";
import { plain } from "../../core/manuscript/runs.ts";
import type { PagePlace } from "../../contract/issue.ts";
import type { PrintedPlace } from "../files/pdf.ts";
import type { Station } from "../station.ts";
import { draftReason, proofOf } from "./exports.ts";
import { logoIfHere } from "./logo.ts";

/// What the layout numbers besides the items.
const PRINTED = { frame: -2, lists: -3 } as const;

/// As many letters as say which line is meant.
const WORDS = 60;

/// How far letters reach over the baseline, in points: of the text, and of a headline on its own page.
const ASCENT = 11;
const HEADLINE_ASCENT = 18;

/// What a preview shows of an issue: all of it as it stands, with the file of the logo, or why that is left out.
export async function shownProof(
  station: Station,
  input: { readonly issue: string; readonly mine: "shared" | "mine" },
): Promise<Result<{ row: IssueRow; proof: Proof; logo: Uint8Array | null; lacks: Refusal | null }>> {
  const row = station.ledger.row("issue", input.issue);
  if (row === undefined) return refuse("issue-unknown");
  const proof = proofOf(station, row, { mine: input.mine === "mine", draft: draftReason(station, row) !== null });
  return ok({ row, proof, ...(await logoIfHere(station, row.publication)) });
}

/// The issue's pages as its PDF has them, and what begins where on them; without the logo, and with the reason, where it is not here.
export async function previewPdf(
  station: Station,
  input: { readonly issue: string; readonly mine: "shared" | "mine" },
): Promise<Result<{ bytes: Uint8Array; places: PagePlace[]; lacks: Refusal | null }>> {
  const shown = await shownProof(station, input);
  if (!shown.ok) return shown;
  const { row, proof, logo, lacks } = shown.value;
  // The compiler is large: it is loaded when the first page is asked for.
  const { pdf, places } = await (await import("../files/pdf.ts")).exportPages(proof, { logo });
  const items = row.ranks.filter((id) => id !== null);
  const lines = proof.items.map(({ content }) => printedLines(content));
  const rows = printedBriefs(station.ledger.children("brief", `issue:${row.issue}`), row.publication.briefLists);
  const idOfBrief = new Map(rows.map((brief) => [brief.content, brief.brief]));
  const briefs = proof.briefs.flatMap(({ entries }) => entries.map((entry) => ({ id: idOfBrief.get(entry), words: plain(entry.text) })));
  const lists = proof.briefs.map(({ list }, at) => {
    const first = proof.briefs.slice(0, at).reduce((sum, { entries }) => sum + entries.length, 0);
    return { id: briefs[first]?.id, words: list };
  });
  const whole = { kind: "issue", id: row.issue, block: null, words: row.publication.name } as const;
  const what = (item: number, line: number) => {
    if (item === PRINTED.frame) return whole;
    if (item < 0)
      return { kind: "brief", block: null, id: undefined, words: "", ...(item === PRINTED.lists ? lists : briefs)[line] } as const;
    const { id: block = null, words = "" } = lines[item]?.[line] ?? {};
    return { kind: "item", id: items[item], block, words } as const;
  };
  const told = ({ item, line, contents, page, baseline }: PrintedPlace): PagePlace[] => {
    const { id, words, ...rest } = what(item, line);
    const ascent = item >= 0 && line === 0 && !contents ? HEADLINE_ASCENT : ASCENT;
    return id === undefined ? [] : [{ ...rest, id, words: words.slice(0, WORDS), page, top: baseline - ascent, contents }];
  };
  return ok({ bytes: pdf, places: places.flatMap(told), lacks });
}
