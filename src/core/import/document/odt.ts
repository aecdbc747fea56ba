import type { Result } from "../../base/result.ts";
import type { Marks } from "../../manuscript/runs.ts";
import { child, elements, textIn, type XmlElement } from "../docx/xml.ts";
import { Builder, PLAIN } from "./builder.ts";
import { foreign } from "./languages.ts";
import { reading, stop } from "./limits.ts";
import { beside, type Document } from "./model.ts";
import { Parts } from "./package.ts";

/// Reads an OpenDocument text as it prints. What was deleted, comments and notes are listed with their words.
export const readOdt = (bytes: Uint8Array): Result<Document> =>
  reading(() => {
    const parts = new Parts(bytes, /^(content|styles|META-INF\/manifest)\.xml$/i);
    const manifest = parts.xml("META-INF/manifest.xml");
    if (elements(manifest).some((one) => child(one, "encryption-data") !== null)) stop("document-locked");
    const content = parts.xml("content.xml");
    const text = child(child(content, "body"), "text");
    if (text === null) return stop("document-none");
    const to = new Builder();
    new OdtReader(to, [content, parts.xml("styles.xml")]).read(text);
    return to.done();
  });

interface Around {
  readonly marks: Marks;
  readonly contents: boolean;
  /// The entry of a list, until its first paragraph is read.
  readonly point: { fresh: boolean } | null;
}

/// Longer than any chain of styles that stand on each other; a chain that bites its tail ends here.
const CHAIN_MAX = 20;
/// Words in these are the program's, or say nothing.
const SILENT = new Set(["page-number", "page-count", "sequence-decls", "forms", "bookmark", "soft-page-break", "desc", "title"]);

class OdtReader {
  readonly #to: Builder;
  readonly #styles: ReadonlyMap<string, XmlElement>;
  readonly #main: string | null;

  constructor(to: Builder, parts: readonly (XmlElement | null)[]) {
    this.#to = to;
    const styles = parts.flatMap((part) => ["automatic-styles", "styles"].flatMap((name) => elements(child(part, name))));
    this.#styles = new Map(styles.filter((one) => one.name === "style").map((one) => [one.attributes["name"] ?? "", one]));
    const usual = styles.find((one) => one.name === "default-style" && one.attributes["family"] === "paragraph");
    this.#main = child(usual, "text-properties")?.attributes["language"] ?? null;
  }

  read(text: XmlElement): void {
    this.#blocks(text, { marks: {}, contents: false, point: null });
  }

  #blocks(of: XmlElement, around: Around): void {
    for (const one of elements(of)) this.#block(one, around);
  }

  #block(one: XmlElement, around: Around): void {
    this.#to.measure.element(0);
    if (one.name === "p" || one.name === "h") this.#paragraph(one, around);
    else if (one.name === "list-item" || one.name === "list-header") this.#blocks(one, { ...around, point: { fresh: true } });
    else if (one.name === "tracked-changes") this.#left("text-deleted", one, "doubt");
    else if (/^(table-of-content|index-body|index-title)$/.test(one.name)) this.#blocks(one, { ...around, contents: true });
    else if (one.name === "frame" || one.name === "image") this.#frame(one, around);
    else if (!SILENT.has(one.name) && one.name !== "table-of-content-source") this.#blocks(one, around);
  }

  #paragraph(one: XmlElement, around: Around): void {
    const name = one.attributes["style-name"] ?? "";
    this.#inlines(one, around);
    const chain = this.#chain(name).map((style) => style.attributes["display-name"] ?? style.attributes["name"] ?? "");
    const level = one.name === "h" ? Number(one.attributes["outline-level"]) || 1 : null;
    if (around.contents) this.#to.close({ ...PLAIN, kind: "contents" });
    else if (level !== null) this.#to.close({ kind: "heading", level, number: null });
    else if ([name, ...chain].includes("Title")) this.#to.close({ kind: "heading", level: 0, number: null });
    else this.#to.close(around.point?.fresh === true ? { ...PLAIN, kind: "point" } : PLAIN);
    if (around.point !== null) around.point.fresh = false;
  }

  #inlines(of: XmlElement, around: Around): void {
    for (const one of of.children) {
      if (typeof one === "string") this.#words(one, around);
      else this.#inline(one, around);
    }
  }

  #inline(one: XmlElement, around: Around): void {
    const { marks } = around;
    if (one.name === "s") this.#to.words(" ", marks);
    else if (one.name === "tab") this.#to.words("\t", marks);
    else if (one.name === "line-break") this.#to.words("\n", marks);
    else if (one.name === "span") this.#inlines(one, { ...around, marks: { ...marks, ...this.#look(one.attributes["style-name"] ?? "") } });
    else if (one.name === "a") this.#inlines(one, { ...around, marks: { ...marks, ...linked(one.attributes["href"]) } });
    else if (one.name === "note") this.#left("note-left", child(one, "note-body") ?? one, "not-understood");
    else if (one.name === "annotation") this.#left("comment-left", one, "doubt");
    else if (one.name === "frame") this.#frame(one, around);
    else if (!SILENT.has(one.name)) this.#inlines(one, around);
  }

  /// A picture, or a box of text, which stands as its own paragraphs.
  #frame(one: XmlElement, around: Around): void {
    const box = child(one, "text-box");
    if (box === null)
      return this.#to.picture([child(one, "title"), child(one, "desc")].flatMap((each) => (each === null ? [] : textIn(each))).join(" "));
    this.#to.close();
    this.#blocks(box, { ...around, point: null });
  }

  #left(code: string, one: XmlElement, severity: "doubt" | "not-understood"): void {
    const text = textsIn(one).join("\n");
    if (text !== "") this.#to.findings.push(beside(code, text, severity));
  }

  #words(text: string, { marks }: Around): void {
    const { lang, ...rest } = marks;
    const language = foreign(text, lang ?? null, this.#main);
    this.#to.words(text.replace(/[ \t\r\n]+/g, " "), { ...rest, ...(language === null ? {} : { lang: language }) });
  }

  #chain(name: string): XmlElement[] {
    const out: XmlElement[] = [];
    for (let at: string | undefined = name; at !== undefined && out.length < CHAIN_MAX;) {
      const style: XmlElement | undefined = this.#styles.get(at);
      if (style === undefined) break;
      out.push(style);
      at = style.attributes["parent-style-name"];
    }
    return out;
  }

  #look(name: string): Marks {
    const all = this.#chain(name).map((style) => child(style, "text-properties")?.attributes ?? {});
    const first = (key: string): string | undefined => all.map((one) => one[key]).find((value) => value !== undefined);
    const [language, country] = [first("language"), first("country")];
    return {
      ...(/^(bold|[6-9]00)$/.test(first("font-weight") ?? "") ? { strong: true } : {}),
      ...(/^(italic|oblique)$/.test(first("font-style") ?? "") ? { em: true } : {}),
      ...(language === undefined ? {} : { lang: country === undefined || country === "none" ? language : `${language}-${country}` }),
    };
  }
}

const linked = (href: string | undefined): Marks => (href === undefined || href.startsWith("#") ? {} : { link: href });

/// The words of each paragraph within.
const textsIn = (of: XmlElement): string[] =>
  elements(of)
    .flatMap((one) => (one.name === "p" || one.name === "h" ? [textIn(one).trim()] : textsIn(one)))
    .filter((text) => text !== "");
