import { performAct } from "../../core/acts/act.ts";
import type { Pen, Performed } from "../../core/acts/pen.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { briefDigest } from "../../core/issue/issue-digest.ts";
import type { Station } from "../station.ts";
import { briefDraft } from "./board.ts";

/// Shares a brief's draft (a new brief, or a new state of one) and submits it.
function submitOne(station: Station, pen: Pen, issue: string, brief: string): Performed {
  const draft = briefDraft(station, brief);
  const row = pen.lookup.row("brief", brief);
  if (draft !== null) {
    const shared = performAct(pen, "brief.share", { brief, issue, parents: row === undefined ? [] : [row.head], content: draft.content });
    if (shared !== null) return shared;
  } else if (row === undefined) return refuse("brief-unknown").refusal;
  const now = pen.lookup.row("brief", brief);
  if (now === undefined || now.state !== "writing") return null;
  const digest = draft === null ? now.digest : briefDigest(draft.content);
  return performAct(pen, "brief.decide", { briefs: [{ brief, digest }], decision: "submit", reason: null });
}

/// Shares and submits a selection of briefs: all of them or none.
export function submitBriefs(station: Station, input: { issue: string; briefs: readonly string[] }): Result<null> {
  const done = station.act((pen) => {
    for (const brief of input.briefs) {
      const inTheWay = submitOne(station, pen, input.issue, brief);
      if (inTheWay !== null) return inTheWay;
    }
    return null;
  });
  return done.ok ? ok(null) : done;
}
