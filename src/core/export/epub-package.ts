import { documentTitle, type Reading } from "../proof/reading.ts";
import { editionDay, proofDigest } from "./identity.ts";
import { attribute, escape } from "./html-parts.ts";

/// A file of an EPUB in reading order.
export interface Chapter {
  readonly id: string;
  readonly file: string;
}

/// Where a reader finds the package.
export const CONTAINER = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`;

/// What the metadata says of access. The standard is claimed for what the writer makes of any text: words in reading order
/// under headings, with languages marked, no images but a logo with its words, no sound or motion. Nobody has certified it, and
/// the summary says so.
const access = (logo: boolean) =>
  [
    ["schema:accessMode", "textual"],
    ...(logo ? ([["schema:accessMode", "visual"]] as const) : []),
    ["schema:accessModeSufficient", "textual"],
    ["schema:accessibilityFeature", "tableOfContents"],
    ["schema:accessibilityFeature", "readingOrder"],
    ["schema:accessibilityFeature", "structuralNavigation"],
    ["schema:accessibilityFeature", "displayTransformability"],
    ...(logo ? ([["schema:accessibilityFeature", "alternativeText"]] as const) : []),
    ["schema:accessibilityHazard", "none"],
    [
      "schema:accessibilitySummary",
      `Text alone${logo ? " but for a logo with its alternative text" : ""}, in reading order, with headings, a table of contents and marked languages. ` +
        "Checked by programs against EPUB Accessibility 1.1 and WCAG 2.1 Level AA, by no person.",
    ],
    ["dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"],
    ["a11y:certifiedBy", "Top 5 Desk"],
  ] as const;

const meta = (property: string, value: string): string => `<meta property="${property}">${escape(value)}</meta>`;

/// The identifier of this very text: a name-based UUID (version 8) of its digest. Any changed word gives another.
export function identifier(read: Reading): string {
  const hex = proofDigest(read);
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/// The package document: who, when, what is in it and in which order it is read.
export function packageXml(
  read: Reading,
  title: string,
  chapters: readonly Chapter[],
  logo: { readonly file: string; readonly type: string } | null = null,
): string {
  const { publication, fields } = read;
  const names = [...new Set(fields.credits.flatMap(({ people }) => people.map(({ name }) => name)))];
  const day = editionDay(read);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${attribute(publication.language)}">`,
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `<dc:identifier id="id">${identifier(read)}</dc:identifier>`,
    `<dc:title>${escape(title)}</dc:title>`,
    `<dc:language>${escape(publication.language)}</dc:language>`,
    ...names.map((name) => `<dc:creator>${escape(name)}</dc:creator>`),
    fields.publisher[0] === undefined ? "" : `<dc:publisher>${escape(fields.publisher[0])}</dc:publisher>`,
    fields.date === null ? "" : `<dc:date>${fields.date}</dc:date>`,
    // The format demands a time; without any day in the issue it is the one its zip has.
    meta("dcterms:modified", `${day ?? "1980-01-01"}T00:00:00Z`),
    ...access(logo !== null).map(([property, value]) => meta(property, value)),
    "</metadata>",
    "<manifest>",
    ...chapters.map(
      ({ id, file }) => `<item id="${id}" href="${file}" media-type="application/xhtml+xml"${id === "nav" ? ' properties="nav"' : ""}/>`,
    ),
    '<item id="style" href="style.css" media-type="text/css"/>',
    logo === null ? "" : `<item id="logo" href="${logo.file}" media-type="${logo.type}"/>`,
    "</manifest>",
    "<spine>",
    ...chapters.map(({ id }) => `<itemref idref="${id}"/>`),
    "</spine>",
    "</package>",
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

/// The title as readers list it; a draft's says so. A publication without any name is called an issue.
export const epubTitle = (read: Reading): string => `${read.draft ? "DRAFT: " : ""}${documentTitle(read)}`.trim() || "Issue";
