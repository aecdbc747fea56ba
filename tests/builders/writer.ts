import type { Content } from "../../src/core/item/item.ts";
import { fromBlocks, toBlocks, type Block, type Inline } from "../../src/core/manuscript/blocks.ts";
import { plain } from "../../src/core/manuscript/text.ts";
import { randomOf } from "../simulator/world.ts";

const CHINESE = ["工业", "信息化", "部", "人工智能", "数据"];
const MARKS = [{ type: "strong" }, { type: "em" }, { type: "link", attrs: { href: "https://example.org/" } }] as const;

/// Neighbours with equal marks as one node, as the editor keeps them.
const joined = (text: Inline): Inline =>
  text.reduce<Inline[number][]>((out, node) => {
    const last = out.at(-1);
    if (last !== undefined && JSON.stringify(last.marks ?? []) === JSON.stringify(node.marks ?? []))
      out[out.length - 1] = { ...last, text: `${last.text}${node.text}` };
    else if (node.text !== "") out.push(node);
    return out;
  }, []);

/// The text from one character to another, with its marks.
const slice = (text: Inline, from: number, to: number): Inline => {
  let at = 0;
  return text.flatMap((node) => {
    const [start, end] = [at, (at += node.text?.length ?? 0)];
    const cut = node.text?.slice(Math.max(0, from - start), Math.max(0, to - start)) ?? "";
    return end <= from || start >= to || cut === "" ? [] : [{ ...node, text: cut }];
  });
};

/// One person's offline work on a text, by seed: words typed, struck, replaced and marked, blocks split, joined, removed,
/// moved, turned into points; fields changed. `typed` collects every word typed, each of them unique.
export class Writer {
  readonly random: () => number;
  readonly typed: string[] = [];
  readonly #name: string;
  #count = 0;
  #blocks = 0;

  constructor(seed: number, name: string) {
    this.random = randomOf(seed);
    this.#name = name;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  #pick(blocks: readonly Block[]): number {
    const at = blocks.flatMap((block, index) => (block.kind === "paragraph" || block.kind === "point" ? [index] : []));
    return at[this.below(at.length)] ?? -1;
  }

  word(): string {
    const word = `${this.#name}${this.#count++}`;
    this.typed.push(word);
    return word;
  }

  #fresh(): string {
    return `${this.#name}-block-${this.#blocks++}`;
  }

  /// Strikes some characters at a place and types a word or two there, perhaps marked.
  #retype(block: Block): Block {
    const length = plain(block).length;
    const from = this.below(length + 1);
    const to = this.random() < 0.5 ? from : Math.min(length, from + this.below(12));
    const marks = this.random() < 0.25 ? [MARKS[this.below(MARKS.length)] as (typeof MARKS)[number]] : [];
    const words = this.random() < 0.2 ? (CHINESE[this.below(CHINESE.length)] ?? "") : `${this.word()} `;
    const typed = this.random() < 0.2 && to > from ? [] : [{ type: "text", text: words, ...(marks.length > 0 ? { marks } : {}) }];
    return { ...block, text: joined([...slice(block.text, 0, from), ...typed, ...slice(block.text, to, length)]) };
  }

  #mark(block: Block): Block {
    const length = plain(block).length;
    const from = this.below(length);
    const to = from + this.below(length - from) + 1;
    const marked = slice(block.text, from, to).map((node) => ({ ...node, marks: [{ type: "strong" }] }));
    return { ...block, text: joined([...slice(block.text, 0, from), ...marked, ...slice(block.text, to, length)]) };
  }

  step(blocks: Block[]): Block[] {
    const at = this.#pick(blocks);
    const block = blocks[at];
    if (block === undefined) return blocks;
    const what = this.random();
    if (what < 0.4) return blocks.with(at, this.#retype(block));
    if (what < 0.5) return blocks.with(at, this.#mark(block));
    if (what < 0.6)
      return blocks.toSpliced(at + 1, 0, { id: this.#fresh(), kind: block.kind, text: [{ type: "text", text: this.word() }] });
    if (what < 0.68) return blocks.toSpliced(at, 1);
    if (what < 0.76) return blocks.toSpliced(at, 1).toSpliced(Math.max(1, this.#pick(blocks)), 0, block);
    if (what < 0.82) return blocks.with(at, { ...block, kind: block.kind === "point" ? "paragraph" : "point" });
    const length = plain(block).length;
    const next = blocks[at + 1];
    if (what < 0.9 && next !== undefined && (next.kind === "paragraph" || next.kind === "point"))
      return blocks.toSpliced(at, 2, { ...block, text: joined([...block.text, ...next.text]) });
    const middle = this.below(length + 1);
    return blocks.toSpliced(
      at,
      1,
      { ...block, text: slice(block.text, 0, middle) },
      { id: this.#fresh(), kind: block.kind, text: slice(block.text, middle, length) },
    );
  }

  #fields(fields: Content["fields"]): Content["fields"] {
    const what = this.random();
    if (what < 0.8) return fields;
    if (what < 0.9) return { ...fields, byline: [...fields.byline, this.word()] };
    return { ...fields, date: `2026-09-${String(1 + this.below(28)).padStart(2, "0")}` };
  }

  /// The text after some steps of work.
  edit(base: Content, steps: number): Content {
    let blocks = toBlocks(base.doc);
    for (let at = 0; at < steps; at++) blocks = this.step(blocks);
    return { ...base, fields: this.#fields(base.fields), doc: fromBlocks(blocks) };
  }
}
