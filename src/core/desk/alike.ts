import { LATIN } from "../checks/lookalikes.ts";

/// Letters that a reader takes for one another in the faces that screens use.
const SAME: readonly (readonly [RegExp, string])[] = [
  [/\p{Cf}/gu, ""],
  [/[I1|l]/g, "l"],
  [/0/g, "O"],
  [/rn/g, "m"],
  [/vv/g, "w"],
  [/[\s\u00a0]+/g, " "],
];

function skeleton(name: string): string {
  const latin = [...name.normalize("NFKC")].map((letter) => LATIN[letter] ?? letter).join("");
  return SAME.reduce((text, [from, to]) => text.replace(from, to), latin).trim();
}

/// Whether two names are not the same and look it: letters of another alphabet, invisible ones, an l for an I. Two people may
/// well have one name; nobody has another's by another spelling.
export const looksLike = (one: string, other: string): boolean =>
  one.normalize("NFC") !== other.normalize("NFC") && skeleton(one) === skeleton(other);
