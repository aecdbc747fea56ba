import { afterAll, describe, expect, it } from "vitest";
import { sayObstacle } from "../../resources/messages/say.ts";
import { handlersOf } from "../../src/station/handlers.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import type { Session } from "../../src/station/session.ts";
import { act, must, newDesk, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
const brief = (words: string) => ({
  list: "Policy news",
  date: "2026-10-01",
  text: [{ text: words }],
  source: { label: "MOT notice", link: null },
});

async function desk() {
  const { chief, others } = await newDesk([
    { name: "Anna", roles: ["author"] },
    { name: "Marek", roles: ["editor"] },
  ]);
  const [anna, marek] = others;
  if (anna === undefined || marek === undefined) throw new Error("two joined");
  const issue = randomHex(16);
  must(act(chief, "issue.open", { issue, fields: FIELDS, due: null }));
  const meet = async (): Promise<void> => {
    for (let round = 0; round < 2; round++) for (const session of [chief, anna, marek]) must(await session.exchange());
  };
  await meet();
  return { chief, anna, marek, issue, meet, all: [chief, anna, marek] };
}

const row = (session: Session, id: string) => {
  const found = session.station.ledger.row("brief", id);
  if (found === undefined) throw new Error("no such brief");
  return found;
};

const save = async (session: Session, issue: string, id: string, words: string): Promise<void> =>
  void must(await handlersOf(session)["brief.save"]({ brief: id, issue, content: brief(words) }));
const submit = async (session: Session, issue: string, id: string) => handlersOf(session)["brief.submit"]({ issue, briefs: [id] });

describe("a brief", () => {
  it("goes from a private line to approved by another person, and back when someone edits it", async () => {
    const { anna, marek, issue, meet, all } = await desk();
    const id = randomHex(16);
    await save(anna, issue, id, "A port opened.");
    expect(anna.station.ledger.row("brief", id)).toBeUndefined();
    must(await submit(anna, issue, id));
    await meet();
    expect(row(marek, id).state).toBe("submitted");
    const own = act(anna, "brief.decide", { briefs: [{ brief: id, digest: row(anna, id).digest }], decision: "approve", reason: null });
    expect(own.ok ? "" : own.refusal.code).toBe("only-editor-or-chief");
    must(act(marek, "brief.decide", { briefs: [{ brief: id, digest: row(marek, id).digest }], decision: "approve", reason: null }));
    expect(row(marek, id)).toMatchObject({ state: "approved", approvedBy: marek.station.me?.id });
    await save(marek, issue, id, "A second port opened.");
    must(await submit(marek, issue, id));
    expect(row(marek, id).state).toBe("submitted");
    const again = act(marek, "brief.decide", { briefs: [{ brief: id, digest: row(marek, id).digest }], decision: "approve", reason: null });
    expect(again.ok ? "" : again.refusal.code).toBe("brief-nobody-else-saw");
    expect(row(marek, id).state).toBe("submitted");
    for (const session of all) await session.close();
  });

  it("stands in two versions when two people changed it apart, and neither goes before someone chose", async () => {
    const { chief, anna, marek, issue, meet, all } = await desk();
    const id = randomHex(16);
    await save(anna, issue, id, "A port opened.");
    must(await submit(anna, issue, id));
    await meet();
    await save(marek, issue, id, "A port opened on Monday.");
    await save(chief, issue, id, "A river port opened.");
    must(await submit(marek, issue, id));
    must(await submit(chief, issue, id));
    await meet();
    for (const session of all) {
      const words = row(session, id)
        .versions.map((one) => one.content.text[0]?.text)
        .sort();
      expect(words).toEqual(["A port opened on Monday.", "A river port opened."]);
    }
    const refused = act(marek, "brief.decide", {
      briefs: [{ brief: id, digest: row(marek, id).digest }],
      decision: "approve",
      reason: null,
    });
    expect(refused.ok ? "" : refused.refusal.code).toBe("brief-two-versions");
    await save(chief, issue, id, "A river port opened on Monday.");
    must(await submit(chief, issue, id));
    await meet();
    for (const session of all)
      expect(row(session, id)).toMatchObject({ versions: [], content: { text: [{ text: "A river port opened on Monday." }] } });
    for (const session of all) await session.close();
  });

  it("is checked where it stands, my unshared words included, and its source is offered again", async () => {
    const { anna, issue, meet, all } = await desk();
    const [shared, begun] = [randomHex(16), randomHex(16)];
    await save(anna, issue, shared, "A port opened.");
    must(await submit(anna, issue, shared));
    await save(anna, issue, begun, "The the port had 48% more berhts.");
    await meet();
    const calls = handlersOf(anna);
    const board = must(await calls["board.read"]({ issue }));
    const [read] = board.newBriefs;
    expect(board.briefs[0]?.findings).toEqual([]);
    expect(read?.findings.map((one) => [one.check, one.fix])).toEqual([
      ["check-doubled-word", "The"],
      ["check-percent", " percent"],
    ]);
    const spelt = must(await calls["checks.briefs"]({ issue }));
    expect(Object.keys(spelt)).toEqual([begun]);
    expect(spelt[begun]?.map((one) => one.data["quote"])).toEqual(["berhts"]);
    expect(must(await calls["sources.cited"]({})).labels).toEqual(["MOT notice"]);
    for (const session of all) await session.close();
  });

  it("stands in preflight with its words where a check stops it", async () => {
    const { chief, issue, all } = await desk();
    const id = randomHex(16);
    must(await handlersOf(chief)["brief.save"]({ brief: id, issue, content: { ...brief("A port opened."), date: "2026-07-01" } }));
    must(await submit(chief, issue, id));
    const { obstacles } = must(await handlersOf(chief)["board.read"]({ issue }));
    const late = obstacles.filter((one) => one.check === "check-brief-out-of-period");
    expect(late.map((one) => [one.severity, one.waivable, sayObstacle(one)])).toEqual([
      ["error", true, "“A port opened.”: Out of the issue’s period."],
    ]);
    for (const session of all) await session.close();
  });
});
