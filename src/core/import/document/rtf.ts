import type { Result } from "../../base/result.ts";
import type { Marks } from "../../manuscript/runs.ts";
import { Builder, PLAIN } from "./builder.ts";
import { ELEMENTS_MAX, reading, stop } from "./limits.ts";
import { beside, type Document } from "./model.ts";

/// Text of one byte a letter, as RTF writes it, in the code page of this number; null where the machine knows no such page.
export type CodePages = (page: number, bytes: readonly number[]) => string | null;

/// What a group says about the text in it. Groups inherit it, and what they change ends with them.
interface Group {
  /// Where its words go: to the page, nowhere, to the instruction of a field, or to a finding.
  to: "page" | "nowhere" | "instruction" | "note" | "comment" | "margin" | "deleted";
  strong: boolean;
  em: boolean;
  deleted: boolean;
  hidden: boolean;
  contents: boolean;
  link: string | null;
  /// How many letters stand in for one that old programs do not know.
  fallback: number;
  page: number;
}

const START: Group = {
  to: "page",
  strong: false,
  em: false,
  deleted: false,
  hidden: false,
  contents: false,
  link: null,
  fallback: 1,
  page: 1252,
};
/// More groups in one another than any program writes.
const DEPTH_MAX = 500;

/// Groups whose words are not printed, or are the program's own.
const NOWHERE = new Set(
  (
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator info themedata colorschememapping latentstyles datastore " +
    "xmlnstbl mmathPr pict objdata bkmkstart bkmkend listtext pntext pnseclvl revtbl filetbl pgdsctbl fldtype template userprops " +
    "atnid atrfstart atrfend atndate atnref atnparent atnicn panose falt sp shpinst nonshppict"
  ).split(" "),
);
const LEFT: Readonly<Record<string, Group["to"]>> = {
  footnote: "note",
  annotation: "comment",
  atnauthor: "comment",
  header: "margin",
  headerl: "margin",
  headerr: "margin",
  headerf: "margin",
  footer: "margin",
  footerl: "margin",
  footerr: "margin",
  footerf: "margin",
};
const SAYS: Readonly<Record<string, string>> = {
  note: "note-left",
  comment: "comment-left",
  margin: "margin-left",
  deleted: "text-deleted",
};

const SIGNS: Readonly<Record<string, string>> = {
  tab: "\t",
  line: "\n",
  emdash: "—",
  endash: "–",
  bullet: "•",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
  emspace: " ",
  enspace: " ",
  qmspace: " ",
};

/// Reads RTF as word processors write it: paragraphs, lists, outline levels, bold, italic, links, letters of every script. What is
/// no text (pictures, fonts, objects) is passed over; notes, comments and heads of pages are listed.
export const readRtf = (text: string, pages: CodePages): Result<Document> =>
  reading(() => {
    if (!text.startsWith("{\\rtf")) return stop("document-none");
    return new RtfReader(pages).read(text);
  });

class RtfReader {
  readonly #to = new Builder();
  readonly #pages: CodePages;
  readonly #groups: Group[] = [{ ...START }];
  readonly #left: Record<string, string> = {};
  #bytes: number[] = [];
  #skip = 0;
  #surrogate = "";
  #instruction = "";
  #outline: number | null = null;
  #list = false;
  #style: string | null = null;
  /// Styles of headings by number, as the stylesheet names them.
  readonly #headings = new Map<string, number>();
  readonly #fontPages = new Map<string, number>();
  #font: string | null = null;
  #table: "styles" | "fonts" | null = null;
  #row: { key: string; name: string; level: number | null } = { key: "", name: "", level: null };
  #words = 0;

  constructor(pages: CodePages) {
    this.#pages = pages;
  }

