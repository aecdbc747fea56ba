import { describe, expect, it } from "vitest";
import { array, lazy, maxLength, object, optional, pipe, string, type GenericSchema } from "valibot";
import { act, announce, answer, read } from "../../src/contract/channel.ts";
import { decodeCall, decodeNews, MESSAGE_DEPTH_MAX, MESSAGE_SIZE_MAX } from "../../src/contract/decode.ts";
import { dispatcher } from "../../src/contract/handlers.ts";
import { calls } from "../../src/contract/calls.ts";
import { ok } from "../../src/core/base/result.ts";

interface Tree {
  readonly of?: Tree[] | undefined;
}
const tree: GenericSchema<Tree> = object({ of: optional(lazy(() => array(tree))) });

const channels = {
  "text.put": act({ text: string() }, answer<number>()),
  "text.large": act({ text: string() }, answer<number>(), { size: 4 * MESSAGE_SIZE_MAX }),
  "text.short": act({ text: pipe(string(), maxLength(3)) }, answer<number>()),
  "tree.read": read({ tree }, answer<null>()),
  "text.changed": announce({ text: string() }),
};

const code = (channel: unknown, input: unknown): string => {
  const decoded = decodeCall(channels, channel, input);
  return decoded.ok ? "ok" : decoded.refusal.code;
};

const deep = (levels: number): unknown => {
  let made: unknown = {};
  for (let level = 0; level < levels; level++) made = { of: [made] };
  return made;
};

describe("a hostile window", () => {
  it.each([["nowhere"], ["toString"], ["__proto__"], ["constructor"], [""], [null], [7], [{}], [["text.put"]], ["text.changed"]])(
    "gets no further with the channel %j",
    (channel) => expect(code(channel, { text: "a" })).toBe("channel-unknown"),
  );

  it.each([[{}], [{ text: 5 }], [{ text: null }], [{ text: "a", more: 1 }], [null], [undefined], ["text"], [[{ text: "a" }]]])(
    "is refused the malformed %j",
    (input) => expect(code("text.put", input)).toBe("message-malformed"),
  );

  it("is told which field was wrong", () => {
    const decoded = decodeCall(channels, "text.short", { text: "long" });
    expect(decoded).toMatchObject({ refusal: { code: "message-malformed", data: { channel: "text.short", place: "text" } } });
  });

  it("cannot hand over two megabytes where one is allowed, and can where more is", () => {
    const text = "x".repeat(2 * MESSAGE_SIZE_MAX);
    expect(code("text.put", { text })).toBe("message-too-large");
    expect(code("text.large", { text })).toBe("ok");
    expect(code("text.put", { text: "中".repeat(MESSAGE_SIZE_MAX / 3 + 1) })).toBe("message-too-large");
    expect(code("text.put", { text: "x".repeat(MESSAGE_SIZE_MAX - 100) })).toBe("ok");
  });

  it("cannot hide size in many small things", () => {
    expect(code("tree.read", { tree: { of: Array.from({ length: 600_000 }, () => ({})) } })).toBe("message-too-large");
    expect(code("text.put", Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`${"k".repeat(30)}${n}`, null])))).toBe(
      "message-too-large",
    );
  });

  it("cannot nest deeper than the limit, however deep", () => {
    expect(code("tree.read", { tree: deep((MESSAGE_DEPTH_MAX - 2) / 2) })).toBe("ok");
    expect(code("tree.read", { tree: deep(MESSAGE_DEPTH_MAX) })).toBe("message-not-plain");
    expect(code("tree.read", { tree: deep(20_000) })).toBe("message-not-plain");
  });

  it.each(['{"text":"a","__proto__":{"admin":true}}', '{"text":"a","constructor":{}}', '{"text":{"prototype":1}}'])(
    "cannot reach a prototype with %s",
    (json) => {
      expect(code("text.put", JSON.parse(json))).toBe("message-not-plain");
      expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
    },
  );

  it("cannot send what is not plain data", () => {
    const cycle: Record<string, unknown> = {};
    cycle["of"] = [cycle];
    for (const text of [() => 1, Symbol("s"), 1n, NaN, Infinity, new Map(), new Date(0), /x/])
      expect(code("text.put", { text })).toBe("message-not-plain");
    expect(code("tree.read", { tree: cycle })).toBe("message-not-plain");
  });

  it("reaches no handler with any of it", async () => {
    let reached = 0;
    const count = () => ok(++reached);
    const handlers = { "text.put": count, "text.large": count, "text.short": count, "tree.read": () => ok(null) };
    const dispatch = dispatcher(channels, handlers, { next: () => "", report: () => undefined });
    const hostile = [null, {}, { text: 1 }, { text: "x".repeat(2 * MESSAGE_SIZE_MAX) }, JSON.parse('{"text":"a","__proto__":1}')];
    for (const input of hostile) await dispatch("text.put", input);
    expect(reached).toBe(0);
    expect(await dispatch("text.put", { text: "fine" })).toEqual({ ok: true, value: 1 });
  });
});

describe("the list of calls", () => {
  it("is answered with a refusal, never a throw, for any junk on any channel", () => {
    const junk = [null, undefined, 0, "", [], {}, { a: 1 }, deep(500), new Uint8Array(9), JSON.parse('{"__proto__":{}}')];
    for (const name of Object.keys(calls))
      for (const input of junk) {
        expect(decodeCall(calls, name, input)).toHaveProperty("ok");
        expect(decodeNews(calls, name, input)).toHaveProperty("ok");
      }
  });
});
