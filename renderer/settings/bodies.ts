import type { ListedBody } from "../../src/core/desk/kinds.ts";

/// The list of issuing bodies as lines to edit: `MOT | Ministry of Transport | 交通运输部`; the first part may be empty.
export const bodiesText = (bodies: readonly ListedBody[]): string =>
  bodies.map((body) => [body.short ?? "", body.name, body.original ?? ""].join(" | ").replace(/( \| )+$/, "")).join("\n");

/// Reads such lines. A line of one part is a name; lines without a name are left out.
export function readBodies(text: string): ListedBody[] {
  return text.split("\n").flatMap((line) => {
    const parts = line.split("|").map((part) => part.trim());
    const [short, name, original] = parts.length === 1 ? ["", parts[0], ""] : parts;
    return name ? [{ short: short || null, name, original: original || null }] : [];
  });
}
