import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Node } from "prosemirror-model";
import { exportJson } from "../../../src/core/export/json.ts";
import { importJson } from "../../../src/core/import/json.ts";
import type { Imported } from "../../../src/core/import/imported.ts";
import { schema } from "../../../src/core/manuscript/schema.ts";
import { assemble } from "../../../src/core/proof/proof.ts";
import { countingIds, proofs } from "./issues.ts";

const SAMPLE = readFileSync(new URL("../../../resources/sample/issue.json", import.meta.url), "utf8");

function read(text: string): Imported {
  const result = importJson(text, countingIds());
  if (!result.ok) throw new Error(`${result.refusal.code} ${JSON.stringify(result.refusal.data)}`);
  return result.value;
}

test("writing, reading and writing again gives the same bytes", () => {
  fc.assert(
    fc.property(proofs, (proof) => {
      const first = exportJson(proof);
      expect(exportJson(assemble(read(first).issue))).toBe(first);
    }),
    { numRuns: 300 },
  );
});

test("the sample issue is in its written form, whole and without findings", () => {
  const { issue, findings } = read(SAMPLE);
  expect(exportJson(assemble(issue))).toBe(SAMPLE);
  expect(findings).toEqual([]);
  expect(issue.items.length).toBe(5);
});

test("every imported manuscript fits the schema and every block has an id of its own", () => {
  fc.assert(
    fc.property(proofs, (proof) => {
      const seen = new Set<string>();
      for (const { content } of read(exportJson(proof)).issue.items) {
        const doc = Node.fromJSON(schema, content.doc);
        doc.check();
        doc.descendants((node) => {
          if (!node.isTextblock && node.type.name !== "explainer") return;
          expect(node.attrs["id"]).toMatch(/^\d{32}$/);
          expect(seen.has(String(node.attrs["id"]))).toBe(false);
          seen.add(String(node.attrs["id"]));
        });
      }
    }),
    { numRuns: 100 },
  );
});

describe("unknown keys", () => {
  const json = JSON.parse(SAMPLE) as { items: Record<string, unknown>[]; colour?: string };
  json.colour = "blue as the sea";
  json.items[1]!["mood"] = { deep: ["x"] };

  test("are kept where they were and listed", () => {
    const { issue, findings } = read(JSON.stringify(json));
    expect(findings.map(({ code, data }) => [code, data["path"]])).toEqual([
      ["json-unknown-key", "items.1.mood"],
      ["json-unknown-key", "colour"],
    ]);
    const written = exportJson(assemble(issue));
    expect(JSON.parse(written)).toMatchObject({ colour: "blue as the sea", items: [{}, { mood: { deep: ["x"] } }, {}, {}, {}] });
    expect(exportJson(assemble(read(written).issue))).toBe(written);
  });

  test("named like an object's own innards do no harm", () => {
    const { issue } = read(SAMPLE.replace('"format"', '"__proto__": { "polluted": true }, "format"'));
    expect(exportJson(assemble(issue))).toContain('"polluted"');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("JSON that is no issue is refused, saying where", () => {
  const broken = (change: (issue: Record<string, unknown> & { items: Record<string, unknown>[] }) => void): string => {
    const issue = JSON.parse(SAMPLE) as Record<string, unknown> & { items: Record<string, unknown>[] };
    change(issue);
    return JSON.stringify(issue);
  };
  test.each([
    ["{", "json-unreadable", {}],
    ["[]", "json-other-format", {}],
    ["null", "json-other-format", {}],
    ['{"format":"top5-issue/2"}', "json-other-format", { format: "top5-issue/2" }],
    [broken((issue) => (issue.items[0]!["rank"] = "first")), "json-malformed", { path: "items.0.rank" }],
    [broken((issue) => (issue.items[2]!["date"] = "2026-02-30")), "json-malformed", { path: "items.2.date" }],
    [broken((issue) => delete issue["briefs"]), "json-malformed", { path: "briefs" }],
    [broken((issue) => (issue["extra"] = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`))), "json-too-deep", {}],
  ])("%.40s", (text, code, data) => expect(importJson(text, countingIds())).toMatchObject({ ok: false, refusal: { code, data } }));
});

test("a link of another scheme loses its target and is listed", () => {
  const { findings, issue } = read(SAMPLE.replace("https://www.example.org/itu/filings", "javascript:alert(1)"));
  expect(findings.map((finding) => finding.code)).toEqual(["link-unsafe"]);
  expect(exportJson(assemble(issue))).not.toContain("javascript:");
});
