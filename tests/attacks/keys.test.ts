import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renew } from "../../src/core/desk/acts.ts";
import { renewalProof } from "../../src/core/ledger/standing.ts";
import { makeWelcome } from "../../src/station/exchange/invitation.ts";
import { randomHex, signWith } from "../../src/station/keys/crypto.ts";
import { newKeys } from "../../src/station/keys/vault.ts";
import { takeBundle, writeBundle } from "../../src/station/rooms/bundle.ts";
import type { Session } from "../../src/station/session.ts";
import { must, newDesk, newFolder, pitch, pitches, removeFolders } from "../builders/stations.ts";

/// Keys that are none, named by somebody of the desk whose app asks nobody: nobody's rounds end by them.

afterAll(removeFolders);

async function scene(): Promise<{ shared: string; desk: string; chief: Session; anna: Session; marek: Session }> {
  const { shared, chief, others } = await newDesk([
    { name: "Anna", roles: ["reader"] },
    { name: "Marek", roles: ["editor"] },
  ]);
  const [anna, marek] = others as [Session, Session];
  await meet(chief, anna, marek);
  return { shared, desk: chief.station.ledger.desk ?? "", chief, anna, marek };
}

async function meet(...sessions: Session[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const session of sessions) must(await session.exchange());
}

describe("attack", () => {
  it("a reader's laptop goes on under a key for which nothing can be wrapped: the chief's goes on meeting the others", async () => {
    const { desk, chief, anna, marek } = await scene();
    const next = newKeys();
    const device = { id: next.device, member: anna.station.me?.id ?? "", sign: next.sign.public, box: "0".repeat(64) };
    const proof = signWith(next.sign.secret)(renewalProof(desk, anna.station.device ?? ""));
    must(anna.station.act((pen) => renew(pen, device, proof)));
    await meet(anna, chief);
    expect(chief.station.roster?.devices[next.device]?.box).toBe(device.box);
    must(pitch(marek, "Still heard"));
    await meet(marek, chief, marek);
    expect(pitches(chief)).toEqual(["Still heard"]);
    const path = join(newFolder("bundle"), "all.top5");
    must(await writeBundle(chief, { path, to: null, files: false }));
    must(await takeBundle(marek, path));
    for (const session of [chief, anna, marek]) await session.close();
  });

  it("a chief's app hands out content keys that nobody can seal with: nobody takes them up, and all go on", async () => {
    const { shared, desk, chief, anna, marek } = await scene();
    const by = { device: chief.station.device ?? "", sign: signWith(chief.station.vault.keys?.sign.secret ?? "") };
    // A number that no segment can carry, one that is none, one that is no whole one, and a key that is too short.
    const odd = [{ "4294967296": randomHex(32) }, { newest: randomHex(32) }, { "9.5": randomHex(32) }, { "9": randomHex(16) }];
    const { device, vault } = marek.station;
    for (const [at, keys] of odd.entries()) {
      const welcome = makeWelcome(desk, { device: device ?? "", box: vault.keys?.box.public ?? "" }, keys, by);
      writeFileSync(join(shared, desk, "keys", `${device ?? ""}-odd${at}.t5k`), JSON.stringify(welcome));
    }
    must(pitch(marek, "Still heard"));
    await meet(marek, anna, chief);
    expect(pitches(chief)).toEqual(["Still heard"]);
    expect(Object.keys(marek.station.vault.keys?.content ?? {})).toEqual(["1"]);
    for (const session of [chief, anna, marek]) await session.close();
  });
});
