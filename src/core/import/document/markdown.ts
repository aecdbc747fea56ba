import { Parser, type Node } from "commonmark";
import { same } from "../../base/canonical.ts";
import type { Result } from "../../base/result.ts";
import type { Marks } from "../../manuscript/runs.ts";
import { Builder, PLAIN } from "./builder.ts";
import { HtmlReader } from "./html.ts";
import { reading } from "./limits.ts";
import type { Document } from "./model.ts";

/// Reads CommonMark. HTML inside it is read as such, front matter between lines of dashes is text.
export const readMarkdown = (text: string): Result<Document> =>
  reading(() => {
    const to = new Builder();
    to.measure.letters(text.length);
    new MarkdownReader(to).read(new Parser().parse(text));
    return to.done();
  });

const MARK: Readonly<Record<string, Marks>> = { strong: { strong: true }, emph: { em: true } };

const TAG: Readonly<Record<string, Marks>> = { strong: { strong: true }, b: { strong: true }, em: { em: true }, i: { em: true } };

class MarkdownReader {
  readonly #to: Builder;
  readonly #marks: Marks[] = [{}];
  /// Marks that tags of HTML have opened in this paragraph.
  #tags: Marks[] = [];
  readonly #lists: { readonly ordered: boolean; next: number }[] = [];
  #fresh: { readonly number: string | null } | null = null;
  #depth = 0;

  constructor(to: Builder) {
    this.#to = to;
  }

  read(root: Node): void {
    const walker = root.walker();
    for (let step = walker.next(); step !== null; step = walker.next()) {
      const { node, entering } = step;
      this.#depth += node.isContainer ? (entering ? 1 : -1) : 0;
      if (entering) this.#enter(node);
      else this.#leave(node);
    }
  }

  get #now(): Marks {
    return Object.assign({}, this.#marks.at(-1), ...this.#tags) as Marks;
  }

  #enter(node: Node): void {
    this.#to.measure.element(this.#depth);
    const mark = node.type === "link" ? { link: node.destination ?? "" } : MARK[node.type];
    if (mark !== undefined) this.#marks.push({ ...this.#now, ...mark });
    else if (node.type === "list") this.#lists.push({ ordered: node.listType === "ordered", next: node.listStart || 1 });
    else if (node.type === "item") this.#item();
    else if (node.type === "image") this.#to.picture("");
    else if (node.type === "softbreak") this.#to.words(" ", this.#now);
    else if (node.type === "linebreak") this.#to.words("\n", this.#now);
    else if (node.type === "html_block") this.#html(node.literal ?? "");
    else if (node.type === "html_inline") this.#tag(node.literal ?? "");
    else if (node.type === "text" || node.type === "code") this.#to.words(node.literal ?? "", this.#now);
    else if (node.type === "code_block") {
      this.#to.words((node.literal ?? "").trimEnd());
      this.#close();
    }
  }

  #item(): void {
    const list = this.#lists.at(-1);
    this.#fresh = { number: list?.ordered === true ? String(list.next++) : null };
  }

  #leave(node: Node): void {
    if (node.type === "link" || MARK[node.type] !== undefined) this.#marks.pop();
    else if (node.type === "list") this.#lists.pop();
    else if (node.type === "heading") this.#to.close({ kind: "heading", level: node.level, number: null });
    else if (node.type === "paragraph") this.#close();
  }

  #close(): void {
    this.#tags = [];
    this.#to.close(this.#fresh === null ? PLAIN : { kind: "point", level: 0, number: this.#fresh.number });
    this.#fresh = null;
  }

  #html(html: string): void {
    new HtmlReader(this.#to).read(html);
  }

  /// A single tag amid a line: a break, or marks where asterisks do not bind.
  #tag(tag: string): void {
    if (/^<br\b/i.test(tag)) this.#to.words("\n", this.#now);
    const mark = TAG[/^<\/?(\w+)\s*>$/.exec(tag)?.[1]?.toLowerCase() ?? ""];
    if (mark === undefined) return;
    const closes = tag.startsWith("</");
    if (!closes) this.#tags.push(mark);
    else if (this.#tags.some((one) => same(one, mark)))
      this.#tags.splice(
        this.#tags.findLastIndex((one) => same(one, mark)),
        1,
      );
  }
}
