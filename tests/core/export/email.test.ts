import { expect, test } from "vitest";
import { readable } from "../../../src/core/export/colour.ts";
import { EMAIL_LIMIT, exportEmail } from "../../../src/core/export/email.ts";
import { exportHouseText } from "../../../src/core/export/house-text.ts";
import type { Proof } from "../../../src/core/proof/proof.ts";
import { bytesOf, ISSUES, letterParts, proofOf, SAMPLE } from "../../station/files/proofs.ts";

const bytes = (text: string): number => new TextEncoder().encode(text).length;

test.each(ISSUES)("a letter fits whole, loads nothing and has the whole issue as text beside it: %s", async (_name, file) => {
  const proof = proofOf(file);
  const letter = exportEmail(proof);
  expect(bytes(letter?.html ?? "")).toBeLessThan(EMAIL_LIMIT);
  expect(letter?.html).not.toContain("shortened");
  expect(letter?.html).not.toMatch(/<img|url\(|<link|<script/);
  const parts = letterParts(await bytesOf(proof, "email"));
  expect(Object.keys(parts)).toEqual(["text/plain", "text/html"]);
  expect(parts["text/html"]).toBe(letter?.html);
  expect(parts["text/plain"]?.trimEnd()).toBe(exportHouseText(proof).trimEnd());
});

test("a message has the headers that it must have, and no line is too long", async () => {
  const message = new TextDecoder().decode(await bytesOf(proofOf(SAMPLE), "email"));
  const head = message.slice(0, message.indexOf("\r\n\r\n"));
  expect(head).toMatch(/^Date: Thu, 15 Oct 2026 00:00:00 \+0000$/m);
  expect(head).toMatch(/^From: Asia Industry Briefing <briefing@meridian\.example\.org>$/m);
  expect(head).toMatch(/^Message-ID: <[0-9a-f]{32}@desk\.invalid>$/m);
  expect(head).toMatch(/^MIME-Version: 1\.0$/m);
  expect(head).toMatch(/^X-Unsent: 1$/m);
  expect(message).not.toMatch(/[^\u0000-\u007f]|(?<!\r)\n/);
  expect(Math.max(...message.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(78);
});

/// The sample issue with each block of its explainers, or of every part, many times over.
function longer(times: number, inside: RegExp): Proof {
  const proof = proofOf(SAMPLE);
  return {
    ...proof,
    items: proof.items.map(({ rank, content }) => ({
      rank,
      content: {
        ...content,
        doc: {
          ...content.doc,
          content: content.doc.content?.map((part) =>
            inside.test(part.type) && part.type !== "headline"
              ? {
                  ...part,
                  content: [...(part.content ?? []), ...Array.from({ length: times }, () => part.content?.slice(-1) ?? []).flat()],
                }
              : part,
          ),
        },
      },
    })),
  } as Proof;
}

test("a letter that is too long leaves out explainers, then all but the first parts, and says so; the text is whole", () => {
  for (const [times, inside, said, left] of [
    [200, /explainer/, "it leaves out the explainers", "Explainer:"],
    [40, /comment/, "it holds the first part of each item", "Meridian comment:"],
  ] as const) {
    const proof = longer(times, inside);
    const letter = exportEmail(proof);
    expect(letter?.html).toContain(said);
    expect(letter?.html).not.toContain(left);
    expect(bytes(letter?.html ?? "")).toBeLessThan(EMAIL_LIMIT);
    expect(letter?.text).toBe(exportHouseText(proof));
  }
  expect(exportEmail(longer(400, /glance/))).toBe(null);
});

test("an accent is taken for words only where it can be read on white", () => {
  expect(readable("#0b5c6b", "#1d1f21")).toBe("#0b5c6b");
  expect(readable("#ffd400", "#1d1f21")).toBe("#1d1f21");
  expect(readable("red", "#1d1f21")).toBe("#1d1f21");
});
