import type { Publication } from "../desk/publication.ts";
import { textWidth } from "./docx-parts.ts";
import { xml } from "./docx-run.ts";

interface Style {
  readonly id: string;
  readonly name: string;
  readonly based?: string;
  readonly next?: string;
  /// Paragraph properties and run properties, in the order of the standard.
  readonly paragraph?: string;
  readonly run?: string;
}

const size = (halfPoints: number): string => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`;
const spacing = (before: number, after: number): string => `<w:spacing w:before="${before}" w:after="${after}"/>`;

/// Around the title, in twentieths of a point.
export const TITLE_SPACING = { before: 2400, after: 120 };

const RULE = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="D5D1C8"/></w:pBdr>';
const tab = (at: number, leader = ""): string => `<w:tabs><w:tab w:val="right"${leader} w:pos="${at}"/></w:tabs>`;
const DOTS = ' w:leader="dot"';

const styles = (accent: string, width: number): readonly Style[] => [
  {
    id: "Title",
    name: "Title",
    based: "Normal",
    next: "Normal",
    paragraph: spacing(TITLE_SPACING.before, TITLE_SPACING.after),
    run: `<w:b/><w:bCs/>${size(60)}`,
  },
  {
    id: "Subtitle",
    name: "Subtitle",
    based: "Normal",
    next: "Normal",
    paragraph: spacing(0, 240),
    run: `<w:color w:val="5C6166"/>${size(22)}`,
  },
  { id: "House", name: "House", based: "Normal", run: `<w:b/><w:bCs/><w:color w:val="${accent}"/>${size(19)}` },
  {
    id: "Heading1",
    name: "heading 1",
    based: "Normal",
    next: "Normal",
    paragraph: `<w:keepNext/><w:keepLines/>${spacing(240, 60)}<w:outlineLvl w:val="0"/>`,
    run: `<w:b/><w:bCs/><w:color w:val="${accent}"/>${size(20)}`,
  },
  {
    id: "Heading2",
    name: "heading 2",
    based: "Normal",
    next: "Normal",
    paragraph: `<w:keepNext/><w:keepLines/>${spacing(120, 160)}<w:outlineLvl w:val="1"/>`,
    run: `<w:b/><w:bCs/>${size(34)}`,
  },
  {
    id: "Heading3",
    name: "heading 3",
    based: "Explainer",
    next: "Explainer",
    paragraph: `<w:keepNext/><w:keepLines/>${spacing(200, 60)}<w:outlineLvl w:val="2"/>`,
    run: `<w:b/><w:bCs/>${size(22)}`,
  },
  {
    id: "ListBullet",
    name: "List Bullet",
    based: "Normal",
    paragraph: `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>${spacing(0, 80)}`,
  },
  {
    id: "Explainer",
    name: "Explainer",
    based: "Normal",
    paragraph: `<w:keepLines/>${box(accent)}${spacing(0, 60)}<w:ind w:left="170" w:right="170"/>`,
  },
  {
    id: "ExplainerPoint",
    name: "Explainer Point",
    based: "ListBullet",
    paragraph: `<w:keepLines/>${box(accent)}${spacing(0, 60)}<w:ind w:left="430" w:right="170" w:hanging="260"/>`,
  },
  { id: "Fact", name: "Fact", based: "Normal", paragraph: `<w:keepLines/>${spacing(0, 60)}<w:ind w:left="200" w:hanging="200"/>` },
  {
    id: "TOCHeading",
    name: "TOC Heading",
    based: "Normal",
    paragraph: `<w:keepNext/>${spacing(600, 120)}`,
    run: `<w:b/><w:bCs/><w:color w:val="5C6166"/>${size(20)}`,
  },
  { id: "TOC1", name: "toc 1", based: "Normal", paragraph: `${tab(width, DOTS)}${spacing(120, 40)}`, run: "<w:b/><w:bCs/>" },
  { id: "TOC2", name: "toc 2", based: "Normal", paragraph: `${tab(width, DOTS)}${spacing(0, 40)}` },
  { id: "Header", name: "header", based: "Normal", run: size(18) },
  {
    id: "Footer",
    name: "footer",
    based: "Normal",
    paragraph: RULE + tab(width),
    run: `<w:color w:val="5C6166"/>${size(17)}`,
  },
];

function box(accent: string): string {
  return `<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="${accent}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F4F2EE"/>`;
}

const style = ({ id, name, based, next, paragraph, run }: Style): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>` +
  (based === undefined ? "" : `<w:basedOn w:val="${based}"/>`) +
  (next === undefined ? "" : `<w:next w:val="${next}"/>`) +
  `<w:qFormat/>` +
  (paragraph === undefined ? "" : `<w:pPr>${paragraph}</w:pPr>`) +
  (run === undefined ? "" : `<w:rPr>${run}</w:rPr>`) +
  "</w:style>";

/// The document's styles: serif text with Chinese beside it, the publication's accent, all of Word's own style names.
export function docxStyles({ language, brand, paper }: Pick<Publication, "language" | "brand" | "paper">): string {
  const accent = /^#[0-9a-f]{6}$/i.test(brand.accent) ? brand.accent.slice(1).toUpperCase() : "0B5C6B";
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>' +
    '<w:rFonts w:ascii="Source Serif 4" w:hAnsi="Source Serif 4" w:eastAsia="Noto Serif SC" w:cs="Source Serif 4"/>' +
    `${size(21)}<w:lang w:val="${xml(language)}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
    '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>' +
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>' +
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>' +
    `<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="${accent}"/><w:u w:val="single"/></w:rPr></w:style>` +
    styles(accent, textWidth(paper ?? "a4"))
      .map(style)
      .join("") +
    "</w:styles>"
  );
}
