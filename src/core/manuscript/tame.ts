/// HTML from a clipboard, reduced to what a manuscript can use before any parser sees it: known tags with the few
/// attributes that mean something, nothing that could run or be fetched, and no nesting that a parser would choke on.
/// Words are never dropped. Takes time in proportion to the length, whatever stands in it.

const BLOCKS = [
  ..."p div section article header footer main aside blockquote pre address figure figcaption h1 h2 h3 h4 h5 h6 ul ol li".split(" "),
  ..."dl dt dd table thead tbody tfoot tr td th caption br hr".split(" "),
];
const KNOWN: ReadonlySet<string> = new Set([...BLOCKS, ..."a b strong i em span".split(" ")]);
const VOID: ReadonlySet<string> = new Set(["br", "hr"]);
const ATTRIBUTES: ReadonlySet<string> = new Set(["href", "lang", "data-pm-slice", "data-part"]);

/// Elements whose content is no text of the page.
const SILENT: ReadonlySet<string> = new Set(["script", "style", "title", "template", "iframe", "noembed", "noframes"]);

/// What a tag ends without saying so, when that is open last.
const ENDS: Readonly<Record<string, readonly string[]>> = {
  li: ["p", "li"],
  dt: ["p", "dt", "dd"],
  dd: ["p", "dt", "dd"],
  tr: ["p", "td", "th", "tr"],
  td: ["p", "td", "th"],
  th: ["p", "td", "th"],
};

// A value in quotes may hold a `<`, then only within a stretch: nothing is read to the end of the text again and again.
const QUOTED = /"[^"<]*"|'[^'<]*'|"[^"<]*<[^"]{0,2000}"|'[^'<]*<[^']{0,2000}'/.source;
const MARKUP = new RegExp(`<!--|<[!?][^<>]*>|<(/?)([a-z][a-z0-9:-]*)((?:[^<>"']|${QUOTED})*)>`, "gi");
const ATTRIBUTE = /(?:^|\s)([a-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/// Deeper than any program that people write in.
const DEEPEST = 100;

/// More attributes than programs write on one tag.
const ATTRIBUTES_MAX = 64;

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", a, b, c] of text.matchAll(ATTRIBUTE)) {
    found.set(name.toLowerCase(), a ?? b ?? c ?? "");
    if (found.size === ATTRIBUTES_MAX) break;
  }
  return found;
}

/// Google Docs says bold and italic by style, and wraps everything in a `b` that is not bold.
function namesFor(name: string, style: string): string[] {
  const bold = /font-weight\s*:\s*(bold|[6-9]00)/i.test(style);
  const light = /font-weight\s*:\s*(normal|[1-5]00)/i.test(style);
  const sloped = /font-style\s*:\s*italic/i.test(style);
  const named = light && (name === "b" || name === "strong") ? "span" : name;
  return [named, ...(bold && name === "span" ? ["strong"] : []), ...(sloped && name === "span" ? ["em"] : [])];
}

/// Word writes lists as paragraphs, each with its sign in a stretch to be ignored.
const WORD_POINT = /mso-list\s*:\s*l\d/i;
const WORD_SIGN = /mso-list\s*:\s*ignore/i;

/// Between the cells of a table's row, which becomes one line.
const CELLS = " | ";

/// The elements that are open, and what is written of them.
class Written {
  readonly out: string[] = [];
  readonly #open: { readonly name: string; readonly written: readonly string[]; readonly silent: boolean }[] = [];
  readonly #count = new Map<string, number>();
  #silent = 0;
  #cells = 0;

  words(text: string): void {
    if (this.#silent === 0) this.out.push(text.replaceAll("<", "&lt;"));
  }

  #among(...names: string[]): boolean {
    return names.some((name) => (this.#count.get(name) ?? 0) > 0);
  }

  /// What an element is written as, outermost first.
  #namesOf(name: string, style: string): string[] {
    if (this.#open.length >= DEEPEST || this.#silent > 0) return [];
    if (name === "tr") return ["p"];
    // A line of cells or a point holds no blocks of its own.
    if (this.#among("td", "th") && BLOCKS.includes(name)) return [];
    if (this.#among("li") && (name === "p" || name === "div")) return [];
    if (name === "td" || name === "th") return [];
    if (name === "p" && WORD_POINT.test(style)) return ["ul", "li"];
    return namesFor(name, style);
  }

  start(name: string, attributes: ReadonlyMap<string, string>): void {
    const ends = ENDS[name] ?? (BLOCKS.includes(name) && name !== "br" ? ["p"] : []);
    while (ends.includes(this.#open.at(-1)?.name ?? "")) this.#pop();
    const style = attributes.get("style") ?? "";
    const silent = WORD_SIGN.test(style);
    if (silent) this.#silent++;
    if (VOID.has(name)) return void (this.#silent === 0 && this.out.push(this.#among("td", "th") ? " " : `<${name}>`));
    if (name === "tr") this.#cells = 0;
    else if ((name === "td" || name === "th") && this.#among("tr") && this.#cells++ > 0) this.out.push(CELLS);
    else if (this.#among("td", "th") ? BLOCKS.includes(name) : this.#among("li") && (name === "p" || name === "div")) this.out.push(" ");
    const names = this.#namesOf(name, style);
    const kept = [...attributes]
      .filter(([key]) => ATTRIBUTES.has(key))
      .map(([key, value]) => ` ${key}="${value.replaceAll('"', "&quot;")}"`);
    this.out.push(...names.map((one, at) => `<${one}${at === 0 ? kept.join("") : ""}>`));
    this.#open.push({ name, written: names, silent });
    this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
  }

  #pop(): string {
    const last = this.#open.pop();
    if (last === undefined) return "";
    if (last.silent) this.#silent--;
    this.out.push(...[...last.written].reverse().map((name) => `</${name}>`));
    this.#count.set(last.name, (this.#count.get(last.name) ?? 1) - 1);
    return last.name;
  }

  /// Ends the innermost element of this name and what is open in it; nothing when there is none.
  end(name: string): void {
    if ((this.#count.get(name) ?? 0) === 0) return;
    while (this.#pop() !== name);
  }

  rest(): string {
    while (this.#open.length > 0) this.#pop();
    return this.out.join("");
  }
}

/// Finds ends in one text. An end that was missing once is not looked for again.
function endsIn(source: string): (end: RegExp, from: number) => number | null {
  const missing = new Set<string>();
  return (end, from) => {
    if (missing.has(end.source)) return null;
    end.lastIndex = from;
    if (end.test(source)) return end.lastIndex;
    missing.add(end.source);
    return null;
  };
}

/// The tamed HTML.
export function tame(html: string): string {
  const written = new Written();
  const endOf = endsIn(html);
  const markup = new RegExp(MARKUP);
  let done = 0;
  for (let tag = markup.exec(html); tag !== null; tag = markup.exec(html)) {
    const [all, slash, named, attributes = ""] = tag;
    const name = named?.toLowerCase() ?? "";
    written.words(html.slice(done, tag.index));
    done = tag.index + all.length;
    const silent = all === "<!--" ? /-->/g : slash === "" && SILENT.has(name) ? new RegExp(`</${name}\\s*>`, "gi") : null;
    if (silent !== null) done = endOf(silent, done) ?? done;
    else if (KNOWN.has(name) && slash === "/") written.end(name);
    else if (KNOWN.has(name)) written.start(name, attributesOf(attributes));
    markup.lastIndex = done;
  }
  written.words(html.slice(done));
  return written.rest();
}
