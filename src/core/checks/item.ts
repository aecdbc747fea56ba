import type { ListedBody } from "../desk/kinds.ts";
import type { Publication } from "../desk/publication.ts";
import type { HouseStyle } from "../house/house.ts";
import type { Content } from "../item/item.ts";
import { toBlocks, type Block } from "../manuscript/blocks.ts";
import { partWords, plain } from "../manuscript/text.ts";
import { abbreviations } from "./abbreviations.ts";
import { error, hint, type CheckFinding, type Place } from "./check.ts";
import { figures } from "./figures.ts";
import { lookalikes } from "./lookalikes.ts";
import { proseOf, type Prose } from "./prose.ts";
import { sharedSources, unlistedBodies, type OtherSources } from "./sources.ts";
import { typography } from "./typography.ts";

/// What an item's text is checked against: its publication, the desk's lists and style, the rest of its issue, and the
/// findings that people let stand.
export interface Measure {
  readonly publication: Publication;
  readonly bodies: readonly ListedBody[];
  readonly house: HouseStyle;
  readonly others: readonly OtherSources[];
  /// Abbreviations that items before this one in the issue write out.
  readonly expanded: readonly string[];
  readonly passed: readonly { readonly check: string; readonly quote: string }[];
}

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
  let at = 0;
  return block.text.flatMap((node): CheckFinding[] => {
    const [from, to] = [at, (at += node.text?.length ?? 0)];
    const link = node.marks?.find((mark) => mark.type === "link");
    if (link === undefined || link.attrs?.["href"] != null) return [];
    return [
      hint("check-link-without-target", { kind: "block", block: block.id, from, to, quote: node.text ?? "" }, { text: node.text ?? "" }),
    ];
  });
}

function lengths(content: Content, publication: Publication): CheckFinding[] {
  const words = partWords(content.doc);
  return (["glance", "comment"] as const).flatMap((part): CheckFinding[] => {
    const [count, target] = [words[part], publication.targets[part]];
    if (target > 0 && count > target * 1.25)
      return [hint("check-part-long", { kind: "part", part }, { part: partName(part, publication), over: count - target })];
    return target > 0 && count > 0 && count < target / 2
      ? [hint("check-part-short", { kind: "part", part }, { part: partName(part, publication), under: target - count })]
      : [];
  });
}

/// The text "Link" with no link on it, as pasting from print leaves it.
const bareLinks = (block: Block, prose: Prose): CheckFinding[] =>
  [...prose.text.matchAll(/\((Link)\)/g)].flatMap((match): CheckFinding[] => {
    const from = match.index + 1;
    let at = 0;
    const linked = block.text.some((node) => {
      const [start, end] = [at, (at += node.text?.length ?? 0)];
      return start <= from && from < end && node.marks?.some((mark) => mark.type === "link");
    });
    return linked ? [] : [hint("check-link-bare", { kind: "block", block: block.id, from, to: from + 4, quote: "Link" })];
  });

function ofText(content: Content, measure: Measure): CheckFinding[] {
  const all = proseOf(content.doc);
  const blocks = new Map(toBlocks(content.doc).map((block) => [block.id, block]));
  const names = [...measure.bodies, ...measure.house.terms];
  const short = abbreviations(all, { names, words: measure.house.words, expanded: measure.expanded });
  return all.flatMap((prose) => {
    const block = blocks.get(prose.block);
    const links = block === undefined ? [] : [...unknownLinks(block), ...bareLinks(block, prose)];
    return [
      ...links,
      ...typography(prose),
      ...lookalikes(prose),
      ...figures(prose),
      ...short.filter((one) => one.place.kind === "block" && one.place.block === prose.block),
    ];
  });
}

/// What a finding is about, as people let it stand: its words, or the field or part.
export const quotedWords = ({ place }: CheckFinding): string =>
  (place.kind === "block" ? place.quote : place.kind === "field" ? place.field : place.kind === "part" ? place.part : "").slice(0, 500);

/// The findings as the publication weighs them, without those that people let stand.
export function weighed(findings: readonly CheckFinding[], { house, passed }: Pick<Measure, "house" | "passed">): CheckFinding[] {
  return findings.flatMap((finding) => {
    const weight = house.rules[finding.check] ?? finding.severity;
    const stands = passed.some((one) => one.check === finding.check && one.quote === quotedWords(finding));
    return weight === "off" || stands ? [] : [{ ...finding, severity: weight }];
  });
}

/// All that house style has to say of one item: missing parts and fields, links, signs, numbers, abbreviations, lengths,
/// sources. In reading order; empty when all is well.
export const checkItem = (content: Content, measure: Measure): CheckFinding[] =>
  weighed(
    [
      ...missingParts(content, measure.publication),
      ...ofText(content, measure),
      ...lengths(content, measure.publication),
      ...missingFields(content),
      ...unlistedBodies(content, measure.bodies),
      ...sharedSources(content, measure.others),
    ],
    measure,
  );

/// The codes of the errors among findings that no waiver covers.
export const openErrors = (findings: readonly CheckFinding[], waived: readonly { readonly check: string }[]): string[] => [
  ...new Set(findings.filter((one) => one.severity === "error" && !waived.some((w) => w.check === one.check)).map((one) => one.check)),
];
