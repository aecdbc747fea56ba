import type { ExtraPart } from "./docx-parts.ts";
import { xml } from "./docx-run.ts";
import { TITLE_SPACING } from "./docx-styles.ts";
import type { Picture } from "./picture.ts";

const DRAWING = "http://schemas.openxmlformats.org/drawingml/2006";

/// The file of the logo as a part of the document.
export const logoPart = ({ ending, logo }: Picture): ExtraPart => ({
  name: `word/media/logo.${ending}`,
  type: logo.type,
  relation: "image",
  of: "document",
});

/// Millimetres in the units of drawings, of which no side may have none.
const units = (millimetres: number): number => Math.max(1, Math.round(millimetres * 36_000));

/// What the title's paragraph is told for the title to stand where it would without the logo above it.
export const raised = ({ height }: Picture): string =>
  `<w:spacing w:before="${Math.round(TITLE_SPACING.before - (height + 4) * 56.7)}" w:after="${TITLE_SPACING.after}"/>`;

/// A run with the logo in the line (ECMA-376, Part 1, 20.4.2.8), the first of the document's extra parts. Its namespaces are its
/// own, so that a document without a logo names none of them.
export function drawing({ ending, width, height, says }: Picture): string {
  const [cx, cy] = [units(width), units(height)];
  const named = `id="1" name="logo.${ending}" descr="${xml(says)}"`;
  return (
    `<w:r><w:drawing><wp:inline xmlns:wp="${DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">` +
    `<wp:extent cx="${cx}" cy="${cy}"/><wp:docPr ${named}/><wp:cNvGraphicFramePr>` +
    `<a:graphicFrameLocks xmlns:a="${DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>` +
    `<a:graphic xmlns:a="${DRAWING}/main"><a:graphicData uri="${DRAWING}/picture"><pic:pic xmlns:pic="${DRAWING}/picture">` +
    `<pic:nvPicPr><pic:cNvPr ${named}/><pic:cNvPicPr/></pic:nvPicPr>` +
    `<pic:blipFill><a:blip r:embed="rExtra1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>` +
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
  );
}
