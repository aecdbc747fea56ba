import type { FieldName } from "../item/item.ts";
import { FIELD_NAMES } from "../item/item.ts";
import { isExplainerMarker, toBlocks } from "../manuscript/blocks.ts";
import type { Edit } from "../manuscript/edits.ts";
import { begins } from "../manuscript/flow.ts";
import { runOf } from "../manuscript/runs.ts";
import type { DocJson } from "../manuscript/schema.ts";
import { markLanguages } from "../proof/languages.ts";
import { safeLink } from "../proof/link.ts";
import { authorship, type Remark } from "./docx-review-comments.ts";
import { fieldPairs, inShort, type FieldPair } from "./docx-review-fields.ts";
import { reviewLines, sideBySide, type Bit, type By, type Line } from "./docx-review-steps.ts";
import type { CopyNote, CopySuggestion, ReviewCopy } from "./docx-review.ts";
import { runProperties, xmlText, type Links } from "./docx-run.ts";

/// Bookmarks of the copy: blocks by their number in the text, lines of fields by their key, labels of their own. Names that
/// begin so are hidden in Word.
export const MARKS = { block: "_t5b", field: "_t5f" } as const;

/// What opens the copy: what is asked of its reader.
export const REQUEST =
  "Please change this text and comment on it as you see fit; what you change is tracked. Then send the file back, under any name.";
export const SOURCES_LABEL = "Source, date and byline";

/// Words that a comment is about, in the text itself. One without words (`from === to`) is about the block.
interface Edge {
  readonly block: string;
  readonly from: number;
  readonly to: number;
  readonly remarks: readonly number[];
}

type Tracked = "ins" | "del" | "moveFrom" | "moveTo";

/// Writes the body of a review copy and collects its comments.
export class ReviewBody {
  readonly #copy: ReviewCopy;
  readonly #links: Links;
  readonly #remarks: Remark[] = [];
  readonly #edges: Edge[] = [];
  readonly #onFields = new Map<FieldName, number[]>();
  #ids = 0;

  constructor(copy: ReviewCopy, links: Links) {
    this.#copy = copy;
    this.#links = links;
  }

  /// `asked`: the words of the suggestions that stand in it as tracked changes.
  write(): { xml: string; remarks: readonly Remark[]; asked: readonly string[] } {
    const { content, publication, place, suggestions, fields } = this.#copy;
    const headline = toBlocks(content.doc).find((block) => block.kind === "headline")?.id ?? "";
    for (const note of this.#copy.notes) this.#note(note, headline);
    const { shown, crossed } = sideBySide(suggestions.flatMap((one) => (isShown(one.edits) ? [{ ...one, edits: one.edits }] : [])));
    const lost = suggestions.filter((one) => !isShown(one.edits));
    for (const { by, before, after } of [...crossed, ...lost]) this.#also(by, inShort(before.trim(), after.trim()), headline);
    const first = (field: FieldName) => fields.find((one) => one.field === field) ?? null;
    for (const one of fields) if (one !== first(one.field)) this.#also(one.by, JSON.stringify(one.content.fields[one.field]), one.field);
    const pairs = fieldPairs(content.fields, (field) => first(field)?.content.fields ?? null, publication);
    const numbers = new Map(toBlocks(content.doc).map((block, at) => [block.id, at]));
    const lines = this.#linesXml(reviewLines(content.doc, shown), numbers);
    const opening =
      this.#paragraph("House", run([publication.name, place].filter(Boolean).join(" · "))) + this.#paragraph("Subtitle", run(REQUEST));
    const facts = pairs.map((pair) => this.#fieldXml(pair, first)).join("");
    // Notes on fields that are empty.
    const left = [...this.#onFields.values()].flat();
    const label = left.map((id) => start(id)).join("") + run(SOURCES_LABEL) + left.map((id) => end(id)).join("");
    const asked = [...shown, ...fields.filter((one) => one === first(one.field))].map((one) => one.asked).filter((one) => one !== "");
    return { xml: opening + lines + this.#paragraph("House", label, "<w:keepNext/>") + facts, remarks: this.#remarks, asked };
  }

  #remark(by: By, text: string, answers: number | null = null): number {
    const id = this.#remarks.length + 1;
    this.#remarks.push({ id, by, text, answers });
    return id;
  }

  #put(on: CopyNote["on"] | { readonly block: string }, ids: number[], headline: string): void {
    if (on !== null && "field" in on) this.#onFields.set(on.field, [...(this.#onFields.get(on.field) ?? []), ...ids]);
    else this.#edges.push({ from: 0, to: 0, ...(on ?? { block: headline }), remarks: ids });
  }

  #note(note: CopyNote, headline: string): void {
    const gone = note.on === null && note.quote !== "" ? `On words that are gone, “${note.quote}”:\n` : "";
    const first = this.#remark(note.by, gone + note.text);
    this.#put(note.on, [first, ...note.replies.map(({ by, text }) => this.#remark(by, text, first))], headline);
  }

  /// What cannot be shown in its place stands in a comment.
  #also(by: By, words: string, on: string): void {
    const field = FIELD_NAMES.find((name) => name === on);
    const id = this.#remark(by, `Also suggested: ${words}`);
    this.#put(field === undefined ? { block: on } : { field }, [id], on);
  }

