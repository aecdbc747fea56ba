import type { Ids } from "../base/ports.ts";
import { CONTENT_SCHEMA, type Content } from "../item/item.ts";
import { inlineOf } from "../manuscript/runs.ts";
import type { DocJson } from "../manuscript/schema.ts";
import type { Block, ExplainerText, ItemText } from "../proof/reading.ts";
import type { Run } from "../issue/issue.ts";

/// An item's text and fields as the content of a revision: a whole manuscript, every block with a fresh id.
/// A part without text gets one empty paragraph, as the schema asks.
export function contentOf(item: Omit<ItemText, "rank">, ids: Ids): Content {
  const { sources, bodies, date, byline } = item;
  return {
    schema: CONTENT_SCHEMA,
    fields: { sources, bodies, date, byline },
    doc: {
      type: "doc",
      content: [
        textblock("headline", item.headline.map(headlineRun), ids),
        { type: "glance", content: blockNodes(item.glance, ids) },
        ...item.explainers.map((explainer) => explainerNode(explainer, ids)),
        { type: "comment", content: blockNodes(item.comment, ids) },
      ],
    },
  };
}

/// A headline or title carries emphasis and language only.
const headlineRun = ({ text, em, lang }: Run): Run => ({ text, ...(em ? { em } : {}), ...(lang === undefined ? {} : { lang }) });

const explainerNode = ({ title, blocks }: ExplainerText, ids: Ids): DocJson => ({
  type: "explainer",
  attrs: { id: ids.next() },
  content: [textblock("title", title.map(headlineRun), ids), ...blockNodes(blocks, ids)],
});

function blockNodes(blocks: readonly Block[], ids: Ids): DocJson[] {
  if (blocks.length === 0) return [textblock("paragraph", [], ids)];
  return blocks.map((block) =>
    block.type === "paragraph"
      ? textblock("paragraph", block.text, ids)
      : { type: "points", content: pointsOf(block.points).map((runs) => textblock("point", runs, ids)) },
  );
}

const pointsOf = (points: readonly (readonly Run[])[]): readonly (readonly Run[])[] => (points.length === 0 ? [[]] : points);

function textblock(type: string, runs: readonly Run[], ids: Ids): DocJson {
  const content = inlineOf(runs);
  return { type, attrs: { id: ids.next() }, ...(content.length === 0 ? {} : { content }) };
}
