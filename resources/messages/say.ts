import { MESSAGES, type Holes } from "./messages.generated.ts";

/// A code of the wording.
export type Code = keyof typeof MESSAGES;

/// The codes without holes: plain labels.
export type Label = Exclude<Code, keyof Holes>;

type Given<K extends Code> = K extends keyof Holes ? [data: Holes[K]] : [];

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/// Why a disk refused, in words where there are words for it.
const because = (why: string): string => {
  const code = `disk.${why}`;
  return isCode(code) ? MESSAGES[code].text : why;
};

const write = (name: string, filling: unknown): string =>
  name === "why" && typeof filling === "string"
    ? because(filling)
    : Array.isArray(filling)
      ? list(filling.map(String))
      : filling === null || filling === undefined
        ? ""
        : String(filling);

/// Chooses between forms by number: `one|many` or `none|one|many`, where `#` is the number. A list counts its members.
function choose(forms: readonly string[], filling: unknown): string {
  const count = Array.isArray(filling) ? filling.length : Number(filling);
  const [none, one, many] = forms.length === 3 ? forms : [undefined, forms[0], forms[1]];
  const form = count === 0 && none !== undefined ? none : count === 1 ? one : many;
  return (form ?? "").replaceAll("#", String(count));
}

const fill = (text: string, data: Readonly<Record<string, unknown>>): string =>
  text.replaceAll(/\{([a-zA-Z]+)((?:\|[^{}|]*)*)\}/g, (_hole, name: string, forms: string) =>
    forms === "" ? write(name, data[name]) : choose(forms.slice(1).split("|"), data[name]),
  );

/// The words of a code, its holes filled. Which holes a code has is part of its type.
export const say = <K extends Code>(code: K, ...[data]: Given<K>): string => fill(MESSAGES[code].text, { ...data });

/// What a code means and what to do about it; empty where nothing is written.
export function help(code: Code): string {
  const message: { readonly text: string; readonly help?: string } = MESSAGES[code];
  return message.help ?? "";
}

/// Whether a text is a code of the wording: refusals arrive as data.
export const isCode = (code: string): code is Code => Object.hasOwn(MESSAGES, code);

/// The words and the help for a refusal from anywhere. An unknown code is shown as it is, with its data.
export function sayRefusal(refusal: { readonly code: string; readonly data: Readonly<Record<string, unknown>> }): {
  readonly text: string;
  readonly help: string;
} {
  const { code, data } = refusal;
  if (!isCode(code)) return { text: `${code} ${JSON.stringify(data)}`, help: "" };
  return { text: fill(MESSAGES[code].text, data), help: fill(help(code), data) };
}

/// The words for what stands before sign-off. What a check says of a brief's sentence is said with that sentence, since a
/// list of briefs has no headlines to stand under.
export function sayObstacle(obstacle: {
  readonly check: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly brief: string | null;
}): string {
  const { check, data, brief } = obstacle;
  const words = sayRefusal({ code: check, data }).text;
  return brief !== null && check.startsWith("check-") ? say("preflight.in-brief", { text: String(data["text"] ?? ""), words }) : words;
}