  #id(): number {
    return ++this.#ids;
  }

  #paragraph(style: string | null, content: string, properties = ""): string {
    const pPr = (style === null ? "" : `<w:pStyle w:val="${style}"/>`) + properties;
    return `<w:p>${pPr === "" ? "" : `<w:pPr>${pPr}</w:pPr>`}${content}</w:p>`;
  }

  #bookmarked(name: string | null, content: string): string {
    if (name === null) return content;
    const id = this.#id();
    return `<w:bookmarkStart w:id="${id}" w:name="${name}"/>${content}<w:bookmarkEnd w:id="${id}"/>`;
  }

  #linesXml(lines: readonly Line[], numbers: ReadonlyMap<string, number>): string {
    let explained = false;
    return lines
      .map((line) => {
        const number = line.held ? numbers.get(line.block.id) : undefined;
        const bookmark = number === undefined ? null : MARKS.block + String(number);
        if (line.block.kind !== "part") return this.#lineXml(line, bookmark, explained);
        explained = isExplainerMarker(line.block.id);
        const { labels, commentLabel } = this.#copy.publication;
        const label = explained ? labels.explainer : line.block.id === "part:comment" ? commentLabel : labels.glance;
        const words: Bit = { text: label, marks: [], was: null, change: line.mark, by: line.markBy, home: null, from: null };
        const mark = explained ? line : { ...line, mark: "same" as const };
        return this.#tracked(
          mark,
          "House",
          "<w:keepNext/>",
          this.#bookmarked(bookmark, this.#bit(explained ? words : { ...words, change: "same" }, mark)),
        );
      })
      .join("");
  }

  #lineXml(line: Line, bookmark: string | null, explained: boolean): string {
    const style = styleOf(line.block.kind, explained);
    const content = line.bits.flatMap((bit) => this.#cut(bit)).map((bit) => (typeof bit === "string" ? bit : this.#bit(bit, line)));
    const open = line.held ? this.#edges.filter((edge) => edge.block === line.block.id && edge.from === edge.to) : [];
    const about = open.flatMap((edge) => edge.remarks);
    const inside = about.map((id) => start(id)).join("") + content.join("") + about.map((id) => end(id)).join("");
    const was = line.wasKind === null || line.turnedBy === null ? null : styleOf(line.wasKind, explained);
    const change =
      line.wasKind === null || line.turnedBy === null
        ? ""
        : `<w:pPrChange w:id="${this.#id()}" ${authorship(line.turnedBy)}><w:pPr>${was === null ? "" : `<w:pStyle w:val="${was}"/>`}</w:pPr></w:pPrChange>`;
    return this.#tracked(line, style, "", this.#bookmarked(bookmark, inside), change);
  }

  /// A paragraph with what is suggested about its end, within the range of its move.
  #tracked(
    { mark, markBy, move }: Pick<Line, "mark" | "markBy" | "move">,
    style: string | null,
    properties: string,
    content: string,
    change = "",
  ): string {
    if (mark === "same" || markBy === null) return this.#paragraph(style, content, properties + change);
    const kind = trackedAs(mark, move);
    const sign = `<w:rPr><w:${kind} w:id="${this.#id()}" ${authorship(markBy)}/></w:rPr>`;
    if (move === null) return this.#paragraph(style, content, properties + sign + change);
    const id = this.#id();
    const range = `<w:${kind}RangeStart w:id="${id}" ${authorship(markBy)} w:name="move${move}"/>`;
    return `${this.#paragraph(style, range + content, properties + sign + change)}<w:${kind}RangeEnd w:id="${id}"/>`;
  }

  /// Words cut where comments begin and end, with the signs of both between them.
  #cut(bit: Bit): (Bit | string)[] {
    const { home, from, text } = bit;
    if (home === null || from === null) return [bit];
    const edges = this.#edges.filter((edge) => edge.block === home && edge.from < edge.to);
    const to = from + text.length;
    const stops = edges.flatMap((edge) => [edge.from, edge.to]).filter((at) => at > from && at < to);
    const cuts = [...new Set([from, ...stops, to])].sort((a, b) => a - b);
    return cuts.slice(0, -1).flatMap((at, index): (Bit | string)[] => {
      const until = cuts[index + 1] ?? to;
      const begin = edges.filter((edge) => edge.from === at).flatMap((edge) => edge.remarks.map((id) => start(id)));
      const close = edges.filter((edge) => edge.to === until).flatMap((edge) => edge.remarks.map((id) => end(id)));
      return [...begin, { ...bit, text: text.slice(at - from, until - from), from: at }, ...close];
    });
  }

  #bit(bit: Bit, { move }: Pick<Line, "move">): string {
    const was = bit.was === null ? null : runOf({ type: "text", text: "", marks: bit.was });
    const { link, ...marks } = runOf({ type: "text", text: bit.text, marks: bit.marks });
    const target = safeLink(link);
    const words = markLanguages([{ ...marks, text: bit.text }])
      .map((one) => {
        const before =
          was === null || bit.by === null
            ? ""
            : `<w:rPrChange w:id="${this.#id()}" ${authorship(bit.by)}><w:rPr>${runProperties(was, target !== null)}</w:rPr></w:rPrChange>`;
        return run(one.text, runProperties(one, target !== null) + before, bit.change === "gone" && move === null);
      })
      .join("");
    const kind = trackedAs(bit.change, move);
    const inside = kind === null || bit.by === null ? words : `<w:${kind} w:id="${this.#id()}" ${authorship(bit.by)}>${words}</w:${kind}>`;
    return target === null ? inside : `<w:hyperlink r:id="${this.#links.id(target)}" w:history="1">${inside}</w:hyperlink>`;
  }

  #fieldXml({ was, is }: FieldPair, suggested: (field: FieldName) => { readonly by: By } | null): string {
    const line = was ?? is;
    if (line === null) return "";
    const by = suggested(line.field)?.by ?? null;
    const bit = (text: string, lang: string | null, change: Bit["change"]): string =>
      this.#bit({ text, marks: lang === null ? [] : langMark(lang), was: null, change, by, home: null, from: null }, { move: null });
    const mark = was === null ? "come" : is === null ? "gone" : "same";
    const label = this.#bit(
      { text: `${line.label}: `, marks: [{ type: "strong" }], was: null, change: mark, by, home: null, from: null },
      { move: null },
    );
    const alike = was !== null && is !== null && was.text === is.text;
    const words = alike
      ? bit(was.text, was.lang, "same")
      : (was === null ? "" : bit(was.text, was.lang, "gone")) + (is === null ? "" : bit(is.text, is.lang, "come"));
    const about = this.#onFields.get(line.field) ?? [];
    this.#onFields.delete(line.field);
    const content = about.map((id) => start(id)).join("") + label + this.#bookmarkedField(was, words) + about.map((id) => end(id)).join("");
    return this.#tracked({ mark, markBy: by, move: null }, "Fact", "", content);
  }

  #bookmarkedField(was: FieldPair["was"], words: string): string {
    return this.#bookmarked(was === null ? null : MARKS.field + was.key, words);
  }
}

