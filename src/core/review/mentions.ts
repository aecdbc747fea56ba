/// A person of the desk, as a note can mention them.
interface Named {
  readonly id: string;
  readonly name: string;
}

/// One stretch of a note's text: plain, or a name after `@`, with the members that bear it (two may bear one name).
export interface Said {
  readonly text: string;
  readonly members: readonly string[];
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/// A note's text, cut where it mentions people of the desk by `@` and their whole name. Joined, the texts are the note.
export function cutAtMentions(text: string, people: readonly Named[]): Said[] {
  // The longer name first: "@Anna Berg" is not Anna.
  const names = people
    .map((one) => one.name)
    .filter((name) => name !== "")
    .sort((a, b) => b.length - a.length);
  if (names.length === 0) return text === "" ? [] : [{ text, members: [] }];
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(@(?:${names.map(literal).join("|")}))(?![\p{L}\p{N}])`, "gu");
  return text.split(pattern).flatMap((part): Said[] => {
    const named = part.startsWith("@") ? people.filter((one) => one.name === part.slice(1)) : [];
    return part === "" ? [] : [{ text: part, members: named.map((one) => one.id) }];
  });
}

/// The members that a note's text mentions, each once.
export const mentionedIn = (text: string, people: readonly Named[]): string[] => [
  ...new Set(cutAtMentions(text, people).flatMap((one) => one.members)),
];
