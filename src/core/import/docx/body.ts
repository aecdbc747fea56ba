import type { CommentEdge, Look, Shape, Who, WordParagraph, WordPiece, WordRun } from "./model.ts";
import type { Styles } from "./styles.ts";
import { child, elements, textIn, type XmlElement } from "./xml.ts";

/// What surrounds a place of the document: who inserted or deleted it, where it leads, where on the page it stands.
interface Around {
  readonly inserted: Who | null;
  readonly deleted: Who | null;
  readonly moved: boolean;
  readonly link: string | null;
  readonly place: WordParagraph["place"];
}

type Open = { -readonly [K in keyof WordParagraph]: WordParagraph[K] } & { bookmarks: string[]; pieces: WordPiece[] };

/// A field that is open: its instruction while that is still being read, then its result.
interface Field {
  instruction: string;
  shows: boolean;
}

const HAN = /\p{Script=Han}/u;
const NO_LOOK: Look = { strong: false, em: false };
const PLAIN: Shape = { style: null, list: null };

export const whoOf = (element: XmlElement): Who => ({
  name: element.attributes["w:author"] ?? "",
  at: element.attributes["w:date"] ?? null,
});

const TRACKED: Readonly<Record<string, (who: Who) => Partial<Around>>> = {
  "w:ins": (who) => ({ inserted: who }),
  "w:moveTo": (who) => ({ inserted: who, moved: true }),
  "w:del": (who) => ({ deleted: who }),
  "w:moveFrom": (who) => ({ deleted: who, moved: true }),
};

/// The first tracked change of these names among the properties.
function trackedIn(properties: XmlElement | null, ...names: string[]): Who | null {
  const found = elements(properties).find((one) => names.includes(one.name));
  return found === undefined ? null : whoOf(found);
}

/// Letters of symbol fonts stand in a range of their own, which says nothing of what they show: a bullet is the likeliest.
const symbol = (code: string | undefined): string => {
  const point = Number.parseInt(code ?? "", 16);
  return !Number.isInteger(point) || point < 32 || point > 0x10ffff || (point >= 0xd800 && point <= 0xf8ff)
    ? "•"
    : String.fromCodePoint(point);
};

const SIGNS: Readonly<Record<string, string>> = {
  "w:tab": "\t",
  "w:br": "\n",
  "w:cr": "\n",
  "w:noBreakHyphen": "\u2011",
  "w:softHyphen": "\u00ad",
};

/// Reads the text of one part (the body, a footnote, a comment) with all that is tracked in it.
export class BodyReader {
  readonly paragraphs: WordParagraph[] = [];
  pictures = 0;
  readonly #styles: Styles;
  readonly #links: ReadonlyMap<string, string>;
  readonly #fields: Field[] = [];
  #open: Open | null = null;
  /// What stands between paragraphs belongs to the next one.
  #bookmarks: string[] = [];
  #edges: CommentEdge[] = [];

  constructor(styles: Styles, links: ReadonlyMap<string, string>) {
    this.#styles = styles;
    this.#links = links;
  }

  read(container: XmlElement | null, place: WordParagraph["place"]): this {
    this.#blocks(container, { inserted: null, deleted: null, moved: false, link: null, place });
    return this;
  }

