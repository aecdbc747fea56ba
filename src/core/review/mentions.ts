/// A person of the desk, as a note can mention them.
interface Named {
  readonly id: string;
  readonly name: string;
}

/// One stretch of a note's text: plain, or a person's name after `@`.
export interface Said {
  readonly text: string;
  readonly member: string | null;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/// A note's text, cut where it mentions people of the desk by `@` and their whole name. Joined, the texts are the note.
export function cutAtMentions(text: string, people: readonly Named[]): Said[] {
  // The longer name first: "@Anna Berg" is not Anna.
  const names = people
    .map((one) => one.name)
    .filter((name) => name !== "")
    .sort((a, b) => b.length - a.length);
  if (names.length === 0) return text === "" ? [] : [{ text, member: null }];
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(@(?:${names.map(literal).join("|")}))(?![\p{L}\p{N}])`, "gu");
  return text.split(pattern).flatMap((part): Said[] => {
    const member = part.startsWith("@") ? people.find((one) => one.name === part.slice(1)) : undefined;
    return part === "" ? [] : [{ text: part, member: member?.id ?? null }];
  });
}

/// The members that a note's text mentions, each once.
export const mentionedIn = (text: string, people: readonly Named[]): string[] => [
  ...new Set(cutAtMentions(text, people).flatMap((one) => one.member ?? [])),
];
