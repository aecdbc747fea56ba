import { ok, refuse, type Result } from "../../base/result.ts";
import { BodyReader, whoOf } from "./body.ts";
import type { WordComment, WordDocument, WordPiece } from "./model.ts";
import { openPackage, type Package, type Relation } from "./package.ts";
import { readStyles, type Styles } from "./styles.ts";
import { child, elements, textIn, type XmlElement } from "./xml.ts";

/// Answers of the package, gathered: the first refusal ends the reading.
class Refused extends Error {
  readonly result: { readonly ok: false; readonly refusal: Extract<Result<never>, { ok: false }>["refusal"] };
  constructor(result: Refused["result"]) {
    super(result.refusal.code);
    this.result = result;
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Refused(result);
  return result.value;
}

const linksOf = (relations: readonly Relation[]): ReadonlyMap<string, string> =>
  new Map(relations.filter((one) => one.external && one.type === "hyperlink").map((one) => [one.id, one.target]));

const wordsOf = (pieces: readonly WordPiece[]): string =>
  pieces.map((piece) => (piece.kind === "run" && piece.deleted === null ? piece.text : "")).join("");

/// The text of comments, with who answers whom. Answers are joined by the id of a comment's last paragraph.
function commentsIn(comments: XmlElement | null, extended: XmlElement | null, styles: Styles): WordComment[] {
  const all = elements(comments).filter((one) => one.name === "w:comment");
  const threads = new Map(elements(extended).map(({ attributes }) => [attributes["w15:paraId"] ?? "", attributes]));
  const read = all.map((one) => {
    const { paragraphs } = new BodyReader(styles, new Map()).read(one, "note");
    return { one, paragraphs, key: paragraphs.at(-1)?.id ?? null };
  });
  const byKey = new Map(read.map(({ one, key }) => [key, one.attributes["w:id"] ?? ""]));
  return read.map(({ one, paragraphs, key }): WordComment => {
    const thread = threads.get(key ?? "");
    return {
      comment: one.attributes["w:id"] ?? "",
      by: whoOf(one),
      text: paragraphs
        .map((each) => wordsOf(each.pieces))
        .join("\n")
        .trim(),
      answers: byKey.get(thread?.["w15:paraIdParent"] ?? "") ?? null,
      done: /^(1|true)$/.test(thread?.["w15:done"] ?? ""),
    };
  });
}

const propertiesOf = (custom: XmlElement | null): Record<string, string> =>
  Object.fromEntries(elements(custom).map((one) => [one.attributes["name"] ?? "", textIn(one)]));

function documentIn(of: Package): WordDocument {
  const main = must(of.relations("")).find((one) => one.type === "officeDocument" && !one.external)?.target ?? "word/document.xml";
  const body = must(of.part(main));
  if (body === null || body.name !== "w:document") throw new Refused(refuse("docx-none"));
  const relations = must(of.relations(main));
  const related = (type: string): XmlElement | null => {
    const found = relations.find((one) => one.type === type && !one.external);
    return found === undefined ? null : must(of.part(found.target));
  };
  const styles = readStyles(related("styles"), related("numbering"));
  const reader = new BodyReader(styles, linksOf(relations)).read(child(body, "w:body"), "body");
  const notes = ["footnotes", "endnotes"].flatMap((type) =>
    elements(related(type))
      .filter((one) => one.attributes["w:type"] === undefined)
      .flatMap((one) => new BodyReader(styles, new Map()).read(one, "note").paragraphs),
  );
  const margins = relations
    .filter((one) => (one.type === "header" || one.type === "footer") && !one.external)
    .flatMap((one) => must(of.part(one.target)) ?? []);
  const data = of.names.filter((name) => /^customxml\/item\d+\.xml$/.test(name)).flatMap((name) => must(of.part(name)) ?? []);
  return {
    paragraphs: reader.paragraphs,
    notes,
    comments: commentsIn(related("comments"), related("commentsExtended"), styles),
    margins: margins.map(shownIn).join("\n"),
    properties: propertiesOf(must(of.part("docProps/custom.xml"))),
    data: data.map((one) => one.attributes),
    pictures: reader.pictures,
  };
}

/// The words of a head or foot as they print: a page number, not the instruction that makes it.
const shownIn = (of: XmlElement): string =>
  of.children.map((one) => (typeof one === "string" ? one : one.name === "w:instrText" ? " " : shownIn(one))).join("");

/// Reads a Word file: every paragraph, run and comment of it, with who inserted, deleted, moved or reformatted what. Nothing
/// is fetched and nothing is written. Refused, with the part at fault, where it is none or was made to harm.
export function readDocx(bytes: Uint8Array): Result<WordDocument> {
  const opened = openPackage(bytes);
  if (!opened.ok) return opened;
  try {
    return ok(documentIn(opened.value));
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
}
