import { describe, expect, it } from "vitest";
import { maxLength, pipe, string } from "valibot";
import { act, announce, answer, read } from "../../src/contract/channel.ts";
import { client } from "../../src/contract/client.ts";
import { dispatcher, type Handlers } from "../../src/contract/handlers.ts";
import { answerOn, connect, type Port } from "../../src/contract/wire.ts";
import { ok, refuse } from "../../src/core/base/result.ts";

const channels = {
  "shelf.read": read({}, answer<readonly string[]>()),
  "shelf.put": act({ title: pipe(string(), maxLength(20)) }, answer<number>()),
  "shelf.changed": announce({ title: string() }),
};

/// Two queues joined in memory: what one end posts, the other hears, a turn later and as a copy.
function joined(): [Port, Port] {
  const hearers: ((message: unknown) => void)[][] = [[], []];
  const end = (self: 0 | 1): Port => ({
    post: (message) => queueMicrotask(() => hearers[1 - self]?.forEach((hear) => hear(structuredClone(message)))),
    onMessage: (hear) => hearers[self]?.push(hear),
  });
  return [end(0), end(1)];
}

function shelf() {
  const titles: string[] = [];
  const reported: string[] = [];
  const [here, there] = joined();
  const handlers: Handlers<typeof channels> = {
    "shelf.read": () => ok(titles),
    "shelf.put": ({ title }) => {
      if (title === "bug") throw new Error("shelf broke");
      if (titles.includes(title)) return refuse("taken", { title });
      tell("shelf.changed", { title });
      return ok(titles.push(title));
    },
  };
  const incidents = {
    next: () => "i1",
    report: (id: string, channel: string, error: unknown) => reported.push(`${id} ${channel} ${String(error)}`),
  };
  const tell = answerOn(there, dispatcher(channels, handlers, incidents));
  return { wire: connect(here), here, reported };
}

describe("two queues joined in memory", () => {
  it("carries answers, refusals and announcements", async () => {
    const { wire } = shelf();
    const heard: unknown[] = [];
    const deaf = wire.listen((channel, data) => heard.push([channel, data]));
    expect(await wire.call("shelf.put", { title: "Ports" })).toEqual({ ok: true, value: 1 });
    expect(await wire.call("shelf.put", { title: "Ports" })).toEqual({ ok: false, refusal: { code: "taken", data: { title: "Ports" } } });
    expect(await wire.call("shelf.read", {})).toEqual({ ok: true, value: ["Ports"] });
    deaf();
    await wire.call("shelf.put", { title: "Rail" });
    expect(heard).toEqual([["shelf.changed", { title: "Ports" }]]);
  });

  it("answers many calls at once, each with its own reply", async () => {
    const { wire } = shelf();
    const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => wire.call("shelf.put", { title: `t${n}` })));
    expect(replies).toEqual(Array.from({ length: 50 }, (_, n) => ({ ok: true, value: n + 1 })));
  });

  it("turns what a handler throws into an incident, told in full on its own side only", async () => {
    const { wire, reported } = shelf();
    expect(await wire.call("shelf.put", { title: "bug" })).toEqual({ ok: false, refusal: { code: "internal", data: { incident: "i1" } } });
    expect(reported).toEqual(["i1 shelf.put Error: shelf broke"]);
  });

  it("ends open calls when the other side is gone", async () => {
    const [here] = joined();
    const wire = connect(here);
    const open = wire.call("shelf.read", {});
    wire.close("the station stopped");
    await expect(open).rejects.toThrow("the station stopped");
    await expect(wire.call("shelf.read", {})).rejects.toThrow("the station stopped");
  });
});

describe("the window's client", () => {
  it("never rejects: a broken transport is a refusal", async () => {
    const desk = client({ call: () => Promise.reject(new Error("gone")), listen: () => () => undefined });
    const refusal = { code: "station-unreachable", data: { channel: "station.status", reason: "gone" } };
    expect(await desk.call("station.status", {})).toEqual({ ok: false, refusal });
  });

  it("takes nothing for a result that is none", async () => {
    const desk = client({ call: () => Promise.resolve({ hello: 1 }), listen: () => () => undefined });
    const reply = await desk.call("station.status", {});
    expect(reply.ok).toBe(false);
  });

  it("hears its channel only, and only what decodes", () => {
    let say: (channel: string, data: unknown) => void = () => undefined;
    const desk = client({ call: () => Promise.resolve(null), listen: (hear) => ((say = hear), () => undefined) });
    const heard: unknown[] = [];
    desk.listen("station.changed", (news) => heard.push(news));
    say("station.changed", { state: "ready" });
    say("station.changed", { state: 5 });
    say("menu.chosen", { command: "x" });
    expect(heard).toEqual([{ state: "ready" }]);
  });
});