  #blocks(container: XmlElement | null, around: Around): void {
    for (const one of elements(container)) this.#block(one, around);
  }

  #block(one: XmlElement, around: Around): void {
    const tracked = TRACKED[one.name];
    if (one.name === "w:p") this.#paragraph(one, around);
    else if (one.name === "w:tbl") this.#blocks(one, { ...around, place: around.place === "body" ? "table" : around.place });
    else if (one.name === "w:tr") this.#blocks(one, { ...around, ...this.#ofRow(child(one, "w:trPr"), "w:ins", "w:del", around) });
    else if (one.name === "w:tc") this.#blocks(one, { ...around, ...this.#ofRow(child(one, "w:tcPr"), "w:cellIns", "w:cellDel", around) });
    else if (tracked !== undefined) this.#blocks(one, { ...around, ...tracked(whoOf(one)) });
    else if (one.name === "mc:AlternateContent") this.#blocks(this.#alternative(one), around);
    else if (["w:sdt", "w:sdtContent", "w:customXml", "w:smartTag"].includes(one.name)) this.#blocks(one, around);
    else this.#edge(one);
  }

  #ofRow(properties: XmlElement | null, come: string, gone: string, around: Around): Pick<Around, "inserted" | "deleted"> {
    return { inserted: trackedIn(properties, come) ?? around.inserted, deleted: trackedIn(properties, gone) ?? around.deleted };
  }

  /// The same content twice, for newer programs and for older ones: read once.
  #alternative(one: XmlElement): XmlElement | null {
    const choice = child(one, "mc:Choice");
    return choice !== null && textIn(choice) !== "" ? choice : (child(one, "mc:Fallback") ?? choice);
  }

  #paragraph(element: XmlElement, around: Around): void {
    const before = this.#open;
    const properties = child(element, "w:pPr");
    const mark = child(properties, "w:rPr");
    const change = child(properties, "w:pPrChange");
    const open: Open = {
      shape: properties === null ? PLAIN : this.#styles.shape(properties),
      was: change === null ? null : this.#styles.shape(child(change, "w:pPr")),
      reshaped: change === null ? null : whoOf(change),
      bookmarks: this.#bookmarks,
      id: element.attributes["w14:paraId"] ?? null,
      place: around.place,
      pieces: this.#edges,
      mark: {
        inserted: trackedIn(mark, "w:ins", "w:moveTo") ?? around.inserted,
        deleted: trackedIn(mark, "w:del", "w:moveFrom") ?? around.deleted,
      },
    };
    [this.#bookmarks, this.#edges, this.#open] = [[], [], open];
    this.paragraphs.push(open);
    this.#inlines(element, around);
    this.#open = before;
  }

  #inlines(container: XmlElement | null, around: Around): void {
    for (const one of elements(container)) this.#inline(one, around);
  }

  #inline(one: XmlElement, around: Around): void {
    const tracked = TRACKED[one.name];
    if (one.name === "w:r") this.#run(one, around);
    else if (tracked !== undefined) this.#inlines(one, { ...around, ...tracked(whoOf(one)) });
    else if (one.name === "w:hyperlink")
      this.#inlines(one, { ...around, link: this.#links.get(one.attributes["r:id"] ?? "") ?? around.link });
    else if (one.name === "w:fldSimple") {
      this.#fields.push({ instruction: one.attributes["w:instr"] ?? "", shows: true });
      this.#inlines(one, around);
      this.#fields.pop();
    } else if (one.name === "mc:AlternateContent") this.#inlines(this.#alternative(one), around);
    else if (/^m:oMath(Para)?$/.test(one.name)) this.#words(textIn(one), null, around);
    else if (["w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:dir", "w:bdo"].includes(one.name)) this.#inlines(one, around);
    else if (one.name !== "w:pPr") this.#edge(one);
  }

  #edge(one: XmlElement): void {
    const bookmark = one.name === "w:bookmarkStart" ? one.attributes["w:name"] : undefined;
    if (bookmark !== undefined) (this.#open?.bookmarks ?? this.#bookmarks).push(bookmark);
    if (one.name === "w:commentRangeStart") this.#edgeOf(one.attributes["w:id"], "start");
    if (one.name === "w:commentRangeEnd") this.#edgeOf(one.attributes["w:id"], "end");
  }

  #edgeOf(comment: string | undefined, edge: CommentEdge["edge"]): void {
    if (comment !== undefined) (this.#open?.pieces ?? this.#edges).push({ kind: "comment", comment, edge });
  }

  #run(run: XmlElement, around: Around): void {
    const properties = child(run, "w:rPr");
    for (const one of elements(run)) {
      const sign = SIGNS[one.name];
      if (one.name === "w:t" || one.name === "w:delText") this.#words(textIn(one), properties, around);
      else if (sign !== undefined) this.#words(sign, properties, around);
      else if (one.name === "w:sym") this.#words(symbol(one.attributes["w:char"]), properties, around);
      else if (one.name === "w:instrText") this.#instruction(textIn(one));
      else if (one.name === "w:fldChar") this.#field(one.attributes["w:fldCharType"]);
      else if (one.name === "w:commentReference") this.#edgeOf(one.attributes["w:id"], "end");
      else if (one.name === "w:ruby") this.#inlines(child(one, "w:rubyBase"), around);
      else this.#aside(one, around);
    }
  }

  /// Boxes of text, pictures and old programs' objects hang on a run.
  #aside(one: XmlElement, around: Around): void {
    if (one.name === "mc:AlternateContent") {
      for (const each of elements(this.#alternative(one))) this.#aside(each, around);
    } else if (["w:drawing", "w:pict", "w:object"].includes(one.name)) {
      const boxes = this.#boxes(one);
      for (const box of boxes) this.#blocks(box, { ...around, place: "box", link: null });
      if (boxes.length === 0) this.pictures++;
    }
  }

  #boxes(one: XmlElement): XmlElement[] {
    return elements(one).flatMap((each) => (each.name === "w:txbxContent" ? [each] : this.#boxes(each)));
  }

  #field(type: string | undefined): void {
    const last = this.#fields.at(-1);
    if (type === "begin") this.#fields.push({ instruction: "", shows: false });
    else if (type === "separate" && last !== undefined) last.shows = true;
    else if (type === "end") this.#fields.pop();
  }

  #instruction(text: string): void {
    const last = this.#fields.at(-1);
    if (last !== undefined && !last.shows) last.instruction += text;
  }

  #words(text: string, properties: XmlElement | null, around: Around): void {
    const field = this.#fields.at(-1);
    if (text === "" || this.#open === null || field?.shows === false) return;
    const [, name = null, target = null] = /^\s*(\w+)(?:\s+"([^"]*)")?/.exec(field?.instruction ?? "") ?? [];
    const lang = child(properties, "w:lang");
    const change = child(properties, "w:rPrChange");
    const run: WordRun = {
      kind: "run",
      text,
      look: properties === null ? NO_LOOK : this.#styles.look(properties),
      lang: lang?.attributes[HAN.test(text) ? "w:eastAsia" : "w:val"] ?? null,
      link: name === "HYPERLINK" ? (target ?? around.link) : around.link,
      field: name === "HYPERLINK" ? null : name,
      inserted: around.inserted,
      deleted: around.deleted,
      moved: around.moved,
      was: change === null ? null : this.#styles.look(child(change, "w:rPr")),
      reformatted: change === null ? null : whoOf(change),
    };
    this.#open.pieces.push(run);
  }
}
