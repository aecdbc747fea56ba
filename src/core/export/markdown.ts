import type { Run } from "../issue/issue.ts";
import { longDate, monthDay } from "../proof/dates.ts";
import type { Proof } from "../proof/proof.ts";
import { correctionLine } from "../proof/correction.ts";
import { bodiesLabel, bodiesText, numberAndDate, reading, type Block, type ItemText, type Reading } from "../proof/reading.ts";

/// The proof as Markdown (CommonMark): headings, point lists, quoted explainers, links. Every sign of the authors that
/// Markdown or HTML would take for markup stands behind a backslash or as a character reference.
export function exportMarkdown(proof: Proof): string {
  const read = reading(proof);
  const { fields, publication, draft } = read;
  const blocks = [
    draft ? "**DRAFT**" : "",
    `# ${escape(publication.name)}`,
    fields.title === null ? "" : `**${escape(fields.title)}**`,
    escape(numberAndDate(fields)),
    ...read.corrections.map((one) => lineStart(escape(correctionLine(one)))),
    read.items.length === 0 ? "" : `## ${escape(publication.sections.items)}`,
    ...read.items.flatMap((item) => itemBlocks(read, item)),
    read.briefs.length === 0 ? "" : `## ${escape(publication.sections.briefs)}`,
    ...read.briefs.flatMap(({ list, entries }) => [`### ${escape(list)}`, entries.map(briefLine).join("\n")]),
    ...imprint(read),
    draft ? "**DRAFT**" : "",
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function itemBlocks(read: Reading, item: ItemText): string[] {
  const { labels, commentLabel } = read.publication;
  const facts = [
    item.bodies.length === 0 ? "" : `**${escape(bodiesLabel(read, item))}:** ${escape(bodiesText(item.bodies))}`,
    item.date === null ? "" : `**${escape(labels.date)}:** ${longDate(item.date)}`,
    item.byline.length === 0 ? "" : `**By:** ${escape(item.byline.join(", "))}`,
  ];
  return [
    `### ${item.rank}. ${inline(item.headline)}`,
    ...part(labels.glance, item.glance),
    ...item.explainers.map(({ title, blocks }) =>
      quoted([`**${escape(labels.explainer)}: ${inline(title.map(({ strong: _strong, ...run }) => run))}**`, ...blocks.map(block)]),
    ),
    ...part(commentLabel, item.comment),
    ...item.sources.map(({ title, original, link }) => {
      const foreign = original === null ? "" : ` (${escape(original.text)})`;
      return `**${escape(labels.article)}:** ${escape(title)}${foreign}${link === null ? "" : ` (${target(labels.link, link)})`}`;
    }),
    ...facts,
  ];
}

function part(label: string, blocks: readonly Block[]): string[] {
  const [first, ...more] = blocks;
  if (first === undefined) return [];
  if (first.type === "paragraph") return [`**${escape(label)}:** ${inline(first.text)}`, ...more.map(block)];
  return [`**${escape(label)}:**`, ...blocks.map(block)];
}

const block = (of: Block): string =>
  of.type === "paragraph" ? lineStart(inline(of.text)) : of.points.map((point) => `- ${lineStart(inline(point))}`).join("\n");

const quoted = (blocks: readonly string[]): string => blocks.join("\n\n").replace(/^/gm, "> ").replace(/^> $/gm, ">");

function briefLine({ date, text, source }: Reading["briefs"][number]["entries"][number]): string {
  const label = source === null ? "" : ` (${source.link === null ? escape(source.label) : target(source.label, source.link)})`;
  return `- **${monthDay(date)}:** ${inline(text)}${label}`;
}

function imprint({ fields }: Reading): string[] {
  return [
    ...fields.credits.flatMap(({ heading, people }) => [
      `## ${escape(heading)}`,
      people.map(({ name, role }) => `- ${lineStart(escape(name))}${role === null ? "" : `, ${escape(role)}`}`).join("\n"),
    ]),
    fields.contact === null ? "" : `For more information, please contact: ${escape(fields.contact)}`,
    fields.publisher.length === 0 ? "" : "## Publisher",
    fields.publisher.map((line) => lineStart(escape(line))).join("\\\n"),
  ];
}

const target = (label: string, link: string): string => `[${escape(label)}](<${link.replace(/[<>\\]/g, encodeURIComponent)}>)`;

/// Runs as Markdown. Blanks stay outside the marks. Asterisks bind only by what stands around them (CommonMark 0.31, 6.2): where
/// they would not, the marks are the same tags of HTML.
function inline(runs: readonly Run[]): string {
  let out = "";
  runs.forEach(({ text, strong, em, link }, at) => {
    const core = text.trim();
    if (core === "") return void (out += text);
    const [before, after] = [text.slice(0, text.indexOf(core)), text.slice(text.indexOf(core) + core.length)];
    out += before;
    const linked = typeof link === "string";
    const [left, right] = linked ? ["[", "]"] : [lastOf(out), after.slice(0, 1) || nextOf(runs, at)];
    const stars = binds(left, core, right);
    const marks = [...(strong ? [stars ? "**" : "strong"] : []), ...(em ? [stars ? "*" : "em"] : [])];
    const open = marks.map((mark) => (stars ? mark : `<${mark}>`)).join("");
    const close = [...marks].reverse().map((mark) => (stars ? mark : `</${mark}>`));
    const inner = `${open}${escape(core)}${close.join("")}`;
    out += (linked ? `[${inner}](<${link}>)` : inner) + after;
  });
  return out;
}

const lastOf = (text: string): string => [...text.slice(-2)].at(-1) ?? "";

/// What the next run begins with: an asterisk where it is marked itself.
function nextOf(runs: readonly Run[], at: number): string {
  const next = runs[at + 1];
  if (next === undefined) return "";
  if (typeof next.link === "string") return "[";
  return (next.strong || next.em) && !/^\s/.test(next.text) ? "*" : (next.text[0] ?? "");
}

const SIGN = /^[\p{P}\p{S}]$/u;
const isOpen = (one: string): boolean => one === "" || /^\s$/.test(one);

/// Whether asterisks between these neighbours and this text open and close.
function binds(left: string, core: string, right: string): boolean {
  if (left === "*" || right === "*") return false;
  const [first = "", last = ""] = [[...core][0], [...core].at(-1)];
  const opens = !SIGN.test(first) || isOpen(left) || SIGN.test(left);
  const closes = !SIGN.test(last) || isOpen(right) || SIGN.test(right);
  return opens && closes;
}

const escape = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>~|#]/g, "\\$&")
    .replace(/&(?=[#\w]+;)/g, "&amp;")
    .replace(/!(?=\\\[)/g, "\\!");

/// What would open a list, rule or heading at the start of a line.
const lineStart = (text: string): string => text.replace(/^[-+=]/, "\\$&").replace(/^(\d{1,9})([.)])/, "$1\\$2");
