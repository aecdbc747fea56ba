import { performAct } from "../../core/acts/act.ts";
import type { Pen, Performed } from "../../core/acts/pen.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import type { Brief } from "../../core/issue/issue.ts";
import { briefDigest } from "../../core/issue/issue-digest.ts";
import type { Station } from "../station.ts";
import { briefDraft } from "./board.ts";

/// Shares a brief's draft (a new brief, or a new state of one) and submits it.
function submitOne(station: Station, pen: Pen, issue: string, brief: string): Performed {
  const draft = briefDraft(station, brief);
  const row = pen.lookup.row("brief", brief);
  if (draft !== null) {
    const shared = performAct(pen, "brief.share", { brief, issue, parents: draft.bases, content: draft.content });
    if (shared !== null) return shared;
  } else if (row === undefined) return refuse("brief-unknown").refusal;
  const now = pen.lookup.row("brief", brief);
  if (now === undefined || now.state !== "writing") return null;
  const digest = draft === null ? now.digest : briefDigest(draft.content);
  return performAct(pen, "brief.decide", { briefs: [{ brief, digest }], decision: "submit", reason: null });
}

/// Keeps a brief's text on this laptop. It begins from the shared text that stood there at the first save: from both
/// versions where there were two, so that sharing it settles them.
export function saveBrief(station: Station, input: { brief: string; issue: string; content: Brief | null }): Result<null> {
  const { brief, issue, content } = input;
  if (content === null) {
    station.dropDraft(`brief:${brief}`);
    return ok(null);
  }
  const row = station.ledger.row("brief", brief);
  const heads = row === undefined ? [] : row.versions.length > 0 ? row.versions.map((one) => one.revision) : [row.head];
  const bases = briefDraft(station, brief)?.bases ?? heads.slice(0, 2);
  return station.saveDraft(`brief:${brief}`, null, { issue, content, bases });
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
