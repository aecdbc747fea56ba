import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/// Makes the typed words of window and command line from `en/*.md`. In each file a heading is a code, the quote below
/// it the words with `{holes}`, and what follows is help: what it means and what to do.
/// `npm run messages` writes `messages.generated.ts`; a test refuses a stale one.

const here = dirname(fileURLToPath(import.meta.url));
export const OUTPUT = join(here, "messages.generated.ts");

export interface Message {
  readonly code: string;
  readonly text: string;
  readonly help: string;
  readonly holes: readonly string[];
}

const CODE = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/// The names of a text's holes: `{name}`, and `{count|one note|# notes}`.
export const holesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([a-zA-Z]+)(\|[^{}]*)?\}/g)].map((match) => match[1] ?? ""))].sort();

/// Reads one file of messages. Throws with file and code on a mistake of the writer's.
export function parse(source: string, file: string): Message[] {
  return source
    .split(/^## /m)
    .slice(1)
    .map((block) => {
      const [heading = "", ...lines] = block.split("\n");
      const code = heading.trim();
      if (!CODE.test(code)) throw new Error(`${file}: "${code}" is no code`);
      const quote = lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2).trim());
      if (quote.length === 0) throw new Error(`${file}: ${code} has no words`);
      const text = quote.join(" ");
      if (/[{}]/.test(text.replaceAll(/\{[a-zA-Z]+(\|[^{}|]*){0,3}\}/g, "")))
        throw new Error(`${file}: ${code} has a broken hole: ${text}`);
      const help = lines
        .filter((line) => !line.startsWith(">"))
        .join(" ")
        .replaceAll(/\s+/g, " ")
        .trim();
      return { code, text, help, holes: holesOf(text) };
    });
}

/// Every message, sorted by code. Throws when a code is given twice.
export function readMessages(folder = join(here, "en")): Message[] {
  const seen = new Map<string, string>();
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .flatMap((name) => parse(readFileSync(join(folder, name), "utf8"), name).map((message) => ({ name, message })));
  for (const { name, message } of all) {
    const before = seen.get(message.code);
    if (before !== undefined) throw new Error(`${message.code} is in ${before} and in ${name}`);
    seen.set(message.code, name);
  }
  return all.map((each) => each.message).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/// The TypeScript of the generated file.
export function generate(messages: readonly Message[]): string {
  const entries = messages.map((each) => {
    const help = each.help === "" ? "" : `, help: ${JSON.stringify(each.help)}`;
    return `  ${JSON.stringify(each.code)}: { text: ${JSON.stringify(each.text)}${help} },`;
  });
  const holes = messages
    .filter((each) => each.holes.length > 0)
    .map((each) => `  ${JSON.stringify(each.code)}: { ${each.holes.map((hole) => `${hole}: Filling`).join("; ")} };`);
  return [
    "// Made by generate.ts from en/*.md: change those, then run `npm run messages`.",
    "",
    '/// What fills a hole. A list reads as "a, b and c"; a number may choose between one and many.',
    "export type Filling = string | number | readonly string[];",
    "",
    "/// Every visible word by its code.",
    "export const MESSAGES = {",
    ...entries,
    "} as const satisfies Record<string, { text: string; help?: string }>;",
    "",
    "/// What each code with holes must be given.",
    "export interface Holes {",
    ...holes,
    "}",
    "",
  ].join("\n");
}

/// Writes the generated file if it would change. Answers whether it did.
export function writeMessages(): boolean {
  const made = generate(readMessages());
  const before = (() => {
    try {
      return readFileSync(OUTPUT, "utf8");
    } catch {
      return null;
    }
  })();
  if (before === made) return false;
  writeFileSync(OUTPUT, made);
  return true;
}

if (import.meta.main) console.log(writeMessages() ? "messages written" : "messages unchanged");
