import fc from "fast-check";
import { expect, test } from "vitest";
import { exportHouseText } from "../../../src/core/export/house-text.ts";
import { importHouseText } from "../../../src/core/import/house-text.ts";
import { assemble } from "../../../src/core/proof/proof.ts";
import { countingIds, proofs } from "../import/issues.ts";

test("text that is read and written again has the same bytes, whatever the authors wrote", () => {
  fc.assert(
    fc.property(proofs, (proof) => {
      const first = exportHouseText(proof);
      const read = importHouseText(first, countingIds());
      if (!read.ok) throw new Error(read.refusal.code);
      expect(exportHouseText(assemble(read.value.issue))).toBe(first);
    }),
    { numRuns: Number(process.env["RUNS"] ?? 300) },
  );
});
