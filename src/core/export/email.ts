import { strToU8 } from "fflate";
import { correctionLine } from "../proof/correction.ts";
import type { Proof } from "../proof/proof.ts";
import { documentTitle, numberAndDate, reading, type Reading } from "../proof/reading.ts";
import { readable } from "./colour.ts";
import { briefsRow, contentsRow, creditsRow, itemRow, masthead, row, sectionName, type EmailLook, type Fullness } from "./email-parts.ts";
import { exportHouseText } from "./house-text.ts";
import { attribute, escape, hasCredits } from "./html-parts.ts";
import { editionDay, proofDigest } from "./identity.ts";

/// Gmail cuts a letter near 102,000 bytes off, what it adds itself included.
export const EMAIL_LIMIT = 80_000;

/// A letter before it is composed as a mail message.
export interface Email {
  readonly subject: string;
  /// The publication's name, and the contact's address where there is one.
  readonly from: { readonly name: string; readonly address: string | null };
  /// The day, `YYYY-MM-DD`; null when it has none.
  readonly day: string | null;
  readonly digest: string;
  readonly html: string;
  /// The whole issue in house layout.
  readonly text: string;
}

/// The proof as a letter of at most `EMAIL_LIMIT` bytes: whole where it fits; else without explainers, else with each
/// item's first part alone, and then the letter says at its top what it leaves out. The text beside it is always whole.
/// Null when even the shortest is too long.
export function exportEmail(proof: Proof): Email | null {
  const read = reading(proof);
  const lengths: readonly Fullness[] = ["whole", "without-explainers", "glance-alone"];
  for (const fullness of lengths) {
    const html = letter(read, fullness);
    if (strToU8(html).length >= EMAIL_LIMIT) continue;
    return {
      subject: title(read),
      from: { name: read.publication.name, address: /[\w.+-]+@[\w-]+(\.[\w-]+)+/.exec(read.fields.contact ?? "")?.[0] ?? null },
      day: editionDay(read),
      digest: proofDigest(read),
      html,
      text: exportHouseText(proof),
    };
  }
  return null;
}

const title = (read: Reading): string => `${read.draft ? "DRAFT: " : ""}${documentTitle(read)}`.trim() || "Issue";

/// Mail programs that know it turn these colours about by themselves; the others are asked to leave them.
const STYLE = `
@media (prefers-color-scheme: dark) {
  .ground { background-color: #16181a !important; }
  .paper { background-color: #212427 !important; }
  .box { background-color: #2a2e31 !important; }
  .ink { color: #e8e6e1 !important; }
  .link { color: #6cc3d2 !important; }
}
`;

const SHORTENED: Readonly<Record<Fullness, string>> = {
  whole: "",
  "without-explainers": "This letter is shortened: it leaves out the explainers. The plain-text part holds the whole issue.",
  "glance-alone": "This letter is shortened: it holds the first part of each item. The plain-text part holds the whole issue.",
};

function letter(read: Reading, fullness: Fullness): string {
  const { publication, draft, items, briefs } = read;
  const accent = /^#[0-9a-f]{6}$/i.test(publication.brand.accent) ? publication.brand.accent : "#0b5c6b";
  const look: EmailLook = { accent, link: readable(accent, "#1d1f21") };
  const note = (text: string): string[] =>
    row([
      `<p class="ink" style="margin:0;font-family:Georgia,'Times New Roman',serif;font-size:14px;line-height:21px;color:#1d1f21">${text}</p>`,
    ]);
  const lines = [
    "<!doctype html>",
    `<html lang="${attribute(publication.language)}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escape(title(read))}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    '<body class="ground" style="margin:0;padding:0;background-color:#eceae5">',
    '<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#eceae5"' +
      ' style="background-color:#eceae5"><tbody><tr><td align="center" style="padding:16px 0">',
    '<table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0" align="center"' +
      ' style="width:100%;max-width:640px;text-align:left"><tbody>',
    draft
      ? '<tr><td bgcolor="#a33b0b" style="padding:8px 24px;background-color:#a33b0b;font-family:Georgia,serif;font-size:16px;' +
        'font-weight:bold;text-align:center;color:#ffffff">DRAFT</td></tr>'
      : "",
    ...masthead(read, numberAndDate(read.fields), read.corrections.map(correctionLine)),
    ...(fullness === "whole" ? [] : note(SHORTENED[fullness])),
    ...contentsRow(read),
    ...(items.length === 0 ? [] : sectionName("items", publication.sections.items, look)),
    ...items.flatMap((item) => itemRow(read, item, look, fullness)),
    ...(briefs.length === 0 ? [] : sectionName("briefs", publication.sections.briefs, look)),
    ...briefs.flatMap((list) => briefsRow(list, look)),
    ...(hasCredits(read) ? creditsRow(read, look) : []),
    "</tbody></table>",
    "</td></tr></tbody></table>",
    "</body>",
    "</html>",
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}
