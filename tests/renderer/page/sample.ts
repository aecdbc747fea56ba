import type { DocJson } from "../../../src/core/manuscript/schema.ts";

const text = (words: string): DocJson[] => (words === "" ? [] : [{ type: "text", text: words }]);
const block = (type: string, id: string, words: string): DocJson => ({ type, attrs: { id }, content: text(words) });

/// The item of the sketch in look.md, in our own words.
export const SAMPLE: DocJson = {
  type: "doc",
  content: [
    block("headline", "h", "Ports on the Yangtze open a shared data platform"),
    {
      type: "glance",
      content: [
        block(
          "paragraph",
          "g1",
          "The MOT and eleven river ports published rules for a common data platform. It covers berths, " +
            "cargo and emissions, and every operator above two million tonnes a year must join. Key steps " +
            "include:",
        ),
        {
          type: "points",
          content: [
            block("point", "g2", "Connect all ports between Chongqing and Taicang by the end of 2027"),
            block("point", "g3", "Publish berth waiting times every fifteen minutes"),
            block("point", "g4", "Let shippers book locks and pilots in one place"),
          ],
        },
      ],
    },
    {
      type: "explainer",
      attrs: { id: "e" },
      content: [
        block("title", "e1", "Who runs the river"),
        block(
          "paragraph",
          "e2",
          "Nine provinces, one river administration and eleven port groups share the waterway; until now " +
            "each kept its own records.",
        ),
      ],
    },
    {
      type: "comment",
      content: [
        block(
          "paragraph",
          "c1",
          "The platform is less about computers than about who may set tariffs. Ports that publish waiting " +
            "times can be compared, and the ministry has said it intends to compare them. Smaller terminals " +
            "fear that cargo will move downstream.",
        ),
        block(
          "paragraph",
          "c2",
          "For foreign carriers the news is mixed. Shared bookings end a patchwork of local forms, yet the " +
            "rules ask them to keep data on servers inside the country.",
        ),
      ],
    },
  ],
};