/// Parts stay where they are in a copy: a suggestion that takes the label of one along is told in words.
const isShown = (edits: CopySuggestion["edits"]): edits is readonly Edit[] =>
  edits !== null && !edits.some(({ insert }) => insert.some((token) => ["part:glance", "part:comment"].includes(begins(token)?.id ?? "")));

const langMark = (lang: string): NonNullable<DocJson["marks"]> => [{ type: "lang", attrs: { lang } }];

function trackedAs(change: Bit["change"], move: number | null): Tracked | null {
  if (change === "same") return null;
  if (change === "gone") return move === null ? "del" : "moveFrom";
  return move === null ? "ins" : "moveTo";
}

function styleOf(kind: Line["block"]["kind"], explained: boolean): string | null {
  if (kind === "headline") return "Heading2";
  if (kind === "title") return "Heading3";
  if (kind === "point") return explained ? "ExplainerPoint" : "ListBullet";
  return explained ? "Explainer" : null;
}

const start = (id: number): string => `<w:commentRangeStart w:id="${id}"/>`;
const end = (id: number): string => `<w:commentRangeEnd w:id="${id}"/><w:r><w:commentReference w:id="${id}"/></w:r>`;

function run(text: string, properties = "", gone = false): string {
  const element = gone ? "w:delText" : "w:t";
  return `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<${element} xml:space="preserve">${xmlText(text)}</${element}></w:r>`;
}
