import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assemble, type Proof } from "../../../src/core/proof/proof.ts";
import { write, type Format } from "../../../src/station/files/formats.ts";
import { readIssueBytes } from "../../../src/station/files/read-issue.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const SAMPLE = path("../../../resources/sample/issue.json");

/// An issue's file as its proof.
export function proofOf(file: string, draft = false): Proof {
  const read = readIssueBytes(readFileSync(file));
  if (!read.ok) throw new Error(read.refusal.code);
  return assemble({ ...read.value.issue, draft });
}

/// The issues that every format is checked on: the sample desk's, a small one full of traps, and where it lies beside the
/// project the real one.
export const ISSUES: readonly (readonly [name: string, file: string])[] = (
  [
    ["the sample issue", SAMPLE],
    ["the small issue", path("../../samples/issue.json")],
    ["the real issue", path("../../../../shared/seed/issue.txt")],
  ] as const
).filter(([name, file]) => {
  if (existsSync(file)) return true;
  console.info(`skipped: ${name} is absent`);
  return false;
});

/// The same issue of a publication that prints on US Letter.
export const onLetter = (proof: Proof): Proof => ({ ...proof, publication: { ...proof.publication, paper: "us-letter" } });

export async function bytesOf(proof: Proof, format: Format): Promise<Uint8Array> {
  const made = await write(proof, format);
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
}

/// The decoded parts of a letter of ours by content type. Every part of it is quoted-printable.
export function letterParts(eml: Uint8Array): Record<string, string> {
  const [head = "", ...rest] = new TextDecoder().decode(eml).split("\r\n\r\n");
  const boundary = /boundary=(\S+)/.exec(head)?.[1] ?? "";
  const parts = rest.join("\r\n\r\n").split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf("\r\n\r\n");
      const coded = part.slice(at + 4, -2).replaceAll("=\r\n", "");
      const bytes = coded.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return [/Content-Type: ([\w/]+)/.exec(part)?.[1] ?? "", Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n")];
    }),
  );
}
