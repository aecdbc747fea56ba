import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { same } from "../../src/core/base/canonical.ts";
import { keep } from "../../renderer/rows/keep.ts";

describe("what is read anew", () => {
  const known = { text: { words: ["a", "b"] }, notes: [{ id: 1, text: "x" }], begun: null as null | { words: string[] } };

  it("keeps the very objects that say the same", () => {
    expect(keep(known, structuredClone(known))).toBe(known);
    const now = keep(known, {
      ...structuredClone(known),
      notes: [
        { id: 1, text: "x" },
        { id: 2, text: "y" },
      ],
    });
    expect(now.text).toBe(known.text);
    expect(now.notes[0]).toBe(known.notes[0]);
    expect(now.notes).toHaveLength(2);
    expect(known.notes).toHaveLength(1);
  });

  it("always says what was read", () => {
    // Few values, so that much of both is alike.
    const some = fc.record({ a: fc.boolean(), b: fc.array(fc.boolean(), { maxLength: 2 }) }, { requiredKeys: [] });
    const value = fc.oneof(fc.array(some, { maxLength: 2 }), some, fc.jsonValue());
    const said = fc.property(value, value, (before, now) => {
      expect(same(keep(before, structuredClone(now)), now)).toBe(true);
    });
    fc.assert(said, { numRuns: 1000 });
    expect(keep({ a: undefined }, { b: undefined } as object)).toStrictEqual({ b: undefined });
  });
});
