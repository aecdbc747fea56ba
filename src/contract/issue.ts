import { array, maxLength, minLength, nullable, picklist, pipe } from "valibot";
import type { CheckFinding } from "../core/checks/check.ts";
import type { Brief } from "../core/issue/issue.ts";
import { BriefSchema } from "../core/issue/kinds.ts";
import type { Obstacle } from "../core/issue/preflight.ts";
import type { BriefRow, IssueRow } from "../core/issue/rows.ts";
import type { Cited } from "../core/item/cited.ts";
import type { ItemRow } from "../core/item/rows.ts";
import { Id } from "../core/ledger/entry.ts";
import { act, answer, read } from "./channel.ts";
import { Path } from "./path.ts";

/// An item on the board.
export interface Card {
  readonly item: string;
  readonly headline: string;
  readonly state: ItemRow["state"];
  readonly authors: readonly string[];
  readonly claimant: string | null;
  readonly approvedBy: string | null;
  readonly returnedFor: string | null;
  /// Approved once, and changed since.
  readonly changedSince: boolean;
  readonly words: number;
  readonly target: number;
  readonly due: string | null;
  readonly openNotes: number;
  readonly openBlocking: number;
  readonly suggestions: number;
  readonly twoVersions: boolean;
  readonly unshared: boolean;
  /// Revisions, notes and decisions by others since I last looked.
  readonly news: number;
}

/// A brief as its row shows it: shared state, my draft of it where I have one, and what the checks found in the one shown.
export interface BriefLine extends BriefRow {
  readonly draft: Brief | null;
  readonly findings: readonly CheckFinding[];
}

/// A brief that I have begun and not shared yet.
export interface NewBrief {
  readonly brief: string;
  readonly content: Brief;
  readonly findings: readonly CheckFinding[];
}

export interface Board {
  readonly issue: IssueRow;
  readonly ranks: readonly (Card | null)[];
  readonly reserve: readonly Card[];
  readonly pitches: readonly Card[];
  readonly briefs: readonly BriefLine[];
  readonly newBriefs: readonly NewBrief[];
  readonly obstacles: readonly Obstacle[];
  /// Why I cannot sign now, as a refusal; null if I can.
  readonly signing: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
}

/// One thing that needs me. `due`: a day; null if it has none.
export interface Task {
  readonly kind: "write" | "answer" | "review" | "approve" | "sign" | "choose" | "mentioned" | "roster" | "erase";
  readonly issue: string | null;
  readonly item: string | null;
  readonly headline: string;
  readonly due: string | null;
  readonly detail: { readonly code: string; readonly data: Readonly<Record<string, unknown>> };
}

export const FORMATS = ["pdf", "docx", "html", "email", "epub", "markdown", "text", "json"] as const;
export type Format = (typeof FORMATS)[number];

/// What an export wrote. `clean`: without the DRAFT mark; the first clean one puts the issue out.
export interface Exported {
  readonly clean: boolean;
  /// Why it is marked DRAFT, when it is.
  readonly why: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
  /// Why a draft goes without the publication's logo, when it does.
  readonly lacks: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly digest: string }[];
  /// Where the manifest of a clean export lies; null for drafts, which have none.
  readonly manifest: string | null;
}

/// What checking one manifest found. Without findings its files are those that the desk signed and exported.
export interface Verified {
  readonly name: string;
  readonly number: string | null;
  readonly files: number;
  readonly texts: number;
  readonly findings: readonly { readonly code: string; readonly data: Readonly<Record<string, unknown>> }[];
}

/// What begins at a place of a printed page: `issue` stands for title page and imprint, which are the issue's own.
export interface PagePlace {
  readonly kind: "item" | "brief" | "issue";
  readonly id: string;
  /// A textblock of an item's manuscript; null for its facts, and for what is no item's.
  readonly block: string | null;
  /// How it begins.
  readonly words: string;
  /// From 1.
  readonly page: number;
  /// Where its first line begins, in points from the page's upper edge.
  readonly top: number;
  /// In the list of contents.
  readonly contents: boolean;
}

export const issueCalls = {
  "board.read": read({ issue: Id }, answer<Board>()),
  "inbox.read": read({}, answer<readonly Task[]>()),
  /// Spelling and grammar of an issue's briefs, by brief: slower than the other checks, so asked for by itself.
  "checks.briefs": read({ issue: Id }, answer<Readonly<Record<string, readonly CheckFinding[]>>>()),
  /// What this desk cites often, to cite it again.
  "sources.cited": read({}, answer<Cited>()),
  /// Says that I have looked at an item, so that only what comes later is news.
  "item.looked": act({ item: Id }, answer<null>()),
  /// Keeps a brief on this laptop; null lets the draft go.
  "brief.save": act({ brief: Id, issue: Id, content: nullable(BriefSchema) }, answer<null>()),
  /// Shares the drafts of these briefs and submits them.
  "brief.submit": act({ issue: Id, briefs: pipe(array(Id), minLength(1), maxLength(200)) }, answer<null>()),
  /// The issue's pages as they stand, my unshared words included where `mine`, and what begins where on them in reading order.
  /// `lacks`: why they go without the publication's logo, where they do.
  "preview.pdf": read(
    { issue: Id, mine: picklist(["shared", "mine"]) },
    answer<{
      readonly bytes: Uint8Array;
      readonly places: readonly PagePlace[];
      readonly lacks: { readonly code: string; readonly data: Readonly<Record<string, unknown>> } | null;
    }>(),
  ),
  "issue.export": act({ issue: Id, formats: pipe(array(picklist(FORMATS)), minLength(1)), folder: Path }, answer<Exported>()),
  /// Checks exported files against their manifest and that against the ledger: one manifest, or all in a folder.
  "export.verify": read({ path: Path }, answer<readonly Verified[]>()),
};