  read(text: string): Document {
    const token = /\{|\}|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|[\r\n]+|[^\\{}\r\n]+/g;
    for (let found = token.exec(text); found !== null; found = token.exec(text)) {
      if (++this.#words > ELEMENTS_MAX * 20) stop("document-too-large", { part: "" });
      const [whole, word, number, byte, sign] = found;
      if (byte !== undefined) this.#byte(Number.parseInt(byte, 16));
      else if (word === "bin") token.lastIndex += Math.max(0, Number(number ?? 0));
      else {
        this.#flush();
        if (whole === "{") this.#open();
        else if (whole === "}") this.#close();
        else if (word !== undefined) this.#control(word, number === undefined ? null : Number(number));
        else if (sign !== undefined) this.#sign(sign);
        else if (!/^[\r\n]/.test(whole)) this.#plain(whole);
      }
    }
    this.#flush();
    this.#paragraph();
    for (const [kind, words] of Object.entries(this.#left))
      if (/[\p{L}\p{N}]/u.test(words))
        this.#to.findings.push(
          beside(SAYS[kind] ?? "note-left", words.trim(), kind === "note" ? "not-understood" : kind === "margin" ? "healed" : "doubt"),
        );
    return this.#to.done();
  }

  get #now(): Group {
    return this.#groups.at(-1) as Group;
  }

  #open(): void {
    if (this.#groups.length > DEPTH_MAX) stop("document-too-deep", { part: "" });
    this.#groups.push({ ...this.#now });
    this.#skip = 0;
  }

  #close(): void {
    const ended = this.#groups.length > 1 ? this.#groups.pop() : undefined;
    if (this.#table !== null) this.#endRow();
    if (this.#table !== null && ended?.to === "nowhere" && this.#now.to === "page") this.#table = null;
    this.#skip = 0;
  }

  #endRow(): void {
    const heading = /^heading (\d)/i.exec(this.#row.name.trim());
    if (this.#table === "styles" && (heading !== null || this.#row.level !== null))
      this.#headings.set(this.#row.key, heading ? Number(heading[1]) : (this.#row.level ?? 0) + 1);
    if (this.#table === "styles" && /^title;?$/i.test(this.#row.name.trim())) this.#headings.set(this.#row.key, 0);
    this.#row = { key: "", name: "", level: null };
  }

  #control(word: string, number: number | null): void {
    const group = this.#now;
    if (this.#table !== null) return this.#tableWord(word, number);
    if (word === "u") return this.#unicode(number ?? 0);
    if (word === "uc") group.fallback = Math.min(Math.max(number ?? 1, 0), 8);
    else if (word === "ansicpg") this.#groups.forEach((one) => (one.page = number ?? 1252));
    else if (word === "f") this.#font = String(number ?? 0);
    else if (word === "par" || word === "cell" || word === "sect" || word === "page") this.#endParagraph();
    else if (word === "pard") [this.#outline, this.#list, this.#style] = [null, false, null];
    else if (word === "plain") Object.assign(group, { strong: false, em: false, hidden: false });
    else if (word === "b") group.strong = number !== 0;
    else if (word === "i") group.em = number !== 0;
    else if (word === "v") group.hidden = number !== 0;
    else if (word === "deleted") group.deleted = number !== 0;
    else if (word === "outlinelevel") this.#outline = number;
    else if (word === "s") this.#style = String(number ?? 0);
    else if (word === "ls" || word === "pnlvlblt") this.#list = number !== 0;
    else if (word === "stylesheet" || word === "fonttbl") {
      this.#table = word === "fonttbl" ? "fonts" : "styles";
      group.to = "nowhere";
    } else if (word === "fldinst") [group.to, this.#instruction] = ["instruction", ""];
    else if (word === "fldrslt") this.#result(group);
    else if (NOWHERE.has(word)) group.to = "nowhere";
    else if (LEFT[word] !== undefined && group.to === "page") group.to = LEFT[word];
    else if (SIGNS[word] !== undefined) this.#text(SIGNS[word]);
    if (word === "pict") this.#to.picture("");
  }

  #tableWord(word: string, number: number | null): void {
    if (word === (this.#table === "styles" ? "s" : "f")) this.#row.key = String(number ?? 0);
    else if (word === "outlinelevel") this.#row.level = number;
    else if (word === "fcharset") this.#fontPages.set(this.#row.key, CHARSETS[number ?? 0] ?? 0);
  }

  #result(group: Group): void {
    const target = /HYPERLINK\s+(?:\\\\?[a-z]\s+)*"([^"]*)"/i.exec(this.#instruction)?.[1] ?? null;
    if (/^\s*(PAGE|NUMPAGES|PAGEREF)\b/i.test(this.#instruction)) group.to = "nowhere";
    if (/^\s*TOC\b/.test(this.#instruction)) group.contents = true;
    if (target !== null && !target.startsWith("#")) group.link = target;
  }

  #sign(sign: string): void {
    if (sign === "*") this.#now.to = this.#now.to === "page" ? "nowhere" : this.#now.to;
    else if (sign === "~") this.#text("\u00a0");
    else if (sign === "_") this.#text("\u2011");
    else if (sign === "\n" || sign === "\r") this.#endParagraph();
    else if (sign === "\\" || sign === "{" || sign === "}") this.#plain(sign);
  }

  #byte(byte: number): void {
    if (this.#skip > 0) this.#skip--;
    else this.#bytes.push(byte);
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const own = this.#font === null ? 0 : (this.#fontPages.get(this.#font) ?? 0);
    const bytes = this.#bytes;
    this.#bytes = [];
    this.#text(this.#pages(own === 0 ? this.#now.page : own, bytes) ?? this.#pages(1252, bytes) ?? "\ufffd");
  }

  #unicode(number: number): void {
    const unit = String.fromCharCode(number < 0 ? number + 65536 : number);
    this.#skip = this.#now.fallback;
    if (/[\ud800-\udbff]/.test(unit)) this.#surrogate = unit;
    else {
      this.#text(this.#surrogate + unit);
      this.#surrogate = "";
    }
  }

  /// Letters as they stand; those that stand in for the letter before are passed over.
  #plain(text: string): void {
    const skipped = Math.min(this.#skip, text.length);
    this.#skip -= skipped;
    if (this.#table !== null) this.#row.name += text;
    else if (skipped < text.length) this.#text(text.slice(skipped));
  }

  #text(text: string): void {
    const { to, strong, em, link, deleted, hidden } = this.#now;
    if (this.#table !== null || to === "nowhere") return;
    if (to === "instruction") this.#instruction += text.slice(0, 4000);
    else if (to !== "page" || deleted || hidden) {
      this.#to.measure.letters(text.length);
      const kind = to !== "page" ? to : "deleted";
      this.#left[kind] = (this.#left[kind] ?? "") + text;
    } else this.#to.words(text, marks(strong, em, link));
  }

  #endParagraph(): void {
    if (this.#now.to === "page") this.#paragraph();
    else if (this.#left[this.#now.to] !== undefined) this.#left[this.#now.to] += "\n";
  }

  #paragraph(): void {
    const styled = this.#style === null ? undefined : this.#headings.get(this.#style);
    const level = this.#outline !== null && this.#outline < 9 ? this.#outline + 1 : styled;
    if (this.#now.contents) this.#to.close({ ...PLAIN, kind: "contents" });
    else if (level !== undefined) this.#to.close({ kind: "heading", level, number: null });
    else this.#to.close(this.#list ? { ...PLAIN, kind: "point" } : PLAIN);
  }
}

const marks = (strong: boolean, em: boolean, link: string | null): Marks => ({
  ...(strong ? { strong: true } : {}),
  ...(em ? { em: true } : {}),
  ...(link === null ? {} : { link }),
});

/// Code pages of the character sets that a font may have.
const CHARSETS: Readonly<Record<number, number>> = {
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  177: 1255,
  178: 1256,
  204: 1251,
  222: 874,
  238: 1250,
};
