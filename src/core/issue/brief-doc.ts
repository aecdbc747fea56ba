import { fromBlocks, toBlocks } from "../manuscript/blocks.ts";
import { inlineOf, runsOf } from "../manuscript/runs.ts";
import type { DocJson } from "../manuscript/schema.ts";
import type { Brief } from "./issue.ts";

/// The block of a brief's manuscript that holds its sentence.
export const BRIEF_BLOCK = "brief";

/// A brief's sentence as a manuscript of one paragraph, so that what reads manuscripts (find, checks) reads briefs too.
export const docOfBrief = (brief: Brief): DocJson =>
  fromBlocks([
    { id: "headline", kind: "headline", text: [] },
    { id: "part:glance", kind: "part", text: [] },
    { id: BRIEF_BLOCK, kind: "paragraph", text: inlineOf(brief.text) },
  ]);

/// The brief with its sentence as such a manuscript has it.
export const briefWithDoc = (brief: Brief, doc: DocJson): Brief => ({
  ...brief,
  text: runsOf(toBlocks(doc).find((one) => one.id === BRIEF_BLOCK)?.text),
});
