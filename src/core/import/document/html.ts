import { Parser } from "htmlparser2";
import type { Result } from "../../base/result.ts";
import { isDay, readMonthDay } from "../../proof/dates.ts";
import type { Marks } from "../../manuscript/runs.ts";
import { Builder, PLAIN } from "./builder.ts";
import { reading } from "./limits.ts";
import { beside, type Document } from "./model.ts";

const BLOCKS = new Set(
  (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);
/// Nothing in these is printed.
const SILENT = new Set(["script", "style", "template", "title", "noscript", "iframe", "object", "embed", "applet", "select", "datalist"]);

/// What is in force inside an element.
interface Around {
  readonly name: string;
  readonly marks: Marks;
  readonly block: boolean;
  readonly silent: boolean;
  readonly hidden: boolean;
  readonly contents: boolean;
  readonly pre: boolean;
  /// The entry of a list that this is in, until its first paragraph is closed.
  readonly point: { fresh: boolean; readonly number: string | null } | null;
  readonly list: { readonly ordered: boolean; next: number } | null;
}

const ROOT: Around = {
  name: "",
  marks: {},
  block: true,
  silent: false,
  hidden: false,
  contents: false,
  pre: false,
  point: null,
  list: null,
};

/// Takes pages of HTML or XHTML into one document. Nothing is fetched, no script is run; unclosed and wrongly nested elements
/// are read as browsers read them for the most part.
export class HtmlReader {
  readonly #to: Builder;
  readonly #within: boolean;
  #open: Around[] = [ROOT];
  #language: string | null = null;
  #hidden = "";
  #day: { readonly day: string; text: string } | null = null;

  /// `within`: the page is one of several, and a link without a scheme leads to another.
  constructor(to: Builder, within = false) {
    this.#to = to;
    this.#within = within;
  }

  read(html: string): this {
    this.#open = [ROOT];
    const parser = new Parser(
      {
        onopentag: (name, attributes) => this.#start(name, attributes),
        onclosetag: (name) => this.#end(name),
        ontext: (text) => this.#text(text),
      },
      { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: /^\s*(?:<\?xml|<!DOCTYPE[^>]*XHTML|<html[^>]*xmlns)/i.test(html) },
    );
    parser.write(html);
    parser.end();
    this.#close();
    if (this.#hidden.trim() !== "") this.#to.findings.push(beside("text-hidden", this.#hidden.replace(/\s+/g, " ").trim(), "doubt"));
    this.#hidden = "";
    return this;
  }

  get #now(): Around {
    return this.#open.at(-1) ?? ROOT;
  }

  #start(name: string, attributes: Readonly<Record<string, string>>): void {
    const above = this.#now;
    this.#to.measure.element(this.#open.length);
    if (name === "br") return this.#to.words("\n", above.marks);
    if (name === "img" || name === "svg" || name === "math") this.#to.picture(attributes["alt"] ?? "");
    const block = BLOCKS.has(name);
    if (block) this.#close();
    if (name === "html") this.#language = attributes["lang"] ?? attributes["xml:lang"] ?? null;
    const time = attributes["datetime"];
    if (name === "time" && time !== undefined && isDay(time)) this.#day = { day: time, text: "" };
    const list = name === "ol" ? { ordered: true, next: Number.parseInt(attributes["start"] ?? "1", 10) || 1 } : null;
    this.#open.push({
      name,
      marks: this.#marks(name, attributes, above.marks),
      block,
      silent: above.silent || SILENT.has(name),
      hidden: above.hidden || "hidden" in attributes || /display\s*:\s*none/i.test(attributes["style"] ?? ""),
      contents: above.contents || name === "nav",
      pre: above.pre || name === "pre",
      point: name === "li" ? { fresh: true, number: this.#numberOf(attributes["value"]) } : above.point,
      list: list ?? (name === "ul" || name === "menu" ? { ordered: false, next: 1 } : above.list),
    });
  }

  #numberOf(value: string | undefined): string | null {
    const list = this.#now.list;
    if (list?.ordered !== true) return null;
    const number = Number.parseInt(value ?? "", 10) || list.next;
    list.next = number + 1;
    return String(number);
  }

  #marks(name: string, { href, lang, "xml:lang": xmlLang, style = "" }: Readonly<Record<string, string>>, above: Marks): Marks {
    const language = lang ?? xmlLang;
    const own = language === undefined || name === "html" ? {} : { lang: language };
    const normal = /font-weight\s*:\s*(?:normal|400)/i.test(style);
    const strong = name === "b" || name === "strong" || name === "dt" || name === "th" || /font-weight\s*:\s*(?:bold|[6-9]00)/i.test(style);
    const em = name === "i" || name === "em" || /font-style\s*:\s*italic/i.test(style);
    const { lang: before, ...marks } = { ...above, ...own };
    return {
      ...marks,
      ...(before === undefined || before === "" || before === this.#language ? {} : { lang: before }),
      ...(strong && !normal ? { strong: true } : {}),
      ...(em ? { em: true } : {}),
      ...(name === "a" && href !== undefined && !/^\s*(#|$)/.test(href) && !(this.#within && !href.includes(":")) ? { link: href } : {}),
    };
  }

  #end(name: string): void {
    const at = this.#open.findLastIndex((one) => one.name === name);
    if (at <= 0) return;
    const ending = this.#open[at] as Around;
    if (name === "time") this.#endTime();
    if (ending.block) this.#close();
    this.#open.length = at;
  }

  /// A day printed without its year, where the page knows the year.
  #endTime(): void {
    const { day, text } = this.#day ?? { day: "", text: "" };
    this.#day = null;
    if (readMonthDay(text.trim(), day.slice(0, 4)) === day) this.#to.words(`, ${day.slice(0, 4)}`, this.#now.marks);
  }

  #text(text: string): void {
    const { silent, hidden, pre, marks } = this.#now;
    if (silent) return;
    if (hidden) {
      this.#to.measure.letters(text.length);
      this.#hidden += ` ${text}`;
      return;
    }
    if (this.#day !== null) this.#day.text += text;
    this.#to.words(pre ? text : text.replace(/[ \t\r\n\f]+/g, " "), marks);
  }

  #close(): void {
    const { name, contents, point } = this.#now;
    if (!this.#to.open) return this.#to.close();
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (contents) this.#to.close({ ...PLAIN, kind: "contents" });
    else if (level !== undefined) this.#to.close({ kind: "heading", level: Number(level), number: null });
    else if (point?.fresh === true) this.#to.close({ kind: "point", level: 0, number: point.number });
    else this.#to.close();
    if (point !== null) point.fresh = false;
  }
}

/// Reads one page of HTML.
export const readHtml = (html: string): Result<Document> =>
  reading(() => {
    const to = new Builder();
    new HtmlReader(to).read(html);
    return to.done();
  });
