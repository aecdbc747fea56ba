import type { Credit } from "../../src/core/issue/issue.ts";

interface EditableCredit {
  readonly heading: string;
  readonly people: { readonly name: string; readonly role: string | null }[];
}

/// Credits as lines to edit: a heading with a colon, below it `Name, role` a line each.
export const creditsText = (credits: readonly Credit[]): string =>
  credits
    .map((credit) =>
      [`${credit.heading}:`, ...credit.people.map((one) => (one.role === null ? one.name : `${one.name}, ${one.role}`))].join("\n"),
    )
    .join("\n\n");

/// Reads such lines. People before any heading stand under an empty one.
export function readCredits(text: string): EditableCredit[] {
  const out: EditableCredit[] = [];
  for (const line of text
    .split("\n")
    .map((one) => one.trim())
    .filter(Boolean)) {
    if (line.endsWith(":")) out.push({ heading: line.slice(0, -1), people: [] });
    else {
      const [name = "", ...role] = line.split(",");
      if (out.length === 0) out.push({ heading: "", people: [] });
      out.at(-1)?.people.push({ name: name.trim(), role: role.join(",").trim() || null });
    }
  }
  return out;
}
