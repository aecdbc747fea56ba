import { describe, expectTypeOf, it } from "vitest";
import { string } from "valibot";
import { act, announce, answer } from "../../src/contract/channel.ts";
import type { Client } from "../../src/contract/client.ts";
import type { Handlers } from "../../src/contract/handlers.ts";
import { ok, type Result } from "../../src/core/base/result.ts";
import type { StationStatus } from "../../src/contract/station.ts";

const channels = {
  "a.put": act({ text: string() }, answer<number>()),
  "b.put": act({ text: string() }, answer<string>()),
  "c.told": announce({}),
};

describe("what does not compile", () => {
  it("is a missing handler, a handler too many, and an answer of another type", () => {
    const whole: Handlers<typeof channels> = { "a.put": ({ text }) => ok(text.length), "b.put": ({ text }) => ok(text) };
    // @ts-expect-error b.put has no handler
    const missing: Handlers<typeof channels> = { "a.put": () => ok(1) };
    // @ts-expect-error an announcement has no handler
    const tooMany: Handlers<typeof channels> = { ...whole, "c.told": () => ok(1) };
    // @ts-expect-error a.put answers a number
    const wrong: Handlers<typeof channels> = { ...whole, "a.put": () => ok("one") };
    expectTypeOf([missing, tooMany, wrong]).toBeArray();
  });

  it("is a call with a wrong name or input", () => {
    expectTypeOf<Parameters<Client["call"]>[0]>().not.toEqualTypeOf<string>();
    const ask = (desk: Client) => desk.call("station.status", {});
    expectTypeOf(ask).returns.resolves.toEqualTypeOf<Result<StationStatus>>();
    // @ts-expect-error there is no such channel
    const wrong = (desk: Client) => desk.call("station.nothing", {});
    // @ts-expect-error the input has no such field
    const extra = (desk: Client) => desk.call("link.open", { address: "https://example.org", more: 1 });
    expectTypeOf([wrong, extra]).toBeArray();
  });
});
