import type { Publication } from "../desk/publication.ts";
import type { Content } from "../item/item.ts";
import { toBlocks, type Block } from "../manuscript/blocks.ts";
import { partWords, plain } from "../manuscript/text.ts";
import type { CheckFinding, Place } from "./check.ts";

const error = (check: string, place: Place, data: CheckFinding["data"] = {}): CheckFinding => ({ check, severity: "error", place, data });
const hint = (check: string, place: Place, data: CheckFinding["data"] = {}): CheckFinding => ({ check, severity: "hint", place, data });

/// A part as the publication calls it.
const partName = (part: string, publication: Publication): string =>
  part === "comment" ? publication.commentLabel : part === "glance" || part === "explainer" ? publication.labels[part] : part;

function missingParts(content: Content, publication: Publication): CheckFinding[] {
  const out: CheckFinding[] = [];
  for (const part of content.doc.content ?? []) {
    const blocks = toBlocks({ type: "doc", content: [part] });
    const written = blocks.some((block) => plain(block).trim() !== "");
    if (!written) out.push(error("check-part-missing", { kind: "part", part: part.type }, { part: partName(part.type, publication) }));
    else if (part.type === "explainer" && blocks.some((block) => block.kind === "title" && plain(block).trim() === "")) {
      out.push(error("check-explainer-untitled", { kind: "part", part: part.type }));
    }
  }
  return out;
}

function missingFields({ fields }: Content): CheckFinding[] {
  const out: CheckFinding[] = [];
  const field = (name: string): Place => ({ kind: "field", field: name });
  const titled = fields.sources.filter((source) => source.title.trim() !== "" || source.original !== null);
  if (titled.length === 0) out.push(error("check-source-missing", field("sources")));
  for (const source of titled) if (source.link === null) out.push(hint("check-source-unlinked", field("sources"), { title: source.title }));
  if (!fields.bodies.some((body) => body.short !== null || body.name !== null)) out.push(error("check-body-missing", field("bodies")));
  if (fields.date === null) out.push(error("check-date-missing", field("date")));
  return out;
}

function unknownLinks(block: Block): CheckFinding[] {
  return block.text.flatMap((node): CheckFinding[] => {
    const link = node.marks?.find((mark) => mark.type === "link");
    if (link === undefined || link.attrs?.["href"] != null) return [];
    return [hint("check-link-without-target", { kind: "block", block: block.id, quote: node.text ?? "" }, { text: node.text ?? "" })];
  });
}

function lengths(content: Content, publication: Publication): CheckFinding[] {
  const words = partWords(content.doc);
  return (["glance", "comment"] as const).flatMap((part): CheckFinding[] => {
    const [count, target] = [words[part], publication.targets[part]];
    return target > 0 && count > target * 1.25
      ? [hint("check-part-long", { kind: "part", part }, { part: partName(part, publication), over: count - target })]
      : [];
  });
}

/// What Submit and preflight need to know of one item's text: missing parts and fields, links without a target, lengths.
/// In reading order; empty when all is well.
export const checkItem = (content: Content, publication: Publication): CheckFinding[] => [
  ...missingParts(content, publication),
  ...toBlocks(content.doc).flatMap(unknownLinks),
  ...lengths(content, publication),
  ...missingFields(content),
];

/// The codes of the errors among findings that no waiver covers.
export const openErrors = (findings: readonly CheckFinding[], waived: readonly { readonly check: string }[]): string[] => [
  ...new Set(findings.filter((one) => one.severity === "error" && !waived.some((w) => w.check === one.check)).map((one) => one.check)),
];
