import type { Publication } from "../desk/publication.ts";
import type { Content, FieldName } from "../item/item.ts";
import { toBlocks } from "../manuscript/blocks.ts";
import { digest } from "../base/digest.ts";
import {
  appProperties,
  contentTypes,
  documentRelations,
  documentXml,
  fontTable,
  footer,
  HEAD,
  header,
  NEWER,
  numbering,
  packageRelations,
  settings,
  type ExtraPart,
} from "./docx-parts.ts";
import { commentParts, type Remark } from "./docx-review-comments.ts";
import { ReviewBody } from "./docx-review-body.ts";
import { Links, xml } from "./docx-run.ts";
import type { By, Suggested } from "./docx-review-steps.ts";
import { docxStyles } from "./docx-styles.ts";
import { zipped } from "./zip.ts";

/// Names of the custom properties by which a copy that comes home finds the text it was made of. Some programs drop them: the
/// same stands in a part of its own, and the beginning of the revision's id in the foot of each page.
export const COPY = { item: "Top5Item", revision: "Top5Revision", digest: "Top5Digest", asked: "Top5Asked" } as const;
export const COPY_DATA = "urn:top5-desk:review-copy";
export const SHORT = 16;

/// By which word a copy says that a suggestion stands in it as a tracked change: whoever rejects one in Word leaves no trace of it.
export const askedAs = (proposal: string, name: string): string => digest(`${COPY_DATA} ${proposal} ${name}`).slice(0, SHORT);

/// A note on the text, where it stands on it. `on` null: on no words, or on some that are gone (then with its `quote`).
export interface CopyNote {
  readonly by: By;
  readonly text: string;
  readonly on: { readonly block: string; readonly from: number; readonly to: number } | { readonly field: FieldName } | null;
  readonly quote: string;
  readonly replies: readonly { readonly by: By; readonly text: string }[];
}

/// One suggestion on the text that waits for an answer, with the word that names it in the copy. `edits` null: the text has
/// changed where it would.
export interface CopySuggestion {
  readonly asked: string;
  readonly by: By;
  readonly edits: Suggested["edits"] | null;
  readonly before: string;
  readonly after: string;
}

/// All that a review copy is made of: one text of an item as it is shared, with everything that is open about it.
export interface ReviewCopy {
  readonly publication: Publication;
  /// Where the item stands in its issue, in words; empty without an issue.
  readonly place: string;
  readonly item: string;
  readonly revision: string;
  readonly digest: string;
  readonly content: Content;
  readonly suggestions: readonly CopySuggestion[];
  readonly fields: readonly { readonly asked: string; readonly by: By; readonly field: FieldName; readonly content: Content }[];
  readonly notes: readonly CopyNote[];
}

const EXTRA: readonly ExtraPart[] = [
  { name: "word/comments.xml", type: "comments", relation: "comments", of: "document" },
  {
    name: "word/commentsExtended.xml",
    type: "commentsExtended",
    relation: "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    of: "document",
  },
  { name: "customXml/item1.xml", type: "application/xml", relation: "customXml", of: "document" },
  {
    name: "docProps/custom.xml",
    type: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    relation: "custom-properties",
    of: "package",
  },
];
const ITEM_PROPERTIES = { name: "customXml/itemProps1.xml", type: "application/vnd.openxmlformats-officedocument.customXmlProperties+xml" };

/// One item as a Word document to be sent to somebody outside: suggestions as tracked changes, notes as comments, tracking
/// switched on. The same text with the same suggestions and notes gives the same bytes.
export const exportReviewCopy = (copy: ReviewCopy): Uint8Array => zipped(reviewParts(copy));

/// The parts of that document by name, as XML text.
export function reviewParts(copy: ReviewCopy): Record<string, string> {
  const { publication, place } = copy;
  const links = new Links();
  const body = new ReviewBody(copy, links).write();
  const name = [publication.name, place].filter(Boolean).join(" · ");
  const asked = body.asked.join(" ");
  const types = [...EXTRA, { ...ITEM_PROPERTIES, relation: "", of: "package" as const }];
  return {
    "[Content_Types].xml": contentTypes(types),
    "_rels/.rels": packageRelations(EXTRA),
    "docProps/core.xml": core(copy),
    "docProps/app.xml": appProperties(),
    "docProps/custom.xml": custom(copy, asked),
    "word/document.xml": documentXml(body.xml, publication.paper ?? "a4", NEWER),
    "word/_rels/document.xml.rels": documentRelations(links, EXTRA),
    "word/styles.xml": docxStyles(publication),
    "word/numbering.xml": numbering(),
    "word/settings.xml": settings(publication.language, true),
    "word/fontTable.xml": fontTable(),
    "word/header1.xml": header("REVIEW COPY"),
    "word/footer1.xml": footer(`${name} · copy ${copy.revision.slice(0, SHORT)}`),
    ...commentParts(body.remarks satisfies readonly Remark[]),
    ...data(copy, asked),
  };
}

const headline = ({ content }: ReviewCopy): string => {
  const block = toBlocks(content.doc).find((one) => one.kind === "headline");
  return (block?.text ?? []).map((node) => node.text ?? "").join("");
};

const core = (copy: ReviewCopy): string =>
  `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `<dc:title>${xml(headline(copy))}</dc:title><dc:creator>${xml(copy.content.fields.byline.join("; "))}</dc:creator>` +
  `<dc:language>${xml(copy.publication.language)}</dc:language></cp:coreProperties>`;

function custom(copy: ReviewCopy, asked: string): string {
  const property = (name: string, value: string, at: number): string =>
    `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="${at + 2}" name="${name}"><vt:lpwstr>${xml(value)}</vt:lpwstr></property>`;
  const pairs: [string, string][] = [
    [COPY.item, copy.item],
    [COPY.revision, copy.revision],
    [COPY.digest, copy.digest],
    ...(asked === "" ? [] : [[COPY.asked, asked] satisfies [string, string]]),
  ];
  return (
    `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" ` +
    `xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">` +
    `${pairs.map(([name, value], at) => property(name, value, at)).join("")}</Properties>`
  );
}

/// The same in a part of its own, with what the standard asks of such a part: an id, here one made of the revision's.
function data(copy: ReviewCopy, asked: string): Record<string, string> {
  const hex = digest(`${COPY_DATA} ${copy.revision}`).toUpperCase();
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
  const names = `item="${xml(copy.item)}" revision="${xml(copy.revision)}" digest="${xml(copy.digest)}" asked="${asked}"`;
  return {
    "customXml/item1.xml": `${HEAD}<copy xmlns="${COPY_DATA}" ${names}/>`,
    "customXml/itemProps1.xml":
      `${HEAD}<ds:datastoreItem ds:itemID="{${id}}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">` +
      `<ds:schemaRefs><ds:schemaRef ds:uri="${COPY_DATA}"/></ds:schemaRefs></ds:datastoreItem>`,
    "customXml/_rels/item1.xml.rels":
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
      'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>',
  };
}
